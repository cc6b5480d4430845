"""Formulas in exact numbers, irrational ones included."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint

from crisis_sim.numbers.rational import ONE, ZERO, fraction, rational
from crisis_sim.numbers.real import Number, Real, power, sign

__all__ = ["EXACT", "Undefined"]

MOST_BITS = 12_000
"""Bits of a whole number that rounding may give: floats end at a thousand."""

LONGEST_BITS = 200_000
"""Bits of a rational beyond which it has no value: squared over and over, it fills any memory."""


class Undefined(ArithmeticError):
    """The formula has no value there."""


class _Exact:
    """An algebra for :func:`crisis_sim.formula.evaluate.evaluate`.

    What has no value, such as a logarithm of zero, raises :class:`Undefined`.
    """

    def number(self, value: Fraction) -> Number:
        """A constant."""
        return rational(value)

    def choose(
        self, condition: Number, yes: Callable[[], Number], no: Callable[[], Number]
    ) -> Number:
        """The branch that the condition selects."""
        return yes() if sign(condition) else no()

    def apply(self, op: str, arguments: tuple[Number, ...]) -> Number:
        """One operation."""
        try:
            found: Number = _OPERATIONS[op](*arguments)
        except (ZeroDivisionError, ValueError, OverflowError) as error:
            raise Undefined(str(error)) from None
        if isinstance(found, Real):
            known = found.ball.is_finite()
        else:
            known = found.height_bits() <= LONGEST_BITS
        if not known:
            raise Undefined("too large a number")
        return found


def _power(base: Number, exponent: Number) -> Number:
    if not isinstance(exponent, Real):
        return power(base, fraction(exponent))
    at = sign(base)
    if at < 0:
        raise ValueError("an irrational power of a negative number")
    if at == 0:
        if sign(exponent) < 0:
            raise ZeroDivisionError("zero to a negative power")
        return ZERO
    return _exp(exponent * _log(base))


def _exp(value: Number) -> Number:
    return ONE if sign(value) == 0 else Real("exp", value)


def _log(value: Number) -> Number:
    if sign(value) <= 0:
        raise ValueError("the logarithm of a number that is not positive")
    return ZERO if value == 1 else Real("log", value)


def _sqrt(value: Number) -> Number:
    return power(value, Fraction(1, 2))


def _floor(value: Number) -> Number:
    if not isinstance(value, Real):
        return rational(math.floor(fraction(value)))
    bits, near = 64, None
    while near is None:
        if bits > MOST_BITS:
            raise OverflowError("too large a number to round")
        value.refine(bits)
        with flint.ctx.workprec(bits):
            near = value.ball.mid().floor().unique_fmpz() if value.ball.rad() < 1 else None
        bits *= 2
    whole = rational(int(near))
    while whole > value:
        whole -= 1
    while whole + 1 <= value:
        whole += 1
    return whole


def _ceil(value: Number) -> Number:
    return -_floor(-value)


def _truth(value: bool) -> Number:
    return ONE if value else ZERO


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": _power,
    "neg": lambda a: -a,
    "abs": abs,
    "ceil": _ceil,
    "exp": _exp,
    "floor": _floor,
    "log": _log,
    "sqrt": _sqrt,
    "<": lambda a, b: _truth(a < b),
    "<=": lambda a, b: _truth(a <= b),
    "==": lambda a, b: _truth(a == b),
    "!=": lambda a, b: _truth(a != b),
    ">=": lambda a, b: _truth(a >= b),
    ">": lambda a, b: _truth(a > b),
    "and": lambda a, b: _truth(bool(a) and bool(b)),
    "or": lambda a, b: _truth(bool(a) or bool(b)),
    "not": lambda a: _truth(not a),
    "max": max,
    "min": min,
}

EXACT = _Exact()
