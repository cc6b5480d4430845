"""Boxes of parameters decided by exact certificates, and halved where none is proved."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.exact.algebra.boxes import Boxes, Interval, bisected, centred_bounds
from crisis_sim.exact.algebra.points import RationalPoint, Undecided
from crisis_sim.exact.algebra.ring import Factor
from crisis_sim.exact.cutting.cells import asked_factors
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.why.describe import describe_play
from crisis_sim.game.game import Floats

__all__ = ["Grounds", "Judge", "Subdivision", "value_at"]

MOST_BOXES = 2_000_000
MOST_NUMBERS = 20_000_000
"""Bounds that are held at once, of parameters and factors over all boxes."""
SAMPLED = 24
MOST_CERTIFICATES = 200


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


@dataclass(frozen=True, eq=False, slots=True)
class Grounds:
    """Signs under which a verdict holds."""

    verdict: bool
    signs: dict[Factor, int]


@dataclass(eq=False)
class Subdivision:
    """The boxes still undecided, and the volume that is decided, as a share of the whole."""

    judge: Judge
    boxes: Boxes
    certificates: list[Grounds] = field(default_factory=list)
    known: set[frozenset[tuple[int, int]]] = field(default_factory=set)
    yes: float = 0.0
    no: float = 0.0
    seen: int = 1
    depth: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, dtype=np.int64))

    @property
    def low(self) -> float:
        """Proved lower bound of the share."""
        return self.yes

    @property
    def high(self) -> float:
        """Proved upper bound of the share."""
        return 1.0 - self.no

    @property
    def undecided(self) -> float:
        """The share that is left."""
        return self.high - self.low

    def advance(self) -> bool:
        """One round: new certificates, every certificate tried, what is left halved."""
        held = self.boxes.low.shape[1] + len(self.judge.solver.ring.factors)
        if not len(self.boxes) or self.seen > MOST_BOXES or len(self.boxes) * held > MOST_NUMBERS:
            return False
        bounds: dict[int, Interval] = {}
        for certificate in self.certificates:
            bounds = self._apply(certificate, bounds)
        for which in np.argsort(self.depth, kind="stable")[:SAMPLED].tolist():
            if which < len(self.boxes):
                self._sample(which)
        for certificate in self.fresh():
            bounds = self._apply(certificate, bounds)
        if len(self.boxes):
            self.boxes = bisected(self.boxes, self._places(bounds))
            self.depth = np.concatenate([self.depth, self.depth]) + 1
            self.seen += len(self.boxes)
        return True

    def fresh(self) -> list[Grounds]:
        """The certificates found since they were last asked for."""
        new, self._tried = self.certificates[self._tried :], len(self.certificates)
        return new

    _tried: int = 0

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

    def _apply(self, certificate: Grounds, bounds: dict[int, Interval]) -> dict[int, Interval]:
        """Decide the boxes on which a certificate's signs are proved; the bounds of the rest."""
        holds = np.ones(len(self.boxes), dtype=bool)
        for factor, sign in certificate.signs.items():
            if not holds.any():
                return bounds
            if factor.index not in bounds:
                bounds[factor.index] = centred_bounds(factor, self.boxes)
            low, high = bounds[factor.index]
            holds &= (low > 0) if sign > 0 else (high < 0)
        if not holds.any():
            return bounds
        # A box of depth k is one of 2**k equal parts, so that sums are exact.
        volume = math.fsum(np.ldexp(1.0, -self.depth[holds]).tolist())
        if certificate.verdict:
            self.yes += volume
        else:
            self.no += volume
        left = ~holds
        self.boxes, self.depth = self.boxes.taken(left), self.depth[left]
        return {index: (low[left], high[left]) for index, (low, high) in bounds.items()}

    def _places(self, bounds: dict[int, Interval]) -> NDArray[np.int64]:
        """Along which parameter to halve each box: the one that the open signs hang on most."""
        factors = self.judge.solver.ring.factors
        middle = 0.5 * (self.boxes.low + self.boxes.high)
        width = self.boxes.high - self.boxes.low
        scores = 1e-9 * width / np.maximum(width.max(axis=0), 1e-300)
        for index, (low, high) in bounds.items():
            factor = factors[index]
            open_ = (low <= 0) & (high >= 0)
            slopes = np.zeros_like(width)
            for place in factor.variables:
                if place < width.shape[1]:
                    slope = factor.polynomial.derivative(f"v{place}")
                    slopes[:, place] = np.abs(value_at(slope, middle)) * width[:, place]
            total = slopes.sum(axis=1, keepdims=True)
            scores += np.where(open_[:, None], slopes / np.maximum(total, 1e-300), 0.0)
        return np.asarray(np.argmax(scores, axis=1))


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
