"""Whether a branch that is being followed has come near its limit, compiled."""

from __future__ import annotations

import numpy as np

from crisis_sim.compiled import njit
from crisis_sim.solve.quantal.equations import Work
from crisis_sim.solve.quantal.path import Position, Stop
from crisis_sim.solve.quantal.problem import Equations

__all__ = ["settled"]


@njit(cache=True, error_model="numpy")
def settled(problem: Equations, work: Work, path: Position, stop: Stop) -> bool:
    """Whether regret is small beside what is at stake, and so is the distance to the limit.

    Where actions stay mixed their values differ by less than 1 / precision; so small a regret at a
    low precision says only that the branch happens to pass near indifference. Nothing is decided
    here but how far the branch is followed.
    """
    last = len(path.point) - 1
    rise = path.point[last] - path.old[last]
    if rise <= 0.0:
        return False
    ahead = path.old[last] / rise
    for h in range(len(problem.shared)):
        start, end = problem.first[h], problem.first[h + 1]
        best = work.value[start]
        mean = likeliest = 0.0
        for c in range(start, end):
            best = max(best, work.value[c])
            mean += work.probability[c] * work.value[c]
            likeliest = max(likeliest, work.probability[c])
        mixed = likeliest < 1.0 - stop.move
        least = stop.regret * problem.stake[h]
        if best - mean > least and problem.stake[h] > 0.0:
            return False
        if mixed and 0.0 < path.point[last] * least < 1.0:
            return False
        if _movement(work, path, start, end, h, ahead) > stop.move:
            return False
    return True


@njit(cache=True, error_model="numpy")
def _movement(work: Work, path: Position, start: int, end: int, h: int, ahead: float) -> float:
    """How far the probabilities at an information set still are from their limit.

    For large precisions log odds are a + b / precision where actions stay mixed, and
    a - b precision where one vanishes. Extrapolation in 1 / precision is right for the first, and
    leaves the second far below zero.
    """
    most, total = 0.0, 0.0
    for c in range(start + 1, end):
        j = c - h - 1
        most = max(most, path.point[j] + ahead * (path.point[j] - path.old[j]))
    for c in range(start, end):
        total += np.exp(_limit(path, start, c, h, ahead) - most)
    movement = 0.0
    for c in range(start, end):
        limit = np.exp(_limit(path, start, c, h, ahead) - most) / total
        movement = max(movement, abs(limit - work.probability[c]))
    return movement


@njit(cache=True, error_model="numpy")
def _limit(path: Position, start: int, c: int, h: int, ahead: float) -> float:
    """Log odds of a choice, extrapolated to an infinite precision."""
    if c == start:
        return 0.0
    j = c - h - 1
    return float(path.point[j] + ahead * (path.point[j] - path.old[j]))
