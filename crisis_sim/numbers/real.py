"""Irrational numbers, each known as an expression and by an enclosure.

``0.98 ** 4.5`` is held as that power together with a ball that contains it. A sum or product with
such a number is another one. Its sign is read off the ball where the ball excludes zero; else the
ball is narrowed, and where that does not settle it the number is shown to be zero:

1. as a quotient of polynomials in its roots, exponentials and logarithms, with powers of roots of
   rationals reduced, its numerator vanishes; or
2. it is algebraic, and nearer to zero than any number but zero that is written so can be (the
   separation bound of Burnikel, Funke, Mehlhorn, Schirra and Schmitt 2009).

A transcendental number whose ball still holds zero at :data:`MOST_BITS` bits counts as zero, and
:func:`taken_for_zero` tells of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Any, Union

import flint

from crisis_sim.numbers.rational import ZERO, Rational, as_float, rational_root
from crisis_sim.numbers.vanishing import Form, vanishes

__all__ = [
    "MOST_BITS",
    "Number",
    "Real",
    "as_number",
    "in_order",
    "is_rational",
    "power",
    "sign",
    "taken_for_zero",
    "to_float",
]

MOST_BITS = 1_000
"""Bits to which a transcendental number is told from zero."""
FARTHEST_BITS = 300_000
"""Bits to which an algebraic number is told from zero; beyond it is treated as transcendental."""
MOST_WORK = 2 * FARTHEST_BITS
"""Bits that are worked with at most."""
LARGEST_RATIONAL = 12_000
"""Bits of numerator and denominator beyond which a power is not written out."""
_FLOAT_BITS = 53
flint.ctx.prec = _FIRST_BITS = 64
"""Bits that enclosures start from: a word, and enough for a float of most of them."""

Number = Union["Real", Rational]
"""A ``flint.fmpq`` or a :class:`Real`: both add, multiply, divide and compare with each other."""

_unproved: ContextVar[tuple[list[int], ...]] = ContextVar("unproved", default=())


@contextmanager
def taken_for_zero() -> Iterator[list[int]]:
    """Collects the bits to which numbers were compared that then counted as equal, unproved."""
    found: list[int] = []
    token = _unproved.set((*_unproved.get(), found))
    try:
        yield found
    finally:
        _unproved.reset(token)


def _tell() -> None:
    for found in _unproved.get():
        found.append(MOST_BITS)


class Real:
    """A real number given by an operation on others.

    ``operation`` is one of ``+ - * / exp log power``; ``arguments`` are numbers, for ``power`` the
    base and a fraction.
    """

    __slots__ = ("_hash", "_proved", "_sign", "arguments", "ball", "bits", "form", "operation")

    def __init__(self, operation: str, *arguments: Any) -> None:
        self.operation = operation
        self.arguments = tuple(flint.fmpq(a) if isinstance(a, int) else a for a in arguments)
        self.bits = _FIRST_BITS
        self._sign: int | None = None
        self._proved = True
        self._hash: int | None = None
        self.form: Form | None = None
        self.ball = _apply(operation, [_ball(one) for one in self.arguments])

    def __reduce__(self) -> tuple[Any, ...]:
        return Real, (self.operation, *self.arguments)

    def __add__(self, other: Number) -> Number:
        return self if _is_zero(other) else Real("+", self, other)

    def __radd__(self, other: Number) -> Number:
        return self if _is_zero(other) else Real("+", other, self)

    def __sub__(self, other: Number) -> Number:
        if other is self:
            return ZERO
        return self if _is_zero(other) else Real("-", self, other)

    def __rsub__(self, other: Number) -> Number:
        return Real("-", other, self)

    def __mul__(self, other: Number) -> Number:
        if not isinstance(other, Real):
            if other == 0:
                return ZERO
            if other == 1:
                return self
        return Real("*", self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> Number:
        if sign(other) == 0:
            raise ZeroDivisionError("division by zero")
        return self if not isinstance(other, Real) and other == 1 else Real("/", self, other)

    def __rtruediv__(self, other: Number) -> Number:
        if self.sign() == 0:
            raise ZeroDivisionError("division by zero")
        return ZERO if _is_zero(other) else Real("/", other, self)

    def __neg__(self) -> Number:
        return Real("-", ZERO, self)

    def __abs__(self) -> Number:
        return self if self.sign() >= 0 else -self

    def __bool__(self) -> bool:
        return self.sign() != 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Real, flint.fmpq, flint.fmpz, int)):
            return NotImplemented
        return self is other or _less(self, other) == 0

    def __lt__(self, other: Number) -> bool:
        return _less(self, other) < 0

    def __le__(self, other: Number) -> bool:
        return _less(self, other) <= 0

    def __gt__(self, other: Number) -> bool:
        return _less(self, other) > 0

    def __ge__(self, other: Number) -> bool:
        return _less(self, other) >= 0

    def __hash__(self) -> int:
        # Equal numbers differ in their floats by rounding at most; a miss costs time alone.
        if self._hash is None:
            self._hash = hash(f"{float(self):.9g}")
        return self._hash

    def __float__(self) -> float:
        if self.sign() == 0:
            return 0.0
        while self.ball.rel_accuracy_bits() < _FLOAT_BITS + 2 and self.bits < FARTHEST_BITS:
            self.refine(2 * self.bits)
        nearest = float(self.ball.mid())
        return nearest if nearest != 0.0 else self.sign() * math.ulp(0.0)

    def __repr__(self) -> str:
        return f"Real({float(self)!r})"

    def sign(self) -> int:
        """-1, 0 or 1.

        Raises OverflowError for a number that no enclosure holds.
        """
        if self._sign is None:
            self._sign, self._proved = self._settled()
        if not self._proved:
            _tell()
        return self._sign

    def _settled(self) -> tuple[int, bool]:
        """The sign, and whether it is proved."""
        known = _outside_zero(self.ball)
        if known is not None:
            return known, True
        if vanishes(self):
            return 0, True
        least = separation_bits(self)
        proved = least is not None and least <= FARTHEST_BITS
        bits = self.bits
        while True:
            bits *= 2
            self.refine(bits if proved else min(bits, MOST_BITS))
            known = _outside_zero(self.ball)
            if known is not None:
                return known, True
            if proved and least is not None and _within(self.ball, least):
                return 0, True
            if bits >= (MOST_WORK if proved else MOST_BITS):
                break
        if not self.ball.is_finite():
            raise OverflowError("a number too large to be enclosed")
        return 0, False

    def refine(self, bits: int) -> None:
        """Narrow the enclosure, working with that many bits."""
        with flint.ctx.workprec(bits):
            for node in in_order(self):
                if node.bits < bits:
                    node.ball = _apply(node.operation, [_ball(one) for one in node.arguments])
                    node.bits = bits


def in_order(number: Real) -> list[Real]:
    """The irrational numbers that one is made of, each after its arguments; the number last."""
    order: dict[int, Real] = {}
    stack: list[tuple[Real, bool]] = [(number, False)]
    while stack:
        node, ready = stack.pop()
        if id(node) in order:
            continue
        if ready:
            order[id(node)] = node
            continue
        stack.append((node, True))
        stack.extend((one, False) for one in node.arguments if isinstance(one, Real))
    return list(order.values())


def separation_bits(number: Real) -> float | None:
    """The bits below which an algebraic number is zero; None for a transcendental expression.

    With ``u`` and ``l`` bounds of numerator and denominator built up along the expression, and
    ``D`` the product of the degrees of its roots, the number is zero or at least
    ``1 / (l * u ** (D - 1))``.
    """
    bounds: dict[int, tuple[float, float]] = {}
    written: dict[int, int] = {}
    numbers: dict[tuple[object, ...], int] = {}
    degree = 1.0
    for node in in_order(number):
        if node.operation in ("exp", "log"):
            return None
        key = (node.operation, *(written.get(id(a), str(a)) for a in node.arguments))
        new = key not in numbers
        written[id(node)] = numbers.setdefault(key, len(numbers))
        own = [bounds[id(a)] if isinstance(a, Real) else _size(a) for a in node.arguments]
        (above, below), (other, under) = own[0], own[1]
        match node.operation:
            case "+" | "-":
                bounds[id(node)] = max(above + under, other + below) + 1.0, below + under
            case "*":
                bounds[id(node)] = above + other, below + under
            case "/":
                bounds[id(node)] = above + under, below + other
            case _:
                exponent: Any = node.arguments[1]
                times, root = abs(exponent.numerator), exponent.denominator
                above, below = above * times, below * times
                if exponent < 0:
                    above, below = below, above
                degree *= root if new else 1
                if above >= below:
                    bounds[id(node)] = (above + (root - 1) * below) / root, below
                else:
                    bounds[id(node)] = above, ((root - 1) * above + below) / root
    above, below = bounds[id(number)]
    return below + (degree - 1.0) * above + 1.0


def _size(value: Any) -> tuple[float, float]:
    """Bits of numerator and denominator."""
    if isinstance(value, Fraction):
        return 0.0, 0.0
    return float(value.p.height_bits()), float(value.q.height_bits())


def _ball(value: Any) -> Any:
    if isinstance(value, Real):
        return value.ball
    return value if isinstance(value, Fraction) else flint.arb(value)


def _apply(operation: str, arguments: list[Any]) -> Any:
    match operation:
        case "+":
            return arguments[0] + arguments[1]
        case "-":
            return arguments[0] - arguments[1]
        case "*":
            return arguments[0] * arguments[1]
        case "/":
            return arguments[0] / arguments[1]
        case "exp":
            return arguments[0].exp()
        case "log":
            return arguments[0].log()
        case _:
            base, exponent = arguments
            if exponent.denominator > LARGEST_RATIONAL:
                times = flint.fmpq(exponent.numerator, exponent.denominator)
                return (base.log() * flint.arb(times)).exp()
            return base.root(exponent.denominator) ** flint.fmpz(exponent.numerator)


def _outside_zero(ball: Any) -> int | None:
    if ball > 0:
        return 1
    return -1 if ball < 0 else None


def _within(ball: Any, bits: float) -> bool:
    """Whether all of a ball is nearer to zero than two to the power of minus ``bits``."""
    return bool(ball.abs_upper() < flint.arb(2) ** -math.ceil(bits))


def _is_zero(value: Number) -> bool:
    return not isinstance(value, Real) and value == 0


def _less(one: Real, other: Any) -> int:
    """The sign of the difference; the balls settle it where they are apart."""
    ball = other.ball if isinstance(other, Real) else flint.arb(other)
    if one.ball < ball:
        return -1
    if one.ball > ball:
        return 1
    return sign(one - other)


def sign(value: Number) -> int:
    """-1, 0 or 1."""
    if isinstance(value, Real):
        return value.sign()
    return int(value > 0) - int(value < 0)


def is_rational(value: Number) -> bool:
    """Whether a number is held as a rational."""
    return not isinstance(value, Real)


def to_float(value: Number) -> float:
    """The nearest float, up to rounding in the last place for what is irrational."""
    return float(value) if isinstance(value, Real) else as_float(value)


def as_number(value: int | float | Fraction | Number) -> Number:
    """A number of this module; of a float its binary value."""
    if isinstance(value, (int, float, Fraction)):
        from crisis_sim.numbers.rational import rational

        return rational(value)
    return value


def power(base: Number, exponent: Fraction) -> Number:
    """A number to a rational power; the base is positive, or the exponent whole.

    Raises
    ------
    ZeroDivisionError
        Zero to a negative power.
    ValueError
        A fractional power of a negative number.
    """
    at = sign(base)
    if at == 0:
        if exponent < 0:
            raise ZeroDivisionError("zero to a negative power")
        return flint.fmpq(1) if exponent == 0 else ZERO
    if at < 0 and exponent.denominator != 1:
        raise ValueError("a fractional power of a negative number")
    if isinstance(base, Real):
        return Real("power", base, exponent)
    root = rational_root(base, exponent.denominator, LARGEST_RATIONAL)
    size = base.p.height_bits() + base.q.height_bits()
    if root is None or size * abs(exponent.numerator) / exponent.denominator > LARGEST_RATIONAL:
        return base if base == 1 else Real("power", base, exponent)
    return root**exponent.numerator
