"""The belief that is kindest to what is played, in exact numbers.

With ``gains[a][n]`` what action ``a`` brings more than what is played at node ``n``, the belief is
a mixed strategy of the player who pays in the matrix game ``gains``: no belief makes the best
action gain less. What is played is best under some belief exactly where the game is worth nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, sign

__all__ = ["least_regret_belief"]


def least_regret_belief(gains: Sequence[Sequence[Number]]) -> list[Number]:
    """(nodes,) the belief under which the best action gains least over what is played.

    Dantzig's simplex method on the programme of the matrix game: the gains are shifted until all
    are positive, and ``y`` of the greatest sum with ``gains @ y <= 1`` is divided by that sum. A
    pivot costs actions times nodes; their number is small, but has no useful bound.

    Parameters
    ----------
    gains : (actions, nodes) what each action gains over what is played, at each node.
    """
    nodes = len(gains[0])
    even = [ONE / nodes] * nodes
    if all(sign(sum((gain * even[0] for gain in row), ZERO)) <= 0 for row in gains):
        return even
    shift = ONE - min(min(row) for row in gains)
    table = _Table([[gain + shift for gain in row] for row in gains])
    table.maximise()
    weights = table.solution()
    total = sum(weights, ZERO)
    return [weight / total for weight in weights]


class _Table:
    """A simplex table: a row for each action, a column for each node and for each row's slack.

    ``basis`` is the column of each row, ``cost`` what a unit of each column would add to the sum.
    """

    def __init__(self, gains: Sequence[Sequence[Number]]) -> None:
        self.nodes = len(gains[0])
        count = len(gains)
        self.rows: list[list[Number]] = [
            [*own, *(ONE if other == row else ZERO for other in range(count)), ONE]
            for row, own in enumerate(gains)
        ]
        self.cost: list[Number] = [ONE] * self.nodes + [ZERO] * (count + 1)
        self.basis = [self.nodes + row for row in range(count)]

    def maximise(self) -> None:
        """Pivot until no column adds to the sum.

        The column that adds most is taken; after a pivot that added nothing the first (Bland 1977),
        so that the method cannot run in a circle.
        """
        stuck = False
        while (column := self.entering(first=stuck)) is not None:
            row = self.leaving(column)
            stuck = stuck or self.rows[row][-1] == 0
            self.pivot(row, column)

    def entering(self, *, first: bool) -> int | None:
        """A column that adds to the sum, the one that adds most or the first; None if none does."""
        adding = [column for column in range(len(self.cost) - 1) if self.cost[column] > 0]
        if not adding:
            return None
        return adding[0] if first else max(adding, key=self.cost.__getitem__)

    def leaving(self, column: int) -> int:
        """The row that binds first; of several the one of the first column in the basis."""
        binding = [row for row, own in enumerate(self.rows) if own[column] > 0]
        least = min(self.rows[row][-1] / self.rows[row][column] for row in binding)
        tied = [row for row in binding if self.rows[row][-1] == least * self.rows[row][column]]
        return min(tied, key=self.basis.__getitem__)

    def pivot(self, row: int, column: int) -> None:
        """Bring a column into the basis in place of a row's."""
        by = self.rows[row][column]
        chosen = self.rows[row] = [value / by for value in self.rows[row]]
        for other, own in enumerate(self.rows):
            if other != row and own[column] != 0:
                self.rows[other] = _less(own, chosen, own[column])
        self.cost = _less(self.cost, chosen, self.cost[column])
        self.basis[row] = column

    def solution(self) -> list[Number]:
        """(nodes,) the weight of each."""
        weights: list[Number] = [ZERO] * self.nodes
        for row, column in enumerate(self.basis):
            if column < self.nodes:
                weights[column] = self.rows[row][-1]
        return weights


def _less(row: Sequence[Number], chosen: Sequence[Number], times: Number) -> list[Number]:
    return [a if b == 0 else a - times * b for a, b in zip(row, chosen, strict=True)]
