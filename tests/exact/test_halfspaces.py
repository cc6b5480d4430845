"""Shares of boxes beyond a plane: above the true ones, and close to them."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("flint")

from crisis_sim.exact.algebra.boxes import Boxes, enclosed
from crisis_sim.exact.algebra.halfspaces import most_below
from crisis_sim.exact.algebra.ring import Ring

CLOSE = 1e-6
"""Above the true share by no more, where no slope is left out."""


def share_below(slopes: list[Fraction], bound: Fraction) -> Fraction:
    """The same in fractions, by the sum over corners."""
    steep = [abs(slope) for slope in slopes if slope]
    if not steep:
        return Fraction(bound >= 0)
    total = Fraction(0)
    for corner in itertools.product((1, -1), repeat=len(steep)):
        over = bound + sum(s * a for s, a in zip(corner, steep, strict=True))
        total += math.prod(corner) * max(over, Fraction(0)) ** len(steep)
    whole = total / math.factorial(len(steep)) / math.prod(2 * a for a in steep)
    return min(whole, Fraction(1))


@settings(max_examples=200, deadline=None)
@given(
    slopes=st.lists(st.floats(-9, 9, width=32), min_size=1, max_size=5),
    bound=st.floats(-20, 20, width=32),
)
def test_no_share_is_below_the_true_one(slopes: list[float], bound: float) -> None:
    found = float(most_below(np.array([slopes]), np.array([bound]))[0])
    true = share_below([Fraction(slope) for slope in slopes], Fraction(bound))
    assert true <= Fraction(found) <= 1
    steep = [abs(slope) for slope in slopes]
    if min(steep) >= 0.03 * max(steep) > 0:
        assert found <= float(true) + CLOSE


def test_more_slopes_than_are_summed_are_bounded() -> None:
    slopes, bound = [Fraction(1, k) for k in range(1, 9)], Fraction(1, 3)
    found = most_below(np.array([[float(one) for one in slopes]]), np.array([float(bound)]))[0]
    assert share_below(slopes, bound) < Fraction(found) < 1


@pytest.mark.parametrize("bound", [math.inf, math.nan])
def test_what_is_not_known_is_all(bound: float) -> None:
    assert most_below(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([bound] * 2)).tolist() == [1, 1]
    assert most_below(np.array([[math.inf]]), np.array([-1.0])).tolist() == [1]


def test_what_never_is_below_and_what_always_is() -> None:
    assert most_below(np.array([[1.0, 1.0]] * 2), np.array([-2.5, 2.5])).tolist() == [0, 1]
    assert most_below(np.array([[0.0]] * 2), np.array([-1e-9, 0.0])).tolist() == [0, 1]


@settings(max_examples=60, deadline=None)
@given(
    terms=st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 3), st.integers(0, 3)), min_size=1),
    corners=st.tuples(*[st.floats(-3, 3)] * 4),
    inside=st.tuples(*[st.integers(0, 8)] * 2),
)
def test_a_factor_lies_between_its_planes(
    terms: list[tuple[int, int, int]],
    corners: tuple[float, float, float, float],
    inside: tuple[int, int],
) -> None:
    ring = Ring(["x", "y"])
    x, y = ring.variables
    polynomial = sum((c * x**i * y**j for c, i, j in terms), x * 0)
    low = np.array([[min(corners[:2]), min(corners[2:])]])
    high = np.array([[max(corners[:2]), max(corners[2:])]])
    unit = [Fraction(one - 4, 4) for one in inside]
    ends = [[Fraction(one) for one in side[0].tolist()] for side in (low, high)]
    place = [(a + b + u * (b - a)) / 2 for a, b, u in zip(*ends, unit, strict=True)]
    for part, _ in polynomial.factor()[1] if polynomial != 0 else []:
        factor, _ = ring.factor(part)
        value = sum(
            Fraction(int(c.p), int(c.q)) * place[0] ** int(p[0]) * place[1] ** int(p[1])
            for p, c in factor.polynomial.to_dict().items()
        )
        found = enclosed(factor, Boxes(ring, low, high))
        plane = Fraction(found.middle[0]) + sum(
            Fraction(slope) * u for slope, u in zip(found.slopes[0].tolist(), unit, strict=True)
        )
        assert abs(value - plane) <= Fraction(found.spread[0])
