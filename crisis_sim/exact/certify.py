"""The share of a box on which an outcome holds, proved by subdividing it.

At the middle of an undecided box the game is solved exactly, with the signs that were asked for on
record: a certificate. Wherever interval arithmetic shows that all of them are the same, the answer
is the same. Every certificate is tried on all boxes at once; what is left is halved.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact.answers import ExactSolver
from crisis_sim.exact.boxes import Boxes, Interval, bisected, centred_bounds, whole_box
from crisis_sim.exact.cells import asked_factors
from crisis_sim.exact.conditions import outcomes_meant
from crisis_sim.exact.describe import describe_play
from crisis_sim.exact.family import symbolic_family
from crisis_sim.exact.points import RationalPoint, Undecided
from crisis_sim.exact.ranges import exact_values, numerical_parameters, range_of
from crisis_sim.exact.ring import Factor
from crisis_sim.exact.share_results import CertifiedShare

if TYPE_CHECKING:
    from crisis_sim.study import Study

__all__ = ["certify_share"]

TOLERANCE = 0.01
DRAWS = 1_000
SECONDS = 60.0
MOST_BOXES = 2_000_000
SAMPLED = 24
MOST_CERTIFICATES = 200
FINEST = 10**9
Floats = NDArray[np.float64]
Report = Callable[[float, float], None]


def certify_share(
    study: Study,
    outcome: str,
    parameters: Sequence[str] = (),
    values: Mapping[str, float | Fraction] | None = None,
    *,
    ranges: Mapping[str, tuple[float | Fraction | None, float | Fraction | None]] | None = None,
    tol: float = TOLERANCE,
    seconds: float = SECONDS,
    draws: int = DRAWS,
    seed: int = 0,
    report: Report | None = None,
) -> CertifiedShare:
    """Bound the share of a box on which the reported equilibrium reaches an outcome.

    Parameters
    ----------
    outcome : an outcome or a category of outcomes, reached with positive probability.
    parameters : the axes of the box; every parameter that the game depends on, if left out.
    values : values of the others; the rest take their defaults.
    ranges : ends of the box; those of the scenario if left out.
    tol : stop when the bounds are this close, as a share of the box.
    seconds : stop then at the latest, with the bounds reached.
    draws, seed : random draws from the priors, and where they start.
    report : called with the bounds after each round.

    The bounds are proved: floating-point results are rounded outwards. The number of boxes grows
    steeply with the number of parameters that matter; over many of them the bounds stay wide.

    Raises
    ------
    InputError
        Unknown names, a parameter without a range, or a tolerance that is not positive.
    NotSolved
        A parameter that shapes the tree, or a game too large.
    """
    started = time.perf_counter()
    if not tol > 0:
        raise InputError(f"a tolerance is positive, not {tol:g}")
    given = exact_values(study, values or {})
    names = tuple(parameters) or tuple(numerical_parameters(study, given))
    given = {name: value for name, value in given.items() if name not in names}
    box = {name: range_of(study, name, *(ranges or {}).get(name, (None, None))) for name in names}
    family = study.family(given)
    if family is None:
        raise NotSolved("a game read from a Gambit file has no parameters; write it as a scenario")
    solver = ExactSolver(symbolic_family(family, given, names))
    judge = _Judge(solver, outcomes_meant(study.scenario, outcome))
    work = _Subdivision(judge, whole_box(solver.ring, tuple(box.values())))
    while work.undecided > tol and time.perf_counter() - started < seconds and work.advance():
        if report is not None:
            report(work.low, work.high)
    estimate, error = _by_draws(study, judge, box, draws, seed)
    return CertifiedShare(
        outcome=outcome,
        parameters=names,
        ranges=box,
        low=work.low,
        high=work.high,
        tolerance=tol,
        reached=work.undecided <= tol,
        boxes=work.seen,
        certificates=len(work.certificates),
        estimate=estimate,
        standard_error=error,
        draws=draws,
        seed=seed,
        concept=solver.concept,
        fixed=given,
        notes=() if solver.perfect else ("mixed equilibria are not followed",),
        seconds=time.perf_counter() - started,
    )


class _Judge:
    """Whether the reported equilibrium reaches an outcome at a point, and why."""

    def __init__(self, solver: ExactSolver, meant: frozenset[str]) -> None:
        self.solver = solver
        self.meant = meant

    def at(self, place: Sequence[Fraction]) -> bool:
        """The verdict at a rational point; the decisions then hold what it hangs on."""
        answer = self.solver.at(RationalPoint(self.solver.ring, tuple(place)))
        if not answer.plays:
            return False
        return bool(self.meant & set(describe_play(self.solver, answer.plays[0]).outcomes))


@dataclass(frozen=True, eq=False, slots=True)
class _Certificate:
    """Signs under which a verdict holds."""

    verdict: bool
    signs: dict[Factor, int]


@dataclass(eq=False)
class _Subdivision:
    """The boxes still undecided, and the volume that is decided, as a share of the whole."""

    judge: _Judge
    boxes: Boxes
    certificates: list[_Certificate] = field(default_factory=list)
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
        if not len(self.boxes) or self.seen > MOST_BOXES:
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

    def fresh(self) -> list[_Certificate]:
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
            self._add(_Certificate(verdict, dict(signs)))

    def _add(self, certificate: _Certificate) -> None:
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
                self._add(_Certificate(certificate.verdict, signs))

    def _apply(self, certificate: _Certificate, bounds: dict[int, Interval]) -> dict[int, Interval]:
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
                    slopes[:, place] = np.abs(_at(slope, middle)) * width[:, place]
            total = slopes.sum(axis=1, keepdims=True)
            scores += np.where(open_[:, None], slopes / np.maximum(total, 1e-300), 0.0)
        return np.asarray(np.argmax(scores, axis=1))


def _at(polynomial: object, middle: Floats) -> Floats:
    """A polynomial at many points, in plain floats; irrational variables are taken as one."""
    total = np.zeros(len(middle))
    for powers, value in polynomial.to_dict().items():  # type: ignore[attr-defined]
        term = np.full(len(middle), float(Fraction(int(value.p), int(value.q))))
        for place, power in enumerate(powers):
            if power and place < middle.shape[1]:
                term = term * middle[:, place] ** int(power)
        total += term
    return total


def _by_draws(
    study: Study,
    judge: _Judge,
    box: Mapping[str, tuple[Fraction, Fraction]],
    draws: int,
    seed: int,
) -> tuple[float, float]:
    """The probability of the outcome under the priors, and the standard error of the estimate."""
    from crisis_sim.sweep.quantiles import quantiles

    if not draws:
        return math.nan, math.nan
    cube = np.random.default_rng(seed).random((draws, len(box)))
    columns = []
    for column, (name, (low, high)) in enumerate(box.items()):
        parameter = study.scenario.parameters.get(name)
        if parameter is not None and parameter.prior is not None:
            columns.append(quantiles(parameter.prior, cube[:, column]))
        else:
            columns.append(float(low) + float(high - low) * cube[:, column])
    reached = 0
    for row in np.stack(columns, axis=1).tolist():
        place = [Fraction(value).limit_denominator(FINEST) for value in row]
        reached += judge.at(place)
    share = reached / draws
    return share, math.sqrt(share * (1.0 - share) / draws)
