"""Charts of horizontal bars, a row for each thing, its name at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crisis_sim.plot.hatch import Fill, filled
from crisis_sim.plot.panel import Panel
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Font, Measure, wrap
from crisis_sim.plot.style import TEXT

__all__ = ["LINE", "NAME", "BarRow", "bar", "row_panel", "row_tops"]

NAME = Font(TEXT - 0.5, math=True)
LINE = 1.2 * NAME.size


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row's name, broken into lines, and where it lies below the first row, in points."""

    lines: tuple[str, ...]
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Halfway down."""
        return self.top + self.height / 2


def row_tops(
    names: Sequence[str], measure: Measure, width: float, *, least: float = 15.0
) -> list[BarRow]:
    """Rows one under the other, as high as their names need at a width."""
    rows, top = [], 0.0
    for name in names:
        lines = tuple(wrap(name, NAME, measure, width))
        height = max(least, len(lines) * LINE + 5.0)
        rows.append(BarRow(lines, top, height))
        top += height
    return rows


def row_panel(
    rows: Sequence[BarRow], x: Scale, measure: Measure, *, top: float, title: str, most: int = 6
) -> Panel:
    """A frame over the rows: names at its left, a scale under it."""
    bottom = top + rows[-1].top + rows[-1].height
    panel = Panel(x, Scale(0.0, 1.0, bottom, top), measure)
    panel.rule(((panel.left, bottom), (panel.right, bottom)), role="axis")
    panel.level_numbers(most, title)
    for row in rows:
        first = top + row.middle - LINE * (len(row.lines) - 1) / 2 + 0.33 * NAME.size
        for number, text in enumerate(row.lines):
            spot = (panel.left - 6.0, first + number * LINE)
            panel.write(spot, text, NAME, anchor="end", role="name")
    return panel


def bar(
    panel: Panel, ends: tuple[float, float], middle: float, fill: Fill, *, thick: float = 8.0
) -> None:
    """A bar from one value to another about a height in points."""
    left, right = sorted((panel.x(ends[0]), panel.x(ends[1])))
    if right - left < 0.05:
        return
    y0, y1 = middle - thick / 2, middle + thick / 2
    ring = ((left, y0), (right, y0), (right, y1), (left, y1))
    area, lines = filled([ring], fill, role="bar")
    panel.areas.append(area)
    panel.strokes += lines
    panel.rule((*ring, ring[0]), colour=fill.ink, role="bar")
