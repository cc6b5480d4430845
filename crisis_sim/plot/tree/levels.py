"""How far along the picture each node stands, with the nodes of an information set abreast."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.game.tree import Tree
from crisis_sim.plot.tree.fold import Folding

__all__ = ["align"]

_MOST_PASSES = 60


def align(tree: Tree, folding: Folding, parents: Sequence[int]) -> list[int]:
    """(nodes shown,) level of each node: more than its parent's, one for an information set.

    The least such levels, found by repeated passes from the root on. Where no levels put every
    information set abreast, because two sets come in either order, each node stands at its depth.
    """
    depths = [0] * len(parents)
    for index in range(1, len(parents)):
        depths[index] = depths[parents[index]] + 1
    groups = _groups(tree, folding)
    levels = depths[:]
    for _ in range(_MOST_PASSES):
        before = levels[:]
        for members in groups:
            level = max(levels[index] for index in members)
            for index in members:
                levels[index] = level
        for index in range(1, len(parents)):
            levels[index] = max(levels[index], levels[parents[index]] + 1)
        if levels == before:
            return levels
    return depths


def _groups(tree: Tree, folding: Folding) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for index, (node, folded) in enumerate(zip(folding.shown, folding.folded, strict=True)):
        if tree.information_set[node] >= 0 and not folded:
            found.setdefault(int(tree.information_set[node]), []).append(index)
    return [members for members in found.values() if len(members) > 1]
