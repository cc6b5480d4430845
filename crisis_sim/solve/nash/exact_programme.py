"""Linear programmes in exact arithmetic, by the simplex method in integers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

__all__ = ["Optimum", "maximise"]


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimal point, or the proof that there is no bound.

    ``weights`` are the variables; ``prices`` solve the dual programme, and with them the optimum
    proves itself: prices times the right-hand sides are the value too.
    """

    value: Fraction
    weights: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]


def maximise(
    objective: NDArray[np.object_], rows: NDArray[np.object_], right: NDArray[np.object_]
) -> Optimum:
    """Maximise ``objective @ x`` over ``x >= 0`` with ``rows @ x <= right`` and ``right >= 0``.

    Dantzig's simplex method from the origin, with Bland's (1977) rule, so that it ends, and
    integer pivots (Edmonds 1967; Bareiss 1968). A pivot costs the size of the table.

    Parameters
    ----------
    objective : (variables,) integers.
    rows : (constraints, variables) integers.
    right : (constraints,) integers, none negative.

    Raises
    ------
    ArithmeticError
        The objective has no bound.
    """
    constraints, variables = rows.shape
    table = np.zeros((constraints + 1, variables + 1), dtype=object)
    table[:-1, :-1], table[:-1, -1], table[-1, :-1] = rows, right, -objective
    columns, basic = list(range(variables)), list(range(variables, variables + constraints))
    divisor = 1
    while True:
        improving = [j for j in range(variables) if table[-1, j] < 0]
        if not improving:
            break
        column = min(improving, key=columns.__getitem__)
        limits = [
            (Fraction(table[i, -1], table[i, column]), basic[i], i)
            for i in range(constraints)
            if table[i, column] > 0
        ]
        if not limits:
            raise ArithmeticError("the linear programme has no bound")
        row = min(limits)[2]
        table, divisor = _pivot(table, row, column, divisor)
        columns[column], basic[row] = basic[row], columns[column]
    values = dict(zip(basic, table[:-1, -1].tolist(), strict=True))
    costs = dict(zip(columns, table[-1, :-1].tolist(), strict=True))
    return Optimum(
        Fraction(table[-1, -1], divisor),
        tuple(Fraction(values.get(j, 0), divisor) for j in range(variables)),
        tuple(Fraction(costs.get(variables + i, 0), divisor) for i in range(constraints)),
    )


def _pivot(
    table: NDArray[np.object_], row: int, column: int, divisor: int
) -> tuple[NDArray[np.object_], int]:
    pivot = table[row, column]
    old_row, old_column = table[row].copy(), table[:, column].copy()
    table = (table * pivot - np.outer(old_column, old_row)) // divisor
    table[:, column] = -old_column
    table[row] = old_row
    table[row, column] = divisor
    return table, pivot
