"""The lines of a tree: three widths, each of one meaning, whatever the probability of a move."""

from __future__ import annotations

from crisis_sim.plot.scene import Point, Stroke
from crisis_sim.plot.style import FAINT, INK
from crisis_sim.plot.tree.node import TreeNode

__all__ = ["CHOSEN", "OTHER", "PATH", "branch_line"]

PATH, CHOSEN, OTHER = 1.6, 1.0, 0.45
"""Widths of the equilibrium path, of what is chosen off it, and of what is not, in points."""


def branch_line(node: TreeNode, points: tuple[Point, ...]) -> Stroke:
    """The line to a node."""
    if node.on_path:
        return Stroke(points, INK, PATH, layer=3, role="path")
    width = CHOSEN if node.probability > 0.0 else OTHER
    return Stroke(points, FAINT, width, layer=2, role="branch")
