"""Numbers made of the powers of one root, as polynomials in it.

``0.98 ** 4.5 / 3 + 2`` is ``2 + 0.98 ** 4 / 3 * r`` with ``r = 0.98 ** (1 / 2)``. Written so, a
number stays as short as it is however long the computation that gave it, and is zero only if the
polynomial is. Long computations with :class:`~crisis_sim.numbers.real.Real` are better done here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import flint

from crisis_sim.numbers.rational import ZERO, Rational
from crisis_sim.numbers.real import Number, Real, in_order, is_rational, power, sign

__all__ = ["Element", "Field"]

HIGHEST = 60
"""Highest degree of a field: the size of its numbers."""
LARGEST = 12_000
"""Bits of a power of the root's base that are written out."""
ENOUGH = 55
"""Bits that a number's float is taken from."""


class Field:
    """The numbers made of rationals and the ``degree``-th root of a positive rational."""

    def __init__(self, base: Rational, degree: int) -> None:
        self.base, self.degree = base, degree
        self.modulus = flint.fmpq_poly([-base, *([0] * (degree - 1)), 1])
        self.powers = [power(base, Fraction(k, degree)) for k in range(degree)]
        self._known: dict[int, tuple[Real, Element]] = {}

    @staticmethod
    def of(numbers: Iterable[Number]) -> Field | None:
        """The least field that holds some numbers, not all rational; None if they need more."""
        base, degree = None, 1
        seen: set[int] = set()
        for number in numbers:
            for node in in_order(number) if isinstance(number, Real) else ():
                if id(node) in seen or node.operation in "+-*/":
                    continue
                seen.add(id(node))
                if node.operation != "power" or isinstance(node.arguments[0], Real):
                    return None
                if base is not None and base != node.arguments[0]:
                    return None
                base = node.arguments[0]
                if _bits(base) * abs(node.arguments[1]) > LARGEST:
                    return None
                degree = math.lcm(degree, node.arguments[1].denominator)
        return None if base is None else _irreducible(base, degree)

    def element(self, number: Number) -> Element:
        """A number of the field as its element."""
        if not isinstance(number, Real):
            return Element(self, flint.fmpq_poly([number]))
        for node in in_order(number):
            if id(node) not in self._known:
                self._known[id(node)] = node, self._made(node)
        return self._known[id(number)][1]

    def number(self, coefficients: Iterable[Rational]) -> Number:
        """The number with so much of each power of the root, from the zeroth on."""
        total = ZERO
        for coefficient, own in zip(coefficients, self.powers, strict=False):
            if coefficient != 0:
                total = total + coefficient * own
        return total

    def _made(self, node: Real) -> Element:
        if node.operation == "power":
            exponent: Any = node.arguments[1]
            return self._power(node.arguments[0], exponent)
        one, two = (
            self._known[id(each)][1] if isinstance(each, Real) else self.element(each)
            for each in node.arguments
        )
        match node.operation:
            case "+":
                return one + two
            case "-":
                return one - two
            case "*":
                return one * two
        return one / two

    def _power(self, base: Rational, exponent: Fraction) -> Element:
        """A power of the base, or of a power of it."""
        times = 1
        raised = self.base
        while raised != base:
            raised, times = raised * self.base, times + 1
        whole, rest = divmod(int(exponent * times * self.degree), self.degree)
        coefficients = [*([0] * rest), self.base**whole]
        return Element(self, flint.fmpq_poly(coefficients))


def _bits(value: Rational) -> int:
    return int(value.p.height_bits()) + int(value.q.height_bits())


def _irreducible(base: Rational, degree: int) -> Field | None:
    """The field of a root of lowest degree, whose powers below the degree are independent."""
    prime = 2
    while prime <= degree:
        root = power(base, Fraction(1, prime))
        if degree % prime == 0 and is_rational(root):
            base, degree = root, degree // prime
        else:
            prime += 1
    return Field(base, degree) if degree <= HIGHEST else None


class Element:
    """A number of a field; adds, multiplies, divides and compares with others and rationals."""

    __slots__ = ("_sign", "field", "polynomial")

    def __init__(self, field: Field, polynomial: Any) -> None:
        self.field, self.polynomial = field, polynomial
        self._sign: int | None = None

    def __add__(self, other: Any) -> Element:
        return Element(self.field, self.polynomial + _polynomial(other))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Element:
        return Element(self.field, self.polynomial - _polynomial(other))

    def __rsub__(self, other: Any) -> Element:
        return Element(self.field, _polynomial(other) - self.polynomial)

    def __mul__(self, other: Any) -> Element:
        product = self.polynomial * _polynomial(other)
        if product.length() > self.field.degree:
            product = product % self.field.modulus
        return Element(self.field, product)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Element:
        below = _polynomial(other)
        if below.length() <= 1:
            return Element(self.field, self.polynomial / below[0])
        divisor, inverse, _ = below.xgcd(self.field.modulus)
        return self * Element(self.field, inverse / divisor[0])

    def __rtruediv__(self, other: Any) -> Element:
        return Element(self.field, _polynomial(other)) / self

    def __neg__(self) -> Element:
        return Element(self.field, -self.polynomial)

    def __eq__(self, other: object) -> bool:
        return bool(self.polynomial == _polynomial(other))

    def __lt__(self, other: Any) -> bool:
        return _difference(self, other) < 0

    def __le__(self, other: Any) -> bool:
        return _difference(self, other) <= 0

    def __gt__(self, other: Any) -> bool:
        return _difference(self, other) > 0

    def __ge__(self, other: Any) -> bool:
        return _difference(self, other) >= 0

    def __hash__(self) -> int:
        return hash(self.number())

    def __float__(self) -> float:
        bits = 64
        while self.sign():
            ball = self._ball(bits)
            if ball.rel_accuracy_bits() > ENOUGH:
                return float(ball.mid())
            bits *= 2
        return 0.0

    def sign(self) -> int:
        """-1, 0 or 1."""
        if self._sign is None:
            self._sign = self._settled()
        return self._sign

    def _settled(self) -> int:
        if self.polynomial.length() <= 1:
            return sign(self.polynomial[0])
        bits = 64
        while True:
            ball = self._ball(bits)
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
            bits *= 2

    def _ball(self, bits: int) -> Any:
        with flint.ctx.workprec(bits):
            root = flint.arb(self.field.base).root(self.field.degree)
            total = flint.arb(0)
            for coefficient in reversed(self.polynomial.coeffs()):
                total = total * root + flint.arb(coefficient)
        return total

    def number(self) -> Number:
        """The same as a rational or a real number."""
        return self.field.number(self.polynomial.coeffs())


def _difference(one: Element, other: Any) -> int:
    """The sign of the difference."""
    return one.sign() if other == 0 else (one - other).sign()


def _polynomial(other: Any) -> Any:
    return other.polynomial if isinstance(other, Element) else flint.fmpq_poly([other])
