"""Counterfactual regret against a plain recursion of our own, published values and OpenSpiel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.counterfactual import solve_counterfactual
from crisis_sim.solve.counterfactual.minimise_regret import averages
from crisis_sim.strategy.certificate import player_regrets
from crisis_sim.strategy.evaluate import node_values
from tests.grown import complete_tree, kuhn_poker
from tests.random_trees import Shape, games, random_game
from tests.scaled_games import in_other_units
from tests.solve.test_contract import forgetful_game

KUHN_VALUE = -1 / 18  # Kuhn 1950
CLOSE = 1e-9


class Recursion:
    """CFR+ written down as it is defined: a walk through the nodes for each player in turn."""

    def __init__(self, game: Game) -> None:
        self.tree, self.game = game.tree, game
        counts = game.tree.set_actions.tolist()
        self.play = [np.full(count, 1.0 / count) for count in counts]
        self.regret = [np.zeros(count) for count in counts]
        self.total = [np.zeros(count) for count in counts]

    def iterate(self, weight: int) -> None:
        for player in range(len(self.game.players)):
            self.gain = [np.zeros(len(play)) for play in self.play]
            self.seen: set[int] = set()
            self.walk(0, player, 1.0, 1.0, weight)
            for own in np.flatnonzero(self.tree.set_player == player):
                self.regret[own] = np.maximum(self.regret[own] + self.gain[own], 0.0)
                total = self.regret[own].sum()
                even = np.full(len(self.regret[own]), 1.0 / len(self.regret[own]))
                self.play[own] = self.regret[own] / total if total > 0 else even

    def walk(self, node: int, player: int, mine: float, others: float, weight: int) -> float:
        tree = self.tree
        if tree.mover[node] == TERMINAL:
            return float(self.game.payoffs[tree.payoff_row[node], player])
        children = tree.children(node).tolist()
        if tree.mover[node] == CHANCE:
            chances = self.game.chance[children]
            below = [
                self.walk(child, player, mine, others * p, weight)
                for child, p in zip(children, chances, strict=True)
            ]
            return float(chances @ below)
        held = int(tree.information_set[node])
        play = self.play[held]
        if tree.mover[node] != player:
            below = [
                self.walk(child, player, mine, others * p, weight)
                for child, p in zip(children, play, strict=True)
            ]
            return float(play @ below)
        below = [
            self.walk(child, player, mine * p, others, weight)
            for child, p in zip(children, play, strict=True)
        ]
        value = float(play @ below)
        self.gain[held] += others * (np.asarray(below) - value)
        if held not in self.seen:
            self.seen.add(held)
            self.total[held] += weight * mine * play
        return value

    def profile(self) -> np.ndarray:
        shares = [
            total / total.sum() if total.sum() > 0 else np.full(len(total), 1.0 / len(total))
            for total in self.total
        ]
        return np.concatenate([np.zeros(0), *shares])


@pytest.mark.parametrize("players", [1, 2, 3])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_averages_are_those_of_the_definition(players: int, seed: int) -> None:
    shape = Shape(players=players, deepest=5, widest=3, most_nodes=60)
    rng = np.random.default_rng(seed)
    game = random_game(rng, shape)
    # Without ties rounding decides nothing.
    game = replace(game, payoffs=game.payoffs + rng.random(game.payoffs.shape), exact=None)
    plain = Recursion(game)
    for iteration in range(1, 18):
        plain.iterate(iteration)
    *_, last = averages(game, 17)
    assert last.iterations == 17
    assert last.profile == pytest.approx(plain.profile(), abs=CLOSE)
    assert last.regrets == pytest.approx(player_regrets(game, plain.profile()), abs=CLOSE)


def test_kuhn_poker_is_worth_what_kuhn_says() -> None:
    solution = solve_counterfactual(kuhn_poker(), tol=1e-4)
    one = solution.equilibria[0]
    assert solution.converged
    assert one.payoffs == pytest.approx([KUHN_VALUE, -KUHN_VALUE], abs=1e-4)
    assert "NashConv" in one.notes[0]
    assert solution.warnings == ()


@settings(max_examples=30, deadline=None)
@given(game=games(Shape(deepest=5, most_nodes=60, seen=0.3)))
def test_with_a_constant_sum_it_converges_and_its_certificate_says_so(game: Game) -> None:
    own = game.payoffs[:, 0]
    opposed = replace(game, payoffs=np.stack([own, 3.0 - own], axis=1), exact=None)
    solution = solve_counterfactual(opposed, tol=1e-3)
    profile = solution.equilibria[0].profile
    assert solution.converged
    assert np.max(player_regrets(opposed, profile)) <= 1e-3
    assert solution.equilibria[0].payoffs == pytest.approx(node_values(opposed, profile)[0])


@settings(max_examples=20, deadline=None)
@given(game=games(Shape(players=3, deepest=4)), tol=st.sampled_from([0.0, 1e-6, 0.01, 1.0]))
def test_what_has_not_converged_says_so_with_the_best_profile(game: Game, tol: float) -> None:
    solution = solve_counterfactual(game, tol=tol, iterations=40)
    regret = solution.equilibria[0].certificate.player_regret
    assert solution.converged == (regret <= tol)
    seen = [float(np.max(one.regrets)) for one in averages(game, 40)]
    within = [one for one in seen if one <= tol]
    assert regret == pytest.approx(within[0] if within else min(seen), abs=CLOSE)


@settings(max_examples=20, deadline=None)
@given(game=games(Shape(deepest=4)), power=st.integers(-3, 5), shift=st.integers(-9, 9))
def test_positive_affine_payoffs_change_no_strategy(game: Game, power: int, shift: int) -> None:
    changed = replace(game, payoffs=game.payoffs * 2.0**power + shift, exact=None)
    *_, first = averages(game, 12)
    *_, second = averages(changed, 12)
    assert first.profile == pytest.approx(second.profile, abs=1e-7)


@settings(max_examples=20, deadline=None)
@given(
    game=games(Shape(deepest=4)),
    player=st.integers(0, 1),
    power=st.integers(-9, 9),
    shift=st.integers(-(10**9), 10**9),
)
def test_the_units_of_one_player_change_no_digit(
    game: Game, player: int, power: int, shift: int
) -> None:
    changed = in_other_units(game, player, Fraction(10) ** power, Fraction(shift))
    first, second = (solve_counterfactual(one, iterations=60) for one in (game, changed))
    assert first.extent == second.extent
    assert first.converged == second.converged
    assert np.array_equal(first.equilibria[0].profile, second.equilibria[0].profile)


@pytest.mark.parametrize(("off", "warned"), [("0", False), ("1e-10", True), ("1", True)])
def test_a_sum_is_constant_only_if_it_is_so_exactly(off: str, warned: bool) -> None:
    game = read_efg(
        'EFG 2 R "sum" { "A" "B" }\np "" 1 1 "" { "a" "b" } 0\n'
        't "" 1 "" { 1000000000 -1000000000 }\n'
        f't "" 2 "" {{ 0 {off} }}'
    )
    assert bool(solve_counterfactual(game).warnings) == warned


def test_every_player_counts_on_its_own_scale() -> None:
    """Pennies at stake for one are not little beside the other's billions."""
    pennies = 'EFG 2 R "pennies" { "A" "B" }\np "" 1 1 "" { "h" "t" } 0\n'
    for first in (0, 1):
        pennies += 'p "" 2 1 "" { "h" "t" } 0\n'
        for second in (0, 1):
            own = 3 if first == second == 0 else 1 if first == second else 0
            pennies += f't "" {2 * first + second + 1} "" {{ {own} {-own * 10**9} }}\n'
    found = solve_counterfactual(read_efg(pennies))
    assert found.converged
    assert found.equilibria[0].profile == pytest.approx([0.25, 0.75, 0.25, 0.75], abs=1e-2)
    assert found.equilibria[0].certificate.relative <= 1e-4


def test_it_is_deterministic_and_leaves_the_game_alone() -> None:
    game = random_game(np.random.default_rng(3), Shape(players=3))
    before = (game.payoffs.copy(), game.chance.copy())
    first, second = (solve_counterfactual(game, iterations=50) for _ in range(2))
    assert np.array_equal(first.equilibria[0].profile, second.equilibria[0].profile)
    assert np.array_equal(before[0], game.payoffs)
    assert np.array_equal(before[1], game.chance)


def test_progress_is_reported_up_to_the_last_iteration() -> None:
    seen: list[tuple[int, str]] = []
    solve_counterfactual(
        kuhn_poker(), tol=0.0, iterations=37, report=lambda done, note: seen.append((done, note))
    )
    assert [done for done, _ in seen] == [10, 20, 30, 37]
    assert seen[0][1] == ""
    assert float(seen[1][1].split()[1]) > float(seen[3][1].split()[1]) > 0


def test_general_sums_are_answered_with_a_warning() -> None:
    game = random_game(np.random.default_rng(5), Shape(players=3))
    assert any("only the regret tells" in one for one in solve_counterfactual(game).warnings)


def test_the_value_of_a_larger_game_is_that_of_backward_induction() -> None:
    game = complete_tree(12, np.random.default_rng(1))
    own = game.payoffs[:, 0]
    opposed = replace(game, payoffs=np.stack([own, -own], axis=1), exact=None)
    value = solve_game(opposed, "spe").equilibria[0].payoffs
    solution = solve_counterfactual(opposed, tol=1.0)
    assert solution.converged
    assert solution.equilibria[0].payoffs == pytest.approx(value, abs=1.0)


def test_imperfect_recall_is_refused_with_what_would_serve() -> None:
    with pytest.raises(NotSolved, match=r"imperfect recall at 'second'.*concept='nash'"):
        solve_counterfactual(forgetful_game())


def test_improper_numbers_are_refused() -> None:
    game = kuhn_poker()
    payoffs = game.payoffs.copy()
    payoffs[4, 1] = np.inf
    with pytest.raises(InputError, match="payoffs of 'z4' are not finite"):
        solve_counterfactual(replace(game, payoffs=payoffs))
    with pytest.raises(InputError, match=r"sum to 0\.5, not 1"):
        solve_counterfactual(replace(game, chance=game.chance / 2))
    negative = game.chance.copy()
    negative[1] = -0.5
    with pytest.raises(InputError, match="must be 0 or more"):
        solve_counterfactual(replace(game, chance=negative))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tol": -1.0}, "tol must be a number, 0 or more"),
        ({"iterations": 0}, "iterations must be a whole number"),
    ],
)
def test_impossible_limits_are_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        solve_game(kuhn_poker(), "cfr", **options)
