"""Which senders a message tempts, and which it tempts more.

``gains`` is (responses, senders): what each sender gets by sending the message, less what it gets
in equilibrium. Responses may be mixed, so that the gains that can come about are the convex hull of
the rows. That is exact for two responses. With more of them a mixture may be no best response to
any one belief, and the hull is a superset: senders then look less certain to gain or to lose, and
what is said to fail a refinement does fail it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats

__all__ = ["deters", "never_gains", "outdone"]


def never_gains(gains: Floats, tol: float) -> NDArray[np.bool_]:
    """(senders,) whether every response leaves the sender worse off than in equilibrium."""
    return np.asarray(gains.max(axis=0) < -tol)


def outdone(gains: Floats, tol: float) -> NDArray[np.bool_]:
    """(senders, senders) whether the second is strictly more eager than the first.

    So it is if the mixtures of responses that are at least as good as the equilibrium for the first
    are all strictly better for the second, and are not all that are (Cho and Kreps 1987, criterion
    D1; Banks and Sobel 1987). A strict order: nobody outdoes a sender that is never worse off.
    """
    count = gains.shape[1]
    table = np.zeros((count, count), dtype=bool)
    for first in np.flatnonzero(gains.min(axis=0) < -tol):
        for second in np.flatnonzero(gains.max(axis=0) > tol):
            table[first, second] = _least(gains[:, first], gains[:, second], tol) > tol
    return table


def _least(given: Floats, other: Floats, tol: float) -> float:
    """The least of ``other`` over the mixtures at which ``given`` is at least ``-tol``.

    A linear programme over weights with one side condition, so that two rows are enough.
    """
    good = given >= -tol
    least = float(other[good].min(initial=np.inf))
    if good.any() and not good.all():
        up, down = given[good][:, None], given[~good][None, :]
        share = (up + tol) / (up - down)
        mixed = other[good][:, None] * (1.0 - share) + other[~good][None, :] * share
        least = min(least, float(mixed.min()))
    return least


def deters(gains: Floats, tol: float) -> bool:
    """Whether some mixture of responses leaves no sender better off than in equilibrium."""
    if np.any(np.all(gains <= tol, axis=1)):
        return True
    rows, senders = gains.shape
    if any(_pair_deters(gains[i], gains[j], tol) for i in range(rows) for j in range(i)):
        return True
    # With two senders, or two responses, two rows are as good as any number.
    return rows > 2 and senders > 2 and _programme(gains, tol)


def _pair_deters(first: Floats, second: Floats, tol: float) -> bool:
    """Whether a mixture of two rows leaves no sender better off."""
    low, high = 0.0, 1.0
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        slope = one - other
        if slope > 0:
            high = min(high, (tol - other) / slope)
        elif slope < 0:
            low = max(low, (tol - other) / slope)
        elif other > tol:
            return False
    return low <= high


def _programme(gains: Floats, tol: float) -> bool:
    """Weights (rows,) of least greatest gain: min t with ``gains.T @ weights <= t``."""
    if np.any(gains.min(axis=0) > tol):
        return False
    from scipy.optimize import linprog

    rows, senders = gains.shape
    found = linprog(
        np.append(np.zeros(rows), 1.0),
        A_ub=np.hstack([gains.T, -np.ones((senders, 1))]),
        b_ub=np.zeros(senders),
        A_eq=np.append(np.ones(rows), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * rows + [(None, None)],
        method="highs",
    )
    return bool(found.status == 0 and found.fun <= tol)
