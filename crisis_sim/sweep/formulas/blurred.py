"""Points at which floats say which play is best, but not what it is worth.

Where a formula takes nearly equal numbers from each other, as ``1e17 + x - 1e17`` does, little may
be left of its float; and little may be left of a mean of large numbers. What is played is decided
beyond the error all the same; payoffs are then computed exactly. What counts is the error of the
payoffs and probabilities that play comes to, beside their mean.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.sweep.block import Keys, Play
from crisis_sim.sweep.formulas.rounding import MOST, EndBounds

__all__ = ["blurred"]

Points = NDArray[np.intp]
EndsOf = Callable[[Points, Play | None], EndBounds]
PlayOf = Callable[[int, int], Play]


def blurred(
    points: Points, payoffs: Floats, outcomes: Floats, keys: Keys, ends_of: EndsOf, play_of: PlayOf
) -> Points:
    """Those of some points at which a payoff may be off by more than a small share of itself.

    Parameters
    ----------
    payoffs, outcomes, keys : (points, ...) of all points: what is reported, its play's key last.
    ends_of : what is known of the outcomes at some points, perhaps of one play.
    play_of : the play with a key, which is reported at a point.
    """
    if not len(points):
        return points
    near = ~(np.abs(payoffs[points]) >= ends_of(points, None).little.T)
    points = points[near.any(axis=1)]
    points = points[_off(ends_of(points, None), payoffs[points], outcomes[points])]
    found = [points[:0]]
    for key in np.unique(keys[points]).tolist():
        alike = points[keys[points] == key]
        ends = ends_of(alike, play_of(key, int(alike[0])))
        found.append(alike[_off(ends, payoffs[alike], outcomes[alike])])
    return np.sort(np.concatenate(found))


def _off(ends: EndBounds, payoffs: Floats, outcomes: Floats) -> NDArray[np.bool_]:
    """(points,) whether a payoff may be off by too much."""
    with np.errstate(invalid="ignore", over="ignore"):
        if ends.errors.ndim == 2:
            bound = outcomes @ ends.errors + ends.reach * ((outcomes > 0.0) @ ends.sizes)
        else:
            own = ends.reach[:, None] * (outcomes > 0.0)
            lost = np.minimum(own, outcomes * ends.share[:, None])
            bound = np.einsum("nk,kpn->np", outcomes, ends.errors)
            bound += np.einsum("nk,kpn->np", lost, ends.sizes)
        # Where a bound is infinite nothing is known: it counts as off, nan too.
        return np.asarray(~(1.01 * bound <= MOST * np.abs(payoffs)).all(axis=1))
