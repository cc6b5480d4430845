"""The picture of a game tree drawn by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crisis_sim.figures.presets import DEFAULT, POINTS
from crisis_sim.plot import style
from crisis_sim.plot.draw_scene import draw_scene, scene_figure
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.tree.node import TreeData
from crisis_sim.plot.tree.scene import tree_scene

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_tree", "tree_figure"]


def draw_tree(ax: Axes, data: TreeData) -> None:
    """Draw the tree into axes, as large as they are; their own frame and scales are removed.

    Type keeps its size in points, so that axes too small for the tree make it crowded: see
    :func:`tree_figure` for a figure that has the size the tree needs.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    box = ax.get_position()
    width, height = figure.get_size_inches() * POINTS * (box.width, box.height)
    with style.applied():
        draw_scene(ax, tree_scene(data, text_width, width=width, height=height))


def tree_figure(data: TreeData, *, width: float = DEFAULT.wide, title: str | None = None) -> Figure:
    """A figure of the tree, ``width`` points wide, as high as the tree needs.

    It becomes wider where its text does not fit at 7 points, which a whole tree seldom does.
    """
    return scene_figure(tree_scene(data, text_width, width=width, title=title))
