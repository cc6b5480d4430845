"""The letters of regions: each where it has the most room, or beside its region, led to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist, hypot

from crisis_sim.plot.leaders import write_led
from crisis_sim.plot.panel import Panel
from crisis_sim.plot.placement import Box, plate
from crisis_sim.plot.scene import Font, Point
from crisis_sim.plot.style import TEXT, TINY

__all__ = ["RegionName", "write_letters"]

LETTER, COUNT = Font(TEXT + 1.0, bold=True), Font(TINY)
HALF = 4.5
"""Of the height of a letter with the room around it, in points."""
ENOUGH = 3 * HALF
"""From the edges of a region, beyond which more room is no better."""
APART = 5.0
"""Points between a name and other words."""
STEPS = 22
"""Of the grid on which room is looked for."""
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class RegionName:
    """A letter and what stands after it, and the pieces of its region in points.

    ``plain`` where the letter can be read without a ground of its own.
    """

    letter: str
    after: str
    rings: tuple[Ring, ...]
    plain: bool


def write_letters(
    panel: Panel, names: Sequence[RegionName], taken: list[Box], words: list[Box]
) -> None:
    """Write the names; what they take is added to what is ``taken``, and to the ``words``."""
    led = [name for name in names if not _written(panel, name, taken, words)]
    lines = [one.points for one in panel.strokes if one.role == "boundary"]
    named = [(f"{name.letter}{name.after}", _spot(name.rings, [], 1.0)[0]) for name in led]
    write_led(panel, named, lines, words, role="letter")


def _written(panel: Panel, name: RegionName, taken: list[Box], words: list[Box]) -> bool:
    """Whether there is room for a name inside its region, where it is then written."""
    letter = panel.measure(name.letter, LETTER)
    half = (letter + panel.measure(name.after, COUNT)) / 2
    # Places are looked for in a plane in which the name is as wide as it is high.
    clear = [*taken, *map(_grown, words)]
    (x, y), room = _spot(name.rings, clear, HALF / max(HALF, half + 1.5))
    if room < HALF:
        return False
    box = (x - half - 1.5, y - HALF, x + half + 1.5, y + HALF)
    if not name.plain:
        panel.strokes.append(plate(box))
    base = y + 0.33 * LETTER.size
    panel.write((x - half, base), name.letter, LETTER, role="letter")
    panel.write((x - half + letter, base), name.after, COUNT, role="count")
    taken.append(box)
    words.append(box)
    return True


def _grown(box: Box) -> Box:
    """Words with room around them, so that they are not read on."""
    return box[0] - APART, box[1] - APART, box[2] + APART, box[3] + APART


def _spot(rings: Sequence[Ring], taken: Sequence[Box], squeeze: float) -> tuple[Point, float]:
    """The point inside some shapes that is furthest from their edges, and how far that is.

    Distances across are counted ``squeeze`` times.
    """
    held = [(left * squeeze, top, right * squeeze, low) for left, top, right, low in taken]
    squeezed = [tuple((x * squeeze, y) for x, y in ring) for ring in rings]
    (x, y), room = max((_roomiest(ring, held) for ring in squeezed), key=lambda one: one[1])
    return (x / squeeze, y), room


def _roomiest(ring: Ring, taken: Sequence[Box]) -> tuple[Point, float]:
    """The point of a grid inside a polygon that is furthest from its edge, and how far it is.

    Among those that are far enough it is the one nearest to the middle.
    """
    sides = list(pairwise([*ring, ring[0]]))
    middle, points = _grid(ring)
    found = {
        point: min(_distance(point, side) for side in sides)
        for point in points
        if _inside(point, sides) and not any(_near(point, box) for box in taken)
    }
    best = max(
        found, key=lambda one: (min(found[one], ENOUGH), -dist(one, middle)), default=ring[0]
    )
    return best, found.get(best, 0.0)


def _grid(ring: Ring) -> tuple[Point, list[Point]]:
    """The middle of a grid over a shape, and its points."""
    (left, right), (top, low) = ((min(held), max(held)) for held in zip(*ring, strict=True))
    shares = [step / STEPS for step in range(1, STEPS)]
    points = [(left + (right - left) * i, top + (low - top) * j) for i in shares for j in shares]
    return ((left + right) / 2, (top + low) / 2), points


def _near(point: Point, box: Box) -> bool:
    x, y = point
    return box[0] - 5.0 < x < box[2] + 5.0 and box[1] - 5.0 < y < box[3] + 5.0


def _inside(point: Point, sides: Sequence[tuple[Point, Point]]) -> bool:
    x, y = point
    crossed = False
    for (x0, y0), (x1, y1) in sides:
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            crossed = not crossed
    return crossed


def _distance(point: Point, side: tuple[Point, Point]) -> float:
    (x0, y0), (x1, y1) = side
    long = (x1 - x0) ** 2 + (y1 - y0) ** 2
    share = 0.0
    if long > 0:
        share = ((point[0] - x0) * (x1 - x0) + (point[1] - y0) * (y1 - y0)) / long
    share = min(1.0, max(0.0, share))
    return hypot(point[0] - x0 - share * (x1 - x0), point[1] - y0 - share * (y1 - y0))
