"""Numbers and letters on what they stand for, or beside it, where a line leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from crisis_sim.plot.panel import Panel
from crisis_sim.plot.placement import Box, along_line, meets, plate
from crisis_sim.plot.scene import Font, Mark, Point, Stroke
from crisis_sim.plot.style import INK, TINY

__all__ = ["BOLD", "write_led", "write_numbers"]

BOLD = Font(TINY, bold=True)
SPOTS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)
HALF = 3.8
"""Of the height of a number's box, in points."""
SHORTEST = 16.0
"""Points of a piece of a boundary that can still be seen beside a number on it."""
STEP, NEAREST = 4.0, 9.0
"""Between places beside a boundary that are tried, and how near one may be to it, in points."""

Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """What a number must stand clear of: words and numbers, and the lines of others."""

    words: list[Box]
    others: list[Box]

    def covered(self, box: Box, *, lines: bool) -> bool:
        return any(meets(box, one) for one in (*self.words, *(self.others if lines else ())))


def write_numbers(panel: Panel, boundaries: Sequence[Sequence[Line]], words: Sequence[Box]) -> None:
    """Number the boundaries from 1 on, each by its pieces in points; ``words`` are kept clear.

    The shortest come first, as they have the least room.
    """
    taken, lines = list(words), [_boxes(pieces) for pieces in boundaries]
    for place in sorted(range(len(boundaries)), key=lambda one: sum(map(_long, boundaries[one]))):
        others = [box for which, held in enumerate(lines) if which != place for box in held]
        _write(panel, str(place + 1), boundaries[place], _Held(taken, others))


def _boxes(pieces: Sequence[Line]) -> list[Box]:
    return [box for piece in pieces for box in along_line(piece)]


def _write(panel: Panel, text: str, pieces: Sequence[Line], held: _Held) -> None:
    half = panel.measure(text, BOLD) / 2 + 1.8
    longest = sorted(pieces, key=_long, reverse=True)
    for spot in _on(longest):
        box = _box(spot, half)
        if _inside(panel, box) and not held.covered(box, lines=True):
            break
    else:
        box = _lead(panel, next(_along(longest[0]), longest[0][0]), half, held)
    _write_in(panel, text, box, "boundary number")
    held.words.append(box)


def write_led(
    panel: Panel,
    named: Sequence[tuple[str, Point]],
    lines: Sequence[Line],
    words: list[Box],
    *,
    role: str,
) -> None:
    """Write a letter beside each point and lead to it; best on none of some ``lines``.

    The ``words`` are kept clear; what is written is added to them.
    """
    held = _Held(words, _boxes(lines))
    for text, target in named:
        box = _lead(panel, target, panel.measure(text, BOLD) / 2 + 1.8, held)
        _write_in(panel, text, box, role)
        held.words.append(box)


def _write_in(panel: Panel, text: str, box: Box, role: str) -> None:
    panel.strokes.append(plate(box))
    at = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + 2.3)
    panel.write(at, text, BOLD, anchor="middle", role=role)


def _lead(panel: Panel, target: Point, half: float, held: _Held) -> Box:
    """The box beside a point to which a line has been drawn from there."""
    box, leader = _beside(panel, target, half, held)
    panel.strokes.append(Stroke(leader, INK, 0.5, layer=3, role="number leader"))
    panel.marks.append(Mark(*target, "o", 2.4, INK, INK, 0.0, role="number leader"))
    held.words.extend(along_line(leader))
    return box


def _beside(panel: Panel, target: Point, half: float, held: _Held) -> tuple[Box, Line]:
    """The nearest place that is free, and the line from the boundary to it.

    Where everything is taken, that is first one on another line, then any clear of words.
    """
    spots = sorted(_grid(panel, half), key=lambda one: _apart(one, target))
    far = [one for one in spots if _apart(one, target) >= NEAREST + half]
    found = [(_box(one, half), _leader(target, one, half)) for one in far]
    clear = [one for one in found if not held.covered(one[0], lines=False)]
    for lines in (True, False):
        for box, leader in clear:
            crossed = any(held.covered(one, lines=False) for one in along_line(leader))
            if not crossed and not (lines and held.covered(box, lines=True)):
                return box, leader
    return (clear or found)[0]


def _grid(panel: Panel, half: float) -> Iterator[Point]:
    """Places all over the frame."""
    y = panel.top + HALF + 1.0
    while y < panel.bottom - HALF - 1.0:
        x = panel.left + half + 1.0
        while x < panel.right - half - 1.0:
            yield x, y
            x += STEP
        y += STEP


def _leader(target: Point, spot: Point, half: float) -> Line:
    """From a point to the edge of the box around another."""
    right, down = target[0] - spot[0], target[1] - spot[1]
    share = min(1.0, half / max(abs(right), 1e-9), HALF / max(abs(down), 1e-9))
    return target, (spot[0] + share * right, spot[1] + share * down)


def _box(at: Point, half: float) -> Box:
    return at[0] - half, at[1] - HALF, at[0] + half, at[1] + HALF


def _inside(panel: Panel, box: Box) -> bool:
    across = panel.left < box[0] and box[2] < panel.right
    return across and panel.top < box[1] and box[3] < panel.bottom


def _on(pieces: Sequence[Line]) -> Iterator[Point]:
    """Places on a boundary, those on its longest piece first."""
    for piece in pieces:
        if _long(piece) >= SHORTEST:
            yield from _along(piece)


def _along(points: Line) -> Iterator[Point]:
    """Points at shares of a line's length."""
    steps = [_apart(one, other) for one, other in pairwise(points)]
    for share in SPOTS:
        left = share * sum(steps)
        for ((x0, y0), (x1, y1)), step in zip(pairwise(points), steps, strict=True):
            if left <= step and step > 0:
                yield x0 + left / step * (x1 - x0), y0 + left / step * (y1 - y0)
                break
            left -= step


def _long(points: Line) -> float:
    return sum(_apart(one, other) for one, other in pairwise(points))


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
