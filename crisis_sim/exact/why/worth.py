"""What actions are worth, written as a person would: chances times what follows.

Multiplied out, the worth of an action a few moves before the end runs over several lines. Written
along the tree it shows which event each term belongs to, unless much cancels out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crisis_sim.exact.algebra.ring import Quantity
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.solving.beliefs import Arrival
from crisis_sim.formula.expression import Expression, Operation
from crisis_sim.formula.write import text
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.solve.sequential.continuation import Actions

__all__ = ["weightings", "worth_of"]

SHORTER = 0.6
Weighted = tuple[Quantity, Expression, Quantity]
"""A weight, what it weighs as a formula, and the same as a quantity."""


def worth_of(
    solver: ExactSolver,
    weighted: Sequence[tuple[int, Quantity]],
    action: int,
    actions: Actions,
    player: int,
) -> Expression:
    """What an action is worth to a player at weighted nodes of one information set."""
    writer = _Writer(solver, actions, player)
    children = [(solver.parts.children[node][action], weight) for node, weight in weighted]
    return writer.mean([(weight, *writer.node(child)) for child, weight in children])[0]


def weightings(members: Sequence[Arrival]) -> Iterator[list[tuple[int, Quantity]]]:
    """The nodes with their probabilities, and with their probabilities once they are reached."""
    nodes = [member.node for member in members]
    weights = [member.weight for member in members]
    total = sum(weights[1:], weights[0])
    if len(members) > 1:
        yield list(zip(nodes, weights, strict=True))
    yield [(node, weight / total) for node, weight in zip(nodes, weights, strict=True)]


class _Writer:
    """Writes what nodes are worth to one player under a strategy."""

    def __init__(self, solver: ExactSolver, actions: Actions, player: int) -> None:
        self.parts = solver.parts
        self.ring = solver.ring
        self.actions = actions
        self.player = player

    def node(self, node: int) -> tuple[Expression, Quantity]:
        """What a node is worth, as a formula and as a quantity."""
        if self.parts.mover[node] == TERMINAL:
            worth = self.parts.ends[node][self.player]
            return self.ring.formula(worth), worth
        children = self.parts.children[node]
        if self.parts.mover[node] == CHANCE:
            return self.mean([(self.parts.chance[c], *self.node(c)) for c in children])
        return self.node(children[self.actions[self.parts.set_of[node]]])

    def mean(self, rows: Iterable[Weighted]) -> tuple[Expression, Quantity]:
        """The sum of weights times worths: along the tree, or multiplied out if much shorter."""
        total, written = self.ring.zero, None
        for weight, formula, worth in rows:
            if weight.constant == 0 or worth.constant == 0:
                continue
            total = total + weight * worth
            term = formula
            if weight.constant != 1:
                term = Operation("*", (self.ring.product(weight), formula))
            written = term if written is None else Operation("+", (written, term))
        multiplied = self.ring.formula(total)
        if written is None or len(text(multiplied)) <= SHORTER * len(text(written)):
            return multiplied, total
        return written, total
