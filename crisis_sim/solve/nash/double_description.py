"""Rays of two best-response cones that can be complementary, by the double description method.

The double description method (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon 1996)
imposes the inequalities of a cone one by one. Rays on the wrong side go, and every edge between a
ray on the right and one on the wrong side gives a new ray; two rays share an edge if no third is
tight wherever both are. It works on rays themselves, so that degenerate games, the rule in the
extensive form, cost no more than others.

Here it runs on both players' cones at once, and after each step drops the rays that cannot be part
of an equilibrium: a ray is kept only while some ray of the other cone is tight at every label,
imposed on both, at which it has slack itself.

Why nothing is lost. Let ``(u, v)`` be a complementary pair of rays of the final cones. At any
step ``u`` lies in the face of its cone given by the imposed labels where ``v`` has slack, and all
rays of that face are kept: ``v`` lies in the opposite face of the other cone, and any ray of that
face is tight where they need it to be. A new ray in such a face comes from an edge of the face, and
whether two of its rays share an edge is decided by rays of the face alone. So all faces of
equilibria are built in full, and no ray enters them by mistake.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.remedy import Remedy
from crisis_sim.solve.nash.cones import Cone, Words, narrow, pack, primitive
from crisis_sim.solve.nash.subsets import BLOCK, distinct, held_by_at_most, within
from crisis_sim.time_limits import check_time

__all__ = [
    "MOST_COMPARISONS",
    "ONE_SERVES",
    "Effort",
    "TooMany",
    "complementary_pairs",
    "complementary_rays",
]

MOST_COMPARISONS = 4_000_000_000
"""Comparisons of label sets before the enumeration gives up; a thousand million take seconds."""

SERIOUS = 100_000_000
"""Comparisons, some tenths of a second of them, before the cost still to come is foreseen."""

RECENT = 6
"""Steps from which the growth of the cost is taken."""

ONE_SERVES = (
    Remedy("solve()", concept="nash", method="lemke"),
    " finds one equilibrium",
)


class TooMany(NotSolved):
    """The enumeration would take longer than allowed."""


class Effort:
    """Counts comparisons of label sets, the unit of cost, and stops at a limit, also that of time.

    With ``foresee`` it stops as soon as the limit is likely to be passed.
    """

    def __init__(self, most: int, *, foresee: bool = False) -> None:
        self.most = most
        self.spent = 0
        self.foresee = foresee
        self.history = [1]

    def spend(self, comparisons: int) -> None:
        """Add to the count before the comparisons are made."""
        check_time()
        self.spent += comparisons
        if self.spent > self.most:
            raise TooMany(
                f"the enumeration of equilibria needs more than {self.most:,} comparisons; ",
                *ONE_SERVES,
            )

    def step(self, left: int) -> None:
        """Note that an inequality has been imposed and how many are left.

        The cost grows by a factor at each step, which falls towards the end. That of the last few
        steps is expected at a sixth of those that are left: seldom too much.
        """
        self.history.append(self.spent)
        if not self.foresee or self.spent < SERIOUS:
            return
        before = max(self.history[-1 - RECENT :][0], 1)
        expected = self.spent * (self.spent / before) ** (left / RECENT / 6)
        if expected > self.most:
            raise TooMany(
                f"the enumeration of equilibria, {self.spent:,} comparisons into it, is likely to "
                f"need more than {self.most:,}; ",
                *ONE_SERVES,
            )


def complementary_rays(first: Cone, second: Cone, effort: Effort) -> tuple[Cone, Cone]:
    """Impose every inequality on both cones, keeping the rays that equilibria are made of.

    Each step imposes, on one of the cones, the label that leaves the fewest pairs of rays to look
    at. The number of rays is at worst exponential in the number of labels.
    """
    cones = [first, second]
    while not all(cone.known.all() for cone in cones):
        side, label = _next_step(cones)
        cone, other = cones[side], cones[1 - side]
        known = cone.known.copy()
        known[label] = True
        both = pack((known & other.known)[None])[0]
        cone = _impose(cone, label, other.tight, both, effort)
        cone = _complemented(cone, other.tight, both, effort)
        other = _complemented(other, cone.tight, both, effort)
        cones[side], cones[1 - side] = cone, other
        effort.step(sum(int(np.count_nonzero(~each.known)) for each in cones))
    return cones[0], cones[1]


def complementary_pairs(first: Cone, second: Cone) -> NDArray[np.intp]:
    """(pairs, 2) rays of the two cones at which every label is tight at one of them."""
    every = pack(np.ones((1, len(first.known)), dtype=bool))[0]
    lacking = every & ~first.tight
    found = []
    step = max(1, BLOCK // max(1, len(second.tight)))
    for start in range(0, len(lacking), step):
        block = np.argwhere(within(lacking[start : start + step], second.tight))
        block[:, 0] += start
        found.append(block)
    return np.concatenate(found) if found else np.zeros((0, 2), dtype=np.intp)


def _next_step(cones: list[Cone]) -> tuple[int, int]:
    best = (0, 0, 0)
    least = None
    for side, cone in enumerate(cones):
        labels = np.flatnonzero(~cone.known)
        slack = cone.rays[:, labels]
        pairs = np.count_nonzero(slack > 0, axis=0) * np.count_nonzero(slack < 0, axis=0)
        for label, count in zip(labels.tolist(), pairs.tolist(), strict=True):
            if least is None or count < least:
                best, least = (count, side, label), count
    return best[1:]


def _impose(cone: Cone, label: int, opposite: Words, both: Words, effort: Effort) -> Cone:
    """The cone with one more inequality imposed."""
    slack = cone.rays[:, label]
    bit = np.zeros_like(both)
    bit[label // 64] = np.uint64(1) << np.uint64(label % 64)
    right, wrong = np.flatnonzero(slack > 0), np.flatnonzero(slack < 0)
    pairs = _edges(cone, right, wrong, opposite, both, bit, effort)
    tight = cone.tight.copy()
    tight[slack == 0] |= bit
    kept = np.flatnonzero(slack >= 0)
    common = cone.tight[pairs[:, 0]] & cone.tight[pairs[:, 1]] | bit
    known = cone.known.copy()
    known[label] = True
    return replace(
        cone,
        rays=_join(cone.rays[kept], _between(cone.rays, pairs, label)),
        tight=np.concatenate([tight[kept], common]),
        known=known,
    )


def _edges(
    cone: Cone,
    right: NDArray[np.intp],
    wrong: NDArray[np.intp],
    opposite: Words,
    both: Words,
    bit: Words,
    effort: Effort,
) -> NDArray[np.intp]:
    """(edges, 2) rays on the right side and the wrong one that share an edge worth following."""
    effort.spend(len(right) * len(wrong))
    tight = cone.tight
    found = [np.zeros((0, 2), dtype=np.intp)]
    step = max(1, BLOCK // max(1, len(wrong)))
    for start in range(0, len(right), step):
        check_time()
        some = right[start : start + step]
        shared = np.zeros((len(some), len(wrong)), dtype=np.int32)
        for word in range(tight.shape[1]):
            shared += np.bitwise_count(tight[some, None, word] & tight[None, wrong, word])
        one, two = np.nonzero(shared >= cone.dimension - 2)
        found.append(np.stack([some[one], wrong[two]], axis=1))
    pairs = np.concatenate(found)
    common = tight[pairs[:, 0]] & tight[pairs[:, 1]]
    useful = _can_be_complemented(common | bit, opposite, both, effort)
    pairs, common = pairs[useful], common[useful]
    effort.spend(len(pairs) * len(tight))
    return pairs[held_by_at_most(2, common, tight)]


def _between(
    rays: NDArray[np.int64] | NDArray[np.object_], pairs: NDArray[np.intp], label: int
) -> NDArray[np.int64] | NDArray[np.object_]:
    """The rays in which edges meet the plane without slack at a label."""
    if not len(pairs):
        return rays[:0]
    right, wrong = rays[pairs[:, 0]], rays[pairs[:, 1]]
    one, two = right[:, label], -wrong[:, label]
    divisor = np.gcd(one, two)
    one, two = one // divisor, two // divisor
    if rays.dtype != object:
        largest = max(int(np.abs(right).max()), int(np.abs(wrong).max()))
        if largest * max(int(one.max()), int(two.max())) >= 2**62:
            right, wrong, one, two = (each.astype(object) for each in (right, wrong, one, two))
    return narrow(primitive(one[:, None] * wrong + two[:, None] * right))


def _join(
    one: NDArray[np.int64] | NDArray[np.object_], two: NDArray[np.int64] | NDArray[np.object_]
) -> NDArray[np.int64] | NDArray[np.object_]:
    kind = object if object in (one.dtype, two.dtype) else np.int64
    return np.concatenate([one.astype(kind), two.astype(kind)])


def _complemented(cone: Cone, opposite: Words, both: Words, effort: Effort) -> Cone:
    """The cone without the rays that no ray of the other one complements."""
    kept = _can_be_complemented(cone.tight, opposite, both, effort)
    return replace(cone, rays=cone.rays[kept], tight=cone.tight[kept])


def _can_be_complemented(
    tight: Words, opposite: Words, both: Words, effort: Effort
) -> NDArray[np.bool_]:
    """Whether some opposite set of labels holds all of ``both`` that a set lacks."""
    lacking, which = distinct(both & ~tight)
    offered, _ = distinct(both & opposite)
    effort.spend(len(lacking) * len(offered))
    return ~held_by_at_most(0, lacking, offered)[which]
