"""Intervals of beliefs off the path as rational numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from crisis_sim.game.game import Game
from crisis_sim.solve.nash.rational import exact_game
from crisis_sim.solve.sequential import solve_sequential
from crisis_sim.solve.sequential.exact_bounds import exact_bounds
from crisis_sim.study_files import load
from tests.random_trees import Shape, games

CLOSE = 1e-9
SMALL = Shape(deepest=4, most_nodes=24, seen=0.4)


def test_the_belief_that_decides_what_follows_an_unexpected_stall() -> None:
    # For mu below 17/70 the belief after a stall decides.
    solution = load("cuba-1962-cable").solve(d=0.913)
    found = exact_bounds(solution.game, solution.equilibria[0])
    assert (Fraction(17, 70), Fraction(1)) in found.values()
    assert (Fraction(0), Fraction(53, 70)) in found.values()


def test_the_belief_that_keeps_the_pledge_alone_with_two_types() -> None:
    solution = load("cuba-1962-two-types").solve(d=0.913)
    pooling = next(one for one in solution.equilibria if np.isclose(one.payoffs[0], -24.064))
    found = exact_bounds(solution.game, pooling)
    assert (Fraction(0), Fraction(8771, 34960)) in found.values()


def test_the_horse_needs_a_third_who_believes_in_the_second() -> None:
    solution = load("selten-horse").solve()
    assert set(exact_bounds(solution.game, solution.equilibria[0]).values()) == {
        (Fraction(0), Fraction(1, 3)),
        (Fraction(2, 3), Fraction(1)),
    }


@settings(max_examples=60, deadline=None)
@given(game=games(SMALL))
def test_they_are_the_bounds_found_in_floats(game: Game) -> None:
    exact = exact_game(game)
    for one in solve_sequential(exact, mixed=False).equilibria:
        found = exact_bounds(exact, one)
        free = np.flatnonzero(one.belief_bounds[:, 1] - one.belief_bounds[:, 0] > CLOSE)
        assert set(free.tolist()) <= set(found)
        for node, (low, high) in found.items():
            assert [float(low), float(high)] == pytest.approx(one.belief_bounds[node], abs=CLOSE)


def test_nothing_is_claimed_without_exact_numbers_or_of_mixed_play() -> None:
    cable = load("cuba-1962-cable").solve()
    assert cable.game.exact is None
    assert exact_bounds(cable.game, cable.equilibria[0]) == {}
    solved = load("brams-revised").solve()
    assert not solved.equilibria[0].pure
    assert exact_bounds(solved.game, solved.equilibria[0]) == {}
