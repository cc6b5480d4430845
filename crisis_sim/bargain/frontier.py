"""Solutions of bargaining problems: over packages as they are, and over lotteries on them.

A bargaining problem is a set of points, one payoff a player, with a disagreement point (Nash,
Econometrica 18, 1950; Kalai and Smorodinsky, Econometrica 43, 1975). All is decided in exact
numbers. Neither solution depends on the units or the zero of a player's payoffs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Row
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number

__all__ = [
    "Lottery",
    "efficient",
    "hull_frontier",
    "kalai_smorodinsky",
    "lotteries",
    "minus",
    "nash",
]

Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Lottery:
    """Points drawn with probabilities: numbers of the points, their weights, what it is worth."""

    points: tuple[int, ...]
    weights: tuple[Number, ...]
    payoffs: Row


def minus(one: Row, other: Row) -> Row:
    """What one row is over another."""
    return tuple(a - b for a, b in zip(one, other, strict=True))


def efficient(points: Rows) -> NDArray[np.bool_]:
    """(points,) whether no other point is better for a player and as good for all the others."""
    ranks = np.stack([_ranks(column) for column in zip(*points, strict=True)], axis=1)
    found = np.ones(len(points), dtype=bool)
    for i, own in enumerate(ranks):
        found[i] = not ((ranks >= own).all(axis=1) & (ranks > own).any(axis=1)).any()
    return found


def _ranks(column: Row) -> NDArray[np.int64]:
    """The places of numbers among themselves; equals share one."""
    order = sorted(range(len(column)), key=column.__getitem__)
    ranks = np.zeros(len(column), dtype=np.int64)
    for before, here in pairwise(order):
        ranks[here] = ranks[before] + (column[before] < column[here])
    return ranks


def nash(points: Rows, disagreement: Row) -> list[int]:
    """The points with the greatest product of gains, among those where everybody gains.

    Several are returned where they tie; none where everybody gains at no point.
    """
    products: dict[int, Number] = {}
    for i, point in enumerate(points):
        gains = minus(point, disagreement)
        if all(gain > 0 for gain in gains):
            products[i] = math.prod(gains, start=ONE)
    return _greatest(products)


def kalai_smorodinsky(points: Rows, disagreement: Row) -> list[int]:
    """The points at which the least share of its best gain that a player gets is greatest.

    A player's best gain is over the points where nobody loses. Among points that tie only the
    efficient are kept. None where someone cannot gain.
    """
    gains = {i: minus(point, disagreement) for i, point in enumerate(points)}
    fair = {i: own for i, own in gains.items() if all(gain >= 0 for gain in own)}
    best = [max(column) for column in zip(*fair.values(), strict=True)]
    if not fair or any(gain <= 0 for gain in best):
        return []
    shares = {
        i: min(gain / most for gain, most in zip(own, best, strict=True)) for i, own in fair.items()
    }
    tied = _greatest(shares)
    return [i for i, good in zip(tied, efficient([points[i] for i in tied]), strict=True) if good]


def _greatest(values: dict[int, Number]) -> list[int]:
    most = max(values.values(), default=None)
    return [i for i, value in values.items() if value == most]


def hull_frontier(points: Rows) -> list[int]:
    """The corners of the efficient edge of the convex hull, two players, by the first's payoff."""
    order = sorted(range(len(points)), key=lambda i: (-points[i][0], -points[i][1], i))
    edge: list[int] = []
    for i in order:
        if edge and points[i][1] <= points[edge[-1]][1]:
            continue
        while len(edge) > 1 and _turns_in(points[edge[-2]], points[edge[-1]], points[i]):
            edge.pop()
        edge.append(i)
    return edge[::-1]


def _turns_in(one: Row, two: Row, three: Row) -> bool:
    """Whether the middle of three points, from right to left, lies on or under the others."""
    along, beyond = minus(two, one), minus(three, one)
    return bool(along[0] * beyond[1] - along[1] * beyond[0] <= 0)


def lotteries(points: Rows, disagreement: Row) -> tuple[Lottery | None, Lottery | None]:
    """The solutions of Nash and of Kalai and Smorodinsky over lotteries, for two players.

    None where no lottery is better than disagreement for both.
    """
    segments = _segments(points, disagreement)
    if not segments:
        return None, None
    ideal = max(one.high[0] for one in segments), max(one.low[1] for one in segments)
    gains = minus(ideal, disagreement)
    by_product = max(
        (one.at(one.best(disagreement)) for one in segments),
        key=lambda lot: math.prod(minus(lot.payoffs, disagreement), start=ONE),
    )
    by_share = max(
        (one.at(one.level(disagreement, gains)) for one in segments),
        key=lambda lot: min(_shares(minus(lot.payoffs, disagreement), gains)),
    )
    return by_product, by_share


def _shares(own: Row, whole: Row) -> Row:
    return tuple(a / b for a, b in zip(own, whole, strict=True))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A side of the frontier above disagreement, from ``low`` to ``high`` in the first payoff.

    ``first`` and ``last`` are the weights of the second corner at its ends.
    """

    corners: tuple[int, int]
    start: Row
    end: Row
    first: Number
    last: Number

    @property
    def low(self) -> Row:
        return self.point(self.first)

    @property
    def high(self) -> Row:
        return self.point(self.last)

    def point(self, share: Number) -> Row:
        step = minus(self.end, self.start)
        return tuple(a + share * b for a, b in zip(self.start, step, strict=True))

    def at(self, share: Number) -> Lottery:
        share = min(max(share, self.first), self.last)
        payoffs = self.point(share)
        if share == 0 or share == 1 or self.corners[0] == self.corners[1]:
            return Lottery((self.corners[1 if share == 1 else 0],), (ONE,), payoffs)
        return Lottery(self.corners, (1 - share, share), payoffs)

    def best(self, disagreement: Row) -> Number:
        """The share at which the product of gains is greatest: a parabola's vertex."""
        gain, step = minus(self.start, disagreement), minus(self.end, self.start)
        bend = 2 * step[0] * step[1]
        return self.last if bend == 0 else -(gain[0] * step[1] + gain[1] * step[0]) / bend

    def level(self, disagreement: Row, gains: Row) -> Number:
        """The share at which both get the same part of their best gain."""
        part = _shares(minus(self.start, disagreement), gains)
        step = _shares(minus(self.end, self.start), gains)
        slope = step[0] - step[1]
        return self.last if slope == 0 else (part[1] - part[0]) / slope


def _segments(points: Rows, disagreement: Row) -> list[_Segment]:
    edge = hull_frontier(points)
    if len(edge) == 1:
        edge = edge * 2
    found = []
    for one, two in pairwise(edge):
        first, last = _above(points[one], points[two], disagreement)
        if first <= last:
            segment = _Segment((one, two), points[one], points[two], first, last)
            middle = minus(segment.point((first + last) / 2), disagreement)
            if all(gain > 0 for gain in middle):
                found.append(segment)
    return found


def _above(start: Row, end: Row, disagreement: Row) -> tuple[Number, Number]:
    """The part of a side, as shares of it, on which nobody loses; empty if the last is less."""
    first, last = ZERO, ONE
    steps = zip(minus(start, disagreement), minus(end, start), strict=True)
    for gain, step in steps:
        if step > 0:
            first = max(first, -gain / step)
        elif step < 0:
            last = min(last, -gain / step)
        elif gain < 0:
            last = -ONE
    return first, last
