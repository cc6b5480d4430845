"""Numbers made of one root: the same as expressions, and short."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.numbers.field import Field
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number, Real, power, sign, to_float

BASE = rational(Fraction(49, 50))


def root_of(base: Fraction, exponent: Fraction) -> Number:
    return power(rational(base), exponent)


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    """Sums of powers of one base, one of them irrational."""
    found: Number = rational(draw(st.fractions(-5, 5, max_denominator=9)))
    degree = draw(st.sampled_from([2, 3, 4, 6]))
    for _ in range(draw(st.integers(1, 3))):
        exponent = Fraction(draw(st.integers(-9, 9)), degree)
        found = found + draw(st.integers(-3, 3)) * power(BASE, exponent)
    return found


def pair(one: Number, two: Number) -> tuple[Any, Any] | None:
    field = Field.of([one, two])
    return None if field is None else (field.element(one), field.element(two))


@given(numbers(), numbers())
def test_the_same_as_expressions(one: Number, two: Number) -> None:
    found = pair(one, two)
    if found is None:
        assert not isinstance(one, Real)
        assert not isinstance(two, Real)
        return
    a, b = found
    for mine, theirs in (
        (a + b, one + two),
        (a - b, one - two),
        (a * b - 2, one * two - 2),
        (1 - a, 1 - one),
        (-a, -one),
    ):
        assert mine.sign() == sign(theirs)
        assert float(mine) == pytest.approx(to_float(theirs), rel=1e-15)
        assert mine.number() == theirs
    assert (a < b, a <= b, a == b) == (one < two, one <= two, one == two)
    if sign(two):
        assert (a / b).number() == one / two
        assert ((a / b) * b - a).sign() == 0
        assert (3 / b).number() == 3 / two


def test_roots_are_of_the_lowest_degree() -> None:
    quarter = root_of(Fraction(4), Fraction(1, 4))
    field = Field.of([quarter, root_of(Fraction(4), Fraction(3, 4))])
    assert field is not None
    assert (field.base, field.degree) == (2, 2)
    assert (field.element(quarter) * field.element(quarter) - 2).sign() == 0


def test_long_computations_stay_short() -> None:
    root = root_of(Fraction(2), Fraction(1, 2))
    field = Field.of([root])
    assert field is not None
    value = field.element(root)
    for _ in range(2_000):
        value = 2 / value
    assert (value - field.element(root)).sign() == 0
    assert value.number() == root


def test_a_difference_near_zero_has_a_sign() -> None:
    root = root_of(Fraction(2), Fraction(1, 2))
    field = Field.of([root])
    assert field is not None
    near = rational(Fraction(*_convergent(200)))
    assert (field.element(root) - near).sign() == sign(root - near) != 0


def _convergent(steps: int) -> tuple[int, int]:
    above, below = 1, 1
    for _ in range(steps):
        above, below = above + 2 * below, above + below
    return above, below


@pytest.mark.parametrize(
    "others",
    [
        [root_of(Fraction(2), Fraction(1, 2)), root_of(Fraction(3), Fraction(1, 2))],
        [Real("exp", rational(1))],
        [power(1 + root_of(Fraction(2), Fraction(1, 2)), Fraction(1, 2))],
        [root_of(Fraction(2), Fraction(1, 61))],
        [rational(1)],
    ],
)
def test_numbers_that_need_more_have_none(others: list[Number]) -> None:
    assert Field.of(others) is None
