"""Rational numbers against Python's own fractions and floats."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.numbers.rational import ONE, ZERO, as_float, fraction, rational

fractions = st.fractions()
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(fractions)
def test_a_fraction_comes_back(value: Fraction) -> None:
    assert fraction(rational(value)) == value


@given(st.integers())
def test_a_whole_number_comes_back(value: int) -> None:
    assert fraction(rational(value)) == value


@given(finite)
def test_a_float_is_its_binary_value(value: float) -> None:
    assert fraction(rational(value)) == Fraction(value)
    assert as_float(rational(value)) == value


@given(fractions, fractions)
def test_arithmetic_is_that_of_fractions(one: Fraction, other: Fraction) -> None:
    a, b = rational(one), rational(other)
    assert fraction(a + b) == one + other
    assert fraction(a - b) == one - other
    assert fraction(a * b) == one * other
    assert (a < b, a == b, a > b) == (one < other, one == other, one > other)
    if other:
        assert fraction(a / b) == one / other


@given(st.integers(), st.integers(min_value=1), st.integers(-1100, 1100))
def test_the_float_is_the_nearest(above: int, below: int, shift: int) -> None:
    value = Fraction(above, below) * Fraction(2) ** shift
    try:
        nearest = float(value)
    except OverflowError:
        nearest = math.inf if value > 0 else -math.inf
    if nearest == 0.0 and value:
        nearest = math.copysign(5e-324, above)
    assert as_float(rational(value)) == nearest


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (Fraction(2**53 + 1), 2.0**53),
        (Fraction(2**53 + 1) + Fraction(1, 10**40), 2.0**53 + 2),
        (Fraction(2**54 - 1), 2.0**54),
        (Fraction(1, 10), 0.1),
        (Fraction(10) ** 400, math.inf),
        (-(Fraction(10) ** 400), -math.inf),
        (Fraction(1, 10**400), 5e-324),
        (Fraction(-1, 10**400), -5e-324),
        (Fraction(3, 2**1075), 5e-324 * 2),
        (Fraction(2) ** 1024 - Fraction(2) ** 970, math.inf),
        (Fraction(2) ** 1024 - Fraction(2) ** 970 - 1, math.nextafter(math.inf, 0.0)),
    ],
)
def test_floats_at_their_edges(value: Fraction, nearest: float) -> None:
    assert as_float(rational(value)) == nearest


def test_equal_numbers_written_differently_are_one() -> None:
    third = rational(Fraction(1, 3))
    assert rational(Fraction("0.1")) + rational(Fraction("0.2")) == rational(Fraction("0.3"))
    assert third * 3 == ONE == 1
    assert third - third == ZERO == 0
    assert len({third, rational(Fraction(2, 6))}) == 1
    assert rational(0.1) != rational(Fraction(1, 10))


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        rational(value)
