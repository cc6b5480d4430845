"""Where each node stands across the picture, in lines of text, so that no two texts meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crisis_sim.plot.tidy import tidy_breadth
from crisis_sim.plot.tree.node import TreeData, TreeNode

__all__ = ["Lines", "extent", "with_lines", "with_rows"]

GAP = 0.35
"""Lines left free between the subtrees of different parents."""

LINE, SMALL_LINE = 0.9, 0.88
"""Height of a line of a move, and of the smaller type under a branch, as a part of a row's line."""


def with_rows(nodes: Sequence[TreeNode]) -> tuple[TreeNode, ...]:
    """The nodes with their rows: a tidy tree in which each leaf keeps a row to itself."""
    beyond = max(node.level for node in nodes) + 1
    middles = tidy_breadth(
        [node.parent for node in nodes],
        size=[_above(node) + _below(node) for node in nodes],
        far=[beyond if node.leaf else node.level for node in nodes],
        gap=GAP,
    )
    return tuple(
        replace(node, row=middle + (_above(node) - _below(node)) / 2)
        for node, middle in zip(nodes, middles.tolist(), strict=True)
    )


def extent(nodes: Sequence[TreeNode]) -> float:
    """Lines from the top of the picture to the foot of its lowest node."""
    return max(node.row + _below(node) for node in nodes)


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts to be set on other lines, by the place of their node in the list of nodes."""

    move: Mapping[int, tuple[str, ...]]
    leaf: Mapping[int, tuple[str, ...]]
    place: Mapping[int, tuple[str, ...]]
    value: Mapping[int, tuple[str, ...]]
    held: Mapping[int, tuple[str, ...]]


def with_lines(data: TreeData, lines: Lines) -> TreeData:
    """The same picture with some texts on other lines."""
    nodes = with_rows(
        [
            replace(
                node,
                move_lines=lines.move.get(place, node.move_lines),
                leaf_lines=lines.leaf.get(place, node.leaf_lines),
                place_lines=lines.place.get(place, node.place_lines),
                value_lines=lines.value.get(place, node.value_lines),
                held_lines=lines.held.get(place, node.held_lines),
            )
            for place, node in enumerate(data.nodes)
        ]
    )
    return replace(data, nodes=nodes, rows=extent(nodes))


def _above(node: TreeNode) -> float:
    """Lines above a node's branch: its move, and half of what is written at its leaf."""
    move = LINE * len(node.move_lines)
    return max(move, 1.2) if _two_lines(node) else move


def _below(node: TreeNode) -> float:
    """Lines below: of the leaf's text, or of what is written under the branch."""
    if node.leaf:
        return 0.9 if _two_lines(node) else 0.1
    return 0.15 + SMALL_LINE * len(node.under)


def _two_lines(node: TreeNode) -> bool:
    return len(node.leaf_lines) > 1 or bool(node.formulas)
