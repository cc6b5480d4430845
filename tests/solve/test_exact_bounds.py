"""Intervals of beliefs off the path as rational numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings

from crisis_sim.game.game import Game
from crisis_sim.numbers.rational import rational
from crisis_sim.solve.sequential.exact_bounds import exact_bounds
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.strategy.certificate import certify
from crisis_sim.study_files import load
from tests.random_trees import Shape, games

SMALL = Shape(deepest=4, most_nodes=24, seen=0.4)


def test_the_belief_that_decides_what_follows_an_unexpected_stall() -> None:
    # For mu below 17/70 the belief after a stall decides.
    solution = load("cuba-1962-cable").solve(d=0.913)
    found = exact_bounds(solution.equilibria[0])
    assert (Fraction(17, 70), Fraction(1)) in found.values()
    assert (Fraction(0), Fraction(53, 70)) in found.values()


def test_the_belief_that_keeps_the_pledge_alone_with_two_types() -> None:
    solution = load("cuba-1962-two-types").solve(d=0.913)
    pooling = next(one for one in solution.equilibria if np.isclose(one.payoffs[0], -24.064))
    found = exact_bounds(pooling)
    assert (Fraction(0), Fraction(8771, 34960)) in found.values()


def test_the_horse_needs_a_third_who_believes_in_the_second() -> None:
    solution = load("selten-horse").solve()
    assert set(exact_bounds(solution.equilibria[0]).values()) == {
        (Fraction(0), Fraction(1, 3)),
        (Fraction(2, 3), Fraction(1)),
    }


@settings(max_examples=60, deadline=None)
@given(game=games(SMALL))
def test_they_are_the_bounds_told_in_floats(game: Game) -> None:
    for one in solve_sequential(game, mixed=False).equilibria:
        found = exact_bounds(one)
        free = np.flatnonzero(one.belief_bounds[:, 1] - one.belief_bounds[:, 0] > 0)
        assert set(free.tolist()) <= set(found)
        for node, (low, high) in found.items():
            assert [float(low), float(high)] == one.belief_bounds[node].tolist()


def test_a_belief_at_either_end_supports_the_profile_and_one_beyond_does_not() -> None:
    solution = load("cuba-1962-cable").solve(d=0.913)
    one = solution.equilibria[0]
    assert one.exact is not None
    tree = solution.game.tree
    beyond = Fraction(1, 10**12)
    for node, (low, high) in exact_bounds(one).items():
        members = tree.members(int(tree.information_set[node])).tolist()
        if len(members) != 2 or node != members[0]:
            continue
        for belief, holds in ((low, True), (low - beyond, False), (high, True)):
            if not 0 <= belief <= 1:
                continue
            held = list(one.exact.beliefs)
            held[members[0]], held[members[1]] = rational(belief), rational(1 - belief)
            certificate = certify(solution.game, one.exact.profile, tuple(held))
            assert (certificate.agent_regret == 0.0) is holds


def test_irrational_bounds_are_told_in_floats_alone() -> None:
    cable = load("cuba-1962-cable").solve()
    assert cable.game.exact is None
    first = cable.equilibria[0]
    free = np.flatnonzero(first.belief_bounds[:, 1] - first.belief_bounds[:, 0] > 0)
    assert len(exact_bounds(first)) <= len(free)
