"""LU factors of the bordered Jacobian, compiled.

Written out rather than called from LAPACK for two reasons. Entries below the pivot that are zero
are passed over: what is played at an information set depends mostly on later ones, so that with
the numbering of :mod:`crisis_sim.solve.quantal.problem` most of them are. And the sign of the
determinant, which tells a bifurcation, comes with it. Larger systems go to LAPACK.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.solve.quantal.uncounted import uncounted

__all__ = ["copy", "dot", "factor", "substitute"]


@uncounted
def dot(first: Any, second: Any) -> float:
    """The inner product of two vectors; numba's own would import scipy."""
    total = 0.0
    for j in range(len(first)):
        total += first[j] * second[j]
    return total


@uncounted
def copy(target: Any, source: Any) -> None:
    """Copy a vector; an assignment of slices takes numba longer to compile."""
    for j in range(len(target)):
        target[j] = source[j]


@uncounted
def factor(matrix: Any, pivots: Any) -> float:
    """Replace a square matrix by its factors; the sign of the determinant, 0 if it is singular.

    Gaussian elimination with partial pivoting, Golub and Van Loan (2013), algorithm 3.4.1. Costs at
    most 2/3 of the cube of its size.
    """
    size = len(matrix)
    sign = 1.0
    for k in range(size):
        best = k
        most = abs(matrix[k, k])
        for i in range(k + 1, size):
            if abs(matrix[i, k]) > most:
                most = abs(matrix[i, k])
                best = i
        pivots[k] = best
        if not most > 0.0 or not np.isfinite(most):
            return 0.0
        if best != k:
            sign = -sign
            for j in range(size):
                matrix[k, j], matrix[best, j] = matrix[best, j], matrix[k, j]
        if matrix[k, k] < 0.0:
            sign = -sign
        _eliminate(matrix, k, 1.0 / matrix[k, k])
    return sign


@uncounted
def _eliminate(matrix: Any, k: int, inverse: float) -> None:
    """Clear column ``k`` below the diagonal, keeping the multipliers there."""
    size = len(matrix)
    pivot = matrix[k]
    for i in range(k + 1, size):
        row = matrix[i]
        if row[k] != 0.0:
            multiplier = row[k] * inverse
            row[k] = multiplier
            for j in range(k + 1, size):
                row[j] -= multiplier * pivot[j]


@uncounted
def substitute(matrix: Any, pivots: Any, vector: Any) -> None:
    """Replace a vector by the solution of the factored system."""
    size = len(matrix)
    for k in range(size):
        best = pivots[k]
        if best != k:
            vector[k], vector[best] = vector[best], vector[k]
    for i in range(1, size):
        total = vector[i]
        for j in range(i):
            total -= matrix[i, j] * vector[j]
        vector[i] = total
    for i in range(size - 1, -1, -1):
        total = vector[i]
        for j in range(i + 1, size):
            total -= matrix[i, j] * vector[j]
        vector[i] = total / matrix[i, i]
