"""Names beside points, each where it covers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from crisis_sim.plot.scene import Anchor, Font, Label, Measure, Point, Stroke
from crisis_sim.plot.style import INK

__all__ = ["Box", "along_line", "meets", "place_beside", "plate"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points."""

_SIDES: tuple[tuple[float, float, Anchor], ...] = (
    (1.0, 0.0, "start"),
    (0.7, -0.7, "start"),
    (0.7, 0.7, "start"),
    (-1.0, 0.0, "end"),
    (-0.7, -0.7, "end"),
    (-0.7, 0.7, "end"),
    (0.0, -1.0, "middle"),
    (0.0, 1.0, "middle"),
)
_RINGS = (1.0, 1.7, 2.5, 3.5)


def meets(one: Box, two: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return min(one[2], two[2]) > max(one[0], two[0]) and min(one[3], two[3]) > max(one[1], two[1])


def along_line(points: Sequence[Point], step: float = 3.0) -> list[Box]:
    """Small boxes along a line, so that nothing is written over it."""
    boxes = []
    for (x0, y0), (x1, y1) in pairwise(points):
        count = max(1, round(hypot(x1 - x0, y1 - y0) / step))
        for number in range(count + 1):
            x, y = x0 + (x1 - x0) * number / count, y0 + (y1 - y0) * number / count
            boxes.append((x - 0.5, y - 0.5, x + 0.5, y + 0.5))
    return boxes


def plate(box: Box) -> Stroke:
    """A white ground, so that a word can be read over hatching; a dot is no line to matplotlib."""
    left, top, right, bottom = box
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    centre, reach = (left + right) / 2, max(0.5, (right - left) / 2 - half)
    line = ((centre - reach, middle), (centre + reach, middle))
    return Stroke(line, "#FFFFFF", bottom - top, layer=4, opacity=0.9, role="ground")


def place_beside(
    named: Sequence[tuple[Point, str]],
    font: Font,
    measure: Measure,
    taken: Sequence[Box],
    frame: Box,
    *,
    distance: float,
    colour: str = INK,
) -> list[Label]:
    """A label for each point, at the nearest of eight sides where nothing is covered.

    ``taken`` are boxes to keep clear, ``frame`` the one to stay in. A name for which no place is
    found is left out.
    """
    held, labels = list(taken), []
    for (x, y), text in named:
        wide = measure(text, font)
        for ring in _RINGS:
            spot = _spot((x, y), wide, font.size, ring * distance, held, frame)
            if spot is not None:
                label, box = spot
                anchor = label[2]
                labels.append(Label(label[0], label[1], text, font, colour, anchor, "number"))
                held.append(box)
                break
    return labels


def _spot(
    at: Point, wide: float, size: float, distance: float, held: Sequence[Box], frame: Box
) -> tuple[tuple[float, float, Anchor], Box] | None:
    for right, down, anchor in _SIDES:
        x, middle = at[0] + right * distance, at[1] + down * (distance + 0.25 * size)
        base = middle + 0.24 * size
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
        box = (left - 0.5, base - 0.72 * size, left + wide + 0.5, base + 0.24 * size)
        inside = box[0] >= frame[0] and box[1] >= frame[1]
        inside = inside and box[2] <= frame[2] and box[3] <= frame[3]
        if inside and not any(meets(box, other) for other in held):
            return (x, base, anchor), box
    return None
