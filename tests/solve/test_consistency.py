"""Beliefs off the path: limits of Bayes' rule, and beliefs that support an action."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from crisis_sim.numbers.rational import ONE, fraction, rational
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.consistency import _Mistakes, consistent_beliefs
from crisis_sim.solve.sequential.rates import FreeSet
from crisis_sim.solve.sequential.support import Belief, belief_range, supporting_belief
from crisis_sim.solve.sequential.trembles import BeliefClass


def numbers(values: Sequence[float | Fraction]) -> Belief:
    return tuple(rational(value) for value in values)


def free_set(
    passive: Sequence[Fraction],
    gains: Sequence[Sequence[float]] = (),
    mistakes: Sequence[Sequence[int]] = (),
) -> FreeSet:
    held = mistakes or [[i] for i in range(len(passive))]
    classes = [BeliefClass(frozenset(own), (i,), (ONE,)) for i, own in enumerate(held)]
    rows = [numbers(row) for row in gains]
    belief = supporting_belief(rows, numbers(passive))
    assert belief is not None
    return FreeSet(classes, rows, belief, numbers(passive))


@pytest.mark.parametrize("shift", [0, 5_000, -5_000])
def test_a_belief_depends_on_ratios_alone(shift: int) -> None:
    """Mistakes whose sizes no float can hold give the belief that their ratios give."""
    size: Number = rational(Fraction(10) ** shift)
    sizes = [size, 3 * size, size * rational(10**400)]
    mistakes = _Mistakes({0: 0, 1: 1, 2: 2}, numbers([1, 1, 2]), sizes)
    third = Fraction(1, 3)
    assert mistakes.belief(free_set([third] * 3)) == numbers([0.25, 0.75, 0])


def test_a_belief_supports_an_action_exactly_or_not_at_all() -> None:
    gains = [numbers([1, -1, -2]), numbers([-1, 1, -2])]
    belief = supporting_belief(gains, numbers([0, 0, 1]))
    assert belief == numbers([0.5, 0.5, 0])
    least = Fraction(1, 10**30)
    short = [tuple(value - rational(least) for value in row) for row in gains]
    assert supporting_belief(short, numbers([0, 0, 1])) is None


def test_the_belief_taken_is_the_nearest_to_the_preferred_one() -> None:
    preferred = numbers([Fraction(1, 3)] * 3)
    assert supporting_belief([numbers([1, -1, 0])], preferred) is preferred
    found = supporting_belief([numbers([1, -3, 0])], preferred)
    assert found is not None
    assert sum(abs(a - b) for a, b in zip(found, preferred, strict=True)) == rational(
        Fraction(1, 3)
    )


def test_the_range_of_beliefs_is_that_of_a_fine_grid() -> None:
    gains = np.array([[1.0, -1.0, -2.0], [-1.0, 1.0, 0.25]])
    steps = 180
    grid = [(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)]
    beliefs = np.array(grid) / steps
    kept = beliefs[np.all(beliefs @ gains.T >= -1e-12, axis=1)]
    expected = np.column_stack([kept.min(axis=0), kept.max(axis=0)])
    found = belief_range([numbers(row) for row in gains.tolist()], 3)
    assert [[float(a), float(b)] for a, b in found] == pytest.approx(expected, abs=1e-12)


def test_ratios_that_depend_on_each_other_are_compared_exactly() -> None:
    """Two sets hold the same two mistakes: the odds at the one are those at the other.

    The first wants odds of exactly 2 to 1, the second odds of at least ``least``.
    """
    half = [Fraction(1, 2)] * 2
    first = free_set(half, [[1, -2], [-1, 2]])
    for least, consistent in ((2, True), (2 + 2.0**-40, False)):
        second = free_set(half, [[1, -least]])
        verdict = consistent_beliefs([first, second])
        assert verdict.decided
        assert (verdict.beliefs is not None) is consistent
        if verdict.beliefs is not None:
            assert [fraction(one) for one in verdict.beliefs[0]] == [Fraction(2, 3), Fraction(1, 3)]
            assert verdict.beliefs[1] == verdict.beliefs[0]


def test_roots_of_odds_are_exact() -> None:
    """Mistakes made twice on the way to one class: beliefs elsewhere have square roots in them."""
    half = [Fraction(1, 2)] * 2
    wanted = free_set(half, [[1, -2], [-1, 2]], [[0, 1], [2, 3]])
    other = free_set(half, [], [[0], [2]])
    verdict = consistent_beliefs([wanted, other])
    assert verdict.beliefs is not None
    first, second = verdict.beliefs[1]
    assert first + second == 1
    assert 0 < first < 1
    assert math.isclose(float(verdict.beliefs[0][0]), 2 / 3)
