"""Pure sequential equilibria part by part, in quantities.

The exact counterpart of :mod:`crisis_sim.solve.sequential.parts`: nothing is asked of any number
but its sign. What a part answers is remembered by the signs that it asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from crisis_sim.exact.algebra.limits import SWEEP_COVERS
from crisis_sim.exact.algebra.ring import Quantity
from crisis_sim.exact.solving.beliefs import Arrival, supporting_rays
from crisis_sim.exact.solving.decisions import Decisions
from crisis_sim.exact.solving.family import NumbersNear
from crisis_sim.game.tree import Tree
from crisis_sim.solve.sequential.continuation import Actions
from crisis_sim.solve.sequential.continuation import PlayedAlike as AnyPlayed
from crisis_sim.solve.sequential.part_search import PartSearch
from crisis_sim.solve.sequential.trembles import NOTHING, Reached, belief_groups, passively_believed

__all__ = ["ExactParts", "Played", "Row"]

Row = tuple[Quantity, ...]
Played = AnyPlayed[Quantity]


class ExactParts(PartSearch[Quantity]):
    """Solves the parts of one game, wherever the decisions stand.

    The strain of a solution counts the information sets at which the passive belief, that
    everything unexpected is equally likely a mistake, does not support the action.
    """

    beyond = SWEEP_COVERS
    kept = 16
    counts_mistakes = True

    def __init__(self, tree: Tree, decisions: Decisions, most: int) -> None:
        super().__init__(tree, most)
        self.decisions = decisions
        self.row: list[int] = tree.payoff_row.tolist()

    def use(self, numbers: NumbersNear) -> None:
        """Take the game's numbers from here; what is remembered belongs to them alone."""
        self.numbers = numbers
        self.chance = numbers.chance
        self.ends = {node: numbers.payoffs[row] for node, row in enumerate(self.row) if row >= 0}

    def root(self) -> Arrival:
        """The root, reached for certain."""
        return Reached(0, self.decisions.ring.one, NOTHING)

    def solve(self) -> list[Played]:
        """Every play that some sequentially rational combination of actions brings about."""
        self.tried = 0
        return super().solve()

    def never(self, probability: Quantity) -> bool:
        """Whether a chance move is impossible."""
        return self.decisions.sign(probability) == 0

    def remember(self, key: object, solve: Callable[[], list[Played]]) -> list[Played]:
        """The solutions of a part, looked up where the signs that matter are as before."""
        return self.decisions.remember((self.numbers, key), solve)

    def joint(self, strains: Iterable[float]) -> float:
        """At how many information sets passive beliefs do not serve."""
        return sum(strains)

    def strain(
        self, one: int, nodes: list[Arrival], actions: Actions, values: Mapping[int, Row]
    ) -> float:
        """0 where the passive belief supports the action, 1 where another does, else infinite."""
        classes = belief_groups(self.reached_in(one, nodes, actions))
        gains = self.gains(one, classes, actions, values)
        if not supporting_rays(self.decisions, gains, range(len(classes)), len(classes)):
            return math.inf
        return 0 if self.passive(gains, classes) else 1

    def passive(self, gains: Sequence[Row], classes: list[list[Arrival]]) -> bool:
        """Whether the action is best under the belief that the fewest mistakes were made."""
        if len(classes) == 1:
            return True
        likely = self.likely(classes)
        return all(self.decisions.sign(self.total(row, likely)) >= 0 for row in gains)

    def likely(self, classes: list[list[Arrival]]) -> list[int]:
        """The classes of the fewest mistakes."""
        likely = passively_believed([len(group[0].mistakes) for group in classes])
        return [i for i, held in enumerate(likely) if held]

    def total(self, row: Row, classes: Sequence[int]) -> Quantity:
        """What a row adds up to over some classes."""
        return sum((row[i] for i in classes), self.decisions.ring.zero)

    def gains(
        self,
        one: int,
        classes: list[list[Arrival]],
        actions: Actions,
        values: Mapping[int, Row],
    ) -> tuple[Row, ...]:
        """What the action gains over each other one, by class, times the class's probability."""
        player = self.mover[classes[0][0].node]
        action = actions[one]
        table: list[list[Quantity]] = [[] for _ in range(self.width[one] - 1)]
        for group in classes:
            totals = [self.decisions.ring.zero] * self.width[one]
            for arrival in group:
                for i, child in enumerate(self.children[arrival.node]):
                    worth = self.value(child, actions, values)[player]
                    totals[i] = totals[i] + arrival.weight * worth
            others = [total for i, total in enumerate(totals) if i != action]
            for row, total in zip(table, others, strict=True):
                row.append(totals[action] - total)
        return tuple(tuple(row) for row in table)
