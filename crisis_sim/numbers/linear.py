"""Linear equations in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add, mul
from typing import Protocol, Self, TypeVar

from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number

__all__ = ["Summed", "dot", "echelon", "only_solution", "weighted_sum"]

Row = Sequence[Number]


class Summed(Protocol):
    """A number of some kind."""

    def __add__(self, other: Self, /) -> Self: ...

    def __mul__(self, other: Self, /) -> Self: ...


T = TypeVar("T", bound=Summed)


def weighted_sum(weights: Sequence[T], rows: Sequence[Sequence[T]]) -> tuple[T, ...]:
    """(columns,) the sum of rows, each times its weight, in numbers of any kind; one at least."""
    return tuple(reduce(add, map(mul, weights, column)) for column in zip(*rows, strict=True))


def dot(one: Row, other: Row) -> Number:
    """The sum of the products of two rows."""
    total: Number = ZERO
    for a, b in zip(one, other, strict=True):
        if a != 0 and b != 0:
            total = total + a * b
    return total


def echelon(rows: Sequence[Row], columns: int) -> tuple[list[list[Number]], list[int]]:
    """Rows reduced so that each has a one where the others have zeros, and where that is.

    Only the first ``columns`` are searched for these; rows without one come last. Gauss and
    Jordan's elimination: costs rows times rows times width.
    """
    table = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(columns):
        at = len(pivots)
        found = next((i for i in range(at, len(table)) if table[i][column] != 0), None)
        if found is None:
            continue
        table[at], table[found] = table[found], table[at]
        pivot = table[at][column]
        table[at] = [value if value == 0 else value / pivot for value in table[at]]
        for i, row in enumerate(table):
            factor = row[column]
            if i != at and factor != 0:
                pairs = zip(row, table[at], strict=True)
                table[i] = [a if b == 0 else a - factor * b for a, b in pairs]
        pivots.append(column)
    return table, pivots


def only_solution(matrix: Sequence[Row], right: Row) -> tuple[Number, ...] | None:
    """The solution of linear equations; None where there is none or more than one."""
    unknowns = len(matrix[0]) if matrix else 0
    if len(matrix) < unknowns:
        return None
    joined = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    table, pivots = echelon(joined, unknowns)
    if len(pivots) < unknowns or any(row[unknowns] != 0 for row in table[unknowns:]):
        return None
    return tuple(row[unknowns] for row in table[:unknowns])
