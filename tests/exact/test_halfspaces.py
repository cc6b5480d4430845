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

from crisis_sim.exact.algebra.halfspaces import most_below

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
