"""Points at which floats say which play is best, but not what it is worth.

Where a formula takes nearly equal numbers from each other, as ``1e17 + x - 1e17`` does, little may
be left of its float. What is played is decided beyond the error all the same; payoffs are then
computed exactly.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.sweep.rounding import Bounded, Rounding, inexactness

__all__ = ["blurred", "may_blur"]

MOST = 1e-9
"""Error of a payoff that is written all the same, as a share of its player's payoff range."""
LOOKED_AT = 16
"""Points of a block whose payoff ranges stand for all of it."""


def blurred(rounding: Rounding, numbers: Bounded) -> NDArray[np.bool_]:
    """(points,) whether some payoff is off by more than a small share of its player's range."""
    values = np.vstack([numbers.values, np.zeros((1, numbers.values.shape[1]))])
    errors = np.vstack([numbers.errors, np.zeros((1, numbers.errors.shape[1]))])
    with np.errstate(invalid="ignore", over="ignore"):
        payoffs = values[rounding.parts].sum(axis=0)
        off = errors[rounding.parts].sum(axis=0).max(axis=0)
        allowed = MOST * np.ptp(payoffs, axis=0)
        return np.asarray((off > allowed).any(axis=0))


def may_blur(rounding: Rounding, columns: Mapping[str, Floats], points: int) -> bool:
    """Whether some point of a block may be blurred; looks at the ranges of some of its points."""
    held = [columns[name] for name in rounding.names]
    errors = np.append(rounding.ranges(held).errors, 0.0)
    places = np.unique(np.linspace(0, points - 1, LOOKED_AT).astype(np.int64))
    sample = [column[places] for column in held]
    numbers = rounding.at_points(sample, [inexactness(one) for one in sample], len(places))
    values = np.vstack([numbers.values, np.zeros((1, len(places)))])
    with np.errstate(invalid="ignore", over="ignore"):
        payoffs = values[rounding.parts].sum(axis=0)
        spread = np.ptp(payoffs, axis=0)
        # Points at which a payoff is undefined allow anything: they are not solved.
        allowed = MOST * np.where(np.isnan(spread), np.inf, spread).min(axis=1)
        off = errors[rounding.parts].sum(axis=0).max(axis=0)
        return bool(np.any(~(off <= allowed)))
