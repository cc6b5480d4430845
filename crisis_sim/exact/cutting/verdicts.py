"""How much of each of many boxes is decided by certificates.

A certificate fails on a box at most where one of its factors has the other sign; how much of the
box that is, is bounded for each factor by a plane. Certificates that ask for opposite signs of some
factor hold on parts that do not meet, whose shares add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.exact.algebra.boxes import Boxes, enclosed
from crisis_sim.exact.algebra.halfspaces import most_below
from crisis_sim.exact.algebra.ring import Factor
from crisis_sim.game.game import Floats

__all__ = ["Grounds", "Shares", "Verdicts"]

MOST_TOGETHER = 12
"""Certificates of which the parts of one box are added up."""
MOST_NUMBERS = 2_000_000
"""Shares that are held at once, of boxes times certificates."""
ROUNDED = 1e-12
Signs = NDArray[np.int8]


@dataclass(frozen=True, eq=False, slots=True)
class Grounds:
    """Signs under which a verdict holds."""

    verdict: bool
    signs: dict[Factor, int]


@dataclass(frozen=True, eq=False, slots=True)
class Shares:
    """Of each box the shares on which the verdict is proved to be yes and no; 1 where on all.

    ``signs`` are those that the factors of :class:`Verdicts` are proved to have on the box, 0 where
    that is not known. ``places`` tell along which parameter to halve it.
    """

    yes: Floats
    no: Floats
    signs: Signs
    places: NDArray[np.int64]

    @classmethod
    def unknown(cls, boxes: Boxes) -> Shares:
        """Nothing is known; the first parameter comes first."""
        count = len(boxes)
        nothing = np.zeros(count), np.zeros(count), np.zeros((count, 0), dtype=np.int8)
        return cls(*nothing, np.zeros(count, dtype=np.int64))

    def taken(self, which: NDArray[Any]) -> Shares:
        """Those of some of the boxes."""
        return Shares(self.yes[which], self.no[which], self.signs[which], self.places[which])

    def with_others(self, others: Shares) -> Shares:
        """These and then others."""
        width = max(self.signs.shape[1], others.signs.shape[1])
        signs = [_widened(one.signs, width) for one in (self, others)]
        return Shares(
            np.concatenate([self.yes, others.yes]),
            np.concatenate([self.no, others.no]),
            np.concatenate(signs),
            np.concatenate([self.places, others.places]),
        )


def _widened(signs: Signs, width: int) -> Signs:
    return np.pad(signs, ((0, 0), (0, width - signs.shape[1])))


class Verdicts:
    """Certificates, as what they ask of each factor that one of them asks for.

    Factors stand in the order in which certificates asked for them, so that those of more
    certificates begin with those of fewer.
    """

    def __init__(self, certificates: Sequence[Grounds]) -> None:
        self.factors = list(dict.fromkeys(factor for one in certificates for factor in one.signs))
        column = {factor: i for i, factor in enumerate(self.factors)}
        asked = np.zeros((len(certificates), len(self.factors)), dtype=np.float32)
        for row, one in zip(asked, certificates, strict=True):
            for factor, sign in one.signs.items():
                row[column[factor]] = sign
        self.asked = asked
        self.above, self.below = (asked > 0).astype(np.float32), (asked < 0).astype(np.float32)
        self.disjoint = self.above @ self.below.T + self.below @ self.above.T > 0
        self.verdict = np.array([one.verdict for one in certificates], dtype=bool)

    def at_once(self, most: int) -> int:
        """How many boxes to judge at once."""
        return max(1, min(most, MOST_NUMBERS // max(sum(self.asked.shape), 1)))

    def told(self, boxes: Boxes, signs: Signs) -> Shares:
        """What the certificates say of boxes on which some signs are known."""
        signs = _widened(signs, len(self.factors))
        fails, scores = self._fails(boxes, signs)
        fails[0][signs > 0], fails[1][signs > 0] = 0.0, 1.0
        fails[0][signs < 0], fails[1][signs < 0] = 1.0, 0.0
        lost = fails[0] @ self.above.T + fails[1] @ self.below.T
        gained = np.where(lost > 0.0, np.clip(1.0 - ROUNDED - lost, 0.0, None), 1.0)
        yes, no = (
            _together(gained[:, which], self.disjoint[np.ix_(which, which)])
            for which in (self.verdict, ~self.verdict)
        )
        return Shares(yes, no, signs, np.asarray(np.argmax(scores, axis=1)))

    def _fails(self, boxes: Boxes, signs: Signs) -> tuple[tuple[Floats, Floats], Floats]:
        """The shares of boxes on which factors are at most not positive, and not negative.

        Signs that are found are put down; beside them by how much it serves to halve each
        parameter.
        """
        fails = np.ones((2, len(boxes), len(self.factors)))
        width = boxes.high - boxes.low
        scores = 1e-9 * width / np.maximum(width.max(axis=0), 1e-300)
        matters = self._matter(signs)
        for index, factor in enumerate(self.factors):
            rows = np.flatnonzero(matters[:, index] & (signs[:, index] == 0))
            if not len(rows):
                continue
            found = enclosed(factor, boxes.taken(rows))
            signs[rows, index] = (found.low > 0).astype(np.int8) - (found.high < 0)
            left = np.flatnonzero(signs[rows, index] == 0)
            for side, fail in zip((-1.0, 1.0), fails, strict=True):
                with np.errstate(invalid="ignore"):
                    bound = found.spread + side * found.middle
                fail[rows[left], index] = most_below(found.slopes[left], bound[left])
            steep = np.abs(found.slopes[left])
            total = np.maximum(steep.sum(axis=1, keepdims=True), 1e-300)
            scores[rows[left]] += np.where(np.isfinite(total), steep / total, 0.0)
        return (fails[0], fails[1]), scores

    def _matter(self, signs: Signs) -> NDArray[np.bool_]:
        """Which factors are asked for by a certificate that may still hold on a box."""
        above, below = (signs > 0).astype(np.float32), (signs < 0).astype(np.float32)
        alive = above @ self.below.T + below @ self.above.T == 0
        matters: NDArray[np.bool_] = alive.astype(np.float32) @ np.abs(self.asked) > 0
        return matters


def _together(gained: Floats, disjoint: NDArray[np.bool_]) -> Floats:
    """The share of each box on which one of several certificates holds.

    The largest comes first, and then those that are disjoint from all before.
    """
    rows = np.arange(len(gained))
    total = np.zeros(len(gained))
    left = gained.copy()
    for _ in range(min(MOST_TOGETHER, gained.shape[1])):
        best = np.argmax(left, axis=1)
        total += left[rows, best]
        left *= disjoint[best]
        if not left.any():
            break
    whole = (gained == 1.0).any(axis=1)
    return np.where(whole, 1.0, np.minimum(total, 1.0 - ROUNDED))
