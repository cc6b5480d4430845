"""Points at which signs are asked for: rational ones, and roots between them.

A :class:`RationalPoint` has rational coordinates; signs there are exact. A :class:`RootPoint` lies
on a line along one parameter, where a polynomial (:class:`AlgebraicRoot`) or an irrational function
vanishes: one that is linear in the parameter, whose root is then a number known as an expression
(:class:`NumberRoot`), or any other (:class:`EnclosedRoot`). Signs at a root are settled by
divisibility, by the expression, and by enclosures that are refined until they exclude zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

import flint

from crisis_sim.exact.algebra.enclosure import enclose, variables_at
from crisis_sim.exact.algebra.ring import Factor, Ring
from crisis_sim.exact.algebra.valuation import Valuation
from crisis_sim.formula.exactly import Undefined
from crisis_sim.numbers.real import Real

__all__ = [
    "AlgebraicRoot",
    "EnclosedRoot",
    "Line",
    "NumberRoot",
    "Point",
    "RationalPoint",
    "RealRoots",
    "Root",
    "RootPoint",
    "Undecided",
    "ball",
    "rational",
]

MOST_BITS = 1024
"""Bits of the enclosures by which signs at roots are told that no algebra settles."""


class Undecided(ArithmeticError):
    """The sign of an irrational number could not be told from zero."""


class Point(Protocol):
    """Where signs are asked for."""

    def sign(self, factor: Factor) -> int:
        """-1, 0 or 1; :class:`Undecided` where enclosures do not settle it."""


def rational(value: Fraction) -> Any:
    """A rational number of the library's own kind."""
    return flint.fmpq(value.numerator, value.denominator)


def ball(low: Fraction, high: Fraction) -> Any:
    """A ball that holds an interval."""
    low_ball, high_ball = flint.arb(rational(low)), flint.arb(rational(high))
    return low_ball if low == high else low_ball.union(high_ball)


def _sign(enclosure: Any) -> int | None:
    if enclosure > 0:
        return 1
    if enclosure < 0:
        return -1
    return 0 if enclosure == 0 else None


@dataclass(frozen=True, eq=False)
class RationalPoint:
    """Rational coordinates, in the order of the ring's parameters."""

    ring: Ring
    values: tuple[Fraction, ...]

    def sign(self, factor: Factor) -> int:
        """The sign of a factor; where it is irrational and no enclosure tells, by algebra."""
        if not factor.irrational:
            padding = (flint.fmpq(0),) * self.ring.spare
            value = factor.polynomial(*map(rational, self.values), *padding)
            return int(value > 0) - int(value < 0)
        values = [rational(value) for value in self.values]
        for bits in (64, 256):
            with flint.ctx.workprec(bits):
                known = variables_at(self.ring, [flint.arb(value) for value in values])
                sign = _sign(enclose(factor.polynomial, known))
            if sign is not None:
                return sign
        return _exact_sign(self.ring, values, factor)


@dataclass(frozen=True, eq=False)
class Line:
    """All points that differ from ``base`` in the parameter of number ``place`` alone."""

    ring: Ring
    base: tuple[Fraction, ...]
    place: int
    restricted: dict[int, Any] = field(default_factory=dict, repr=False)

    def at(self, value: Fraction) -> RationalPoint:
        """The point of the line at one value of its parameter."""
        values = (*self.base[: self.place], value, *self.base[self.place + 1 :])
        return RationalPoint(self.ring, values)

    def restrict(self, factor: Factor) -> Any:
        """A rational factor along the line, as a polynomial in one variable."""
        if factor.index not in self.restricted:
            self.restricted[factor.index] = univariate(factor, self.base, self.place)
        return self.restricted[factor.index]

    def balls(self, value: Any) -> list[Any]:
        """Enclosures of the ring's variables where the parameter is in a ball (or a series)."""
        known = [value * 0 + flint.arb(rational(one)) for one in self.base]
        known[self.place] = value
        return variables_at(self.ring, known)


def univariate(factor: Factor, base: tuple[Fraction, ...], place: int) -> Any:
    """A factor in one of its variables alone, the others fixed."""
    coefficients: dict[int, Any] = {}
    for powers, value in factor.polynomial.to_dict().items():
        number = value
        for i, power in enumerate(powers):
            if power and i != place:
                number = number * rational(base[i]) ** int(power)
        degree = int(powers[place])
        coefficients[degree] = coefficients.get(degree, flint.fmpq(0)) + number
    dense = [coefficients.get(i, flint.fmpq(0)) for i in range(max(coefficients) + 1)]
    return flint.fmpq_poly(dense).numer()


@dataclass(frozen=True, eq=False)
class RealRoots:
    """The real roots of an irreducible polynomial with whole coefficients, enclosed once a
    precision.
    """

    polynomial: Any
    known: dict[int, list[Any]] = field(default_factory=dict, repr=False)

    def enclosures(self, bits: int) -> list[Any]:
        """Balls that hold one root each, in increasing order."""
        if bits not in self.known:
            with flint.ctx.workprec(bits):
                roots = [one.real for one, _ in self.polynomial.complex_roots() if one.imag == 0]
            self.known[bits] = sorted(roots, key=lambda root: root.mid())
        return self.known[bits]


@dataclass(frozen=True, eq=False)
class AlgebraicRoot:
    """One of the real roots of a polynomial; ``number`` counts them from the least."""

    roots: RealRoots
    number: int

    @property
    def polynomial(self) -> Any:
        """The irreducible polynomial that vanishes at it."""
        return self.roots.polynomial

    def enclosure(self, bits: int) -> Any:
        """A ball that holds the root, and no other root of the polynomial."""
        return self.roots.enclosures(bits)[self.number]


@dataclass(eq=False)
class EnclosedRoot:
    """A root of an irrational function, alone in an interval whose ends have opposite signs."""

    factor: Factor
    line: Line
    low: Fraction
    high: Fraction
    rising: bool

    def enclosure(self, bits: int) -> Any:
        """A ball that holds the root; halved until it is narrow beside its distance from zero."""
        while self.high - self.low > max(abs(self.low), abs(self.high)) / 2 ** (bits // 2):
            middle = (self.low + self.high) / 2
            sign = self.line.at(middle).sign(self.factor)
            if (sign > 0) == self.rising:
                self.high = middle
            else:
                self.low = middle
        with flint.ctx.workprec(bits):
            return ball(self.low, self.high)


@dataclass(frozen=True, eq=False)
class NumberRoot:
    """A root that is known as an expression in roots, exponentials and logarithms."""

    number: Real

    def enclosure(self, bits: int) -> Any:
        """A ball that holds the root."""
        self.number.refine(bits)
        return self.number.ball


Root = AlgebraicRoot | EnclosedRoot | NumberRoot


def _exact_sign(ring: Ring, values: list[Any], factor: Factor) -> int:
    try:
        return Valuation(ring, values).sign(factor.polynomial)
    except Undefined:
        raise Undecided("a formula that has no value there") from None


@dataclass(frozen=True, eq=False)
class RootPoint:
    """The point of a line at a root that is not rational."""

    line: Line
    root: Root

    def sign(self, factor: Factor) -> int:
        """The sign of a factor at the root."""
        if isinstance(self.root, EnclosedRoot) and factor is self.root.factor:
            return 0
        exact = isinstance(self.root, AlgebraicRoot) and not factor.irrational
        if exact and self._divides(factor):
            return 0
        bits = 64
        while exact or bits <= MOST_BITS:
            sign = self._enclosed(factor, bits)
            if sign is not None:
                return sign
            if isinstance(self.root, NumberRoot):
                values: list[Any] = [rational(value) for value in self.line.base]
                values[self.line.place] = self.root.number
                return _exact_sign(self.line.ring, values, factor)
            bits *= 2
        raise Undecided("a difference that could not be told from zero")

    def _enclosed(self, factor: Factor, bits: int) -> int | None:
        with flint.ctx.workprec(bits):
            known = self.line.balls(self.root.enclosure(bits))
            return _sign(enclose(factor.polynomial, known))

    def _divides(self, factor: Factor) -> bool:
        restricted = self.line.restrict(factor)
        polynomial = self.root.polynomial if isinstance(self.root, AlgebraicRoot) else None
        return bool(restricted == 0 or restricted % polynomial == 0)
