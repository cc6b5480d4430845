"""Logit equilibria against closed forms, and the selections that are known of their limits."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.game.game import Floats, Game
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.quantal import LogitEquilibrium, follow, solve_quantal, trace_branch
from crisis_sim.solve.quantal.follow import FULL, Followed
from crisis_sim.solve.quantal.limit import _little_in_play
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy.certificate import certify, player_regrets
from crisis_sim.strategy.evaluate import bayes_beliefs, node_values, outcome_probabilities
from crisis_sim.study import Study
from crisis_sim.study_files import load
from tests.bombs import scenario

EXACT = 1e-12
RESIDUAL = 1e-10
REGRET = 1e-9

FOLDED = """EFG 2 R "A branch that turns back twice" { "One" "Two" }
p "" 1 1 "h0" { "a" "b" } 0
p "" 2 1 "h1" { "a" "b" } 0
p "" 1 2 "h2" { "a" "b" } 0
t "" 1 "z0" { -3, 1 }
t "" 2 "z1" { -1, -4 }
p "" 2 2 "h3" { "a" "b" } 0
t "" 3 "z2" { 1, 3 }
t "" 4 "z3" { 5, 0 }
p "" 2 1 "h1" { "a" "b" } 0
t "" 5 "z4" { 5, 1 }
p "" 1 3 "h4" { "a" "b" } 0
t "" 6 "z5" { 0, -5 }
t "" 7 "z6" { 1, 3 }
"""


def bimatrix(row: list[list[float]], column: list[list[float]]) -> Game:
    """A game in which both move at once."""
    moves = " ".join(f'"r{i}"' for i in range(len(row)))
    replies = " ".join(f'"c{j}"' for j in range(len(row[0])))
    lines = ['EFG 2 R "bimatrix" { "Row" "Column" }', f'p "" 1 1 "row" {{ {moves} }} 0']
    number = itertools.count(1)
    for ours, theirs in zip(row, column, strict=True):
        lines.append(f'p "" 2 1 "column" {{ {replies} }} 0')
        for one, two in zip(ours, theirs, strict=True):
            place = next(number)
            lines.append(f't "" {place} "o{place}" {{ {one!r}, {two!r} }}')
    return read_efg("\n".join(lines))


def centipede(length: int) -> tuple[Game, list[tuple[float, float]]]:
    """Take or pass in turn; the payoffs at each end, the last for passing to the end."""
    ends = [
        (0.4 * 2**step, 0.1 * 2**step) if step % 2 == 0 else (0.1 * 2**step, 0.4 * 2**step)
        for step in range(length + 1)
    ]
    lines = ['EFG 2 R "centipede" { "One" "Two" }']
    for step in range(length):
        mover = step % 2 + 1
        lines.append(f'p "" {mover} {step // 2 + 1} "step {step}" {{ "take" "pass" }} 0')
        lines.append(f't "" {step + 1} "taken {step}" {{ {ends[step][0]!r}, {ends[step][1]!r} }}')
    lines.append(f't "" {length + 1} "passed" {{ {ends[-1][0]!r}, {ends[-1][1]!r} }}')
    return read_efg("\n".join(lines)), ends


def only(solution: Solution) -> LogitEquilibrium:
    (equilibrium,) = solution.equilibria
    assert isinstance(equilibrium, LogitEquilibrium)
    return equilibrium


def logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


@pytest.mark.parametrize("precision", [0.0, 0.1, 1.0, 7.5, 40.0])
def test_asymmetric_matching_pennies(precision: float) -> None:
    """Goeree and Holt (2001): the row player gets 9 or 1, the column player 1.

    The row player heads with p = L(precision (10 q - 1)), the column player with
    q = L(precision (1 - 2 p)): one equation in p, whose right side falls.
    """

    def excess(p: float) -> float:
        q = logistic(precision * (1 - 2 * p))
        return p - logistic(precision * (10 * q - 1))

    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)
    game = bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    found = only(solve_quantal(game, precision))
    assert found.profile[0] == pytest.approx(low, abs=EXACT)
    assert found.profile[2] == pytest.approx(logistic(precision * (1 - 2 * low)), abs=EXACT)
    assert found.residual < RESIDUAL
    assert found.precision == precision


@pytest.mark.parametrize("precision", [0.3, 2.0, 12.0])
@pytest.mark.parametrize("length", [4, 9])
def test_centipede(length: int, precision: float) -> None:
    """With perfect information the equations are solved from the end."""
    game, ends = centipede(length)
    value = ends[length]
    taking = []
    for step in reversed(range(length)):
        mover = step % 2
        take = logistic(precision * (ends[step][mover] - value[mover]))
        value = tuple(
            take * now + (1 - take) * later for now, later in zip(ends[step], value, strict=True)
        )
        taking.append(take)
    found = only(solve_quantal(game, precision))
    by_label = {one.label: found.profile[one.choices.start] for one in game.tree.information_sets}
    assert [by_label[f"step {step}"] for step in range(length)] == pytest.approx(
        taking[::-1], abs=EXACT
    )
    assert found.payoffs == pytest.approx(value, abs=EXACT * 2**length)


def test_uniform_at_precision_zero() -> None:
    game = load("cuba-1962-cable").game()
    found = only(solve_quantal(game, 0.0))
    shares = np.repeat(1.0 / game.tree.set_actions, game.tree.set_actions)
    assert found.profile == pytest.approx(shares, abs=EXACT)


def test_three_players_meet_the_equations() -> None:
    """Selten's horse, with the equations written out."""
    game = load("selten-horse").game()
    for precision in (0.2, 1.0, 5.0, 300.0):
        solution = solve_quantal(game, precision)
        found = only(solution)
        assert found.residual < RESIDUAL
        assert response(game, found.profile, precision) == pytest.approx(
            found.profile, abs=1e-9 * (1 + precision)
        )


def response(game: Game, profile: Floats, precision: float) -> Floats:
    """The logit response to a profile with full support, in plain steps."""
    tree, values = game.tree, node_values(game, profile)
    reach = np.ones(tree.size)
    for node in range(1, tree.size):
        choice = int(tree.choice[node])
        step = profile[choice] if choice >= 0 else game.chance[node]
        reach[node] = reach[tree.parent[node]] * step
    answer = np.empty(len(profile))
    for one in tree.information_sets:
        weights = reach[list(one.nodes)] / reach[list(one.nodes)].sum()
        worth = np.array(
            [
                sum(
                    weight * values[int(tree.children(node)[place]), one.player]
                    for node, weight in zip(one.nodes, weights, strict=True)
                )
                for place in range(len(one.actions))
            ]
        )
        odds = np.exp(precision * (worth - worth.max()))
        answer[one.choices.start : one.choices.stop] = odds / odds.sum()
    return answer


@pytest.mark.parametrize(
    ("name", "payoffs"),
    [
        # games.md: derived by hand; Selten (1975) for the horse, in which only the second is
        # perfect; the tracing of the two types by an independent program.
        ("cuba-1962-cable", [-3.6, None]),
        ("cuba-1962-two-types", [-15.0, None]),
        ("selten-horse", [1.0, 1.0, 1.0]),
        ("beer-and-quiche", [2.9, 0.9]),
        ("chain-store", [None, None]),
        ("audience-costs", [None, None]),
    ],
)
def test_limits_are_sequential_equilibria(name: str, payoffs: list[float | None]) -> None:
    game = load(name).game()
    solution = solve_quantal(game)
    found = only(solution)
    assert solution.converged
    assert found.certificate.proved
    assert found.precision == math.inf
    for got, known in zip(found.payoffs, payoffs, strict=True):
        assert known is None or got == pytest.approx(known, abs=1e-8)


TWO_SCALES = """EFG 2 R "scale" {{ "1" "2" }}
p "" 1 1 "a" {{ "l" "r" }} 0
p "" 2 1 "b" {{ "l" "r" }} 0
t "" 1 "z1" {{ {own} 0 }}
t "" 2 "z2" {{ 0 10000000000000 }}
t "" 3 "z3" {{ {other} 5 }}
"""


@pytest.mark.parametrize("gap", ["1e-15", "1e-10", "1e-8", "1"])
@pytest.mark.parametrize("better", [0, 1])
def test_the_limit_is_exact_beside_another_s_billions(gap: str, better: int) -> None:
    """What the second action of the first player pays is decided by nothing but its own payoffs."""
    other = Fraction(gap) * (2 * better - 1)
    game = read_efg(TWO_SCALES.format(own="1", other=f"{other.numerator}/{other.denominator}"))
    solution = solve_quantal(game)
    found = only(solution)
    assert solution.converged
    assert found.certificate.proved
    assert found.profile[:2].tolist() == [1 - better, better]


@pytest.mark.parametrize("scale", ["1e-9", "1e9", "1e12"])
def test_a_mixed_limit_is_exact_in_any_units(scale: str) -> None:
    """Matching pennies with 9 and 1, the second player's payoffs in other units."""
    unit = Fraction(scale)
    text = f"{unit.numerator}/{unit.denominator}"
    game = read_efg(
        'EFG 2 R "pennies" { "A" "B" }\n'
        'p "" 1 1 "" { "h" "t" } 0\n'
        f'p "" 2 1 "" {{ "h" "t" }} 0\nt "" 1 "" {{ 9 0 }}\nt "" 2 "" {{ 0 {text} }}\n'
        f'p "" 2 1 "" {{ "h" "t" }} 0\nt "" 3 "" {{ 0 {text} }}\nt "" 4 "" {{ 1 0 }}\n'
    )
    solution = solve_quantal(game)
    found = only(solution)
    assert solution.converged
    assert found.certificate.proved
    assert found.exact is not None
    assert [float(one) for one in found.exact.profile] == [0.5, 0.5, 0.1, 0.9]


def test_an_action_a_little_worse_is_not_in_the_limit() -> None:
    """Less than floats tell apart along the branch: exact numbers decide."""
    game = read_efg(
        'EFG 2 R "near" { "A" }\np "" 1 1 "" { "a" "b" "c" } 0\n'
        't "" 1 "" { 1 }\nt "" 2 "" { 1.000000000000000000001 }\nt "" 3 "" { -1000000000 }'
    )
    solution = solve_quantal(game)
    assert solution.converged
    assert only(solution).profile.tolist() == [0.0, 1.0, 0.0]
    assert only(solution).certificate.proved


@pytest.mark.parametrize("worse", ["0.999999999999", "0.9999999999999999"])
def test_an_action_a_little_worse_against_a_mixture_is_not_in_the_limit(worse: str) -> None:
    """The second player ties and plays evenly; against that the first is better off with 'out'."""
    game = read_efg(
        'EFG 2 R "near" { "A" "B" }\np "" 1 1 "" { "in" "out" } 0\n'
        'p "" 2 1 "" { "x" "y" } 0\nt "" 1 "" { 1 3 }\n'
        f't "" 2 "" {{ {worse} 3 }}\nt "" 3 "" {{ 1 0 }}'
    )
    solution = solve_quantal(game)
    assert solution.converged
    assert only(solution).certificate.proved
    assert only(solution).profile.tolist() == [0.0, 1.0, 0.5, 0.5]


def test_a_range_that_no_float_holds_is_refused() -> None:
    game = read_efg(
        'EFG 2 R "t" { "A" }\np "" 1 1 "s" { "a" "b" } 0\nt "" 1 "" { 1e308 }\nt "" 2 "" { -1e308 }'
    )
    with pytest.raises(NotSolved, match="differ by more than a float holds"):
        solve_quantal(game)


def test_limit_is_mixed() -> None:
    """Matching pennies with 9 and 1: the column player heads with 1/10, the row player with 1/2."""
    found = only(solve_quantal(bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])))
    assert found.profile == pytest.approx([0.5, 0.5, 0.1, 0.9], abs=1e-10)


@pytest.mark.parametrize(("high", "selected"), [(3.0, 1.0), (7.0, 0.0)])
def test_risk_dominance(high: float, selected: float) -> None:
    """In a 2x2 coordination game the branch leads to the risk-dominant one (Turocy 2005).

    Hare pays 2.5 for sure; stag pays ``high`` if both hunt it, else 0... reversed for the first.
    """
    stag = [[high, 0.0], [2.5, 2.5]]
    game = bimatrix(stag, np.transpose(stag).tolist())
    found = only(solve_quantal(game))
    assert found.profile[1] == pytest.approx(selected, abs=1e-9)


def test_symmetric_games_warn_of_their_bifurcation() -> None:
    """Battle of the sexes without conflict: symmetric play is followed, and it is said."""
    game = bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    solution = solve_quantal(game)
    assert only(solution).profile == pytest.approx([0.5] * 4, abs=1e-9)
    assert any("bifurcation near precision" in one for one in solution.warnings)
    branch = trace_branch(game)
    assert branch.bifurcations == pytest.approx([2.0], abs=1e-3)


def test_a_near_symmetric_game_is_followed_round_its_bend() -> None:
    """A payoff of 1e-6 more decides; the branch next door leads to indifference."""
    game = bimatrix([[1 + 1e-6, 0], [0, 1]], [[1 + 1e-6, 0], [0, 1]])
    solution = solve_quantal(game)
    assert not solution.warnings
    assert only(solution).profile == pytest.approx([1, 0, 1, 0], abs=1e-9)


def test_units_of_payoff_do_not_matter() -> None:
    plain = bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    scaled = bimatrix([[9000, 0], [0, 1000]], [[-7, -6.5], [-6.5, -7]])
    one = only(solve_quantal(plain, 2.0))
    same = bimatrix([[9000, 0], [0, 1000]], [[500, 1500], [1500, 500]])
    assert only(solve_quantal(same, 0.002)).profile == pytest.approx(one.profile, abs=EXACT)
    assert only(solve_quantal(scaled, 0.002)).residual < RESIDUAL


def test_indifference_stays_uniform() -> None:
    solution = solve_quantal(bimatrix([[2, 2], [2, 2]], [[5, 5], [5, 5]]))
    assert solution.converged
    assert only(solution).profile == pytest.approx([0.5] * 4, abs=EXACT)


def test_branch_holds_what_strategy_says() -> None:
    game = load("beer-and-quiche").game()
    branch = trace_branch(game, include=(0.5, 3.0))
    assert branch.converged
    assert {0.5, 3.0} <= set(branch.precisions.tolist())
    for row in range(len(branch)):
        profile = branch.profiles[row]
        assert branch.payoffs[row] == pytest.approx(node_values(game, profile)[0], abs=EXACT)
        outcomes = outcome_probabilities(game, profile)
        assert branch.outcomes[row] == pytest.approx(outcomes, abs=EXACT)
        regret = float(player_regrets(game, profile).max())
        assert branch.regrets[row] == pytest.approx(regret, abs=EXACT)


def test_branch_stops_where_asked() -> None:
    branch = trace_branch(load("beer-and-quiche").game(), until=2.5)
    assert branch.precisions[-1] == 2.5
    assert branch.converged
    assert np.all(np.diff(branch.precisions) > 0)


def test_a_branch_that_turns_back() -> None:
    game = read_efg(FOLDED)
    between = 0.82
    branch = trace_branch(game, include=(between,))
    high, low = branch.turning_points
    assert low < between < high
    assert np.count_nonzero(branch.precisions == between) == 3
    for row in np.flatnonzero(branch.precisions == between):
        again = response(game, branch.profiles[row], between)
        assert again == pytest.approx(branch.profiles[row], abs=1e-9)
    found = solve_quantal(game, between).equilibria
    rows = np.flatnonzero(branch.precisions == between).tolist()
    for one, row in zip(found, rows, strict=True):
        assert one.profile == pytest.approx(branch.profiles[row], abs=1e-9)
    assert [one.notes[-1] for one in found[1:]] == [
        "further along the branch, which turns back"
    ] * 2


def test_very_high_precision() -> None:
    """Log-probabilities stay exact where probabilities are zero in floating point."""
    found = only(solve_quantal(bimatrix([[3, 0], [2, 2]], [[1, 0], [1, 0]]), 1e6))
    assert found.log_profile is not None
    assert found.log_profile[1] == pytest.approx(-1e6, rel=1e-9)
    assert found.profile[1] == 0.0


ZERO_CHANCE = """EFG 2 R "A chance move that does not happen" { "One" "Two" }
c "" 1 "weather" { "fair" 1 "foul" 0 } 0
p "" 1 1 "h" { "go" "stay" } 0
t "" 1 "a" { 2, 0 }
t "" 2 "b" { 1, 0 }
p "" 1 1 "h" { "go" "stay" } 0
p "" 2 1 "k" { "x" "y" } 0
t "" 3 "c" { -100, 1 }
t "" 4 "d" { -100, 0 }
t "" 5 "e" { 0, 0 }
"""


def test_chance_moves_of_probability_zero_are_left_out_of_beliefs() -> None:
    solution = solve_quantal(read_efg(ZERO_CHANCE), 2.0)
    found = only(solution)
    assert found.profile == pytest.approx([logistic(2), logistic(-2)] * 2, abs=EXACT)
    assert any("probability zero" in one for one in solution.warnings)


FORGETFUL = """EFG 2 R "Forgetful" { "One" }
p "" 1 1 "first" { "a" "b" } 0
p "" 1 2 "again" { "a" "b" } 0
t "" 1 "w" { 1 }
t "" 2 "x" { 0 }
p "" 1 2 "again" { "a" "b" } 0
t "" 3 "y" { 0 }
t "" 4 "z" { 1 }
"""


def test_imperfect_recall_is_refused() -> None:
    with pytest.raises(NotSolved, match="imperfect recall at 'again'"):
        solve_quantal(read_efg(FORGETFUL), 1.0)


def test_games_without_choices_are_refused() -> None:
    game = read_efg(
        'EFG 2 R "x" { "One" }\nc "" 1 "" { "a" 1/2 "b" 1/2 } 0\nt "" 1 "w" { 1 }\nt "" 2 "x" { 0 }'
    )
    with pytest.raises(NotSolved, match="no player moves"):
        solve_quantal(game)


@pytest.mark.parametrize("precision", [-1.0, math.nan])
def test_precision_must_be_a_number_not_negative(precision: float) -> None:
    with pytest.raises(InputError, match="0 or more"):
        solve_game(read_efg(FOLDED), "quantal", precision=precision)
    with pytest.raises(InputError, match="0 or more"):
        trace_branch(read_efg(FOLDED), until=precision)


def test_too_few_steps_are_said() -> None:
    game = load("cuba-1962-cable").game()
    with pytest.raises(NotSolved, match="3 steps were made"):
        solve_quantal(game, 100.0, most_steps=3)
    solution = solve_quantal(game, most_steps=3)
    assert not solution.converged
    assert any("has regret" in one for one in solution.warnings)
    assert solution.max_regret == only(solution).certificate.max_regret > 0
    assert not trace_branch(game, most_steps=3).converged


def test_a_branch_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_there(*given: Floats) -> Followed:
        points, tangents, signs = given[-3:]
        points[:], tangents[:], signs[:] = 0.0, 0.0, 1.0
        return Followed(len(points), FULL)

    monkeypatch.setattr(follow, "follow", never_there)
    with pytest.raises(NotSolved, match="20,000 steps were made"):
        solve_quantal(read_efg(FOLDED), 100.0)


NEARLY_TIED = """EFG 2 R "t" { "A" "B" }
p "" 1 1 "s" { "a" "b" "c" } 0
t "" 1 "" { 1.000000000000002 0 }
t "" 2 "" { 1.000000000000009 0 }
t "" 3 "" { -3e9 0 }
"""
PENNIES = """EFG 2 R "t" { "A" "B" }
p "" 1 1 "s" { "a" "b" } 0
p "" 2 1 "r" { "l" "r" } 0
t "" 1 "" { 1 -1 }
t "" 2 "" { -1 1 }
p "" 2 1 "r" { "l" "r" } 0
t "" 3 "" { -1 1 }
t "" 4 "" { 1 -1 }
"""


def test_a_regret_is_judged_beside_what_is_played_and_not_beside_a_catastrophe() -> None:
    game = read_efg(NEARLY_TIED)
    profile = np.array([0.5, 0.5, 0.0])
    assert certify(game, profile).holds(1e-9)
    assert not _little_in_play(game, profile, bayes_beliefs(game, profile))


def test_a_mixture_that_floats_miss_by_rounding_has_little_regret() -> None:
    game = read_efg(PENNIES)
    profile = np.array([0.5 + 2.0**-50, 0.5 - 2.0**-50, 0.5, 0.5])
    beliefs = bayes_beliefs(game, profile)
    assert not certify(game, profile, beliefs).proved
    assert _little_in_play(game, profile, beliefs)


def test_a_branch_on_two_scales_ends_where_floats_do() -> None:
    small, large = [[3e-10, 0.0], [3e-10, 1e-9]], [[1e9, 999999999.0], [-1e9, 333333333.0]]
    branch = trace_branch(bimatrix(small, large))
    assert not branch.converged
    assert np.all(np.diff(branch.precisions) > 0.0)
    assert branch.precisions[-1] == pytest.approx(1e15 / 2e9, rel=10.0)
    assert len(branch.turning_points) == 0


@pytest.mark.filterwarnings("error")
def test_payoffs_beyond_any_scale_are_refused_without_a_warning() -> None:
    study = Study(parse_scenario(scenario("x*1e219", "1e-222"), name="t", file="t.yaml"))
    with pytest.raises(NotSolved, match=r"a lower precision may serve; .*'spe'") as caught:
        study.solve(concept="quantal", precision=2)
    assert caught.value.remedies
