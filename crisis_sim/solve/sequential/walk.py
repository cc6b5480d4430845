"""A tree as lists, to walk from node to node with the mistakes that are made on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic

from typing_extensions import TypeVar

from crisis_sim.game.tree import Tree
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.trembles import Reached

__all__ = ["Walk"]

Weight = TypeVar("Weight", default=Number)


class Walk(Generic[Weight]):
    """A tree whose nodes are reached one from another.

    Its lists are by node; ``members``, and ``width``, how many actions there are, by information
    set; ``chosen_at``, an information set, by choice. ``sets_below`` has the information sets in
    the subtree of each node, as bits of an integer.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.mover: list[int] = tree.mover.tolist()
        self.parent: list[int] = tree.parent.tolist()
        self.set_of: list[int] = tree.information_set.tolist()
        self.choice: list[int] = tree.choice.tolist()
        self.chosen_at: list[int] = tree.choice_set.tolist()
        self.children: list[list[int]] = [tree.children(n).tolist() for n in range(tree.size)]
        self.members = [tree.members(h).tolist() for h in range(len(tree.set_player))]
        self.width: list[int] = tree.set_actions.tolist()
        self.sets_below = [1 << one if one >= 0 else 0 for one in self.set_of]
        for node in range(tree.size - 1, 0, -1):
            self.sets_below[self.parent[node]] |= self.sets_below[node]

    def step(
        self, reached: Reached[Weight], branch: int, child: int, actions: Mapping[int, int]
    ) -> Reached[Weight]:
        """The child of a node, with one more mistake if the profile does not lead there."""
        if actions[self.set_of[reached.node]] == branch:
            return Reached(child, reached.weight, reached.mistakes)
        return Reached(child, reached.weight, reached.mistakes | {self.choice[child]})
