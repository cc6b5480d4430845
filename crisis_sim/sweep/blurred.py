"""Points at which floats say which play is best, but not what it is worth.

Where a formula takes nearly equal numbers from each other, as ``1e17 + x - 1e17`` does, little may
be left of its float. What is played is decided beyond the error all the same; payoffs are then
computed exactly. What counts is the error of the payoffs that play comes to, beside their mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats

__all__ = ["blurred"]

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
    near = [
        np.flatnonzero(own < least)
        for own, least in zip(np.abs(payoffs.T), errors.max(axis=0) / MOST, strict=True)
        if least.ndim or np.fmin.reduce(own, initial=np.inf) < least
    ]
    found = np.unique(np.concatenate(near)) if near else np.empty(0, dtype=np.intp)
    if not len(found):
        return found
    with np.errstate(invalid="ignore", over="ignore"):
        if errors.ndim == 2:
            bound = outcomes[found] @ errors
        else:
            bound = np.einsum("nk,kpn->np", outcomes[found], errors[:, :, found])
        # Where a bound is infinite nothing is known: it counts as blurred, nan too.
        return found[~(bound <= MOST * np.abs(payoffs[found])).all(axis=1)]
