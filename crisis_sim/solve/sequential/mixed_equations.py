"""The linear equations that pin the probabilities of a semi-separating equilibrium.

A receiver's indifference is linear in the senders' probabilities, because beliefs enter it as
weights that need not sum to one; a sender's indifference is linear in the receivers'.
"""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.numbers.linear import only_solution
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number

__all__ = ["interior_solution", "interval"]


def interior_solution(
    matrix: Sequence[Sequence[Number]], right: Sequence[Number]
) -> tuple[Number, ...] | None:
    """The only solution of linear equations, if all of it lies strictly in (0, 1).

    None where there is no solution, more than one, or one on the boundary.
    """
    solution = only_solution(matrix, right)
    if solution is None or not all(0 < value < 1 for value in solution):
        return None
    return solution


def interval(rows: Sequence[tuple[Number, Number]]) -> tuple[Number, Number] | None:
    """The ``r`` in [0, 1] with ``constant + slope * r >= 0`` for every row; None if there is none.

    A row without slope decides nothing: it is left to the caller's own test.
    """
    low, high = ZERO, ONE
    for constant, slope in rows:
        if slope > 0:
            low = max(low, -constant / slope)
        elif slope < 0:
            high = min(high, -constant / slope)
    return (low, high) if high >= low else None
