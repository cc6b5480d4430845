"""The equilibrium regions of a plane of two parameters, with exact boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import hypot

from crisis_sim.concepts import CONCEPTS
from crisis_sim.exact.data.planes import Boundary, Points, Region, Regions
from crisis_sim.numbers.written import counted, told_up_to
from crisis_sim.plot.equations import equation_told
from crisis_sim.plot.hatch import Fill, fills_of_sets, hatching
from crisis_sim.plot.leaders import BOLD, write_numbers
from crisis_sim.plot.numbers import equals, listed_numbers, short_number, told_numbers
from crisis_sim.plot.panel import Panel, room_for_numbers
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.placement import Box, along_line, place_beside, plate
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Area, Font, Label, Mark, Measure, Point, ScenePart, Stroke, wrap
from crisis_sim.plot.sheet import EDGE, as_note, below_each_other, foot, head
from crisis_sim.plot.style import INK, SOFT, TEXT, TINY
from crisis_sim.plot.symbols import axis_title
from crisis_sim.scenario.ranges import as_parameter
from crisis_sim.scenario.scenario import Parameter, Scenario

__all__ = [
    "PlaneData",
    "extents_told",
    "hatching_told",
    "plane_alt",
    "plane_data",
    "plane_part",
    "plane_picture",
]

LETTER, KEY, SMALL = Font(TEXT + 1.0, bold=True), Font(7.2), Font(TINY)
FORMULA = Font(TINY, math=True)
LINE = 1.25 * KEY.size
HATCH = 4.5
RISING, FALLING = 45.0, 135.0
"""Angles of the hatching where there are two equilibria, and where there are more."""
MOST_TOLD = 24
"""Regions that are told in words."""
Place = tuple[float, float, float]
"""Left end, top and right end, in points."""
LEAST_SHARE = 0.0005
"""Share of the box below which a region has no letter of its own."""


@dataclass(frozen=True, eq=False)
class PlaneData:
    """Regions with their two parameters, the outcomes' labels, and the scenario's own point.

    ``here`` is None where that is not marked.
    ``kinds`` numbers what is played, regions with the same reported equilibrium alike, and
    ``fills`` has its fill by the same name.
    """

    found: Regions
    across: Parameter
    up: Parameter
    labels: Mapping[str, str]
    here: Point | None
    title: str
    kinds: Mapping[str, int]
    fills: Mapping[str, Fill]


def plane_data(found: Regions, scenario: Scenario) -> PlaneData:
    """What to draw of the regions of a plane."""
    across, up = (as_parameter(scenario, name, found.fixed) for name in found.parameters)
    sets: dict[str, tuple[str, ...]] = {}
    for region in found.regions:
        first = region.standing.equilibria[:1]
        sets.setdefault(region.standing.name, first[0].outcomes if first else ())
    fills = fills_of_sets(scenario.ends, list(sets.values()))
    return PlaneData(
        found=found,
        across=across,
        up=up,
        labels=scenario.ends.labels,
        here=(float(across.default), float(up.default)),
        title=scenario.title,
        kinds={name: number for number, name in enumerate(sets)},
        fills=dict(zip(sets, fills, strict=True)),
    )


def plane_picture(
    data: PlaneData, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """The plane, beside or over its key."""
    kind = CONCEPTS[data.found.concept].kind.capitalize()
    said = f"{kind} equilibria, by {_word(data.across)} and {_word(data.up)}"
    notes = []
    if hatched := hatching_told(data):
        notes.append(as_note(hatched))
    notes += map(as_note, data.found.notes)
    parts = [
        head(measure, width, title, [said]),
        plane_part(data, measure, width),
        foot(measure, width, [" ".join(notes)]),
    ]
    scene = below_each_other(parts, width)
    return Picture(scene, plane_alt(data), selection=data.found.selection)


def hatching_told(data: PlaneData) -> str:
    """What hatching means, of the kinds that there are; empty where nothing is hatched."""
    counts = {len(region.standing.equilibria) for region in data.found.regions}
    rising = ["two where the lines rise to the right"] if 2 in counts else []
    falling = ["three or more where the lines fall"] if max(counts, default=0) > 2 else []
    if not (told := ", ".join(rising + falling)):
        return ""
    return f"hatched: several equilibria, {told}; the letter names the one reported"


def _word(parameter: Parameter) -> str:
    return parameter.label or parameter.name


def plane_part(
    data: PlaneData,
    measure: Measure,
    width: float,
    height: float = 216.0,
) -> ScenePart:
    """The plane at the left and its key at the right; the key stands below a narrow one.

    Every boundary is numbered, and its number explained.
    """
    found = data.found
    y = Scale(float(found.up[0]), float(found.up[1]), height, 20.0)
    left = EDGE + room_for_numbers(y, measure)
    wide = width > 380.0
    right = 0.56 * width if wide else width - EDGE - 10.0
    x = Scale(float(found.across[0]), float(found.across[1]), left, right)
    panel = Panel(x, y, measure)
    for region in found.regions:
        _fill(panel, data, region)
    lines = [_lines(panel, one) for one in data.found.boundaries]
    taken = _boundaries(panel, lines)
    count = len(taken)
    panel.axes(x_title=axis_title(data.across), y_title=axis_title(data.up))
    _here(panel, data, taken)
    words: list[Box] = taken[count:]
    _letters(panel, data, taken, words)
    write_numbers(panel, lines, words)
    if wide:
        bottom = _key(panel, data, (right + 14.0, panel.top + 6.0, width - EDGE))
    else:
        bottom = _key(panel, data, (EDGE, height + 40.0, width - EDGE))
    return panel.part(max(height + 28.0, bottom))


def _points(panel: Panel, line: Points) -> tuple[Point, ...]:
    return tuple(panel.at(float(x), float(y)) for x, y in line)


def _fill(panel: Panel, data: PlaneData, region: Region) -> None:
    """Its tint, and hatching where there are several equilibria, or none."""
    fill = data.fills[region.standing.name]
    count = len(region.standing.equilibria)
    for piece in region.pieces:
        ring = _points(panel, piece.outline)
        panel.areas.append(Area((ring,), fill.tint, fill.tint, 0.3, role="region"))
        if count > 1:
            angle = RISING if count == 2 else FALLING
            panel.strokes += hatching([ring], angle, HATCH, fill.ink, width=0.35)


def _lines(panel: Panel, boundary: Boundary) -> list[tuple[Point, ...]]:
    """The pieces of a boundary in points."""
    return [_points(panel, line) for line in boundary.lines]


def _boundaries(panel: Panel, lines: Sequence[Sequence[tuple[Point, ...]]]) -> list[Box]:
    taken = []
    for points in (piece for pieces in lines for piece in pieces):
        panel.strokes.append(Stroke(points, INK, 0.8, layer=2, role="boundary"))
        taken += along_line(points)
    return taken


def _here(panel: Panel, data: PlaneData, taken: list[Box]) -> None:
    if data.here is None:
        return
    x, y = data.here
    if not (panel.x.low <= x <= panel.x.high and panel.y.low <= y <= panel.y.high):
        return
    at = panel.at(x, y)
    panel.marks.append(Mark(*at, "o", 8.0, "white", INK, 1.2, role="here"))
    panel.marks.append(Mark(*at, "o", 3.2, INK, INK, 0.0, role="here"))
    taken.append((at[0] - 4.5, at[1] - 4.5, at[0] + 4.5, at[1] + 4.5))
    frame = (panel.left + 1, panel.top, panel.right, panel.bottom - 1)
    labels = place_beside([(at, "you are here")], SMALL, panel.measure, taken, frame, distance=6.0)
    for label in labels:
        wide = panel.measure(label.text, label.font)
        start = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * wide
        box = (start - 1.0, label.y - 6.0, start + wide + 1.0, label.y + 2.0)
        panel.strokes.append(plate(box))
        taken.append(box)
    panel.labels += labels


def _letters(panel: Panel, data: PlaneData, taken: list[Box], words: list[Box]) -> None:
    """The letter of each region in its roomiest piece."""
    for region in data.found.regions:
        if region.share < LEAST_SHARE:
            continue
        letter = _letter(data.kinds[region.standing.name])
        best = max(
            (_roomiest(_points(panel, piece.outline), taken) for piece in region.pieces),
            key=lambda found: found[1],
        )
        (x, y), room = best
        if room < 4.5:
            continue
        wide = panel.measure(letter, LETTER)
        box = (x - wide / 2 - 1.5, y - 4.5, x + wide / 2 + 1.5, y + 4.5)
        if len(region.standing.equilibria) > 1:
            panel.strokes.append(plate(box))
        panel.write((x, y + 0.33 * LETTER.size), letter, LETTER, anchor="middle", role="letter")
        taken.append(box)
        words.append(box)


def _roomiest(ring: Sequence[Point], taken: Sequence[Box], steps: int = 22) -> tuple[Point, float]:
    """The point of a grid inside a polygon that is furthest from its edge, and how far it is."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best: tuple[Point, float] = ((xs[0], ys[0]), 0.0)
    sides = list(pairwise([*ring, ring[0]]))
    for i in range(1, steps):
        for j in range(1, steps):
            x = min(xs) + (max(xs) - min(xs)) * i / steps
            y = min(ys) + (max(ys) - min(ys)) * j / steps
            if not _inside((x, y), sides):
                continue
            room = min(_distance((x, y), side) for side in sides)
            if room > best[1] and not any(_near((x, y), box) for box in taken):
                best = ((x, y), room)
    return best


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


def _letter(kind: int) -> str:
    return chr(ord("A") + kind) if kind < 26 else str(kind - 25)


def _key(panel: Panel, data: PlaneData, place: Place) -> float:
    """What each letter stands for, with its share of the box; returns how far down it reaches."""
    x, y, right = place
    shares: dict[str, float] = {}
    firsts: dict[str, Region] = {}
    for region in data.found.regions:
        name = region.standing.name
        shares[name] = shares.get(name, 0.0) + region.share
        firsts.setdefault(name, region)
    for name, region in firsts.items():
        kind = data.kinds[name]
        fill = data.fills[name]
        ring = ((x, y - 7.5), (x + 11.0, y - 7.5), (x + 11.0, y + 2.5), (x, y + 2.5))
        panel.areas.append(Area((ring,), fill.tint, INK, 0.4, role="key"))
        panel.write((x + 5.5, y), _letter(kind), Font(7.2, bold=True), anchor="middle", role="key")
        text = _outcomes(data, region)
        text += f" ({short_number(100 * shares[name], digits=3)} %)"
        for line in wrap(text, KEY, panel.measure, right - x - 16.0):
            panel.labels.append(Label(x + 16.0, y, line, KEY, role="key"))
            y += LINE
        y += 4.5
    for number, boundary in enumerate(data.found.boundaries, 1):
        said = (equation_told(boundary), boundary.why.replace("$", r"\$"))
        text = ": ".join(filter(None, said))
        for row, line in enumerate(wrap(text, FORMULA, panel.measure, right - x - 10.0)):
            if not row:
                panel.write((x, y), str(number), BOLD, role="boundary")
            panel.labels.append(Label(x + 10.0, y, line, FORMULA, SOFT, role="boundary"))
            y += 1.2 * SMALL.size
    return y + 4.0


def _outcomes(data: PlaneData, region: Region) -> str:
    standing = region.standing
    if not standing.equilibria:
        return standing.name
    return "; ".join(data.labels[name] for name in standing.equilibria[0].outcomes)


def plane_alt(data: PlaneData) -> str:
    """The picture in words."""
    found = data.found
    said = [
        f"Equilibrium regions of {data.title}: {extents_told(data)}; "
        f"{counted(len(found.boundaries), 'boundary', 'boundaries')}."
    ]
    bounds = (_bound_told(*one) for one in enumerate(found.boundaries, 1))
    said += told_up_to(MOST_TOLD, filter(None, bounds), "boundary", "boundaries")
    told = (_told(data, region) for region in found.regions)
    said += told_up_to(MOST_TOLD, told, "region")
    if data.here is not None:
        said.append(f"The scenario stands at {_here_told(data, data.here)}.")
    return " ".join(said)


def _bound_told(number: int, boundary: Boundary) -> str:
    """A boundary's number and equation, and what turns on it; empty if none of that is told."""
    told = ": ".join(filter(None, (equation_told(boundary, str), boundary.why)))
    return f"Boundary {number}, {told}." if told else ""


def _here_told(data: PlaneData, here: Point) -> str:
    """The scenario's own values of both parameters."""
    texts = told_numbers(here, [*data.found.across, *data.found.up])
    pairs = zip(data.found.parameters, texts, strict=True)
    return listed_numbers(equals(name, text) for name, text in pairs)


def _told(data: PlaneData, region: Region) -> str:
    """A region's share of the box, and what is played there."""
    count = len(region.standing.equilibria)
    several = f", one of {count} equilibria" if count > 1 else ""
    return f"{short_number(100 * region.share, digits=3)} %: {_outcomes(data, region)}{several}."


def extents_told(data: PlaneData) -> str:
    """The two parameters in words, each with its range."""
    across, up = _extent(data.across, data.found.across), _extent(data.up, data.found.up)
    return f"{across} across, {up} up"


def _extent(parameter: Parameter, ends: tuple[Fraction, Fraction]) -> str:
    return f"{_word(parameter)} from {' to '.join(told_numbers(ends))}"
