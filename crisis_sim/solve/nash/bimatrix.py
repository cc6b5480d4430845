"""Bimatrix games made smaller without losing an equilibrium, and their equilibria made whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

from crisis_sim.solve.nash.cones import narrow

__all__ = ["ReducedGame", "expand", "reduce_bimatrix"]


@dataclass(frozen=True, slots=True)
class ReducedGame:
    """A smaller game with the equilibria of a larger one.

    Attributes
    ----------
    first, second : (rows, columns) payoffs of players 1 and 2.
    rows, columns : what the strategies stand for in the larger game.
    """

    first: NDArray[np.object_]
    second: NDArray[np.object_]
    rows: Copies
    columns: Copies


@dataclass(frozen=True, slots=True)
class Copies:
    """For each strategy kept the strategies of the larger game with the same payoffs.

    ``count`` is how many strategies the larger game has.
    """

    count: int
    of: tuple[tuple[int, ...], ...]

    def ways(self, plan: Sequence[Fraction]) -> int:
        """How many mixed strategies of the larger game one of the smaller stands for."""
        return math.prod(len(self.of[i]) for i, weight in enumerate(plan) if weight)


def reduce_bimatrix(first: NDArray[np.object_], second: NDArray[np.object_]) -> ReducedGame:
    """Leave out strategies that another one strictly dominates, and all but one of those alike.

    Both are safe: a strictly dominated strategy has probability zero in every equilibrium, and
    strategies alike for both players can stand in for one another in any. Weakly dominated
    strategies stay. Cubic in the number of strategies.

    Parameters
    ----------
    first, second : (rows, columns) integer payoffs of players 1 and 2.
    """
    rows, columns = np.arange(first.shape[0]), np.arange(first.shape[1])
    while True:
        kept_rows = rows[_undominated(first[np.ix_(rows, columns)])]
        kept_columns = columns[_undominated(second[np.ix_(kept_rows, columns)].T)]
        if len(kept_rows) == len(rows) and len(kept_columns) == len(columns):
            break
        rows, columns = kept_rows, kept_columns
    both = np.stack([first[np.ix_(rows, columns)], second[np.ix_(rows, columns)]])
    same_rows = _alike(both.transpose(1, 0, 2))
    same_columns = _alike(both.transpose(2, 0, 1))
    small = both[np.ix_((0, 1), [each[0] for each in same_rows], [one[0] for one in same_columns])]
    return ReducedGame(
        small[0],
        small[1],
        Copies(first.shape[0], tuple(tuple(rows[list(each)].tolist()) for each in same_rows)),
        Copies(first.shape[1], tuple(tuple(columns[list(each)].tolist()) for each in same_columns)),
    )


def expand(
    plans: Sequence[tuple[Fraction, ...]], copies: Copies
) -> list[list[tuple[Fraction, ...]]]:
    """For each mixed strategy of the smaller game those of the larger that it stands for."""
    made = []
    for plan in plans:
        support = [i for i, weight in enumerate(plan) if weight]
        ways = []
        for chosen in product(*(copies.of[i] for i in support)):
            whole = [Fraction(0)] * copies.count
            for i, strategy in zip(support, chosen, strict=True):
                whole[strategy] = plan[i]
            ways.append(tuple(whole))
        made.append(ways)
    return made


def _undominated(payoffs: NDArray[np.object_]) -> NDArray[np.bool_]:
    """(own strategies,) whether no other strategy does better against every one of the opponent."""
    table = narrow(payoffs)
    return np.asarray([not (table > row).all(axis=1).any() for row in table], dtype=bool)


def _alike(payoffs: NDArray[np.object_]) -> list[tuple[int, ...]]:
    """Strategies grouped by their (strategies, ...) payoffs, in the order of the first of each."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for number, table in enumerate(payoffs):
        groups.setdefault(tuple(table.ravel().tolist()), []).append(number)
    return [tuple(group) for group in groups.values()]
