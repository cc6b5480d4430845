"""Boxes of parameters decided by exact certificates, and halved where none is proved.

Where a boundary crosses a box, what lies on either side of it is bounded as the share of the box
beyond a plane: what is left undecided falls with the square of the width of boxes, and not with the
width itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.exact.algebra.boxes import Boxes, bisected
from crisis_sim.exact.algebra.points import RationalPoint, Undecided
from crisis_sim.exact.cutting.cells import asked_factors
from crisis_sim.exact.cutting.verdicts import Grounds, Shares, Verdicts
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.why.describe import describe_play
from crisis_sim.game.game import Floats

__all__ = ["Judge", "Subdivision", "value_at"]

MOST_BOXES = 2_000_000
MOST_BYTES = 400_000_000
"""For what is held of open boxes."""
SAMPLED = 24
MOST_CERTIFICATES = 200
AT_ONCE = 4_096
"""Boxes that are halved in one round at most."""


class Judge:
    """Whether what the reported equilibrium reaches at a point is as wished, and why."""

    def __init__(self, solver: ExactSolver, wished: Callable[[frozenset[str]], bool]) -> None:
        self.solver = solver
        self.wished = wished

    def at(self, place: Sequence[Fraction]) -> bool:
        """The verdict at a rational point; the decisions then hold what it hangs on."""
        answer = self.solver.at(RationalPoint(self.solver.ring, tuple(place)))
        if not answer.plays:
            return self.wished(frozenset())
        return self.wished(frozenset(describe_play(self.solver, answer.plays[0]).outcomes))


class Subdivision:
    """The boxes still open, and what is decided of each, as a share of the whole.

    ``yes`` and ``no`` are the shares of boxes that are decided; ``shares`` tells how much of each
    open one is.
    """

    def __init__(self, judge: Judge, boxes: Boxes) -> None:
        self.judge = judge
        self.boxes = boxes
        self.certificates: list[Grounds] = []
        self.known: set[frozenset[tuple[int, int]]] = set()
        self.yes = 0.0
        self.no = 0.0
        self.seen = 1
        self.depth = np.zeros(1, dtype=np.int64)
        self.shares = Shares.unknown(boxes)
        self.verdicts = Verdicts([])

    @property
    def low(self) -> float:
        """Proved lower bound of the share."""
        return self.yes + self._held(self.shares.yes)

    @property
    def high(self) -> float:
        """Proved upper bound of the share."""
        return 1.0 - self.no - self._held(self.shares.no)

    @property
    def undecided(self) -> float:
        """The share that is left."""
        return self.high - self.low

    def _held(self, shares: Floats) -> float:
        return float(np.ldexp(shares, -self.depth).sum()) * (1.0 - 1e-12)

    def advance(self) -> bool:
        """One round: new certificates, and the boxes of which most is undecided halved."""
        if not len(self.boxes) or self.seen > MOST_BOXES:
            return False
        if self.boxes.low.nbytes + self.boxes.high.nbytes + self.shares.signs.nbytes > MOST_BYTES:
            return False
        open_ = np.ldexp(1.0 - self.shares.yes - self.shares.no, -self.depth)
        widest = np.argsort(-open_, kind="stable")[:AT_ONCE]
        for which in widest[:SAMPLED].tolist():
            self._sample(which)
        if len(self.certificates) > len(self.verdicts.verdict):
            self.verdicts = Verdicts(self.certificates)
        verdicts = self.verdicts
        chosen = widest[: verdicts.at_once(AT_ONCE)]
        halves = bisected(self.boxes.taken(chosen), self.shares.places[chosen])
        depth = np.tile(self.depth[chosen] + 1, 2)
        told = verdicts.told(halves, np.tile(self.shares.signs[chosen], (2, 1)))
        left = np.ones(len(self.boxes), dtype=bool)
        left[chosen] = False
        self._replace(left, halves, depth, told)
        return True

    def _replace(
        self, left: NDArray[np.bool_], halves: Boxes, depth: NDArray[np.int64], told: Shares
    ) -> None:
        """Put halves in the place of their boxes, and those that are decided aside."""
        # A box of depth k is one of 2**k equal parts, so that sums are exact.
        volumes = np.ldexp(1.0, -depth)
        self.yes = math.fsum([self.yes, *volumes[told.yes == 1.0].tolist()])
        self.no = math.fsum([self.no, *volumes[told.no == 1.0].tolist()])
        open_ = np.flatnonzero((told.yes < 1.0) & (told.no < 1.0))
        self.boxes = self.boxes.taken(left).with_others(halves.taken(open_))
        self.depth = np.concatenate([self.depth[left], depth[open_]])
        self.shares = self.shares.taken(left).with_others(told.taken(open_))
        self.seen += len(halves)

    def _sample(self, which: int) -> None:
        """A certificate from the middle of a box, unless it is known."""
        low, high = self.boxes.low[which], self.boxes.high[which]
        place = [
            Fraction(a) + (Fraction(b) - Fraction(a)) * Fraction(500 + i, 1001)
            for i, (a, b) in enumerate(zip(low.tolist(), high.tolist(), strict=True))
        ]
        try:
            verdict = self.judge.at(place)
        except Undecided:
            return
        solver = self.judge.solver
        signs = tuple(
            (factor, solver.decisions.factor_sign(factor)) for factor in asked_factors(solver)
        )
        if all(sign for _, sign in signs):
            self._add(Grounds(verdict, dict(signs)))

    def _add(self, certificate: Grounds) -> None:
        """Take up a certificate, and what it says together with others of the same verdict.

        Two that differ in the sign of one factor alone, as far as they share factors, settle the
        rest of both on either side of it; where it vanishes there is no volume.
        """
        key = frozenset((factor.index, sign) for factor, sign in certificate.signs.items())
        if key in self.known:
            return
        self.known.add(key)
        partners = [one for one in self.certificates if one.verdict == certificate.verdict]
        self.certificates.append(certificate)
        for other in partners:
            opposed = [f for f, sign in certificate.signs.items() if other.signs.get(f) == -sign]
            if len(opposed) == 1 and len(self.certificates) < MOST_CERTIFICATES:
                signs = {**certificate.signs, **other.signs}
                del signs[opposed[0]]
                self._add(Grounds(certificate.verdict, signs))


def value_at(polynomial: Any, middle: Floats) -> Floats:
    """A polynomial at many points, in plain floats; irrational variables are taken as one."""
    total = np.zeros(len(middle))
    for powers, value in polynomial.to_dict().items():
        term = np.full(len(middle), float(Fraction(int(value.p), int(value.q))))
        for place, power in enumerate(powers):
            if power and place < middle.shape[1]:
                term = term * middle[:, place] ** int(power)
        total += term
    return total
