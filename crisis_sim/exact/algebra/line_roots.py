"""Roots of factors along a line, isolated rigorously and put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import flint

from crisis_sim.errors import NotSolved
from crisis_sim.exact.algebra.enclosure import enclose
from crisis_sim.exact.algebra.limits import NARROWER, check_degree
from crisis_sim.exact.algebra.points import (
    AlgebraicRoot,
    EnclosedRoot,
    Line,
    NumberRoot,
    RealRoots,
    Root,
    ball,
    rational,
)
from crisis_sim.exact.algebra.ring import Factor
from crisis_sim.exact.algebra.valuation import Valuation
from crisis_sim.numbers.real import Number, Real, sign
from crisis_sim.remedy import Remedy
from crisis_sim.time_limits import check_time

__all__ = ["End", "LineRoots", "before", "between", "rational_bounds", "sorted_ends"]

DEEPEST = 60
MOST_BITS = 2048
RATIONAL_BITS = 240
"""Bits to which a root is enclosed to see whether it is a simple fraction."""
End = Fraction | Root


@dataclass(eq=False)
class LineRoots:
    """Remembers the roots of factors along one line, between two ends.

    Roots of different factors that coincide are one object.
    """

    line: Line
    low: Fraction
    high: Fraction
    known: dict[int, list[End]] = field(default_factory=dict)
    numbers: list[NumberRoot] = field(default_factory=list)
    algebraic: list[AlgebraicRoot] = field(default_factory=list)
    by_polynomial: dict[str, list[End]] = field(default_factory=dict)

    def of(self, factor: Factor) -> list[End]:
        """The roots of a factor strictly between the ends, in increasing order.

        A factor that vanishes along the whole line has none.
        """
        if factor.index not in self.known:
            found = self._irrational(factor) if factor.irrational else self._algebraic(factor)
            self.known[factor.index] = list(found)
        return self.known[factor.index]

    def _irrational(self, factor: Factor) -> Iterator[End]:
        """By algebra where the factor is linear in the parameter, with irrational coefficients."""
        ring, place = self.line.ring, self.line.place
        others = [i for i in factor.variables if i != place]
        degree = int(factor.polynomial.degrees()[place])
        if degree > 1 or not all(ring.is_constant(i) or i < len(ring.names) for i in others):
            yield from self._enclosed(factor)
            return
        values: list[Number] = [rational(value) for value in self.line.base]
        at_one = [*values[:place], rational(Fraction(1)), *values[place + 1 :]]
        at_zero = [*values[:place], rational(Fraction(0)), *values[place + 1 :]]
        constant = Valuation(ring, at_zero).polynomial(factor.polynomial)
        slope = Valuation(ring, at_one).polynomial(factor.polynomial) - constant
        if sign(slope) == 0:
            return
        root = self._known(-constant / slope)
        if before(self.low, root) and before(root, self.high):
            yield root

    def _known(self, number: Number) -> End:
        """A number as an end; the one that there is already where it is the same."""
        if not isinstance(number, Real):
            return Fraction(int(number.p), int(number.q))
        root = NumberRoot(number)
        simple = simplest_between(*rational_bounds(root, RATIONAL_BITS))
        if number == rational(simple):
            return simple
        for other in self.numbers:
            if other.number == number:
                return other
        for one in self.algebraic:
            if _is_root(one, root):
                return one
        self.numbers.append(root)
        return root

    def _algebraic(self, factor: Factor) -> Iterator[End]:
        polynomial = self.line.restrict(factor)
        if polynomial == 0 or polynomial.degree() < 1:
            return
        check_degree(polynomial.degree())
        roots: list[End] = []
        for part, _ in polynomial.factor()[1]:
            key = str(part.coeffs())
            if key not in self.by_polynomial:
                self.by_polynomial[key] = list(self._irreducible(part))
            roots += self.by_polynomial[key]
        yield from sorted_ends(roots)

    def _irreducible(self, polynomial: Any) -> Iterator[End]:
        if polynomial.degree() == 1:
            value = Fraction(-int(polynomial[0]), int(polynomial[1]))
            if self.low < value < self.high:
                yield value
            return
        roots = RealRoots(polynomial)
        for number in range(len(roots.enclosures(64))):
            root = AlgebraicRoot(roots, number)
            known = next((one for one in self.numbers if _is_root(root, one)), None)
            if known is None and before(self.low, root) and before(root, self.high):
                self.algebraic.append(root)
                yield root
            elif known is not None:
                yield known

    def _enclosed(self, factor: Factor) -> Iterator[End]:
        """Roots by halving: a piece is done where the function, or its slope, excludes zero."""
        pieces = [(self.low, self.high, 0)]
        while pieces:
            check_time()
            low, high, depth = pieces.pop()
            value, slope = self._over(factor, low, high)
            if not value.contains(0):
                continue
            if slope.is_finite() and not slope.contains(0):
                yield from self._single(factor, low, high, slope > 0)
                continue
            if depth >= DEEPEST:
                name, near = self.line.ring.names[0], _near(low, self.high - self.low)
                raise NotSolved(
                    f"what two actions are worth differs by a function of {name} with roots, "
                    f"exponentials or logarithms, and whether that vanishes near {name} = {near}, "
                    f"or everywhere, was not decided; ",
                    *NARROWER,
                    f", or follow {name} by ",
                    Remedy("sweep()"),
                    ", which compares at each value",
                )
            middle = (low + high) / 2
            pieces += [(middle, high, depth + 1), (low, middle, depth + 1)]

    def _over(self, factor: Factor, low: Fraction, high: Fraction) -> tuple[Any, Any]:
        """Enclosures of the function and of its slope over an interval."""
        with flint.ctx.workprec(128):
            series = flint.arb_series([ball(low, high), 1], prec=2)
            coefficients = enclose(factor.polynomial, self.line.balls(series)).coeffs()
            padded = [*coefficients, flint.arb(0), flint.arb(0)]
            return padded[0], padded[1]

    def _single(self, factor: Factor, low: Fraction, high: Fraction, rising: bool) -> Iterator[End]:
        first = self.line.at(low).sign(factor)
        last = self.line.at(high).sign(factor)
        if first == 0 and self.low < low:
            yield low
        if first * last < 0:
            yield self._told(EnclosedRoot(factor, self.line, low, high, rising))

    def _told(self, root: EnclosedRoot) -> End:
        """A root as a fraction where it is a simple one."""
        if root.low <= 0 <= root.high and self.line.at(Fraction(0)).sign(root.factor) == 0:
            return Fraction(0)
        root.enclosure(RATIONAL_BITS)
        simple = simplest_between(root.low, root.high)
        return simple if self.line.at(simple).sign(root.factor) == 0 else root


def _near(place: Fraction, width: Fraction) -> str:
    """A place on a line, to a thousandth of its length."""
    return f"{float(round(place / width, 3) * width):.6g}"


def _is_root(root: AlgebraicRoot, other: NumberRoot) -> bool:
    """Whether an algebraic root is the number."""
    if not root.enclosure(RATIONAL_BITS).overlaps(other.enclosure(RATIONAL_BITS)):
        return False
    total: Number = rational(Fraction(0))
    for coefficient in reversed(root.polynomial.coeffs()):
        total = total * other.number + rational(Fraction(int(coefficient)))
    return sign(total) == 0


def sorted_ends(ends: list[End]) -> list[End]:
    """Ends in increasing order, each once."""
    ordered: list[End] = []
    for one in ends:
        place = len(ordered)
        while place and before(one, ordered[place - 1]):
            place -= 1
        if place and ordered[place - 1] == one:
            continue
        ordered.insert(place, one)
    return ordered


def before(a: End, b: End) -> bool:
    """Whether one end lies before another; False for the same."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a < b
    if a is b:
        return False
    bits = 64
    while bits <= MOST_BITS:
        first, second = _ball(a, bits), _ball(b, bits)
        if first < second:
            return True
        if first > second:
            return False
        bits *= 2
    raise NotSolved("two irrational thresholds lie too close to be told apart; ", *NARROWER)


def _ball(end: End, bits: int) -> Any:
    if isinstance(end, Fraction):
        with flint.ctx.workprec(bits):
            return flint.arb(rational(end))
    return end.enclosure(bits)


def between(a: End, b: End) -> Fraction:
    """A simple rational number strictly between two ends, near their middle."""
    low, high = rational_bounds(a)[1], rational_bounds(b)[0]
    bits = 64
    while low >= high:
        check_time()
        bits *= 2
        if bits > MOST_BITS:
            raise NotSolved("two thresholds lie too close for a number between them; ", *NARROWER)
        low, high = rational_bounds(a, bits)[1], rational_bounds(b, bits)[0]
    third = (high - low) / 3
    return simplest_between(low + third, high - third)


def rational_bounds(end: End, bits: int = 64) -> tuple[Fraction, Fraction]:
    """Rational numbers at or around an end."""
    if isinstance(end, Fraction):
        return end, end
    enclosure = end.enclosure(bits)
    with flint.ctx.workprec(bits):
        low, high = enclosure.lower().fmpq(), enclosure.upper().fmpq()
    return Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q))


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval of positive length."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = low.numerator // low.denominator
    if whole == low:
        return low
    if whole + 1 <= high:
        return Fraction(whole + 1)
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole))
