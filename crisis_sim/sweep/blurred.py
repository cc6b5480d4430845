"""Points at which floats say which play is best, but not what it is worth.

Where a formula takes nearly equal numbers from each other, as ``1e17 + x - 1e17`` does, little may
be left of its float; and little may be left of a mean of large numbers. What is played is decided
beyond the error all the same; payoffs are then computed exactly. What counts is the error of the
payoffs and probabilities that play comes to, beside their mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.sweep.rounding import MOST, Ends

__all__ = ["blurred", "blurred_among", "little"]


def little(ends: Ends) -> Floats:
    """(players,) or (players, points) payoffs nearer to 0 may be off by more than their share."""
    with np.errstate(invalid="ignore", over="ignore"):
        near = ends.errors.max(axis=0) + ends.reach * ends.sizes.sum(axis=0)
        return np.asarray(np.where(np.isnan(near), np.inf, near) / MOST * 1.02)


def blurred(ends: Ends, payoffs: Floats, outcomes: Floats) -> NDArray[np.intp]:
    """The points at which some player's payoff may be off by more than a small share of itself.

    ``payoffs`` and ``outcomes`` are (points, players) and (points, outcomes), of what is reported.
    """
    near = ~(np.abs(payoffs) >= little(ends).T)
    return blurred_among(np.flatnonzero(near.any(axis=1)), ends, payoffs, outcomes)


def blurred_among(
    points: NDArray[np.intp], ends: Ends, payoffs: Floats, outcomes: Floats
) -> NDArray[np.intp]:
    """Those of some points, as :func:`blurred` has them."""
    if not len(points):
        return points
    shares = outcomes[points]
    with np.errstate(invalid="ignore", over="ignore"):
        if ends.errors.ndim == 2:
            bound = shares @ ends.errors + ends.reach * ((shares > 0.0) @ ends.sizes)
        else:
            own = ends.reach[points, None] * (shares > 0.0)
            lost = np.minimum(own, shares * ends.share[points, None])
            bound = np.einsum("nk,kpn->np", shares, ends.errors[:, :, points])
            bound += np.einsum("nk,kpn->np", lost, ends.sizes[:, :, points])
        # Where a bound is infinite nothing is known: it counts as blurred, nan too.
        return points[~(1.01 * bound <= MOST * np.abs(payoffs[points])).all(axis=1)]
