"""Whether a belief over three classes or more supports an action, compiled; with a proof."""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import inner, njit

__all__ = ["NO", "OPEN", "YES", "belief_exists"]

NO, YES, OPEN = 0, 1, 2
_TINY = 1e-13
_ROUNDING = 1e-15
"""Of a sum of a few products, as a share of the largest."""


@njit(cache=True, error_model="numpy")
def belief_exists(
    gains: Any, rows: int, classes: int, margin: float, tableau: Any, basis: Any
) -> int:
    """Whether some belief over the classes makes no row of ``gains`` negative.

    Parameters
    ----------
    gains : (rows, classes), row by row; signs are right, and zeros are zero.
    margin : by how much the others may be off.
    tableau, basis : room for (classes + 1) by (rows + classes + 1) numbers, and for (classes).

    Some belief does if the matrix game in which it is chosen against the row is worth nothing or
    more. With ``s`` added to make all gains positive, that game is worth one over the greatest sum
    of ``y >= 0`` with ``sum_r (gains[r, c] + s) y[r] <= 1`` for each class (Dantzig 1951): a linear
    programme that can start from ``y = 0``. A column with the least number enters (Bland 1977).

    The belief that is found proves the one answer, the shares of the rows the other, whatever
    floats did on the way; where neither does within the margin, it is left open.
    """
    scale = 0.0
    for c in range(classes):
        supports = True
        for r in range(rows):
            scale = max(scale, abs(gains[r * classes + c]))
            supports = supports and gains[r * classes + c] >= 0.0
        if supports:
            return YES
    if not scale < np.inf:
        return OPEN
    _solve(gains, rows, classes, scale, tableau, basis)
    off = margin + _ROUNDING * (rows + classes) * scale
    if _belief_serves(gains, rows, classes, off, tableau):
        return YES
    return NO if _rows_refuse(gains, rows, classes, off, tableau, basis) else OPEN


@inner()
def _solve(gains: Any, rows: int, classes: int, scale: float, tableau: Any, basis: Any) -> None:
    shift, width = 2.0, rows + classes
    for k in range((classes + 1) * (width + 1)):
        tableau[k] = 0.0
    for c in range(classes):
        for r in range(rows):
            tableau[c * (width + 1) + r] = gains[r * classes + c] / scale + shift
        tableau[c * (width + 1) + rows + c] = tableau[c * (width + 1) + width] = 1.0
        basis[c] = rows + c
    last = classes * (width + 1)
    for r in range(rows):
        tableau[last + r] = -1.0
    while True:
        column = 0
        while column < width and tableau[last + column] >= -_TINY:
            column += 1
        if column == width:
            return
        _pivot(tableau, basis, classes, width, column)


@inner()
def _belief_serves(gains: Any, rows: int, classes: int, off: float, tableau: Any) -> bool:
    """Whether the belief in the last row of the tableau makes every row more than nothing."""
    last, total = classes * (rows + classes + 1) + rows, 0.0
    for c in range(classes):
        total += max(tableau[last + c], 0.0)
    for r in range(rows):
        mean = 0.0
        for c in range(classes):
            mean += max(tableau[last + c], 0.0) * gains[r * classes + c]
        if not mean > off * total:
            return False
    return True


@inner()
def _rows_refuse(gains: Any, rows: int, classes: int, off: float, tableau: Any, basis: Any) -> bool:
    """Whether the rows, mixed as in the solution, are less than nothing in every class."""
    width = rows + classes
    for k in range(classes):
        mean, total = 0.0, 0.0
        for c in range(classes):
            if basis[c] < rows:
                share = max(tableau[c * (width + 1) + width], 0.0)
                mean += share * gains[basis[c] * classes + k]
                total += share
        if not mean < -off * total:
            return False
    return True


@inner()
def _pivot(tableau: Any, basis: Any, classes: int, width: int, column: int) -> None:
    """Let a column enter, for the row whose bound it meets first."""
    row, least, size = 0, np.inf, width + 1
    for c in range(classes):
        if tableau[c * size + column] > _TINY:
            bound = tableau[c * size + width] / tableau[c * size + column]
            if bound < least:
                row, least = c, bound
    basis[row] = column
    pivot = tableau[row * size + column]
    for k in range(width + 1):
        tableau[row * size + k] /= pivot
    for c in range(classes + 1):
        factor = tableau[c * size + column]
        if c != row and factor != 0.0:
            for k in range(width + 1):
                tableau[c * size + k] -= factor * tableau[row * size + k]
