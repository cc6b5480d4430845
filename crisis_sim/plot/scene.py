"""A picture as lines, marks and text in points, before any program draws it.

x grows to the right and y downwards from the top left corner. A scene knows no renderer: what
widths its text has is asked of a :data:`Measure`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from crisis_sim.plot.style import INK, TEXT

__all__ = ["Anchor", "Font", "Label", "Mark", "Measure", "Part", "Point", "Scene", "Stroke", "wrap"]

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Font:
    """Size in points, and the cut. ``math`` text has formulas between dollar signs."""

    size: float = TEXT
    bold: bool = False
    italic: bool = False
    math: bool = False


Measure = Callable[[str, Font], float]
"""The width of a text in a font, in points."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points. ``dash`` is on, off, ... in points; ``layer`` 0 lies lowest."""

    points: tuple[Point, ...]
    colour: str
    width: float
    dash: tuple[float, ...] = ()
    layer: int = 1
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker, in matplotlib's notation, ``size`` points across."""

    x: float
    y: float
    shape: str
    size: float
    face: str
    edge: str
    width: float = 0.8


@dataclass(frozen=True, slots=True)
class Label:
    """A text on one line; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    font: Font
    colour: str = INK
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture, ``height`` points high, from a top left corner of its own."""

    height: float
    strokes: tuple[Stroke, ...] = ()
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()

    def moved(self, right: float, down: float) -> Part:
        """The part elsewhere."""
        return Part(
            self.height,
            tuple(
                replace(one, points=tuple((x + right, y + down) for x, y in one.points))
                for one in self.strokes
            ),
            tuple(replace(one, x=one.x + right, y=one.y + down) for one in self.marks),
            tuple(replace(one, x=one.x + right, y=one.y + down) for one in self.labels),
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """All there is to draw, ``width`` by ``height`` points."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


def wrap(text: str, font: Font, measure: Measure, width: float) -> list[str]:
    """A text in lines at most ``width`` points wide, or of one word where that is wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
