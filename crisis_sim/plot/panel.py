"""A chart under construction: a frame with two scales, and what is drawn in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crisis_sim.plot.contrast import legible
from crisis_sim.plot.scale import Numbering, Scale
from crisis_sim.plot.scene import Anchor, Area, Font, Label, Mark, Measure, Point, ScenePart, Stroke
from crisis_sim.plot.style import INK, PALE, TEXT, TINY

__all__ = [
    "AXIS",
    "SAMPLE",
    "EndLabel",
    "Panel",
    "fitting",
    "overhang",
    "room_for_numbers",
    "spread",
]

AXIS = Font(7.5)
"""The type of the numbers along an axis."""
NAMES = Font(TINY + 1.0)
"""The type of names at the ends of lines."""
TICK, NEAR = 3.0, 2.5
APART, LEFT = 4.0, 34.0
"""Between two numbers along an axis, and the least room for those of the upright one."""
AXIS_WIDTH = 0.6
SAMPLE = 16.0
"""Length of the piece of a dashed line before its name, in points."""


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A name at the end of a line, at a value of the upright scale.

    ``dash`` is the line's, of which a piece stands before the name; None for no piece.
    """

    value: float
    text: str
    colour: str
    dash: tuple[float, ...] | None = None


@dataclass(slots=True)
class Panel:
    """``x`` runs to the right, ``y`` upwards; both give points from the picture's top left."""

    x: Scale
    y: Scale
    measure: Measure
    strokes: list[Stroke] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    @property
    def left(self) -> float:
        """The left edge of the frame in points."""
        return self.x.start

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y.start

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y.end

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x.end

    def at(self, x: float, y: float) -> Point:
        """A pair of values as a point."""
        return self.x(x), self.y(y)

    def axes(
        self,
        *,
        x_title: str = "",
        y_title: str = "",
        ticks: tuple[int, int] = (6, 6),
        between: float = 0.0,
    ) -> None:
        """The lower and the left axis with numbers; titles under the one and over the other.

        ``between`` is the height of what else stands between the frame and the title over it.
        """
        self.rule(((self.left, self.bottom), (self.right, self.bottom)), role="axis")
        self.rule(((self.left, self.bottom), (self.left, self.top)), role="axis")
        self.level_numbers(ticks[0], x_title)
        upright = self.upright_numbers(ticks[1])
        title = upright.titled(y_title)
        at = (self.left - 2.0, self.top - 6.0 - between)
        self.write(at, title, math_font(Font(TEXT)), role="axis")

    def level_numbers(self, most: int, title: str) -> None:
        """As many numbers as have room under the lower axis, and its title."""
        shown = fitting(self.x, self.measure, most)
        for tick in shown.ticks:
            at = self.x(tick.value)
            self.rule(((at, self.bottom), (at, self.bottom + TICK)), role="tick")
            base = self.bottom + TICK + NEAR + 0.7 * AXIS.size
            self.write((at, base), tick.text, AXIS, anchor="middle", role="tick")
        middle = (self.left + self.right) / 2
        base = self.bottom + TICK + NEAR + AXIS.size + TEXT + 2.0
        font = math_font(Font(TEXT))
        self.write((middle, base), shown.titled(title), font, anchor="middle", role="axis")

    def upright_numbers(self, most: int) -> Numbering:
        """The numbers of the left axis."""
        shown = self.y.numbering(most)
        for tick in shown.ticks:
            at = self.y(tick.value)
            self.rule(((self.left - TICK, at), (self.left, at)), role="tick")
            end = (self.left - TICK - NEAR, at + 0.34 * AXIS.size)
            self.write(end, tick.text, AXIS, anchor="end", role="tick")
        return shown

    def rule(self, points: Sequence[Point], *, colour: str = INK, role: str = "") -> None:
        """A thin line in points."""
        self.strokes.append(Stroke(tuple(points), colour, AXIS_WIDTH, layer=1, role=role))

    def write(
        self,
        at: Point,
        text: str,
        font: Font,
        *,
        colour: str = INK,
        anchor: Anchor = "start",
        role: str = "",
    ) -> None:
        """A text at a point."""
        if text:
            self.labels.append(Label(*at, text, font, colour, anchor, role))

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str,
        *,
        width: float = 1.3,
        dash: tuple[float, ...] = (),
        layer: int = 3,
        role: str = "line",
    ) -> None:
        """A line through values; nothing for fewer than two."""
        points = tuple(self.at(x, y) for x, y in zip(xs, ys, strict=True))
        if len(points) > 1:
            self.strokes.append(Stroke(points, colour, width, dash, layer, role=role))

    def upright(self, x: float, *, colour: str = PALE, dash: tuple[float, ...] = ()) -> None:
        """A thin line from bottom to top at a value of x."""
        at = self.x(x)
        self.strokes.append(
            Stroke(((at, self.bottom), (at, self.top)), colour, 0.6, dash, 0, role="guide")
        )

    def level(self, y: float, *, colour: str = PALE, dash: tuple[float, ...] = ()) -> None:
        """A thin line from left to right at a value of y."""
        at = self.y(y)
        self.strokes.append(
            Stroke(((self.left, at), (self.right, at)), colour, 0.6, dash, 0, role="guide")
        )

    def end_labels(self, names: Sequence[EndLabel], font: Font = NAMES) -> None:
        """Names to the right of the frame at the ends of their lines, none over another."""
        wanted = [self.y(name.value) for name in names]
        line = 1.15 * font.size
        places = spread(wanted, line, self.top + line / 2, self.bottom - line / 2)
        for name, want, at in zip(names, wanted, places, strict=True):
            start = self.right + 4.0
            if abs(at - want) > 1.5:
                points = ((self.right + 1.5, want), (self.right + 8.0, at))
                self.strokes.append(Stroke(points, name.colour, 0.5, layer=1, role="leader"))
                start = self.right + 10.0
            if name.dash is not None:
                piece = ((start, at), (start + SAMPLE, at))
                self.strokes.append(Stroke(piece, name.colour, 1.3, name.dash, 1, role="sample"))
                start += SAMPLE + 3.0
            base = at + 0.34 * font.size
            self.write((start, base), name.text, font, colour=legible(name.colour), role="name")

    def draw(self, part: ScenePart) -> None:
        """Add what has been drawn elsewhere in the picture's points."""
        self.strokes += part.strokes
        self.marks += part.marks
        self.labels += part.labels
        self.areas += part.areas

    def part(self, height: float) -> ScenePart:
        """All that has been drawn."""
        drawn = tuple(self.strokes), tuple(self.marks), tuple(self.labels), tuple(self.areas)
        return ScenePart(height, *drawn)


def fitting(x: Scale, measure: Measure, most: int) -> Numbering:
    """The most numbers along an axis, up to ``most``, that do not run into each other."""
    for count in range(most, 2, -1):
        shown = x.numbering(count)
        spots = [(x(tick.value), measure(tick.text, AXIS) / 2) for tick in shown.ticks]
        if all(b - a >= one + other + APART for (a, one), (b, other) in pairwise(spots)):
            return shown
    return x.numbering(2)


def room_for_numbers(y: Scale, measure: Measure, most: int = 6) -> float:
    """Points that the numbers of an upright axis take at its left."""
    widest = max((measure(tick.text, AXIS) for tick in y.ticks(most)), default=0.0)
    return max(LEFT, widest + TICK + NEAR)


def overhang(x: Scale, measure: Measure, most: int = 6) -> float:
    """Points by which a number under the end of an axis stands out at its right."""
    return max((measure(tick.text, AXIS) / 2 for tick in x.ticks(most)), default=0.0)


def math_font(font: Font) -> Font:
    """The same type, with formulas between dollar signs."""
    return Font(font.size, font.bold, font.italic, math=True)


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places nearest to those wanted that stand ``apart``, in the same order, in ``low..high``.

    Where they do not fit, they stand as far apart as they can. Neighbours that would meet are
    pushed apart as a group about their mean, which is the least-squares solution.
    """
    if not wanted:
        return []
    apart = min(apart, (high - low) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    groups: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        groups.append((wanted[index] - rank * apart, 1))
        while len(groups) > 1 and groups[-2][0] >= groups[-1][0]:
            (one, few), (other, more) = groups[-2:]
            groups[-2:] = [((one * few + other * more) / (few + more), few + more)]
    top = high - (len(wanted) - 1) * apart
    flat = [min(max(mean, low), top) for mean, count in groups for _ in range(count)]
    places = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        places[index] = flat[rank] + rank * apart
    return places
