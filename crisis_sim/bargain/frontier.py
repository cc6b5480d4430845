"""Solutions of bargaining problems: over packages as they are, and over lotteries on them.

A bargaining problem is a set of points, one payoff a player, with a disagreement point (Nash,
Econometrica 18, 1950; Kalai and Smorodinsky, Econometrica 43, 1975).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats

__all__ = ["Lottery", "efficient", "hull_frontier", "kalai_smorodinsky", "lotteries", "nash"]

TOL = 1e-9
"""Differences between payoffs, as a share of their range, that count as none."""


@dataclass(frozen=True, slots=True)
class Lottery:
    """Points drawn with probabilities: numbers of the points, their weights, what it is worth."""

    points: tuple[int, ...]
    weights: tuple[float, ...]
    payoffs: Floats


def efficient(points: Floats) -> NDArray[np.bool_]:
    """(points,) whether no other point is better for a player and as good for all the others."""
    tol = TOL * max(1.0, float(np.ptp(points)))
    better = points[:, None, :] - points[None, :, :]
    dominates = (better >= -tol).all(axis=2) & (better > tol).any(axis=2)
    return np.asarray(~dominates.any(axis=0))


def nash(points: Floats, disagreement: Floats) -> list[int]:
    """The points with the greatest product of gains, among those where nobody loses.

    Several are returned where they tie; none where everybody gains at no point.
    """
    gains = points - disagreement
    product = np.where((gains > 0).all(axis=1), np.prod(np.maximum(gains, 0), axis=1), 0.0)
    return _greatest(product) if product.max(initial=0.0) > 0 else []


def kalai_smorodinsky(points: Floats, disagreement: Floats) -> list[int]:
    """The points at which the least share of its best gain that a player gets is greatest.

    A player's best gain is over the points where nobody loses. Among points that tie only the
    efficient are kept. None where someone cannot gain.
    """
    gains = points - disagreement
    fair = (gains >= -TOL * max(1.0, float(np.ptp(points)))).all(axis=1)
    best = gains[fair].max(axis=0, initial=0.0)
    if not fair.any() or (best <= 0).any():
        return []
    shares = np.where(fair, (gains / best).min(axis=1), -np.inf)
    tied = _greatest(shares)
    return [i for i, good in zip(tied, efficient(points[tied]), strict=True) if good]


def _greatest(values: Floats) -> list[int]:
    most = float(values.max())
    return [int(i) for i in np.flatnonzero(values >= most - TOL * max(1.0, abs(most)))]


def hull_frontier(points: Floats) -> list[int]:
    """The corners of the efficient edge of the convex hull, two players, by the first's payoff."""
    order = sorted(range(len(points)), key=lambda i: (-points[i, 0], -points[i, 1], i))
    edge: list[int] = []
    for i in order:
        if edge and points[i, 1] <= points[edge[-1], 1] + TOL:
            continue
        while len(edge) > 1 and _turns_in(points[edge[-2]], points[edge[-1]], points[i]):
            edge.pop()
        edge.append(i)
    return edge[::-1]


def _turns_in(one: Floats, two: Floats, three: Floats) -> bool:
    """Whether the middle of three points, from right to left, lies on or under the others."""
    along, beyond = two - one, three - one
    return bool(along[0] * beyond[1] - along[1] * beyond[0] <= TOL)


def lotteries(points: Floats, disagreement: Floats) -> tuple[Lottery | None, Lottery | None]:
    """The solutions of Nash and of Kalai and Smorodinsky over lotteries, for two players.

    None where no lottery is better than disagreement for both.
    """
    segments = _segments(points, disagreement)
    if not segments:
        return None, None
    ideal = np.array([max(one.high[0] for one in segments), max(one.low[1] for one in segments)])
    gains = ideal - disagreement
    by_product = max(
        (one.at(one.best(disagreement)) for one in segments),
        key=lambda lot: float(np.prod(lot.payoffs - disagreement)),
    )
    by_share = max(
        (one.at(one.level(disagreement, gains)) for one in segments),
        key=lambda lot: float(((lot.payoffs - disagreement) / gains).min()),
    )
    return by_product, by_share


@dataclass(frozen=True, slots=True)
class _Segment:
    """A side of the frontier above disagreement, from ``low`` to ``high`` in the first payoff.

    ``first`` and ``last`` are the weights of the second corner at its ends.
    """

    corners: tuple[int, int]
    start: Floats
    end: Floats
    first: float
    last: float

    @property
    def low(self) -> Floats:
        return self.start + self.first * (self.end - self.start)

    @property
    def high(self) -> Floats:
        return self.start + self.last * (self.end - self.start)

    def at(self, share: float) -> Lottery:
        share = min(max(share, self.first), self.last)
        payoffs = np.asarray(self.start + share * (self.end - self.start))
        if share in (0.0, 1.0) or self.corners[0] == self.corners[1]:
            return Lottery((self.corners[int(share)],), (1.0,), payoffs)
        return Lottery(self.corners, (1.0 - share, share), payoffs)

    def best(self, disagreement: Floats) -> float:
        """The share at which the product of gains is greatest: a parabola's vertex."""
        gain, step = self.start - disagreement, self.end - self.start
        bend = 2.0 * step[0] * step[1]
        if bend == 0.0:
            return self.last
        return float(-(gain[0] * step[1] + gain[1] * step[0]) / bend)

    def level(self, disagreement: Floats, gains: Floats) -> float:
        """The share at which both get the same part of their best gain."""
        part = (self.start - disagreement) / gains
        step = (self.end - self.start) / gains
        slope = step[0] - step[1]
        return float((part[1] - part[0]) / slope) if slope else self.last


def _segments(points: Floats, disagreement: Floats) -> list[_Segment]:
    edge = hull_frontier(points)
    if len(edge) == 1:
        edge = edge * 2
    found = []
    for one, two in pairwise(edge):
        start, end = points[one], points[two]
        first, last = 0.0, 1.0
        for player in range(2):
            gain, step = start[player] - disagreement[player], end[player] - start[player]
            if step > 0:
                first = max(first, -gain / step)
            elif step < 0:
                last = min(last, -gain / step)
            elif gain < 0:
                last = -1.0
        if first <= last:
            segment = _Segment((one, two), start, end, first, last)
            if (segment.at((first + last) / 2).payoffs > disagreement).all():
                found.append(segment)
    return found
