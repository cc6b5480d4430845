"""A scene drawn by matplotlib."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crisis_sim.figures.presets import POINTS
from crisis_sim.plot import style
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Font, Label, Scene
from crisis_sim.plot.scripts import families_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = ["draw_scene", "scene_figure"]


def scene_figure(scene: Scene) -> Figure:
    """A figure of the size of the scene, with the scene over all of it.

    Raises InputError where no font has the characters of a label.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with style.applied(families_for(scene)):
        size = (scene.width / POINTS, scene.height / POINTS)
        figure = Figure(figsize=size)
        FigureCanvasAgg(figure)
        draw_scene(figure.add_axes((0.0, 0.0, 1.0, 1.0)), scene)
    return figure


def draw_scene(ax: Axes, scene: Scene) -> None:
    """Draw a scene into axes; one unit of theirs is then a point, with y downwards."""
    ax.set_xlim(0.0, scene.width)
    ax.set_ylim(scene.height, 0.0)
    ax.set_axis_off()
    _draw_areas(ax, scene)
    _draw_strokes(ax, scene)
    _draw_marks(ax, scene)
    for label in scene.labels:
        if label.font.math and "$" in label.text:
            _write_runs(ax, label)
        else:
            _write(ax, label)


_SIDES = {"start": "left", "middle": "center", "end": "right"}
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""The share of its width that a label has before its place."""
_THIN = re.compile("([\u2005\u2009])")
"""Spaces that few fonts have."""


def _write(ax: Axes, label: Label) -> None:
    ax.text(
        label.x,
        label.y,
        label.text,
        color=label.colour,
        fontproperties=_properties(label.font),
        ha=_SIDES[label.anchor],
        va="baseline",
        parse_math=False,
        zorder=6,
    )


def _write_runs(ax: Axes, label: Label) -> None:
    """A label with formulas run by run: matplotlib would set indices and exponents too small."""
    font, size = label.font, label.font.size
    x = label.x - _BEFORE[label.anchor] * text_width(label.text, font)
    for run in font.runs(label.text):
        cut = Font(size * run.scale, font.bold, font.italic or run.italic)
        for text in _THIN.split(run.text):
            if text.strip():
                at = replace(label, x=x, y=label.y + run.down * size, text=text, font=cut)
                _write(ax, replace(at, anchor="start"))
            x += text_width(text, cut)


def _properties(font: Font) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        size=font.size,
        weight="bold" if font.bold else "normal",
        style="italic" if font.italic else "normal",
    )


def _draw_areas(ax: Axes, scene: Scene) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for area in scene.areas:
        rings = [Path([*ring, ring[0]], closed=True) for ring in area.rings if ring]
        ax.add_patch(
            PathPatch(
                Path.make_compound_path(*rings),
                facecolor=area.fill or "none",
                edgecolor=area.edge or "none",
                linewidth=area.width,
                alpha=area.opacity,
                zorder=-1,
            )
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
