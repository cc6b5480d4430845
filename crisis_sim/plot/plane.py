"""The equilibrium regions of a plane of two parameters, with exact boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from crisis_sim.concepts import CONCEPTS
from crisis_sim.exact.data.planes import Boundary, Points, Region, Regions
from crisis_sim.numbers.written import counted, told_up_to
from crisis_sim.plot.equations import equation_told
from crisis_sim.plot.hatch import Fill, filled, fills_of_sets, leaning, striped
from crisis_sim.plot.leaders import BOLD, write_numbers
from crisis_sim.plot.numbers import equals, listed_numbers, short_number, told_numbers
from crisis_sim.plot.panel import Panel, room_for_numbers
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.placement import Box, along_line, place_beside, plate
from crisis_sim.plot.region_names import RegionName, write_letters
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Area, Font, Label, Mark, Measure, Point, ScenePart, Stroke, wrap
from crisis_sim.plot.sheet import EDGE, as_note, below_each_other, foot, head
from crisis_sim.plot.style import INK, SOFT, TINY
from crisis_sim.plot.symbols import axis_title, meanings_told, symbol
from crisis_sim.scenario.ranges import as_parameter
from crisis_sim.scenario.scenario import Parameter, Scenario
from crisis_sim.sentence import capital

__all__ = [
    "PlaneData",
    "boundaries_told",
    "counts_told",
    "extents_told",
    "here_told",
    "plane_alt",
    "plane_data",
    "plane_part",
    "plane_picture",
    "stripes_told",
]

KEY, KEY_LETTER, SMALL = Font(7.2), Font(7.2, bold=True), Font(TINY)
FORMULA = Font(TINY, math=True)
LINE = 1.25 * KEY.size
STRIPE = 12.0
"""The most points of a stripe of one of several outcomes."""
SLANT = 0.6
"""How stripes lean, so that none is taken for a range of the parameter along which it stands."""
SWATCH, STRIPES = 14.0, 6.0
"""Least widths of a fill in the key, and of a stripe in it."""
MOST_TOLD = 24
"""Regions that are told in words."""
Place = tuple[float, float, float]
"""Left end, top and right end, in points."""
Interval = tuple[float, float]
GAP = 0.01
"""Points between shapes below which there is no gap between them."""
LEAST_SHARE = 0.0005
"""Share of the box below which a region has no letter of its own."""


@dataclass(frozen=True, eq=False)
class PlaneData:
    """Regions with their two parameters, the outcomes' labels, and the scenario's own point.

    ``here`` is None where that is not marked.
    ``kinds`` numbers what is played, regions with the same reported equilibrium alike, and
    ``fills`` has the fills of its outcomes by the same name.
    """

    found: Regions
    across: Parameter
    up: Parameter
    labels: Mapping[str, str]
    here: Point | None
    title: str
    kinds: Mapping[str, int]
    fills: Mapping[str, tuple[Fill, ...]]


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
    if striped_told := stripes_told(data):
        notes.append(as_note(striped_told))
    if counted_told := counts_told(data):
        notes.append(as_note(counted_told))
    notes += map(as_note, data.found.notes)
    notes.append(meanings_told([data.across, data.up], math=True))
    parts = [
        head(measure, width, title, list(filter(None, [said, here_told(data)]))),
        plane_part(data, measure, width),
        foot(measure, width, [" ".join(filter(None, notes))]),
    ]
    scene = below_each_other(parts, width)
    return Picture(scene, plane_alt(data), selection=data.found.selection)


def stripes_told(data: PlaneData) -> str:
    """What stripes mean; empty where there are none."""
    if all(len(fills) == 1 for fills in data.fills.values()):
        return ""
    return (
        "stripes: outcomes that come about together, in the order of the key; their widths mean "
        "nothing"
    )


def counts_told(data: PlaneData) -> str:
    """What numbers beside letters mean; empty where there is one equilibrium at most."""
    if all(len(region.standing.equilibria) < 2 for region in data.found.regions):
        return ""
    return "in brackets: how many equilibria there are, of which the letter names the one reported"


def here_told(data: PlaneData) -> str:
    """The values at which the mark stands, for type with formulas; empty where there is none."""
    if data.here is None or not _in_sight(data, data.here):
        return ""
    return f"You are here: {_at(data, data.here, [symbol(one) for one in data.found.parameters])}"


def _in_sight(data: PlaneData, at: Point) -> bool:
    """Whether a point lies in the plane that is drawn."""
    pairs = zip(at, (data.found.across, data.found.up), strict=True)
    return all(low <= value <= high for value, (low, high) in pairs)


def _word(parameter: Parameter) -> str:
    return parameter.label or parameter.name


def plane_part(
    data: PlaneData,
    measure: Measure,
    width: float,
    height: float = 216.0,
    *,
    brief: bool = False,
) -> ScenePart:
    """The plane at the left and its key at the right; the key stands below a narrow one.

    Every boundary is numbered, and its number explained; if ``brief``, by its equation alone.
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
    write_letters(panel, list(_names(panel, data)), taken, words)
    write_numbers(panel, lines, words)
    if wide:
        bottom = _key(panel, data, (right + 14.0, panel.top + 6.0, width - EDGE), brief=brief)
    else:
        bottom = _key(panel, data, (EDGE, height + 40.0, width - EDGE), brief=brief)
    return panel.part(max(height + 28.0, bottom))


def _points(panel: Panel, line: Points) -> tuple[Point, ...]:
    return tuple(panel.at(float(x), float(y)) for x, y in line)


def _fill(panel: Panel, data: PlaneData, region: Region) -> None:
    """Its fill, or stripes of several fills: each part of it that hangs together shows them all."""
    fills = data.fills[region.standing.name]
    rings = [_points(panel, piece.outline) for piece in region.pieces]
    tint = fills[0].tint
    panel.areas += [Area((ring,), tint, tint, 0.3, role="region") for ring in rings]
    if len(fills) == 1:
        panel.strokes += filled(rings, fills[0])[1]
        return
    for (left, right), held in _parts(rings):
        wide = min(STRIPE, (right - left) / len(fills))
        from_ = min(x for ring in held for x, _ in leaning(ring, -SLANT))
        for ring in held:
            panel.draw(striped(ring, fills, wide, from_=from_, slant=SLANT))


def _parts(
    rings: Sequence[tuple[Point, ...]],
) -> Iterator[tuple[Interval, list[tuple[Point, ...]]]]:
    """Shapes that lie over or beside each other without a gap, with their left and right ends."""
    held: list[tuple[Point, ...]] = []
    left = right = -inf
    for ring in sorted(rings, key=lambda one: min(x for x, _ in one)):
        xs = [x for x, _ in ring]
        if held and min(xs) > right + GAP:
            yield (left, right), held
            held = []
        left, right = (min(xs), max(xs)) if not held else (left, max(right, *xs))
        held.append(ring)
    if held:
        yield (left, right), held


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
    if not _in_sight(data, data.here):
        return
    at = panel.at(*data.here)
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


def _names(panel: Panel, data: PlaneData) -> Iterator[RegionName]:
    """The letters of the regions that are large enough, with how many equilibria they have."""
    for region in data.found.regions:
        if region.share >= LEAST_SHARE:
            name, count = region.standing.name, len(region.standing.equilibria)
            fills = data.fills[name]
            yield RegionName(
                _letter(data.kinds[name]),
                f" ({count})" if count > 1 else "",
                tuple(_points(panel, piece.outline) for piece in region.pieces),
                plain=len(fills) == 1 and not fills[0].angles,
            )


def _letter(kind: int) -> str:
    return chr(ord("A") + kind) if kind < 26 else str(kind - 25)


def _key(panel: Panel, data: PlaneData, place: Place, *, brief: bool) -> float:
    """What each letter stands for, with its share of the box; returns how far down it reaches."""
    x, y, right = place
    shares: dict[str, float] = {}
    firsts: dict[str, Region] = {}
    for region in data.found.regions:
        name = region.standing.name
        shares[name] = shares.get(name, 0.0) + region.share
        firsts.setdefault(name, region)
    swatch = max(SWATCH, *(STRIPES * len(data.fills[name]) for name in firsts))
    sign = x + 10.0
    start = sign + swatch + 5.0
    for name, region in firsts.items():
        panel.write((x, y), _letter(data.kinds[name]), KEY_LETTER, role="key")
        _swatch(panel, data.fills[name], (sign, y), swatch)
        text = _outcomes(data, region)
        text += f" ({short_number(100 * shares[name], digits=3)} % of the plane)"
        for line in wrap(text, KEY, panel.measure, right - start):
            panel.labels.append(Label(start, y, line, KEY, role="key"))
            y += LINE
        y += 4.5
    for number, boundary in enumerate(data.found.boundaries, 1):
        said = (equation_told(boundary), capital(boundary.why).replace("$", r"\$"))
        text = ": ".join(tuple(filter(None, said))[: 1 if brief else None])
        for row, line in enumerate(wrap(text, FORMULA, panel.measure, right - x - 10.0)):
            if not row:
                panel.write((x, y), str(number), BOLD, role="boundary")
            panel.labels.append(Label(x + 10.0, y, line, FORMULA, SOFT, role="boundary"))
            y += 1.2 * SMALL.size
    return y + 4.0


def _swatch(panel: Panel, fills: Sequence[Fill], at: Point, wide: float) -> None:
    """A sample of a region: its fill, or a stripe of each of its fills."""
    (x, y), right = at, at[0] + wide
    ring = ((x, y - 7.5), (right, y - 7.5), (right, y + 2.5), (x, y + 2.5))
    area, lines = filled([ring], fills[0], role="key")
    panel.areas.append(area)
    if len(fills) == 1:
        panel.strokes += lines
    else:
        panel.draw(striped(ring, fills, wide / len(fills), from_=x, role="key stripe"))
    panel.rule((*ring, ring[0]), colour=INK, role="key")


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
    said += boundaries_told(data)
    told = (_told(data, region) for region in found.regions)
    said += told_up_to(MOST_TOLD, told, "region")
    if data.here is not None:
        said.append(f"The scenario stands at {_at(data, data.here, data.found.parameters)}.")
    said.append(meanings_told([data.across, data.up]))
    return " ".join(filter(None, said))


def boundaries_told(data: PlaneData) -> list[str]:
    """Each boundary by its number, as sentences."""
    bounds = (_bound_told(*one) for one in enumerate(data.found.boundaries, 1))
    return list(told_up_to(MOST_TOLD, filter(None, bounds), "boundary", "boundaries"))


def _bound_told(number: int, boundary: Boundary) -> str:
    """A boundary's number and equation, and what turns on it; empty if none of that is told."""
    told = ": ".join(filter(None, (equation_told(boundary, str), capital(boundary.why))))
    return f"Boundary {number}, {told}." if told else ""


def _at(data: PlaneData, here: Point, names: Sequence[str]) -> str:
    """Values of both parameters, which are called by ``names``."""
    texts = told_numbers(here, [*data.found.across, *data.found.up])
    pairs = zip(names, texts, strict=True)
    return listed_numbers(equals(name, text) for name, text in pairs)


def _told(data: PlaneData, region: Region) -> str:
    """A region's share of the box, and what is played there."""
    count = len(region.standing.equilibria)
    several = f", one of {count} equilibria" if count > 1 else ""
    share = f"{short_number(100 * region.share, digits=3)} % of the plane"
    return f"{share}: {_outcomes(data, region)}{several}."


def extents_told(data: PlaneData) -> str:
    """The two parameters in words, each with its range."""
    across, up = _extent(data.across, data.found.across), _extent(data.up, data.found.up)
    return f"{across} across, {up} up"


def _extent(parameter: Parameter, ends: tuple[Fraction, Fraction]) -> str:
    return f"{_word(parameter)} from {' to '.join(told_numbers(ends))}"
