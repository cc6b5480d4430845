"""The picture of a game tree drawn by matplotlib."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from crisis_sim.plot import style
from crisis_sim.plot.scene import Font, Scene
from crisis_sim.plot.tree_alt import tree_alt
from crisis_sim.plot.tree_node import TreeData
from crisis_sim.plot.tree_scene import tree_scene

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = ["draw_scene", "draw_tree", "tree_alt", "tree_figure"]


def draw_tree(ax: Axes, data: TreeData) -> None:
    """Draw the tree into axes, as large as they are; their own frame and scales are removed.

    Type keeps its size in points, so that axes too small for the tree make it crowded: see
    :func:`tree_figure` for a figure that has the size the tree needs.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    box = ax.get_position()
    width, height = figure.get_size_inches() * style.POINTS * (box.width, box.height)
    with style.applied():
        draw_scene(ax, tree_scene(data, _text_width, width=width, height=height))


def tree_figure(data: TreeData, *, width: float = style.DOUBLE, title: str | None = None) -> Figure:
    """A figure of the tree, ``width`` inches wide, as high as the tree needs.

    It becomes wider where its text does not fit at 7 points, which a whole tree seldom does.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with style.applied():
        scene = tree_scene(data, _text_width, width=width * style.POINTS, title=title)
        size = (scene.width / style.POINTS, scene.height / style.POINTS)
        figure = Figure(figsize=size)
        FigureCanvasAgg(figure)
        draw_scene(figure.add_axes((0.0, 0.0, 1.0, 1.0)), scene)
    return figure


@lru_cache(maxsize=20_000)
def _text_width(text: str, font: Font) -> float:
    """The width of a text in points, as matplotlib sets it in the style of the package."""
    from matplotlib.textpath import TextToPath

    width, _, _ = TextToPath().get_text_width_height_descent(text, _properties(font), font.math)
    return float(width)


def _properties(font: Font) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        size=font.size,
        weight="bold" if font.bold else "normal",
        style="italic" if font.italic else "normal",
    )


def draw_scene(ax: Axes, scene: Scene) -> None:
    """Draw a scene into axes; one unit of theirs is then a point, with y downwards."""
    ax.set_xlim(0.0, scene.width)
    ax.set_ylim(scene.height, 0.0)
    ax.set_axis_off()
    _draw_strokes(ax, scene)
    _draw_marks(ax, scene)
    anchors = {"start": "left", "middle": "center", "end": "right"}
    for label in scene.labels:
        ax.text(
            label.x,
            label.y,
            label.text,
            color=label.colour,
            fontproperties=_properties(label.font),
            ha=anchors[label.anchor],
            va="baseline",
            parse_math=label.font.math,
            zorder=6,
        )


def _draw_strokes(ax: Axes, scene: Scene) -> None:
    from matplotlib.lines import Line2D

    for stroke in scene.strokes:
        xs, ys = zip(*stroke.points, strict=True)
        line = Line2D(
            xs,
            ys,
            color=stroke.colour,
            linewidth=stroke.width,
            alpha=stroke.opacity,
            zorder=stroke.layer,
            solid_capstyle="round",
            solid_joinstyle="round",
        )
        if stroke.dash:
            # Given in points; matplotlib counts in line widths.
            line.set_dashes([one / stroke.width for one in stroke.dash])
        ax.add_line(line)


def _draw_marks(ax: Axes, scene: Scene) -> None:
    from matplotlib.lines import Line2D

    for mark in scene.marks:
        ax.add_line(
            Line2D(
                [mark.x],
                [mark.y],
                linestyle="none",
                marker=mark.shape,
                markersize=mark.size - mark.width,
                markerfacecolor=mark.face,
                markeredgecolor=mark.edge,
                markeredgewidth=mark.width,
                zorder=5,
            )
        )
