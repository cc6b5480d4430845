"""Fills that survive a photocopier: a pale tint with hatching of its own, drawn as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin

from crisis_sim.plot.contrast import LINES, WHITE, contrast, legible, mixed
from crisis_sim.plot.scene import Area, Font, Label, Point, ScenePart, Stroke
from crisis_sim.plot.style import INK, SOFT
from crisis_sim.scenario.ends import Ends

__all__ = [
    "BLANK",
    "DARK",
    "LIGHT",
    "Fill",
    "fill_of",
    "filled",
    "fills_of",
    "fills_of_sets",
    "hatching",
    "key_column",
    "leaning",
    "neutral",
    "striped",
    "swatch",
]

Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """A tint, and lines at angles in degrees, ``apart`` points from each other."""

    tint: str
    ink: str
    angles: tuple[float, ...] = ()
    apart: float = 5.0
    width: float = 0.45


_FILLS = (
    Fill("#CBE3DD", "#22706A"),
    Fill("#FBE3D5", "#A8481A", (45.0,)),
    Fill("#E6D9EE", "#7A3E9A", (135.0,)),
    Fill("#E4E4E4", "#444444", (90.0,), 4.0),
    Fill("#FFFFFF", "#0B7A35", (45.0, 135.0), 6.0),
    Fill("#DFE9CC", "#4C6812", (0.0,), 4.0),
    Fill("#F4DCF0", "#8A2F7C", (20.0,)),
    Fill("#F1F1F1", "#3F5560", (0.0, 90.0), 6.0),
    Fill("#EADBCB", "#6B3F1D", (60.0,)),
    Fill("#D5EBD0", "#2C6E2F", (110.0,)),
    Fill("#E9E3D2", "#5C5236", (160.0,), 4.0),
    Fill("#D3E8E6", "#00756B", (20.0, 110.0), 6.0),
)
"""Of outcomes, in colours far from those of players."""
_GATHERED = (
    Fill("#ECF2B8", "#4F6B12", (30.0,)),
    Fill("#B9E6F5", "#0F6480", (105.0,)),
    Fill("#EBCFE4", "#8A1F6C", (75.0,)),
    Fill("#F6CFBD", "#9C3F14", (150.0,)),
    *_FILLS[6:],
)
"""Of categories of several outcomes."""
PALER, PALEST_INK = 0.82, "#777777"
"""The share of white in a tint, and a grey that is no darker than any ink."""
BLANK = Fill("#FFFFFF", "#444444")
LIGHT, DARK = Fill("#EDEDED", INK), Fill("#8C8C8C", INK)
"""Of a pair of bars that are neither outcomes nor players."""
_NEUTRAL = (
    LIGHT,
    DARK,
    Fill("#FFFFFF", INK, (45.0,)),
    Fill("#C4C4C4", INK, (135.0,)),
    Fill("#EDEDED", INK, (90.0,), 4.0),
    Fill("#FFFFFF", INK, (0.0, 90.0), 6.0),
)
SLIVER = 1e-6
"""Points below which a stripe is none."""


def fill_of(number: int) -> Fill:
    """The fill of the number-th thing to be told apart; blank for a negative number."""
    return BLANK if number < 0 else _FILLS[number % len(_FILLS)]


def neutral(number: int) -> Fill:
    """The fill of the number-th thing that is neither an outcome nor a player."""
    return _NEUTRAL[number % len(_NEUTRAL)]


def fills_of(ends: Ends, names: Sequence[str]) -> list[Fill]:
    """The fill of each of some outcomes or categories by what it is called, alike in every figure.

    Its place in the scenario gives the pattern, and the colour where it has none of its own. Two
    that would have the same fill do not: the later one takes the next that is free. A category of
    several outcomes has a pattern that is none of theirs.
    """
    gathering = ends.gathering
    places = {name: ends.place(name) for name in names if name not in gathering}
    taken: dict[int, int] = {}
    for place in sorted(set(places.values())):
        free = [(place + more) % len(_FILLS) for more in range(len(_FILLS))]
        taken[place] = next((one for one in free if one not in taken.values()), free[0])
    plain = [
        fill_of(taken[places[name]])
        if name in places
        else _GATHERED[gathering.index(name) % len(_GATHERED)]
        for name in names
    ]
    colours = [ends.colour(name) for name in names]
    return [
        _in_colour(fill, colour) if colour else fill
        for fill, colour in zip(plain, colours, strict=True)
    ]


def fills_of_sets(ends: Ends, sets: Sequence[Sequence[str]]) -> list[tuple[Fill, ...]]:
    """The fills of the outcomes of each of some sets that come about together; blank for none."""
    names = list(dict.fromkeys(name for one in sets for name in one))
    held = dict(zip(names, fills_of(ends, names), strict=True))
    return [tuple(held[name] for name in one) or (BLANK,) for one in sets]


def striped(
    ring: Ring,
    fills: Sequence[Fill],
    wide: float,
    *,
    from_: float = 0.0,
    slant: float = 0.0,
    role: str = "stripe",
) -> ScenePart:
    """A shape in stripes, ``wide`` points each across, in line whatever shape they fill.

    They are upright, or lean by ``slant`` points a point upwards. The first fill lies to the right
    of ``from_`` (:func:`leaning`); a thin line parts each from the next.
    """
    straight = leaning(ring, -slant)
    left, right = (int((side(x for x, _ in straight) - from_) // wide) for side in (min, max))
    areas, strokes = [], []
    for number in range(left, right + 1):
        start = from_ + number * wide
        band = _right_of(_right_of(straight, start), start + wide, sign=-1.0)
        if band and max(x for x, _ in band) - start > SLIVER:
            area, lines = filled([leaning(band, slant)], fills[number % len(fills)], role=role)
            areas.append(area)
            strokes += lines
            if number > left:
                edges = _upright(straight, start)
                strokes += [replace(one, points=leaning(one.points, slant)) for one in edges]
    return ScenePart(0.0, tuple(strokes), areas=tuple(areas))


def leaning(points: Sequence[Point], slant: float) -> Ring:
    """Points moved to the right by ``slant`` times how high they are."""
    return tuple((x + slant * y, y) for x, y in points)


def _upright(ring: Ring, x: float) -> Iterator[Stroke]:
    """The parts of an upright line that lie inside a shape."""
    ends = sorted(_crossings([(down, across) for across, down in ring], x))
    for top, low in zip(ends[::2], ends[1::2], strict=False):
        yield Stroke(((x, top), (x, low)), SOFT, 0.4, layer=0, role="stripe edge")


def _right_of(ring: Ring, level: float, sign: float = 1.0) -> Ring:
    """The part of a shape right of a level, or left of it with a negative sign."""
    found: list[Point] = []
    for (x, y), (other_x, other_y) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        inside, next_inside = sign * (x - level) >= 0, sign * (other_x - level) >= 0
        if inside:
            found.append((x, y))
        if inside != next_inside:
            found.append((level, y + (level - x) / (other_x - x) * (other_y - y)))
    return tuple(found)


def _in_colour(fill: Fill, colour: str) -> Fill:
    """The pattern in a colour: its ink as dark as words need, its tint pale enough for any ink.

    A dark colour is the ink itself, a pale one the tint.
    """
    pale = contrast(colour, WHITE) < LINES
    tints = _towards(colour if pale else mixed(colour, WHITE, PALER), WHITE)
    tint = next(one for one in tints if contrast(one, PALEST_INK) >= LINES)
    return replace(fill, tint=tint, ink=legible(colour))


def _towards(colour: str, other: str) -> Iterator[str]:
    """The colour, and mixtures up to the other."""
    return (mixed(colour, other, step / 20) for step in range(21))


def filled(rings: Sequence[Ring], fill: Fill, *, role: str = "fill") -> tuple[Area, list[Stroke]]:
    """A shape in a fill: its tint, and the lines of its hatching."""
    area = Area(tuple(rings), fill.tint, role=role)
    lines = [
        stroke
        for angle in fill.angles
        for stroke in hatching(rings, angle, fill.apart, fill.ink, width=fill.width)
    ]
    return area, lines


def hatching(
    rings: Sequence[Ring], angle: float, apart: float, colour: str, *, width: float = 0.45
) -> list[Stroke]:
    """Parallel lines inside a shape, at an angle from the horizontal in degrees.

    The lines of one angle and distance fall in line whatever shape they fill.
    """
    along = (cos(radians(angle)), -sin(radians(angle)))
    across = (-along[1], along[0])
    turned = [
        [(x * along[0] + y * along[1], x * across[0] + y * across[1]) for x, y in ring]
        for ring in rings
    ]
    heights = [v for ring in turned for _, v in ring]
    if not heights:
        return []
    first, last = int(min(heights) // apart), int(max(heights) // apart) + 1
    found = []
    for number in range(first, last + 1):
        level = (number + 0.5) * apart
        crossings = sorted(u for ring in turned for u in _crossings(ring, level))
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            ends = tuple(
                (u * along[0] + level * across[0], u * along[1] + level * across[1])
                for u in (start, end)
            )
            found.append(Stroke(ends, colour, width, layer=0, role="hatch"))
    return found


def _crossings(ring: Sequence[Point], level: float) -> list[float]:
    """Where the sides of a ring cross a level."""
    found = []
    for (u, v), (other_u, other_v) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (v <= level) != (other_v <= level):
            found.append(u + (level - v) / (other_v - v) * (other_u - u))
    return found


def swatch(at: Point, fill: Fill, *, side: float = 6.5) -> ScenePart:
    """A small square in a fill, standing on the baseline of its name."""
    x, y = at
    ring = ((x, y - side + 1.0), (x + side, y - side + 1.0), (x + side, y + 1.0), (x, y + 1.0))
    area, lines = filled([ring], fill, role="key")
    edge = Stroke((*ring, ring[0]), fill.ink, 0.5, role="key")
    return ScenePart(side, (*lines, edge), areas=(area,))


def key_column(names: Sequence[str], at: Point, font: Font, fills: Sequence[Fill]) -> ScenePart:
    """Names under each other from a point on, each after its fill.

    The last name comes first, as the last band of a stack lies on top.
    """
    line = 1.35 * font.size
    parts, labels = [], []
    for row, number in enumerate(reversed(range(len(names)))):
        base = at[1] + row * line
        parts.append(swatch((at[0], base), fills[number]))
        labels.append(Label(at[0] + 9.5, base, names[number], font, role="name"))
    strokes = tuple(stroke for part in parts for stroke in part.strokes)
    areas = tuple(area for part in parts for area in part.areas)
    return ScenePart(len(names) * line, strokes, (), tuple(labels), areas)
