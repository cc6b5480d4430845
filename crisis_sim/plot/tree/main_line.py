"""The nodes of an outline whose likeliest play runs straight down, for games that are deep."""

from __future__ import annotations

from dataclasses import replace

from crisis_sim.plot.tree.node import TreeData, TreeNode

__all__ = ["with_main_line"]


def with_main_line(data: TreeData) -> TreeData:
    """The picture with the likeliest branch of each node last, and set in no deeper than it."""
    below: list[list[int]] = [[] for _ in data.nodes]
    for place, node in enumerate(data.nodes[1:], start=1):
        below[node.parent].append(place)
    nodes: list[TreeNode] = []
    stack = [(0, -1, 0)]
    while stack:
        place, parent, level = stack.pop()
        stack += _branches(data, below[place], len(nodes), level)
        nodes.append(replace(data.nodes[place], parent=parent, level=level))
    return replace(data, nodes=tuple(nodes), levels=max(node.level for node in nodes))


def _branches(
    data: TreeData, places: list[int], parent: int, level: int
) -> list[tuple[int, int, int]]:
    """Where the branches of a node stand: place, new place of the parent, level; the first last."""
    if not places:
        return []
    main = max(places, key=lambda place: data.nodes[place].reach)
    straight = level if data.nodes[main].on_path else level + 1
    rest = [(place, parent, level + 1) for place in places if place != main]
    return [(main, parent, straight), *reversed(rest)]
