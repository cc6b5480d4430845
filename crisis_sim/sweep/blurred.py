"""Points at which floats say which play is best, but not what it is worth.

Where a formula takes nearly equal numbers from each other, as ``1e17 + x - 1e17`` does, little may
be left of its float. What is played is decided beyond the error all the same; payoffs are then
computed exactly. What counts is the error of the payoffs that play comes to, beside their mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats

__all__ = ["MOST", "blurred", "blurred_among"]

MOST = 1e-9
"""Error of a payoff that is written all the same, as a share of the payoff."""


def blurred(errors: Floats, payoffs: Floats, outcomes: Floats) -> NDArray[np.intp]:
    """The points at which some player's payoff may be off by more than a small share of itself.

    Parameters
    ----------
    errors : (outcomes, players) bounds over all points, or (outcomes, players, points), of the
        errors of payoffs.
    payoffs, outcomes : (points, players) and (points, outcomes) of the reported equilibria.
    """
    least = errors.max(axis=0, initial=0.0) / MOST
    little = np.abs(payoffs) < least.T
    return blurred_among(np.flatnonzero(little.any(axis=1)), errors, payoffs, outcomes)


def blurred_among(
    points: NDArray[np.intp], errors: Floats, payoffs: Floats, outcomes: Floats
) -> NDArray[np.intp]:
    """Those of some points, as :func:`blurred` has them."""
    if not len(points):
        return points
    with np.errstate(invalid="ignore", over="ignore"):
        if errors.ndim == 2:
            bound = outcomes[points] @ errors
        else:
            bound = np.einsum("nk,kpn->np", outcomes[points], errors[:, :, points])
        # Where a bound is infinite nothing is known: it counts as blurred, nan too.
        return points[~(bound <= MOST * np.abs(payoffs[points])).all(axis=1)]
