"""Following the branch of logit equilibria from precision 0, compiled.

Pseudo-arclength continuation (Keller 1977; Allgower and Georg 1990, chapters 2, 6 and 10; applied
to logit equilibria by Turocy 2005, 2010). A point is the log odds and, last, the precision on the
scale of the payoffs. From a point with unit tangent T the branch is extrapolated,

    guess = point + s T + s^2 / 2 (T - T before) / (last s),

and Newton's method brings the guess back to the branch in the plane through it orthogonal to T, so
that turning points in the precision are no obstacle. A step is taken back if Newton's method does
not contract, if the guess was far off, if the tangent turns too much, or if the determinant of the
bordered Jacobian changes sign. The last never happens along a smooth branch: it tells that the step
went over to a neighbouring branch, or, if it persists for the smallest steps, that the branch went
through a bifurcation, beyond which it is followed in its own direction.

In log odds a branch becomes a straight line as the precision grows, so that steps double and
precisions of 1e9 are reached in some fifty of them.

What Python calls are :func:`follow`, :func:`correct`, :func:`point_along` and those that polish.
Compiled code gives plain tuples to Python: numba calls Python to make a named one, and where an
interruption is raised just then the process ends with a segmentation fault (numba 0.68).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import njit
from crisis_sim.solve.quantal.equations import Work, assemble, evaluate
from crisis_sim.solve.quantal.linear import copy, dot, factor, substitute
from crisis_sim.solve.quantal.path import (
    CONTRACTION,
    GROWTH,
    LAST_STEP,
    MOST_ROUNDS,
    SHRINK,
    SIGN,
    STEP,
    STEP_BEFORE,
    Position,
    Stop,
)
from crisis_sim.solve.quantal.problem import Equations
from crisis_sim.solve.quantal.settled import settled

__all__ = [
    "FULL",
    "REACHED",
    "SETTLED",
    "STUCK",
    "TIGHT",
    "Corrected",
    "Followed",
    "correct",
    "follow",
    "point_along",
    "polish",
    "polish_all",
]

FULL, REACHED, SETTLED, STUCK = range(4)
"""Why :func:`follow` returned: no more room, precision reached, limit reached, no step possible."""

LOOSE, TIGHT = 1e-4, 1e-7
"""Last changes of log odds by Newton's method: on the way, and where a point is to be kept."""

_FAR = 0.4
_AIM = 0.1
_LEAST_COSINE = 0.9
_LEAST_STEP = 1e-9
_BIFURCATION_STEP, _SINGULAR_STEP = 1e-4, 1e-2
_RELATIVE = 1e-13
_LARGE = 1e3
_ROUNDING, _STALE = 2e-14, 1e-6


class Corrected(NamedTuple):
    """Rounds of Newton's method, 0 if it failed; length of the first; sign of the determinant."""

    rounds: int
    distance: float
    sign: float


class Followed(NamedTuple):
    """Number of points added, and why no more were."""

    added: int
    reason: int


def follow(
    problem: Equations,
    work: Work,
    path: Position,
    stop: Stop,
    points: Any,
    tangents: Any,
    signs: Any,
) -> Followed:
    """Fill rows of ``points``, ``tangents`` and ``signs`` with what follows on the branch."""
    return Followed(*_followed(problem, work, path, stop, points, tangents, signs))


def correct(problem: Equations, work: Work, point: Any, border: Any, tolerance: float) -> Corrected:
    """As the compiled :func:`_correct`."""
    return Corrected(*_corrected(problem, work, point, border, tolerance))


def point_along(problem: Equations, work: Work, point: Any, border: Any) -> Corrected:
    """As the compiled :func:`_point_along`."""
    return Corrected(*_pointed(problem, work, point, border))


@njit(cache=True, error_model="numpy")
def _followed(
    problem: Equations,
    work: Work,
    path: Position,
    stop: Stop,
    points: Any,
    tangents: Any,
    signs: Any,
) -> tuple[int, int]:
    done = _follow(problem, work, path, stop, points, tangents, signs)
    return done.added, done.reason


@njit(cache=True, error_model="numpy")
def _corrected(
    problem: Equations, work: Work, point: Any, border: Any, tolerance: float
) -> tuple[int, float, float]:
    done = _correct(problem, work, point, border, tolerance)
    return done.rounds, done.distance, done.sign


@njit(cache=True, error_model="numpy")
def _pointed(problem: Equations, work: Work, point: Any, border: Any) -> tuple[int, float, float]:
    done = _point_along(problem, work, point, border)
    return done.rounds, done.distance, done.sign


@njit(cache=True, error_model="numpy")
def _follow(
    problem: Equations,
    work: Work,
    path: Position,
    stop: Stop,
    points: Any,
    tangents: Any,
    signs: Any,
) -> Followed:
    """Fill rows of ``points``, ``tangents`` and ``signs`` with what follows on the branch."""
    for row in range(len(points)):
        if path.gauge[SIGN] == 0.0:
            _begin(problem, work, path)
        elif not _advance(problem, work, path):
            return Followed(row, STUCK)
        copy(points[row], path.point)
        copy(tangents[row], path.tangent)
        signs[row] = path.gauge[SIGN]
        if path.point[-1] >= stop.precision:
            return Followed(row + 1, REACHED)
        if settled(problem, work, path, stop):
            return Followed(row + 1, SETTLED)
    return Followed(len(points), FULL)


@njit(cache=True, error_model="numpy")
def _begin(problem: Equations, work: Work, path: Position) -> None:
    """The tangent at precision 0: towards what is better against uniform play."""
    corrected = _point_along(problem, work, path.point, path.tangent)
    copy(path.tangent, work.turn)
    path.gauge[SIGN] = corrected.sign


@njit(cache=True, error_model="numpy")
def _advance(problem: Equations, work: Work, path: Position) -> bool:
    """One step along the branch; whether it could be made."""
    gauge, guess = path.gauge, path.guess
    while gauge[STEP] > _LEAST_STEP:
        _extrapolate(path)
        corrected = _correct(problem, work, guess, path.tangent, LOOSE)
        if not _acceptable(path, work, corrected):
            gauge[STEP] *= SHRINK
            continue
        if corrected.sign != gauge[SIGN] and not _bifurcates(problem, work, path):
            gauge[STEP] *= SHRINK
            continue
        copy(path.older, path.old)
        copy(path.old, path.point)
        copy(path.point, guess)
        copy(path.old_tangent, path.tangent)
        copy(path.tangent, work.turn)
        gauge[STEP_BEFORE] = gauge[LAST_STEP]
        gauge[LAST_STEP] = gauge[STEP]
        gauge[SIGN] = corrected.sign
        ratio = (_AIM / max(corrected.distance, 1e-12)) ** (1.0 / 3.0)
        gauge[STEP] *= min(max(ratio, SHRINK), GROWTH)
        return True
    return False


@njit(cache=True, error_model="numpy")
def _extrapolate(path: Position) -> None:
    """A guess one step ahead: from the tangents, or from three points where precision is large.

    There tangents lose digits along directions in which a whole set of profiles is nearly an
    equilibrium; points do not.
    """
    gauge, guess = path.gauge, path.guess
    step, last, before = gauge[STEP], gauge[LAST_STEP], gauge[STEP_BEFORE]
    if before > 0.0 and path.point[-1] > _LARGE:
        old = -step * (step + last + before) / (last * before)
        older = step * (step + last) / (before * (last + before))
        for j in range(len(guess)):
            near = old * path.old[j] + older * path.older[j]
            guess[j] = (1.0 - old - older) * path.point[j] + near
        return
    bend = 0.5 * step * step / last if last > 0.0 else 0.0
    for j in range(len(guess)):
        turn = path.tangent[j] - path.old_tangent[j]
        guess[j] = path.point[j] + step * path.tangent[j] + bend * turn


@njit(cache=True, error_model="numpy")
def _bifurcates(problem: Equations, work: Work, path: Position) -> bool:
    """Whether the sign of the determinant still changes when the step is cut ever finer.

    If so it is zero somewhere on the branch itself; if not, the step went to another branch.
    ``work.turn`` is left as it is.
    """
    turn = work.turn.copy()
    point, tangent = path.point.copy(), path.tangent.copy()
    guess = point.copy()
    step = path.gauge[STEP]
    persists = True
    while persists and step > _BIFURCATION_STEP:
        step *= 0.5
        for _ in range(2):
            for j in range(len(guess)):
                guess[j] = point[j] + step * tangent[j]
            corrected = _correct(problem, work, guess, tangent, TIGHT)
            singular = corrected.rounds == 0 and step < _SINGULAR_STEP
            persists = singular or (corrected.rounds > 0 and corrected.sign != path.gauge[SIGN])
            if persists or corrected.rounds == 0:
                break
            copy(point, guess)
            copy(tangent, work.turn)
    copy(work.turn, turn)
    return persists


@njit(cache=True, error_model="numpy")
def _acceptable(path: Position, work: Work, corrected: Corrected) -> bool:
    """Whether a corrected guess is trusted to lie on the same branch."""
    if corrected.rounds == 0 or corrected.distance > _FAR or path.guess[-1] < 0.0:
        return False
    return bool(dot(work.turn, path.tangent) >= _LEAST_COSINE)


@njit(cache=True, error_model="numpy")
def _correct(
    problem: Equations, work: Work, point: Any, border: Any, tolerance: float
) -> Corrected:
    """Bring a point to the branch within the plane through it orthogonal to ``border``.

    By Newton's method, until a round changes log odds by less than ``tolerance``, which leaves an
    error of about its square. Leaves in ``work.turn`` the unit tangent, on the side of ``border``.
    """
    last = len(point) - 1
    goal = dot(border, point)
    distance = before = 0.0
    precision = abs(point[last])
    for rounds in range(1, MOST_ROUNDS + 1):
        evaluate(problem, work, point)
        assemble(problem, work, point)
        copy(work.matrix[last], border)
        work.step[last] = goal - dot(border, point)
        exact = _within_rounding(problem, work, point)
        sign = factor(work.matrix, work.pivots)
        if sign == 0.0:
            return Corrected(0, distance, sign)
        substitute(work.matrix, work.pivots, work.step)
        if exact:
            _turn(work)
            return Corrected(rounds, distance, sign)
        length = excess = 0.0
        for j in range(last + 1):
            size = abs(work.step[j])
            length = max(length, size / (1.0 + 1e-2 * abs(point[j])))
            excess = max(excess, size / (tolerance + _RELATIVE * (precision + abs(point[j]))))
            point[j] += work.step[j]
        if rounds == 1:
            distance = length
        elif not length <= max(CONTRACTION * before, _STALE):
            return Corrected(0, distance, sign)
        stale = rounds > 2 and length <= _STALE and length > 0.1 * before
        before = length
        if stale or excess <= 1.0:
            _turn(work)
            return Corrected(rounds, distance, sign)
    return Corrected(0, distance, 0.0)


@njit(cache=True, error_model="numpy")
def polish(problem: Equations, work: Work, point: Any, border: Any) -> None:
    """Newton's method within the plane through a point, for as long as the residual falls.

    :func:`_correct` stops when the residual could be due to rounding; this makes sure that it is.
    """
    last = len(point) - 1
    goal = dot(border, point)
    best, least = point.copy(), np.inf
    for _ in range(MOST_ROUNDS):
        evaluate(problem, work, point)
        assemble(problem, work, point)
        residual = 0.0
        for j in range(last):
            residual = max(residual, abs(work.step[j]))
        if not residual < least:
            break
        copy(best, point)
        least = residual
        copy(work.matrix[last], border)
        work.step[last] = goal - dot(border, point)
        if factor(work.matrix, work.pivots) == 0.0:
            break
        substitute(work.matrix, work.pivots, work.step)
        for j in range(last + 1):
            point[j] += work.step[j]
    copy(point, best)


@njit(cache=True, error_model="numpy")
def polish_all(problem: Equations, work: Work, points: Any, tangents: Any) -> None:
    """Solve the equations to the last digits at each of many points, and find the tangents."""
    for row in range(len(points)):
        polish(problem, work, points[row], tangents[row])
        if _point_along(problem, work, points[row], tangents[row]).sign != 0.0:
            copy(tangents[row], work.turn)


@njit(cache=True, error_model="numpy")
def _within_rounding(problem: Equations, work: Work, point: Any) -> bool:
    """Whether changes in the last digits of point and payoffs account for the whole residual."""
    for h in range(len(problem.shared)):
        for c in range(problem.first[h] + 1, problem.first[h + 1]):
            if not _row_within_rounding(work, point, c - h - 1, problem.most[h]):
                return False
    return _row_within_rounding(work, point, len(point) - 1, 1.0)


@njit(cache=True, error_model="numpy")
def _row_within_rounding(work: Work, point: Any, row: int, most: float) -> bool:
    """The same for one equation; ``most`` is the largest payoff in it."""
    scale = 1.0 + point[-1] * most
    for k in range(len(point)):
        scale += abs(work.matrix[row, k] * point[k])
    return bool(abs(work.step[row]) <= _ROUNDING * scale)


@njit(cache=True, error_model="numpy")
def _point_along(problem: Equations, work: Work, point: Any, border: Any) -> Corrected:
    """The unit tangent at a point of the branch, in ``work.turn``, on the side of ``border``."""
    evaluate(problem, work, point)
    assemble(problem, work, point)
    copy(work.matrix[len(point) - 1], border)
    sign = factor(work.matrix, work.pivots)
    if sign != 0.0:
        _turn(work)
    return Corrected(1, 0.0, sign)


@njit(cache=True, error_model="numpy")
def _turn(work: Work) -> None:
    """The unit tangent from the factored bordered Jacobian."""
    turn = work.turn
    for j in range(len(turn)):
        turn[j] = 0.0
    turn[-1] = 1.0
    substitute(work.matrix, work.pivots, turn)
    length = np.sqrt(dot(turn, turn))
    for j in range(len(turn)):
        turn[j] /= length
