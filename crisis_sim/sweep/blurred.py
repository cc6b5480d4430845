"""Points at which floats say which play is best, but not what it is worth.

Where a formula takes nearly equal numbers from each other, as ``1e17 + x - 1e17`` does, little may
be left of its float. What is played is decided beyond the error all the same; payoffs are then
computed exactly. What counts is the error of the payoffs that play comes to, beside their mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.sweep.rounding import Rounding

__all__ = ["blurred"]

MOST = 1e-9
"""Error of a payoff that is written all the same, as a share of the payoff."""


def blurred(
    rounding: Rounding, errors: Floats, payoffs: Floats, outcomes: Floats
) -> NDArray[np.bool_]:
    """(points,) whether some player's payoff may be off by more than a small share of itself.

    Parameters
    ----------
    errors : (entries,) bounds over all points, or (entries, points), of the tape's errors.
    payoffs, outcomes : (points, players) and (points, outcomes) of the reported equilibria.
    """
    table = np.concatenate([errors, np.zeros((1, *errors.shape[1:]))])
    off = table[rounding.parts].sum(axis=0)
    off[rounding.payoff_tags == 0] = 0.0
    tree = rounding.family.tree
    # (outcomes, players[, points]) the largest error among the rows of an outcome.
    each = np.zeros((len(tree.outcomes), *off.shape[1:]))
    np.maximum.at(each, tree.rows, off)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.zeros(len(payoffs), dtype=np.bool_)
        for player, most in enumerate(each.max(axis=0)):
            own, least = np.abs(payoffs[:, player]), most / MOST
            if errors.ndim > 1 or np.fmin.reduce(own, initial=np.inf) < least:
                near |= own < least
        found = np.flatnonzero(near)
        if errors.ndim == 1:
            bound = outcomes[found] @ each
        else:
            bound = np.einsum("nk,kpn->np", outcomes[found], each[:, :, found])
        near[found] = (bound > MOST * np.abs(payoffs[found])).any(axis=1)
    return np.asarray(near)
