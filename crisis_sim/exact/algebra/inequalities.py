"""Conditions as products of factors, and what can be left out of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.exact.algebra.apart import factored
from crisis_sim.exact.algebra.boxes import MOST_BOXES, Boxes, centred_bounds, prove_empty
from crisis_sim.exact.algebra.points import Point, RationalPoint, rational
from crisis_sim.exact.algebra.ring import Factor, Ring
from crisis_sim.exact.algebra.spread import spread_points
from crisis_sim.exact.data.conditions import Inequality
from crisis_sim.exact.data.line import Held
from crisis_sim.exact.solving.decisions import Decisions
from crisis_sim.formula.expression import Expression, Name, Number, Operation
from crisis_sim.formula.write import latex, text

__all__ = ["Demand", "Domain", "ToldWay", "asked_demands", "merged_ways", "simplified", "written"]


MOST_CORNERS = 10
MOST_WAYS = 60
ROUNDS = 4
TRIED = 40
"""Points at which it is seen first whether what is to be proved is false, beside those at which
ways are met.
"""


@dataclass(frozen=True, slots=True)
class Demand:
    """That a product of factors, times a sign, is not negative."""

    sign: int
    factors: frozenset[Factor]

    def holds(self, point: Point) -> bool:
        """Whether it holds at a point."""
        sign = self.sign
        for factor in self.factors:
            sign *= point.sign(factor)
        return sign >= 0

    @property
    def turned(self) -> Demand:
        """The opposite demand."""
        return Demand(-self.sign, self.factors)


Told = tuple[tuple[Held, ...], tuple[Fraction, ...]]
ToldWay = tuple[frozenset[Demand], Told]
"""A way, what may be played where it holds, and a point at which it does."""


@dataclass(frozen=True, eq=False)
class Domain:
    """The box on which conditions are told, and what has been proved on it.

    ``points`` of it show at once that some things are false.
    """

    box: Boxes
    ranges: tuple[tuple[Fraction, Fraction], ...]
    signs: dict[int, int] = field(default_factory=dict)
    implied: dict[object, bool] = field(default_factory=dict)
    points: list[RationalPoint] = field(default_factory=list)
    seen: dict[int, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        spread = spread_points(self.ranges, TRIED)
        self.points.extend(RationalPoint(self.box.ring, place) for place in spread)

    def proves(self, demand: Demand, others: Sequence[Demand], most: int = MOST_BOXES) -> bool:
        """Whether a demand is proved to hold on the box wherever others do."""
        broken = self._at_points(demand) < 0
        for other in others:
            broken &= self._at_points(other) >= 0
        return not broken.any() and prove_empty(self.box, _violated(demand, others), most=most)

    def _at_points(self, demand: Demand) -> NDArray[np.float64]:
        """The sign of what a demand asks for at points of the box; not numbers where unknown."""
        signs = np.full(len(self.points), float(demand.sign))
        for factor in demand.factors:
            signs = signs * self._signs_of(factor)
        return signs

    def _signs_of(self, factor: Factor) -> NDArray[np.float64]:
        if factor.irrational:
            return np.full(len(self.points), np.nan)
        known = self.seen.setdefault(factor.index, [])
        known += [float(point.sign(factor)) for point in self.points[len(known) :]]
        return np.array(known)


def asked_demands(decisions: Decisions, ring: Ring) -> frozenset[Demand] | None:
    """What was asked for at the last point, as demands; None if something vanished there.

    A weak inequality is enough, for what holds up to a boundary holds on it: equilibria are limits
    of equilibria.
    """
    demands = set()
    for quantity, sign in decisions.asked.items():
        if sign == 0:
            return None
        signature = ring.signature(quantity)
        if signature.odd:
            demands.add(Demand(signature.sign * sign, frozenset(signature.odd)))
    return frozenset(demands)


def simplified(demands: Iterable[Demand], domain: Domain) -> frozenset[Demand]:
    """The demands without factors of one sign on the box, and without those that others imply."""
    kept: list[Demand] = []
    for demand in demands:
        shorter = _without_constant_signs(demand, domain)
        if shorter is not None and shorter not in kept:
            kept.append(shorter)
    kept.sort(key=lambda one: -sum(len(factor.polynomial.to_dict()) for factor in one.factors))
    for demand in list(kept):
        others = [one for one in kept if one is not demand]
        if others and (
            any(_follows(demand, other, domain) for other in others)
            or domain.proves(demand, others)
        ):
            kept = others
    return frozenset(kept)


def _follows(demand: Demand, other: Demand, domain: Domain) -> bool:
    """Whether a demand is another one, times a positive number, plus what is never negative.

    The numbers tried are those at which some term of both cancels out.
    """
    key = ("follows", demand, other)
    if key not in domain.implied:
        single = len(demand.factors) == len(other.factors) == 1
        domain.implied[key] = single and any(
            rest == 0 or _side_of(domain.box.ring, rest, domain) > 0
            for rest in _rests(demand, other)
        )
    return domain.implied[key]


def _rests(demand: Demand, other: Demand) -> Iterator[Any]:
    mine, theirs = (next(iter(one.factors)).polynomial * one.sign for one in (demand, other))
    terms = theirs.to_dict()
    shared = {value / terms[powers] for powers, value in mine.to_dict().items() if powers in terms}
    return (mine - theirs * scale for scale in shared if scale > 0)


def _without_constant_signs(demand: Demand, domain: Domain) -> Demand | None:
    """The demand with the factors left that change sign on the box; None if it always holds."""
    sign, factors = demand.sign, set(demand.factors)
    for factor in demand.factors:
        side = constant_sign(factor, domain)
        if side:
            sign *= side
            factors.discard(factor)
    if not factors and sign > 0:
        return None
    return Demand(sign, frozenset(factors))


def constant_sign(factor: Factor, domain: Domain) -> int:
    """The sign that a factor is proved to have, or not to leave, on the whole box; 0 if unknown.

    A polynomial of degree one in each variable is extreme at corners, where it is exact.
    """
    if factor.index not in domain.signs:
        domain.signs[factor.index] = _constant_sign(factor, domain)
    return domain.signs[factor.index]


def _constant_sign(factor: Factor, domain: Domain) -> int:
    degrees = factor.polynomial.degrees()
    straight = not factor.irrational and all(degrees[i] <= 1 for i in factor.variables)
    if straight and len(factor.variables) <= MOST_CORNERS:
        values = list(_at_corners(factor, domain))
        return 1 if min(values) >= 0 else -1 if max(values) <= 0 else 0
    for side in (1, -1):
        if domain.proves(Demand(side, frozenset([factor])), [], most=600):
            return side
    return 0


def _at_corners(factor: Factor, domain: Domain) -> Iterator[Any]:
    sides = [
        domain.ranges[i] if i in factor.variables else (Fraction(0),)
        for i in range(len(domain.ranges))
    ]
    padding = (rational(Fraction(0)),) * domain.box.ring.spare
    for corner in itertools.product(*sides):
        yield factor.polynomial(*map(rational, corner), *padding)


def _violated(demand: Demand, others: Sequence[Demand]) -> Any:
    """Of which boxes it is proved that the demand holds, or that one of the others fails."""

    def impossible(boxes: Boxes) -> NDArray[np.bool_]:
        done = product_bounds(demand, boxes)[0] >= 0
        for other in others:
            done |= product_bounds(other, boxes)[1] < 0
        return done

    return impossible


def product_bounds(demand: Demand, boxes: Boxes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bounds of the product that a demand keeps from being negative."""
    low = np.full(len(boxes), float(demand.sign))
    high = low.copy()
    for factor in demand.factors:
        below, above = centred_bounds(factor, boxes)
        ends = [low * below, low * above, high * below, high * above]
        low = np.nextafter(np.minimum.reduce(ends), -np.inf)
        high = np.nextafter(np.maximum.reduce(ends), np.inf)
        low = np.where((below >= 0) & (demand.sign > 0) & (len(demand.factors) == 1), below, low)
        low = np.where((above <= 0) & (demand.sign < 0) & (len(demand.factors) == 1), -above, low)
    return low, high


def merged_ways(ways: Sequence[ToldWay], domain: Domain) -> list[ToldWay]:
    """Ways without those that hold only where another does.

    Where what one way asks for holds wherever what another asks for does not, both together hold
    wherever the rest of both does (the rule of consensus); such ways are added before others are
    dropped.
    """
    found = _without_implied(ways, domain)
    for _ in range(ROUNDS):
        known = {demands for demands, _ in found}
        new: dict[frozenset[Demand], Told] = {}
        for (first, told), (second, other) in itertools.combinations(found, 2):
            joined = _consensus(first, second, domain)
            if joined is not None and joined not in known:
                new[simplified(joined, domain)] = _either(told, other)
        fresh = [(demands, told) for demands, told in new.items() if demands not in known]
        if not fresh or len(found) + len(fresh) > MOST_WAYS:
            break
        after = _without_implied([*found, *fresh], domain)
        if {demands for demands, _ in after} == known:
            break
        found = after
    return found


def _consensus(
    first: frozenset[Demand], second: frozenset[Demand], domain: Domain
) -> frozenset[Demand] | None:
    opposed = [(one, one.turned) for one in first if one.turned in second]
    if not opposed:
        opposed = [
            (a, b) for a, b in itertools.product(first, second) if _follows(b, a.turned, domain)
        ]
    if len(opposed) != 1:
        return None
    ((a, b),) = opposed
    return (first - {a}) | (second - {b})


def _either(first: Told, second: Told) -> Told:
    """What may be played in one way or another, each play once."""
    plays = {(one.outcomes, one.moves): one for one in (*second[0], *first[0])}
    return tuple(reversed(plays.values())), first[1]


def _without_implied(ways: Sequence[ToldWay], domain: Domain) -> list[ToldWay]:
    kept: list[ToldWay] = []
    for demands, told in sorted(ways, key=lambda way: len(way[0])):
        if not any(_implies(demands, other, domain) for other, _ in kept):
            kept = [one for one in kept if not _implies(one[0], demands, domain)]
            kept.append((demands, told))
    return kept


def _implies(first: frozenset[Demand], second: frozenset[Demand], domain: Domain) -> bool:
    """Whether every demand of the second is proved to hold wherever those of the first do."""
    key = (first, second)
    if key not in domain.implied:
        domain.implied[key] = all(
            any(_follows(demand, other, domain) for other in first)
            or domain.proves(demand, list(first), most=400)
            for demand in second - first
        )
    return domain.implied[key]


def written(ring: Ring, demand: Demand, domain: Domain) -> Inequality:
    """A demand as an inequality, solved for a parameter where that is possible."""
    product: Expression | None = None
    for factor in sorted(demand.factors, key=lambda one: one.index):
        one = ring.expression(factor.polynomial)
        product = one if product is None else Operation("*", (product, one))
    whole = product or Number(Fraction(1))
    zero = Number(Fraction(0))
    if demand.sign < 0:
        reversed_ = Operation("<=", (whole, zero))
        polynomial = f"-({text(whole)})"
        plain = reversed_
    else:
        polynomial = text(whole)
        plain = Operation(">=", (whole, zero))
    shown = _solved(ring, demand, domain) or plain
    return Inequality(text(shown), latex(shown), polynomial)


def _solved(ring: Ring, demand: Demand, domain: Domain) -> Operation | None:
    """``x >= ...`` or ``x <= ...`` for the first parameter in which that can be said."""
    if len(demand.factors) != 1:
        return None
    factor = next(iter(demand.factors))
    for place in factor.variables:
        if place >= len(ring.names) or factor.polynomial.degrees()[place] != 1:
            continue
        slope = factor.polynomial.derivative(f"v{place}")
        side = _side_of(ring, slope, domain)
        if side:
            rest = slope * ring.variables[place] - factor.polynomial
            op = ">=" if side * demand.sign > 0 else "<="
            if side < 0:
                rest, slope = -rest, -slope
            return Operation(op, (Name(ring.names[place]), ring.ratio(rest, slope)))
    return None


def _side_of(ring: Ring, polynomial: Any, domain: Domain) -> int:
    """The sign that a polynomial is proved to keep on the box; 0 if none."""
    content, powers = factored(polynomial)
    side = 1 if content > 0 else -1
    for one, power in powers:
        factor, flipped = ring.factor(one)
        known = constant_sign(factor, domain)
        if not known:
            return 0
        side *= (known * (-1 if flipped else 1)) ** power
    return side
