"""A picture as lines, marks and text in points, before any program draws it.

x grows to the right and y downwards from the top left corner. A scene knows no renderer: what
widths its text has is asked of a :data:`Measure`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crisis_sim.plot.style import INK, TEXT

__all__ = ["Anchor", "Font", "Label", "Mark", "Measure", "Point", "Scene", "Stroke"]

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
class Scene:
    """All there is to draw, ``width`` by ``height`` points."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
