"""A picture as areas, lines, marks and text in points, before any program draws it.

x grows to the right and y downwards from the top left corner. A scene knows no renderer: it is
drawn by matplotlib, written as SVG or as TikZ. Each element has a ``role``, such as ``branch`` or
``payoff``, by which a page can style it or find it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from crisis_sim.numbers.digits import LOWERED, RAISED
from crisis_sim.plot.mathematics import TextRun, runs
from crisis_sim.plot.style import INK, TEXT, TINY
from crisis_sim.shown import Brief

__all__ = [
    "Anchor",
    "Area",
    "Font",
    "Label",
    "Mark",
    "Measure",
    "Point",
    "Scene",
    "ScenePart",
    "Stroke",
    "grey",
    "joined",
    "scaled",
    "scene_of",
    "with_powers",
    "wrap",
]

_RAISED = re.compile(f"(?<=10)[{RAISED}]+")

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Font:
    """Size in points, and the cut. ``math`` text has formulas between dollar signs.

    Nothing in it is smaller than ``least`` points, neither an index nor an exponent.
    """

    size: float = TEXT
    bold: bool = False
    italic: bool = False
    math: bool = False
    least: float = TINY

    def runs(self, text: str) -> tuple[TextRun, ...]:
        """A text in runs of one cut and size; of one alone where it has no formulas."""
        if not self.math or "$" not in text:
            return (TextRun(text),)
        small = min(1.0, self.least / self.size)
        return tuple(replace(run, scale=max(run.scale, small)) for run in runs(text))


Measure = Callable[[str, Font], float]
"""The width of a text in a font, in points."""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape of one or more rings; what an even number of rings surrounds is left out.

    ``fill`` or ``edge`` may be empty, for none.
    """

    rings: tuple[tuple[Point, ...], ...]
    fill: str
    edge: str = ""
    width: float = 0.0
    opacity: float = 1.0
    role: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points. ``dash`` is on, off, ... in points; ``layer`` 0 lies lowest."""

    points: tuple[Point, ...]
    colour: str
    width: float
    dash: tuple[float, ...] = ()
    layer: int = 1
    opacity: float = 1.0
    role: str = ""


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
    role: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A text on one line; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    font: Font
    colour: str = INK
    anchor: Anchor = "start"
    role: str = ""


@dataclass(frozen=True, slots=True)
class ScenePart:
    """A part of a picture, ``height`` points high, from a top left corner of its own."""

    height: float
    strokes: tuple[Stroke, ...] = ()
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()
    areas: tuple[Area, ...] = ()

    def moved(self, right: float, down: float) -> ScenePart:
        """The part elsewhere."""

        def shift(points: tuple[Point, ...]) -> tuple[Point, ...]:
            return tuple((x + right, y + down) for x, y in points)

        return ScenePart(
            self.height,
            tuple(replace(one, points=shift(one.points)) for one in self.strokes),
            tuple(replace(one, x=one.x + right, y=one.y + down) for one in self.marks),
            tuple(replace(one, x=one.x + right, y=one.y + down) for one in self.labels),
            tuple(replace(one, rings=tuple(map(shift, one.rings))) for one in self.areas),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Scene(Brief):
    """All there is to draw, ``width`` by ``height`` points."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    areas: tuple[Area, ...] = ()

    @property
    def part(self) -> ScenePart:
        """The scene as a part of a larger one."""
        return ScenePart(self.height, self.strokes, self.marks, self.labels, self.areas)


def joined(parts: Sequence[ScenePart], height: float) -> ScenePart:
    """Parts that lie over each other as one, in their order."""
    return ScenePart(
        height,
        tuple(one for part in parts for one in part.strokes),
        tuple(one for part in parts for one in part.marks),
        tuple(one for part in parts for one in part.labels),
        tuple(one for part in parts for one in part.areas),
    )


def scene_of(part: ScenePart, width: float) -> Scene:
    """A part as a whole picture."""
    labels = tuple(map(with_powers, part.labels))
    return Scene(width, part.height, part.strokes, part.marks, labels, part.areas)


def with_powers(label: Label) -> Label:
    """The label with the exponents of powers of ten as formulas: few fonts have every raised digit.

    >>> with_powers(Label(0.0, 0.0, "3 × 10⁻⁹", Font())).text
    '3 × 10$^{-9}$'
    """
    if not _RAISED.search(label.text):
        return label
    text = label.text if label.font.math else label.text.replace("$", r"\$")
    text = _RAISED.sub(lambda found: f"$^{{{found[0].translate(LOWERED)}}}$", text)
    return replace(label, text=text, font=replace(label.font, math=True))


def scaled(scene: Scene, factor: float) -> Scene:
    """The picture larger or smaller, its type and its lines with it."""
    if factor == 1.0:
        return scene

    def points(held: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((x * factor, y * factor) for x, y in held)

    return Scene(
        scene.width * factor,
        scene.height * factor,
        tuple(
            replace(
                one,
                points=points(one.points),
                width=one.width * factor,
                dash=tuple(part * factor for part in one.dash),
            )
            for one in scene.strokes
        ),
        tuple(
            replace(
                one,
                x=one.x * factor,
                y=one.y * factor,
                size=one.size * factor,
                width=one.width * factor,
            )
            for one in scene.marks
        ),
        tuple(
            replace(
                one,
                x=one.x * factor,
                y=one.y * factor,
                font=replace(one.font, size=one.font.size * factor, least=one.font.least * factor),
            )
            for one in scene.labels
        ),
        tuple(
            replace(one, rings=tuple(map(points, one.rings)), width=one.width * factor)
            for one in scene.areas
        ),
    )


def wrap(text: str, font: Font, measure: Measure, width: float) -> list[str]:
    """A text in lines at most ``width`` points wide, or of one word where that is wider.

    What a no-break space joins is one word.
    """
    lines: list[str] = []
    for word in text.replace("\n", " ").split(" "):
        if not word:
            continue
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def grey(scene: Scene) -> Scene:
    """Every colour as the grey of the same luminance (Rec. 709, on the values as they stand)."""

    def dull(colour: str) -> str:
        if not colour.startswith("#"):
            return colour
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        level = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        return f"#{level:02X}{level:02X}{level:02X}"

    return Scene(
        scene.width,
        scene.height,
        tuple(replace(one, colour=dull(one.colour)) for one in scene.strokes),
        tuple(replace(one, face=dull(one.face), edge=dull(one.edge)) for one in scene.marks),
        tuple(replace(one, colour=dull(one.colour)) for one in scene.labels),
        tuple(replace(one, fill=dull(one.fill), edge=dull(one.edge)) for one in scene.areas),
    )
