"""A branch being followed, and what is looked for along it.

The compiled steps of :mod:`crisis_sim.solve.quantal.follow` leave a chain of points with tangents.
Between two of them the branch is found again from a cubic, so that anything that changes sign
there (the distance to a precision, the slope of a likelihood) can be located as exactly as the
equations are solved.
"""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Integers
from crisis_sim.other_concepts import EXACT, serving
from crisis_sim.solve.quantal.problem import scale_game
from crisis_sim.time_limits import check_time

__all__ = ["MOST_STEPS", "MOVE", "BranchPoint", "Trace"]

MOST_STEPS = 20_000
"""Steps along a branch at most, unless more are asked for."""
MOVE = 1e-6
"""What is left to move, as a probability, that counts as nothing: the limit is reached."""

_MOST_PRECISION = 1e10
"""On the scale of what is at stake where least is."""
_ROWS, _WORK = 128, 10**9
"""Steps taken by compiled code at a time, at most, and the operations that they cost, nearly: there
it cannot be interrupted."""
_MOST_TRIALS = 40
_BISECTIONS = 20
_BESIDE = 1e-2
"""First step along a branch that leaves another, in log odds."""
_NEARLY = 1e-10
"""Largest residual, as a share of the size of log odds, of a guess near a bifurcation."""


@dataclass(frozen=True, slots=True)
class BranchPoint:
    """A point of the branch, with the unit tangent there; both (unknowns + 1,)."""

    point: Floats
    tangent: Floats


class Trace:
    """The branch of a game as far as it has been followed.

    Attributes
    ----------
    points, tangents : (k, unknowns + 1) log odds and, last, precision on the scale of the problem.
    signs : (k,) of the determinant of the bordered Jacobian.
    settled : whether the limit has been reached.
    ended : whether the precision was reached up to which the branch was to be followed.
    stuck : whether no further step could be made.
    """

    def __init__(self, game: Game) -> None:
        from crisis_sim.solve.quantal.equations import make_work
        from crisis_sim.solve.quantal.path import make_path

        self.scaled = scale_game(game)
        size = self.scaled.unknowns + 1
        self.work = make_work(self.scaled.problem)
        self.path = make_path(size - 1)
        self.rows = max(1, min(_ROWS, _WORK // size**3))
        self.points = np.zeros((0, size))
        self.tangents = np.zeros((0, size))
        self.signs = np.zeros(0)
        self.settled = self.ended = self.stuck = False

    def extend(
        self,
        *,
        precision: float | None = None,
        regret: float = -1.0,
        move: float = -1.0,
        most: int = MOST_STEPS,
    ) -> None:
        """Follow the branch to a precision, to its limit, or for ``most`` steps in all."""
        from crisis_sim.solve.quantal.follow import FULL, REACHED, SETTLED, STUCK, follow
        from crisis_sim.solve.quantal.path import Stop

        stop = Stop(self._farthest() if precision is None else precision, regret, move)
        reason = FULL
        while reason == FULL and len(self.points) < most:
            check_time()
            rows = min(self.rows, most - len(self.points))
            points = np.empty((rows, self.points.shape[1]))
            tangents, signs = np.empty_like(points), np.empty(rows)
            followed = follow(
                self.scaled.problem, self.work, self.path, stop, points, tangents, signs
            )
            count, reason = followed.added, followed.reason
            self.points = np.concatenate([self.points, points[:count]])
            self.tangents = np.concatenate([self.tangents, tangents[:count]])
            self.signs = np.concatenate([self.signs, signs[:count]])
        self.settled, self.stuck = reason == SETTLED, reason == STUCK
        self.ended = reason == REACHED

    def _farthest(self) -> float:
        """A precision beyond which nothing is looked for."""
        stakes = self.scaled.problem.stake
        return float(_MOST_PRECISION / np.min(stakes[stakes > 0.0], initial=1.0))

    def sharpen(self) -> None:
        """Solve the equations to the last digits at every point; steps leave four or so fewer."""
        from crisis_sim.solve.quantal.follow import polish_all

        for start in range(0, len(self.points), self.rows):
            check_time()
            rows = slice(start, start + self.rows)
            polish_all(self.scaled.problem, self.work, self.points[rows], self.tangents[rows])

    def leaving(self, point: Floats, tangent: Floats) -> Trace:
        """The trace of another branch of the same game, from a point on it."""
        from crisis_sim.solve.quantal.path import STEP, make_path

        other = copy.copy(self)
        size = len(point)
        other.path = make_path(size - 1)
        other.path.point[:] = point
        other.path.tangent[:] = tangent
        other.path.gauge[STEP] = _BESIDE
        other.points, other.tangents = np.zeros((0, size)), np.zeros((0, size))
        other.signs = np.zeros(0)
        other.settled = other.ended = other.stuck = False
        return other

    @property
    def flips(self) -> Integers:
        """(m,) the points after which the determinant has another sign: there is a bifurcation."""
        return np.flatnonzero(self.signs[1:] != self.signs[:-1]).astype(np.int32)

    @property
    def bifurcations(self) -> Floats:
        """(m,) precisions, on the scale of the problem, at which the determinant changes sign."""
        return np.asarray([self.crossing(segment).point[-1] for segment in self.flips.tolist()])

    def crossing(self, segment: int) -> BranchPoint:
        """Where between two points the sign changes, by halving; near it as far as it can be."""
        from crisis_sim.solve.quantal.follow import point_along

        start, end = self.found(segment), self.found(segment + 1)
        low, high = 0.0, 1.0
        for _ in range(_BISECTIONS):
            try:
                found = self._on_branch(start, end, (low + high) / 2)
            except NotSolved:
                break
            along = point_along(self.scaled.problem, self.work, found.point, start.tangent)
            if along.sign == self.signs[segment]:
                low = (low + high) / 2
            else:
                high = (low + high) / 2
        share = (low + high) / 2
        return BranchPoint(
            start.point + share * (end.point - start.point),
            start.tangent + share * (end.tangent - start.tangent),
        )

    def turn(self, segment: int) -> BranchPoint:
        """The point between two others at which the precision is greatest or least."""
        return self.locate(segment, lambda found: float(found.tangent[-1]))

    def complete(self, include: Sequence[float] = (), until: float = math.inf) -> Floats:
        """(k, unknowns + 1) the points up to a precision, with more of them put between.

        Turning points, every point at one of the precisions in ``include``, and the end.
        """
        points = [self.points[0]]
        for segment in range(len(self.points) - 1):
            check_time()
            pieces = self._between(segment)
            for start, end in itertools.pairwise(pieces):
                sought = [one for one in (*include, until) if one < math.inf]
                points += [found.point for found in self._crossings(start, end, sought)]
                if start.point[-1] < until <= end.point[-1]:
                    return np.asarray(points)
                points.append(end.point)
        return np.asarray(points)

    def _crossings(
        self, start: BranchPoint, end: BranchPoint, precisions: Sequence[float]
    ) -> list[BranchPoint]:
        """The points at given precisions between two, in the order of the branch."""
        low, high = start.point[-1], end.point[-1]
        between = sorted({one for one in precisions if min(low, high) < one < max(low, high)})
        if len(between) and high < low:
            between.reverse()
        return [self._at_between(start, end, one) for one in between]

    def _at_between(self, start: BranchPoint, end: BranchPoint, precision: float) -> BranchPoint:
        near = self.locate_between(start, end, lambda found: float(found.point[-1] - precision))
        return self._exactly(near, precision)

    def at(self, precision: float) -> BranchPoint | None:
        """The first point of the branch with a precision, on the problem's scale; None if beyond.

        Raises
        ------
        NotSolved
            The equations could not be solved there.
        """
        return next(self.all_at(precision), None)

    def all_at(self, precision: float) -> Iterator[BranchPoint]:
        """All points of the branch with a precision, in the order of the branch, as far as it goes.

        Raises
        ------
        NotSolved
            The equations could not be solved there.
        """
        if precision == 0.0:
            yield self.found(0)
            return
        for segment in range(len(self.points) - 1):
            check_time()
            pieces = self._between(segment)
            for start, end in itertools.pairwise(pieces):
                ends = sorted((start.point[-1], end.point[-1]))
                if ends[0] <= precision <= ends[1]:
                    yield self._at_between(start, end, precision)

    def _between(self, segment: int) -> list[BranchPoint]:
        """Two neighbouring points, and the turning point between them if there is one."""
        start, end = self.found(segment), self.found(segment + 1)
        if start.tangent[-1] * end.tangent[-1] < 0.0:
            return [start, self.turn(segment), end]
        return [start, end]

    def found(self, row: int) -> BranchPoint:
        """A point of the chain."""
        return BranchPoint(self.points[row], self.tangents[row])

    def beliefs(self, point: Floats) -> Floats:
        """(nodes,) beliefs at a point, exact where reach underflows; nan where no player moves."""
        from crisis_sim.solve.quantal.equations import evaluate

        problem = self.scaled.problem
        evaluate(problem, self.work, point)
        beliefs: Floats = np.where(problem.set_of >= 0, self.work.belief, np.nan)
        return beliefs

    def polished(self, row: int) -> Floats:
        """(unknowns + 1,) a point of the chain, solved to the last digits."""
        from crisis_sim.solve.quantal.follow import polish

        point: Floats = self.points[row].copy()
        polish(self.scaled.problem, self.work, point, self.tangents[row])
        return point

    def locate(self, segment: int, sign: Callable[[BranchPoint], float]) -> BranchPoint:
        """Where ``sign`` is zero between a point and the next, at which it has opposite signs."""
        return self.locate_between(self.found(segment), self.found(segment + 1), sign)

    def locate_between(
        self, start: BranchPoint, end: BranchPoint, sign: Callable[[BranchPoint], float]
    ) -> BranchPoint:
        """The same for any two points near each other.

        By false position in the Illinois form (Dowell and Jarratt 1971), to the last digits.
        """
        before, latest = 0.0, 1.0
        value_before, value = sign(start), sign(end)
        best, least = (start, abs(value_before)) if value_before == 0.0 else (end, abs(value))
        aim = 1e-15 * max(abs(value_before), abs(value))
        for _ in range(_MOST_TRIALS):
            if least <= aim or value_before == value or abs(latest - before) < 1e-15:
                break
            share = (latest * value_before - before * value) / (value_before - value)
            found = self._on_branch(start, end, share)
            newest = sign(found)
            if abs(newest) < least:
                best, least = found, abs(newest)
            if newest * value < 0.0:
                before, value_before = latest, value
            else:
                value_before /= 2.0
            latest, value = share, newest
        return best

    def _on_branch(self, start: BranchPoint, end: BranchPoint, share: float) -> BranchPoint:
        """The point of the branch at a share of the way between two, from their cubic."""
        from crisis_sim.solve.quantal.follow import TIGHT, correct

        chord = end.point - start.point
        with np.errstate(over="ignore"):
            length = float(np.linalg.norm(chord))
        slope = length * (start.tangent * (1 - share) - end.tangent * share)
        bulge = slope - (1 - 2 * share) * chord
        guess = start.point + share * chord + share * (1 - share) * bulge
        border = chord / length
        corrected = correct(self.scaled.problem, self.work, guess, border, TIGHT)
        if corrected.rounds:
            return BranchPoint(guess, self.work.turn.copy())
        guess = start.point + share * chord + share * (1 - share) * bulge
        if not self._solves(guess):
            raise NotSolved(
                "the logit equations could not be solved between two points; a lower precision "
                "may serve; ",
                *serving(EXACT, perfect=self.scaled.game.perfect_information),
            )
        return BranchPoint(guess, border)

    def _solves(self, point: Floats) -> bool:
        """Whether a point, where Newton's method fails at a bifurcation, solves the equations."""
        from crisis_sim.solve.quantal.equations import assemble, evaluate

        evaluate(self.scaled.problem, self.work, point)
        assemble(self.scaled.problem, self.work, point)
        residual = np.abs(self.work.step[:-1]).max(initial=0.0)
        return bool(residual <= _NEARLY * (1.0 + np.abs(point).max()))

    def beside(self, found: BranchPoint, precision: float) -> BranchPoint:
        """The point at a precision very near that of another."""
        ahead = (precision - found.point[-1]) / found.tangent[-1]
        near = BranchPoint(found.point + ahead * found.tangent, found.tangent)
        return self._exactly(near, precision)

    def _exactly(self, near: BranchPoint, precision: float) -> BranchPoint:
        """The point at just this precision, from one that has it but for rounding."""
        from crisis_sim.solve.quantal.follow import TIGHT, correct, point_along, polish

        guess = near.point.copy()
        border = np.zeros(len(guess))
        border[-1] = 1.0
        guess[-1] = precision
        corrected = correct(self.scaled.problem, self.work, guess, border, TIGHT)
        if not corrected.rounds or np.max(np.abs(guess - near.point)) > 1e-3 * (1.0 + precision):
            guess = near.point.copy()
        guess[-1] = precision
        polish(self.scaled.problem, self.work, guess, border)
        guess[-1] = precision
        point_along(self.scaled.problem, self.work, guess, near.tangent)
        return BranchPoint(guess, self.work.turn.copy())
