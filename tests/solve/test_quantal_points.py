"""Logit equilibria of many games of one shape, against those of each alone."""

from __future__ import annotations

import numpy as np
import pytest

from crisis_sim.errors import InputError
from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.game.game import Game
from crisis_sim.solve.quantal import QuantalPoints, solve_quantal, solve_quantal_points
from crisis_sim.solve.quantal.plan import make_plan
from crisis_sim.solve.quantal.problem import scale_game
from crisis_sim.strategy.evaluate import outcome_probabilities
from crisis_sim.study_files import load
from tests.random_trees import Shape, random_game
from tests.solve.test_quantal import FOLDED, ZERO_CHANCE

EXACT = 1e-11
NAMES = ("chain-store", "beer-and-quiche", "selten-horse", "cuba-1962-two-types")


def drawn(game: Game, points: int) -> np.ndarray:
    """(points, payoff rows, players) payoffs moved by a fifth."""
    rng = np.random.default_rng(7)
    return game.payoffs * rng.normal(1, 0.2, (points, *game.payoffs.shape))


def solve(game: Game, precisions: object, **numbers: object) -> QuantalPoints:
    given = {"chance": game.chance, "payoffs": game.payoffs} | numbers
    return solve_quantal_points(game, precisions, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("scaled", [0.0, 2.0, 25.0])
@pytest.mark.parametrize("name", NAMES)
def test_each_point_is_that_of_its_game(name: str, scaled: float) -> None:
    game = load(name).game()
    payoffs = drawn(game, 8)
    precision = scaled / game.payoff_range
    found = solve(game, precision, payoffs=payoffs)
    assert np.all(found.solved)
    for k in range(8):
        one = Game("one", game.tree, game.chance.copy(), payoffs[k].copy())
        (alone,) = solve_quantal(one, precision).equilibria
        assert np.exp(found.log_profiles[k]) == pytest.approx(alone.profile, abs=EXACT)
        assert found.payoffs[k] == pytest.approx(alone.payoffs, abs=1e-9)
        assert found.outcomes[k] == pytest.approx(
            outcome_probabilities(one, alone.profile), abs=EXACT
        )


def test_points_do_not_depend_on_their_neighbours() -> None:
    game = load("cuba-1962-two-types").game()
    payoffs = drawn(game, 12)
    forwards = solve(game, 0.1, payoffs=payoffs)
    backwards = solve(game, 0.1, payoffs=payoffs[::-1])
    assert np.array_equal(forwards.log_profiles, backwards.log_profiles[::-1])


def test_precisions_across_a_fold() -> None:
    game = read_efg(FOLDED)
    precisions = np.linspace(0.0, 2.0, 41)
    found = solve(game, precisions)
    assert np.all(found.solved)
    for k, precision in enumerate(precisions.tolist()):
        alone = solve_quantal(game, precision).equilibria[0].profile
        assert np.exp(found.log_profiles[k]) == pytest.approx(alone, abs=1e-8)


def test_chance_moves_of_probability_zero() -> None:
    game = read_efg(ZERO_CHANCE)
    found = solve(game, [2.0, 3.0])
    alone = solve_quantal(game, 3.0).equilibria[0]
    assert np.exp(found.log_profiles[1]) == pytest.approx(alone.profile, abs=EXACT)
    moved = game.chance.copy()
    moved[game.chance == 0.0] = 0.5
    with pytest.raises(InputError, match="probability zero"):
        solve(game, 1.0, chance=moved)


@pytest.mark.parametrize(
    ("precisions", "numbers", "message"),
    [
        (-1.0, {}, "0 or more"),
        (1.0, {"chance": np.ones(3)}, "expected chances of"),
        (1.0, {"payoffs": np.ones((2, 2))}, "expected payoffs"),
        ([1.0, 2.0, 3.0], {"payoffs": np.ones((2, 7, 2))}, "different numbers of points"),
    ],
)
def test_arrays_that_do_not_fit(
    precisions: object, numbers: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        solve(read_efg(FOLDED), precisions, **numbers)


def dependence_holds(game: Game) -> tuple[int, int]:
    """Check that a plan's order is one; the numbers of its unknowns and of all."""
    problem = scale_game(game).problem
    plan = make_plan(problem)
    done = {x for x in range(game.tree.size) if problem.outcome[x] >= 0}
    known = set(plan.guessed.tolist())
    for step in plan.steps.tolist():
        if step >= 0:
            assert problem.set_of[step] < 0 or problem.set_of[step] in known
            assert {int(y) for y in game.tree.children(step)} <= done
            done.add(step)
        else:
            held = plan.held[plan.held_start[-1 - step] : plan.held_start[-step]]
            assert {int(y) for x in held for y in game.tree.children(int(x))} <= done
            known.add(-1 - step)
    assert known == set(range(len(problem.shared)))
    return plan.unknowns, scale_game(game).unknowns


@pytest.mark.parametrize(
    ("name", "unknowns"),
    [("chain-store", (0, 26)), ("beer-and-quiche", (2, 4)), ("cuba-1962-cable", (11, 58))],
)
def test_most_responses_follow_from_the_others(name: str, unknowns: tuple[int, int]) -> None:
    assert dependence_holds(load(name).game()) == unknowns


def test_the_branch_climbed_is_the_branch_followed() -> None:
    """Climbed at nearly every point, and found again by the general method."""
    solved = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        shape = Shape(players=2 + seed % 2, deepest=4, widest=3, seen=0.4, most_nodes=40)
        drawn_game = random_game(rng, shape)
        if not len(drawn_game.tree.set_player):
            continue
        payoffs = drawn_game.payoffs + rng.normal(size=drawn_game.payoffs.shape)
        game = Game("drawn", drawn_game.tree, drawn_game.chance.copy(), payoffs)
        dependence_holds(game)
        precisions = 10.0 ** rng.uniform(-1, 2, 3) / game.payoff_range
        found = solve(game, precisions)
        solved += found.solved.tolist()
        for log_profile, precision in zip(found.log_profiles, precisions.tolist(), strict=True):
            alone = solve_quantal(game, precision).equilibria[0]
            assert np.exp(log_profile) == pytest.approx(alone.profile, abs=1e-9)
    assert all(solved)


def test_points_out_of_reach_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crisis_sim.solve.quantal.points._followed", lambda *_: None)
    found = solve(read_efg(FOLDED), [0.1, 2.0])
    assert found.solved.tolist() == [True, False]
    assert np.all(np.isnan(found.log_profiles[1]))
    assert np.all(np.isnan(found.payoffs[1]) & np.isnan(found.outcomes[1]).all())
    assert found.outcomes[0].sum() == pytest.approx(1.0)
