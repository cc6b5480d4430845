"""The chance moves that a player has seen."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import CHANCE

__all__ = ["chance_seen"]


def chance_seen(family: ParametricGame, nodes: Sequence[int], player: int) -> tuple[str, ...]:
    """Those before each of the nodes, in order; they are called as in the tree."""
    tree = family.tree

    def before(node: int) -> list[str]:
        return [
            tree.move_label(at)
            for at in tree.path(node)[1:]
            if tree.mover[tree.parent[at]] == CHANCE and player in family.move_to(at).seen_by
        ]

    first, *others = map(before, nodes)
    return tuple(move for move in first if all(move in other for other in others))
