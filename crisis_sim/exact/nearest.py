"""The smallest change of assumptions that changes the outcome.

Changes are measured as shares of the parameters' ranges; several together by the largest of them.
One parameter at a time the answer is exact and complete. Together, the parameters are moved along
rays, each as fast as its range allows, in the direction that a difference that the answer hangs on
falls fastest; along each ray the answer is exact. A box around the base in which nothing changes is
proved by interval arithmetic, which bounds what any other direction could do.
"""

from __future__ import annotations

import bisect
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact.algebra.boxes import Boxes, centred_bounds
from crisis_sim.exact.algebra.line_roots import End, LineRoots, before
from crisis_sim.exact.algebra.points import Line, RationalPoint
from crisis_sim.exact.algebra.ring import Factor
from crisis_sim.exact.cutting.cells import Cell, asked_factors, cut_line, point_at
from crisis_sim.exact.cutting.subdivision import Judge, Subdivision, value_at
from crisis_sim.exact.data.line import either
from crisis_sim.exact.data.nearest import Joint, Nearest, Single
from crisis_sim.exact.ranges import Box, ToFollow, followed, remarks
from crisis_sim.exact.solving.answers import Answer, ExactSolver
from crisis_sim.exact.solving.family import SymbolicFamily, Track, symbolic_family
from crisis_sim.exact.why.describe import assumed_notes, describe_end, describe_play
from crisis_sim.near_names import listed
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import exact
from crisis_sim.solve.solution import ONLY_MIXED
from crisis_sim.time_limits import (
    CUT_SHORT,
    OutOfTime,
    as_found,
    seconds_left,
    seconds_spent,
    share_of_time,
    time_limit,
    why_cut_short,
)

if TYPE_CHECKING:
    from crisis_sim.game.games import Games
    from crisis_sim.game.parametric import ParametricGame

__all__ = ["find_nearest"]

RAYS = 6
TURNS = 4
SECONDS, SECONDS_A_BOX = 3.0, 2.0
HALVED = 20
"""How often each side of a box is halved, where what the answer hangs on vanishes at its edge."""
SHARES = (0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95)
"""Of the least change that is found, within which it is tried to prove that nothing changes."""
FINE = tuple(0.95 * 0.8**step for step in range(50))
"""The same, where one look tells."""
Reached = frozenset[str]


def find_nearest(
    games: Games,
    outcome: str = "",
    along: ToFollow = (),
    values: Mapping[str, float | Fraction] | None = None,
    *,
    report: Reporter = nobody,
) -> Nearest:
    """Find the smallest change of parameters that changes the reported equilibrium's outcome.

    Parameters
    ----------
    outcome : ask when this outcome, or category, is reached no longer, or is reached at last;
        without it, when the outcomes reached with positive probability are others.
    along : the parameters that may move, over the scenario's ranges or those given; every numerical
        one, if left out.
    values : values that stay as they are given, or from which those that may move start; the
        others have their defaults.
    report : is told how many parameters are done, and which is next.

    The least change of several parameters together is the least one found, not proved to be the
    least; ``proved`` says how near any change could lie.

    Raises
    ------
    InputError
        Unknown names, or a base outside a parameter's range.
    NotSolved
        No equilibrium at the base, or a game too large.
    OutOfTime
        The time that was set is over before a change was found; later those found are handed back.
    Interrupted
        On Ctrl-C, with the same.
    """
    started = time.perf_counter()
    box, given = followed(games, along, values, starting=True)
    family = games.family(given)
    meant = games.scenario.ends.meant(outcome) if outcome else frozenset()
    start = {name: exact(value, name) for name, value in (values or {}).items()}
    search = _Search(family, given, box, start, meant)
    singles: list[Single] = []
    joint, proved, left, stopped = None, 0.0, "", None
    try:
        with share_of_time():
            for single in search.singles(report):
                bisect.insort(singles, single, key=lambda one: one.distance)
        distances = [1.0, *(one.distance for one in singles[:1])]
        joint = search.joint(distances[-1])
        proved = search.proved(min([*distances, joint.distance.value] if joint else distances))
    except CUT_SHORT as stop:
        if not singles:
            raise
        stopped, left = stop, f"{search.doing}, {why_cut_short(stop)}"
    numbers = [one.at for one in singles] + ([joint.distance] if joint else [])
    found = Nearest(
        outcome=outcome,
        before=search.told(search.reached),
        base=search.base,
        ranges=box,
        singles=tuple(singles),
        joint=joint,
        proved=proved,
        concept=search.solver.concept,
        fixed=given,
        notes=(
            *remarks(games.scenario, along, box, values, starting=True),
            *assumed_notes(search.solver, numbers),
            *filter(None, [left]),
        ),
        seconds=time.perf_counter() - started,
        left=left,
    )
    return as_found(stopped, found)


@dataclass(frozen=True, slots=True)
class _Flip:
    """Where the outcome first differs along a line from 0, and what it is there."""

    end: End
    after: Reached


class _Search:
    """The base, and the lines along which the outcome is followed from it."""

    def __init__(
        self,
        family: ParametricGame,
        given: Mapping[str, Fraction],
        box: Box,
        start: Mapping[str, Fraction],
        meant: frozenset[str],
    ) -> None:
        self.family = family
        self.given = dict(given)
        self.names = names = tuple(box)
        self.meant = meant
        self.ranges = box
        bound = SymbolicFamily(family, start, []).values_of(names)
        self.base = {name: bound[name] for name in names}
        for name, (low, high) in self.ranges.items():
            if not low <= self.base[name] <= high:
                raise InputError(f"{name} starts outside its range, {low} to {high}")
        self.solver = ExactSolver(symbolic_family(family, given, names))
        at_base = self.solver.at(self._point(self.base))
        if not at_base.plays:
            raise NotSolved(
                "no pure equilibrium was found at the values given, and mixed ones are not "
                "followed; ",
                Remedy("thresholds()"),
                " tells where there is a pure one",
            )
        self.reached = self._reached(self.solver, at_base)
        self.doing = ""

    def order(self, outcome: str) -> int:
        """The place of an outcome in the scenario."""
        return self.family.tree.outcomes.index(outcome)

    def _point(self, values: Mapping[str, Fraction]) -> RationalPoint:
        return RationalPoint(self.solver.ring, tuple(values[name] for name in self.names))

    def _reached(self, solver: ExactSolver, answer: Answer | None) -> Reached:
        if answer is None or not answer.plays:
            return frozenset()
        return frozenset(describe_play(solver, answer.plays[0]).outcomes)

    def _changed(self, reached: Reached) -> bool:
        if not self.meant:
            return reached != self.reached
        return bool(reached & self.meant) != bool(self.reached & self.meant)

    def singles(self, report: Reporter = nobody) -> Iterator[Single]:
        """The soonest change by each parameter alone, on either side of the base."""
        for done, name in enumerate(self.names):
            report(done, name)
            self.doing = f"{listed(self.names[done:])} and all together were not followed"
            low, high = self.ranges[name]
            fixed = {**self.given, **self._but(name)}
            solver = ExactSolver(symbolic_family(self.family, fixed, [name]))
            line = Line(solver.ring, (Fraction(0),), 0)
            cells = cut_line(solver, LineRoots(line, low, high))
            found = [
                self._single(name, flip)
                for side in (1, -1)
                if (flip := self._flip(solver, line, cells, self.base[name], side)) is not None
            ]
            if found:
                yield min(found, key=lambda one: one.distance)

    def _but(self, name: str) -> dict[str, Fraction]:
        return {other: value for other, value in self.base.items() if other != name}

    def _single(self, name: str, flip: _Flip) -> Single:
        at = describe_end(flip.end, name)
        low, high = self.ranges[name]
        distance = abs(at.value - float(self.base[name])) / float(high - low)
        return Single(name, self.base[name], at, distance, self.told(flip.after))

    def told(self, reached: Reached) -> str:
        """Outcomes that are reached, in words."""
        return either(sorted(reached, key=self.order)) if reached else ONLY_MIXED

    def _flip(
        self, solver: ExactSolver, line: Line, cells: list[Cell], base: Fraction, side: int
    ) -> _Flip | None:
        """The first cell beyond the base, on one side, with another outcome."""
        ordered = cells if side > 0 else cells[::-1]
        for cell in ordered:
            near, far = (cell.low, cell.high) if side > 0 else (cell.high, cell.low)
            beyond = before(base, far) if side > 0 else before(far, base)
            if not beyond or cell.answer is None:
                continue
            place = point_at(line, cell.low) if cell.sample is None else line.at(cell.sample)
            reached = self._reached(solver, solver.at(place))
            if self._changed(reached):
                return _Flip(near, reached)
        return None

    def joint(self, limit: float) -> Joint | None:
        """The least change of all parameters together that is found, if below a limit."""
        self.doing = "parameters were not followed together"
        if len(self.names) < 2:
            return None
        best: tuple[Fraction, _Flip, dict[str, int]] | None = None
        tried: set[tuple[int, ...]] = set()
        queue = list(self._directions(self.base))[:RAYS]
        for _ in range(TURNS):
            following = []
            for signs in queue:
                key = tuple(signs.values())
                if key in tried:
                    continue
                tried.add(key)
                flip = self._along(signs, best[0] if best else Fraction(limit))
                if flip is None:
                    continue
                reach = Fraction(describe_end(flip.end, "r").value)
                if best is None or reach < best[0]:
                    best = reach, flip, signs
                    following = list(self._directions(self._moved(signs, reach)))[:2]
            queue = following
        if best is None or best[0] >= Fraction(limit):
            return None
        reach, flip, signs = best
        there = self._moved(signs, reach)
        moves = {
            name: (float(self.base[name]), float(there[name])) for name in self.names if signs[name]
        }
        return Joint(describe_end(flip.end, "r"), moves, self.told(flip.after))

    def _directions(self, values: Mapping[str, Fraction]) -> Iterator[dict[str, int]]:
        """Ways to move every parameter so that some difference vanishes, the nearest first."""
        self.solver.at(self._point(values))
        place = np.array([[float(values[name]) for name in self.names]])
        width = np.array([float(high - low) for low, high in self.ranges.values()])
        found: list[tuple[float, int, dict[str, int]]] = []
        for factor in asked_factors(self.solver):
            slopes = np.zeros(len(self.names))
            for i in factor.variables:
                if i < len(self.names):
                    slopes[i] = value_at(factor.polynomial.derivative(f"v{i}"), place)[0] * width[i]
            total = float(np.abs(slopes).sum())
            if total > 0:
                sign = self.solver.decisions.factor_sign(factor) or 1
                height = abs(float(value_at(factor.polynomial, place)[0]))
                falling = np.sign(-sign * slopes) * (np.abs(slopes) > 1e-9 * total)
                signs = dict(zip(self.names, falling.astype(int).tolist(), strict=True))
                found.append((height / total, len(found), signs))
        yield from (signs for _, _, signs in sorted(found, key=lambda one: one[:2]))

    def _paths(self, signs: Mapping[str, int]) -> dict[str, Track]:
        paths = {}
        for name, sign in signs.items():
            low, high = self.ranges[name]
            room = (high - self.base[name]) if sign > 0 else (self.base[name] - low)
            paths[name] = Track(self.base[name], sign * (high - low), room / (high - low))
        return paths

    def _moved(self, signs: Mapping[str, int], reach: Fraction) -> dict[str, Fraction]:
        return {name: path.at(reach) for name, path in self._paths(signs).items()}

    def _along(self, signs: Mapping[str, int], limit: Fraction) -> _Flip | None:
        """The first change along a ray, up to a limit; none nearer than where one stands."""
        if limit <= 0:
            return None
        symbolic = symbolic_family(self.family, self.given, ["r"], paths=self._paths(signs))
        solver = ExactSolver(symbolic)
        line = Line(solver.ring, (Fraction(0),), 0)
        cells = cut_line(solver, LineRoots(line, Fraction(0), min(limit, Fraction(1))))
        return self._flip(solver, line, cells, Fraction(0), 1)

    def proved(self, least: float) -> float:
        """A share of the ranges within which it is proved that nothing changes."""
        if least == 0.0:
            return 0.0
        self.doing = "how near a change could lie was not proved"
        judge = Judge(self.solver, lambda reached: not self._changed(reached))
        judge.at([self.base[name] for name in self.names])
        signs = {one: self.solver.decisions.factor_sign(one) for one in asked_factors(self.solver)}
        share = next((one for one in FINE if self._holds(signs, one * least)), 0.0)
        began = seconds_spent()
        for wider in (one for one in SHARES if one > share):
            if self._unchanged(judge, wider * least):
                share = wider
            elif seconds_spent() - began > SECONDS:
                break
        return share * least

    def _around(self, share: float) -> Boxes:
        """The box of so much of the ranges on all sides of the base."""
        low = np.array([float(low) for low, _ in self.ranges.values()])
        high = np.array([float(high) for _, high in self.ranges.values()])
        base = np.array([float(self.base[name]) for name in self.names])
        reach = share * (high - low)
        corners = np.maximum(low, base - reach), np.minimum(high, base + reach)
        return Boxes(self.solver.ring, *(corner[None] for corner in corners))

    def _holds(self, signs: Mapping[Factor, int], share: float) -> bool:
        """Whether what the answer at the base hangs on is proved to keep its signs around it."""
        box = self._around(share)
        bounds = ((sign, centred_bounds(factor, box)) for factor, sign in signs.items())
        return all(low[0] > 0 if sign > 0 else high[0] < 0 for sign, (low, high) in bounds)

    def _unchanged(self, judge: Judge, share: float) -> bool:
        """Whether it is proved in a moment that nothing changes around the base."""
        work = Subdivision(judge, self._around(share))
        deepest = HALVED * len(self.names)
        with suppress(OutOfTime), time_limit(SECONDS_A_BOX):
            while work.high == 1.0 and work.depth.min(initial=deepest) < deepest:
                if seconds_left() <= 0 or not work.advance():
                    break
        return not len(work.boxes) and work.no == 0.0
