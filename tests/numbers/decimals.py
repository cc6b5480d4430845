"""Random expressions worked out twice: by the numbers under test, and by Python's decimals."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number, Real, power

DIGITS = 120
LARGEST = Decimal(10) ** 30
CONTEXT = decimal.Context(prec=DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


@dataclass(frozen=True)
class Pair:
    """One number in both arithmetics; ``decimal`` is good to about ``DIGITS`` digits of ``size``.

    ``size`` is the largest number met on the way, so that what cancels is known to.
    """

    number: Number
    decimal: Decimal
    size: Decimal

    @property
    def settled(self) -> bool:
        """Whether the decimals tell the number from zero."""
        return abs(self.decimal) > self.size * Decimal(10) ** (-DIGITS // 2)


def leaf(value: Fraction) -> Pair:
    """A rational in both."""
    found = CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Pair(rational(value), found, max(abs(found), Decimal(1)))


def root(base: Decimal, degree: int) -> Decimal:
    """The real root of a positive number."""
    if degree == 2:
        return CONTEXT.sqrt(base)
    return CONTEXT.exp(CONTEXT.divide(CONTEXT.ln(base), Decimal(degree)))


def _both(
    operation: Callable[[Number, Number], Number],
    decimals: Callable[[Decimal, Decimal], Decimal],
) -> Callable[[Pair, Pair], Pair]:
    def apply(one: Pair, other: Pair) -> Pair:
        found = decimals(one.decimal, other.decimal)
        size = max(one.size, other.size, abs(found), one.size * other.size)
        return Pair(operation(one.number, other.number), found, size)

    return apply


add = _both(lambda a, b: a + b, CONTEXT.add)
subtract = _both(lambda a, b: a - b, CONTEXT.subtract)
multiply = _both(lambda a, b: a * b, CONTEXT.multiply)


def divide(one: Pair, other: Pair) -> Pair:
    """The quotient, or the first where the second may be zero."""
    if not other.settled or abs(other.decimal) < Decimal("0.001"):
        return one
    found = CONTEXT.divide(one.decimal, other.decimal)
    return Pair(one.number / other.number, found, max(one.size, other.size, abs(found)) * 1000)


def take_root(one: Pair, degree: int) -> Pair:
    """A root of the absolute value; the number itself where it may be zero."""
    if not one.settled or abs(one.decimal) < Decimal("0.001"):
        return one
    found = root(abs(one.decimal), degree)
    return Pair(power(abs(one.number), Fraction(1, degree)), found, one.size * 1000)


def exponential(one: Pair) -> Pair:
    """The exponential of a moderate number."""
    if not one.settled or abs(one.decimal) > 20 or one.size > LARGEST:
        return one
    found = CONTEXT.exp(one.decimal)
    return Pair(Real("exp", one.number), found, one.size * max(found, Decimal(1)))


def logarithm(one: Pair) -> Pair:
    """The logarithm of the absolute value."""
    if not one.settled or abs(one.decimal) < Decimal("0.001"):
        return one
    found = CONTEXT.ln(abs(one.decimal))
    return Pair(Real("log", abs(one.number)), found, one.size * 1000)


def pairs(*, algebraic: bool = False) -> st.SearchStrategy[Pair]:
    """Random expressions with a few roots, and exponentials and logarithms unless algebraic."""
    leaves = st.builds(Fraction, st.integers(-9, 9), st.integers(1, 9)).map(leaf)

    def grow(inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
        ways = [st.builds(one, inner, inner) for one in (add, subtract, multiply, divide)]
        ways.append(st.builds(take_root, inner, st.sampled_from([2, 2, 3])))
        if not algebraic:
            ways += [st.builds(exponential, inner), st.builds(logarithm, inner)]
        return st.one_of(ways)

    return st.recursive(leaves, grow, max_leaves=6).filter(lambda one: one.size < LARGEST)
