"""The linear equations that pin the probabilities of a semi-separating equilibrium.

A receiver's indifference is linear in the senders' probabilities, because beliefs enter it as
weights that need not sum to one; a sender's indifference is linear in the receivers'.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from crisis_sim.game.game import Floats

__all__ = ["MARGIN", "interior_solution", "interval", "tidy"]

MARGIN = 1e-7
"""Probabilities nearer than this to 0 or 1 are taken for those of pure strategies."""


def interior_solution(matrix: Floats, right: Floats, scale: float) -> Floats | None:
    """The only solution of linear equations, if all of it lies strictly in (0, 1).

    Parameters
    ----------
    matrix, right : (equations, unknowns) and (equations,).
    scale : the size below which a coefficient or a residual counts as zero.

    None where there is no solution, more than one, or one on the boundary.
    """
    equations, unknowns = matrix.shape
    if equations < unknowns:
        return None
    if equations == unknowns == 1:
        slope = float(matrix[0, 0])
        if abs(slope) <= scale:
            return None
        solution = np.array([float(right[0]) / slope])
    else:
        if float(np.linalg.svd(matrix, compute_uv=False)[-1]) <= scale:
            return None
        solution = np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0])
        if np.any(np.abs(matrix @ solution - right) > scale):
            return None
    inside = np.all((solution > MARGIN) & (solution < 1.0 - MARGIN))
    return solution if inside else None


def interval(rows: Sequence[tuple[float, float]], tol: float) -> tuple[float, float] | None:
    """The ``r`` in [0, 1] with ``constant + slope * r >= 0`` for every row; None if there is none.

    A row whose slope is at most ``tol`` decides nothing: it is left to the caller's own test.
    """
    low, high = 0.0, 1.0
    for constant, slope in rows:
        if slope > tol:
            low = max(low, -constant / slope)
        elif slope < -tol:
            high = min(high, -constant / slope)
    return (low, max(low, high)) if high >= low - MARGIN else None


def tidy(probability: float) -> float:
    """The nearest simple fraction, if rounding errors alone could be what separates it."""
    simple = float(Fraction(probability).limit_denominator(1000))
    return simple if abs(simple - probability) < 1e-13 else probability
