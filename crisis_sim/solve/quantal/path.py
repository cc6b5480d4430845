"""Where a branch has been followed to, and when to stop."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

__all__ = [
    "CONTRACTION",
    "GROWTH",
    "LAST_STEP",
    "MOST_ROUNDS",
    "SHRINK",
    "SIGN",
    "STEP",
    "STEP_BEFORE",
    "Position",
    "Stop",
    "make_path",
]

STEP, LAST_STEP, STEP_BEFORE, SIGN = range(4)
"""Places in ``Path.gauge``."""

MOST_ROUNDS, CONTRACTION = 6, 0.3
"""Rounds of Newton's method, and how much each must shorten the way of the one before."""
GROWTH, SHRINK = 3.0, 0.4
"""How much longer, or shorter, a step may be than the one before."""

_FIRST_STEP = 1.0


class Position(NamedTuple):
    """Where the branch has been followed to.

    ``point`` and ``tangent``, ``old`` and ``older`` (the points one and two steps before),
    ``old_tangent`` and ``guess`` (room for the next point) are (unknowns + 1,). ``gauge`` holds the
    next step, the last, the one before, and the sign of the determinant.
    """

    point: Any
    tangent: Any
    old_tangent: Any
    guess: Any
    old: Any
    older: Any
    gauge: Any


class Stop(NamedTuple):
    """When to stop: at this precision, or when agent regret and what is left to move are small.

    ``regret`` is a share of what is at stake at each information set; ``move`` is a probability.
    """

    precision: float
    regret: float
    move: float


def make_path(unknowns: int) -> Position:
    """The start of a branch, its tangent not yet known."""
    size = unknowns + 1
    tangent = np.zeros(size)
    tangent[-1] = 1.0
    gauge = np.array([_FIRST_STEP, 0.0, 0.0, 0.0])
    return Position(
        np.zeros(size),
        tangent,
        np.zeros(size),
        np.zeros(size),
        np.zeros(size),
        np.zeros(size),
        gauge,
    )
