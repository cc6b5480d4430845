"""The beliefs at one information set that make an action optimal.

With ``k`` classes of nodes whose ratios are free, a belief is a point of the simplex in ``k``
dimensions, and the beliefs under which an action is at least as good as every other form a
polytope: ``gains @ belief >= 0``, one row for each other action.
"""

from __future__ import annotations

import numpy as np

from crisis_sim.game.game import Floats

__all__ = ["belief_range", "supporting_belief"]


def supporting_belief(gains: Floats, preferred: Floats, tol: float) -> Floats | None:
    """A belief over ``k`` classes under which no other action gains more than ``tol``.

    Parameters
    ----------
    gains : (other actions, k) value of the action less that of each other one, by class.
    preferred : (k,) a belief that is returned if it serves; otherwise one near it does.

    Returns None where no belief serves.
    """
    if gains.shape[1] == 1:
        return np.ones(1) if np.all(gains[:, 0] >= -tol) else None
    if np.all(gains @ preferred >= -tol):
        return preferred
    if gains.shape[1] == 2:
        low, high = _interval(gains, 0.0)
        if low > high:
            low, high = _interval(gains, tol)
        if low > high:
            return None
        first = min(max(float(preferred[0]), low), high)
        return np.array([first, 1.0 - first])
    found = _nearest(gains, preferred, 0.0)
    return _nearest(gains, preferred, tol) if found is None else found


def belief_range(gains: Floats, tol: float) -> Floats:
    """(k, 2) least and greatest belief of each class among those that support the action."""
    count = gains.shape[1]
    if count == 1:
        return np.ones((1, 2))
    if count == 2:
        low, high = _interval(gains, 0.0)
        if low > high:
            low, high = _interval(gains, tol)
        return np.array([[low, high], [1.0 - high, 1.0 - low]])
    bounds = _extremes(gains, 0.0)
    if np.isnan(bounds).any():
        bounds = _extremes(gains, tol)
    return np.clip(bounds, 0.0, 1.0)


def _interval(gains: Floats, tol: float) -> tuple[float, float]:
    """The beliefs of the first of two classes that keep every gain at or above ``-tol``."""
    low, high = 0.0, 1.0
    for first, second in gains.tolist():
        slope = first - second
        if slope > 0:
            low = max(low, (-tol - second) / slope)
        elif slope < 0:
            high = min(high, (-tol - second) / slope)
        elif second < -tol:
            return 1.0, 0.0
    return low, high


def _extremes(gains: Floats, tol: float) -> Floats:
    """(k, 2) least and greatest belief of each class; nan where no belief serves."""
    directions = np.eye(gains.shape[1])
    return np.array(
        [
            [_optimum(gains, sign * each, tol)[one] for sign in (1.0, -1.0)]
            for one, each in enumerate(directions)
        ]
    )


def _optimum(gains: Floats, direction: Floats, tol: float) -> Floats:
    """The supporting belief that is least in a direction; nan where there is none."""
    from scipy.optimize import linprog

    count = gains.shape[1]
    found = linprog(
        direction,
        A_ub=-gains,
        b_ub=np.full(len(gains), tol),
        A_eq=np.ones((1, count)),
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * count,
        method="highs",
    )
    return np.asarray(found.x) if found.status == 0 else np.full(count, np.nan)


def _nearest(gains: Floats, preferred: Floats, tol: float) -> Floats | None:
    """The supporting belief with the least total difference from ``preferred``."""
    from scipy.optimize import linprog

    count = gains.shape[1]
    eye = np.eye(count)
    found = linprog(
        np.concatenate([np.zeros(count), np.ones(count)]),
        A_ub=np.block(
            [[-gains, np.zeros((len(gains), count))], [eye, -eye], [-eye, -eye]],
        ),
        b_ub=np.concatenate([np.full(len(gains), tol), preferred, -preferred]),
        A_eq=np.concatenate([np.ones(count), np.zeros(count)])[None, :],
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * count + [(0.0, None)] * count,
        method="highs",
    )
    if found.status != 0:
        return None
    belief = np.clip(np.asarray(found.x[:count]), 0.0, 1.0)
    return np.asarray(belief / belief.sum())
