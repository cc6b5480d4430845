"""Complementary pivoting, in integers of any size or in floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.other_concepts import JUST_ONE, serving

__all__ = ["LOST", "Table", "Tableau"]

LOST = ("Lemke's path was lost to rounding; ", *serving(JUST_ONE))

PIVOT = 1e-9
"""Entries below this are zero, and ratios this close are equal, when floats are used."""

Table = NDArray[np.object_] | NDArray[np.float64]


class Tableau:
    """Rows ``divisor * basic + sum(table * nonbasic) = table[:, -1]``, changed by pivots.

    Of integers all entries stay integers (Edmonds 1967; Bareiss 1968), and ``divisor`` is the last
    pivot; for floats it is 1. With ``n`` labels, variables ``k`` and ``n + k`` are complements of
    each other; variable ``2 n`` comes in first, and the path ends when ``2 n + 1`` leaves.

    Parameters
    ----------
    table : (rows, columns + 1) the last column not negative.
    basic, nonbasic : the variables of the rows and of the columns.
    """

    def __init__(self, table: Table, basic: list[int], nonbasic: list[int]) -> None:
        self.table = table
        self.basic = basic
        self.nonbasic = nonbasic
        self.exact = table.dtype == object
        self.divisor = 1
        self.origin = list(basic)
        self.entering = nonbasic[0]
        self.labels = len(basic) - 1

    def step(self) -> bool:
        """Bring in the entering variable; True at the end of the path."""
        column = self.nonbasic.index(self.entering)
        row = self._leaving_row(column)
        leaving = self.basic[row]
        self._pivot(row, column)
        self.basic[row], self.nonbasic[column] = self.entering, leaving
        if leaving == 2 * self.labels + 1:
            return True
        if leaving == 2 * self.labels:
            raise NotSolved(*LOST)
        self.entering = (leaving + self.labels) % (2 * self.labels)
        return False

    def _leaving_row(self, column: int) -> int:
        """The row that the entering variable takes to zero first, in the lexicographic order."""
        entering = self.table[:, column]
        rows = np.flatnonzero(entering > (0 if self.exact else PIVOT))
        if not len(rows):
            raise NotSolved(*LOST)
        rows = self._least(rows, self.table[rows, -1], entering)
        if 0 in rows and self.basic[0] == 2 * self.labels + 1:
            return 0
        for variable in self.origin:
            if len(rows) == 1:
                break
            if variable in self.nonbasic:
                values = self.table[rows, self.nonbasic.index(variable)]
            else:
                values = np.zeros(len(rows), dtype=self.table.dtype)
                values[rows == self.basic.index(variable)] = self.divisor
            rows = self._least(rows, values, entering)
        return int(rows[0])

    def _least(self, rows: NDArray[np.intp], values: Table, entering: Table) -> NDArray[np.intp]:
        """The rows with the least ratio of a value to the entry of the entering variable."""
        if not self.exact:
            ratios = values / entering[rows]
            return np.asarray(rows[ratios <= ratios.min() + PIVOT])
        exact = [Fraction(a, b) for a, b in zip(values.tolist(), entering[rows], strict=True)]
        least = min(exact)
        return np.asarray(rows[[ratio == least for ratio in exact]])

    def _pivot(self, row: int, column: int) -> None:
        table = self.table
        pivot = table[row, column]
        old_row, old_column = table[row].copy(), table[:, column].copy()
        if self.exact:
            table = (table * pivot - np.outer(old_column, old_row)) // self.divisor
            table[:, column] = -old_column
            table[row] = old_row
            table[row, column] = self.divisor
            self.divisor = pivot
        else:
            table -= np.outer(old_column, old_row / pivot)
            table[:, column] = -old_column / pivot
            table[row] = old_row / pivot
            table[row, column] = 1.0 / pivot
        self.table = table
