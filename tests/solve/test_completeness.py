"""Nothing is missed where trying everything tells what there is.

Where everyone sees everything, subgame-perfect play; where no information set can be avoided by
anyone but its player, the play of every pure Nash equilibrium is sequential: beliefs follow from
Bayes' rule everywhere, and what a player's own choices exclude can be played best without changing
anything. Ties are common, near ties are planted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.solve import backward_induction
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.nash import solve_nash
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy import evaluate
from tests import exactly
from tests.exactly import PlainGame, as_fraction, plain
from tests.random_trees import Shape
from tests.scaled_games import scaled_game

OPEN = (
    Shape(deepest=4, widest=3, most_nodes=14, seen=1.0, chance=0.2, payoffs=2, weights=7),
    Shape(players=3, deepest=4, most_nodes=16, seen=1.0, chance=0.2, payoffs=1, weights=5),
)
APART = (
    Shape(deepest=3, most_nodes=16, seen=0.0, chance_seen=0.5, chance=0.4, payoffs=2, weights=7),
    Shape(players=3, deepest=3, most_nodes=16, seen=0.0, chance_seen=0.5, chance=0.4, payoffs=2),
)
MOST_PURE = 300
DEFAULT, ALL, BATCH = 60, 1_000, 20

Play = tuple[Fraction, ...]

batches = pytest.mark.parametrize(
    "first",
    [
        *range(0, DEFAULT, BATCH),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(DEFAULT, ALL, BATCH)),
    ],
)


def drawn(first: int, shapes: tuple[Shape, ...]) -> Iterator[tuple[int, Game, PlainGame]]:
    """Games of which every pure profile can be tried."""
    for seed in range(first, first + BATCH):
        game = scaled_game(np.random.default_rng([seed, 20]), shapes[seed % 2], wild=0.5).game
        own = plain(game)
        if 1 < exactly.count_pure(own) <= MOST_PURE:
            yield seed, game, own


def plays(own: PlainGame, solution: Solution) -> Counter[Play]:
    """The plays that a solution lists, each with the number of its variants."""
    found: Counter[Play] = Counter()
    for one in solution.equilibria:
        assert one.exact is not None
        profile = [as_fraction(share) for share in one.exact.profile]
        found[exactly.play(own, profile)] += max(one.variants, 1)
    return found


@pytest.fixture(params=["exact", "in floats first"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of small trees, and that of large ones taken by all."""
    if request.param != "exact":
        monkeypatch.setattr(backward_induction, "LARGE", 0)
        monkeypatch.setattr(evaluate, "LARGE", 0)


@pytest.mark.usefixtures("way")
@batches
def test_subgame_perfect_plays_are_those_of_trying_everything(first: int) -> None:
    for seed, game, own in drawn(first, OPEN):
        expected = Counter(
            exactly.play(own, profile)
            for profile in exactly.pure_profiles(own)
            if exactly.is_subgame_perfect(own, profile)
        )
        solution = solve_game(game, "spe")
        assert plays(own, solution) == expected, seed
        assert solution.searched[0].complete, seed


@batches
def test_sequential_plays_are_those_where_everything_is_seen(first: int) -> None:
    for seed, game, own in drawn(first, OPEN):
        try:
            solution = solve_game(game, "sequential")
        except NotSolved:
            continue
        expected = {
            exactly.play(own, profile)
            for profile in exactly.pure_profiles(own)
            if exactly.is_subgame_perfect(own, profile)
        }
        assert {play for play in plays(own, solution) if _pure(own, play)} == expected, seed


@batches
def test_pure_nash_plays_are_sequential_where_no_set_can_be_avoided(first: int) -> None:
    tried = 0
    for seed, game, own in [*drawn(first, APART), *drawn(first + ALL, APART)]:
        if any(exactly.can_be_avoided(own, one) for one in range(len(own.sets))):
            continue
        tried += 1
        expected = {
            exactly.play(own, profile)
            for profile in exactly.pure_profiles(own)
            if exactly.is_nash(own, profile)
        }
        solution = solve_game(game, "sequential")
        found = {play for play in plays(own, solution) if _pure(own, play)}
        assert solution.searched[0].complete, seed
        assert found == expected, seed
    assert tried


@batches
@pytest.mark.parametrize("shapes", [OPEN, APART])
def test_pure_nash_plays_are_those_of_trying_everything(
    first: int, shapes: tuple[Shape, ...]
) -> None:
    for seed, game, own in drawn(first, shapes):
        expected = {
            exactly.play(own, profile)
            for profile in exactly.pure_profiles(own)
            if exactly.is_nash(own, profile)
        }
        solution = solve_nash(game, method="pure")
        assert set(plays(own, solution)) == expected, seed
        assert solution.searched[0].complete, seed


def _pure(own: PlainGame, play: Play) -> bool:
    """Whether every player's move on the path is made for sure."""
    return all(
        play[child] in (0, play[node])
        for node in range(len(own.parent))
        if own.mover[node] >= 0
        for child in own.children[node]
    )
