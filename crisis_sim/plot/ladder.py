"""The thresholds along one parameter as a ladder: what is played between them, and why it turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crisis_sim.concepts import CONCEPTS
from crisis_sim.exact.data.line import ExactNumber, Standing, Stretch, Threshold, Thresholds
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.plot.categories import categories_noted, categories_told
from crisis_sim.plot.hatch import BLANK, Fill, filled, fills_of, swatch
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import equals, exact_told, told_numbers
from crisis_sim.plot.panel import Panel, room_for_numbers, spread
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Font, Label, Mark, Measure, Point, ScenePart, Stroke, wrap
from crisis_sim.plot.sheet import EDGE, as_note, below_each_other, foot, head
from crisis_sim.plot.style import INK, SOFT, TINY
from crisis_sim.plot.symbols import axis_title, meanings_told, symbol
from crisis_sim.scenario.ranges import as_parameter, whose
from crisis_sim.scenario.scenario import Parameter, Scenario
from crisis_sim.sentence import capital

__all__ = ["LadderData", "ladder_data", "ladder_picture"]

SIZE = Font(7.5)
SMALL = Font(TINY)
POLE = 36.0
"""Width of the ladder, in points."""
ITSELF = "at the value itself:"
SWATCH, BESIDE = 9.5, 7.0
"""From the sign of an outcome to its name, and from there to the next sign, in points."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A text of a line, so far right of its start, after the sign of a fill if it has one."""

    text: str
    right: float
    fill: Fill | None


_Line = list[_Part]


@dataclass(frozen=True, eq=False)
class LadderData:
    """Thresholds with the parameter, what its outcomes are called, and its own value.

    ``called`` has the outcomes of the equilibria reported: their labels, or their categories where
    they are many, as along a parameter; ``fills`` the fill of each name, ``held`` the outcomes of
    each category. ``here`` is None where it is not marked; ``whose`` tells what makes it that.
    """

    found: Thresholds
    parameter: Parameter
    called: Mapping[str, str]
    fills: Mapping[str, Fill]
    held: Mapping[str, Sequence[str]]
    here: float | None
    whose: str
    title: str

    def names(self, standing: Standing) -> list[str]:
        """What the outcomes of the equilibrium reported are called, in the scenario's order."""
        if standing.undefined or not standing.equilibria:
            return []
        held = standing.equilibria[0].outcomes
        return list(dict.fromkeys(name for one, name in self.called.items() if one in held))


def ladder_data(found: Thresholds, scenario: Scenario) -> LadderData:
    """What to draw of the thresholds along a parameter."""
    parameter = as_parameter(scenario, found.parameter, found.fixed)
    standings = [one.standing for one in found.stretches]
    standings += [one.standing for one in found.thresholds if one.standing and _apart(one)]
    reported = [one.equilibria[0] for one in standings if one.equilibria]
    called = scenario.ends.called({name for held in reported for name in held.outcomes})
    names = list(dict.fromkeys(called.values()))
    return LadderData(
        found=found,
        parameter=parameter,
        called=called,
        fills=dict(zip(names, fills_of(scenario.ends, names), strict=True)),
        held=scenario.ends.held_as(called),
        here=float(parameter.default),
        whose=whose(scenario, found.parameter, found.fixed),
        title=scenario.title,
    )


def _apart(threshold: Threshold) -> bool:
    """Whether what holds at the point itself is told: at an end of the range, or if it differs."""
    sides = [side.name for side in (threshold.before, threshold.after) if side]
    here = threshold.standing
    return here is not None and (len(sides) < 2 or here.name not in sides)


def draw(request: Request) -> Picture:
    """The kind ``thresholds``."""
    found = find_thresholds(request.games, request.along[0], request.values)
    data = request.marking(ladder_data(found, request.games.scenario))
    return ladder_picture(data, text_width, width=request.layout_width, title=request.title)


def ladder_picture(
    data: LadderData, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """The parameter upwards; beside each stretch what is played, at each rung its exact value."""
    kind = CONCEPTS[data.found.concept].kind
    said = f"Exact thresholds of {kind} equilibria"
    stands = _stands(data, symbol(data.parameter.name))
    lines = [one for one in (said, stands) if one]
    parts = [head(measure, width, title, lines), _ladder(data, measure, width)]
    notes = [
        "Beside each stretch: the outcomes of the equilibrium reported, in the order of their "
        "fills, whose widths mean nothing, and of how many equilibria it is one."
    ]
    notes += map(as_note, data.found.notes)
    notes += [meanings_told([data.parameter], math=True), categories_noted(data.held)]
    parts.append(foot(measure, width, [" ".join(filter(None, notes))]))
    scene = below_each_other(parts, width)
    held = categories_told(data.held)
    return Picture(scene, ladder_alt(data), selection=data.found.selection, notes=held)


def _ladder(data: LadderData, measure: Measure, width: float) -> ScenePart:
    found = data.found
    ends = Scale(float(found.low), float(found.high), 0.0, 1.0)
    left = EDGE + room_for_numbers(ends, measure)
    beside = width - EDGE - (left + POLE + 16.0)
    texts = [_stretch_lines(data, one.standing, measure, beside) for one in found.stretches]
    values = _told(found, [one.at for one in found.thresholds])
    rungs = [
        _rung_lines(data, one, text, measure, beside)
        for one, text in zip(found.thresholds, values, strict=True)
    ]
    need = sum(len(lines) * 9.0 + 5.0 for lines in (*texts, *rungs)) + 12.0
    height = max(150.0, need)
    scale = Scale(float(found.low), float(found.high), 18.0 + height, 18.0)
    panel = Panel(Scale(0.0, 1.0, left, left + POLE), scale, measure)
    for stretch in found.stretches:
        _fill_stretch(panel, data, stretch)
    panel.rule(((left, scale.start), (left, scale.end)), role="axis")
    title = panel.upright_numbers(6).titled(axis_title(data.parameter))
    label = Label(EDGE, 8.0, title, Font(8.0, math=True), role="axis")
    panel.labels.append(label)
    _write_beside(panel, data, texts, rungs)
    if data.here is not None and scale.low <= data.here <= scale.high:
        at = scale(data.here)
        panel.marks.append(Mark(left - 1.5, at, ">", 5.0, INK, INK, 0.3, role="here"))
    return panel.part(18.0 + height + 8.0)


def _fill_stretch(panel: Panel, data: LadderData, stretch: Stretch) -> None:
    """A part of the ladder: side by side the fills of the outcomes there."""
    low, high = panel.y(stretch.low.value), panel.y(stretch.high.value)
    fills = [data.fills[name] for name in data.names(stretch.standing)] or [BLANK]
    wide = (panel.right - panel.left) / len(fills)
    for place, fill in enumerate(fills):
        left = panel.left + place * wide
        ring = ((left, low), (left + wide, low), (left + wide, high), (left, high))
        area, lines = filled([ring], fill, role="stretch")
        panel.areas.append(area)
        panel.strokes += lines
        panel.rule((*ring, ring[0]), colour=fill.ink, role="stretch")


def _write_beside(
    panel: Panel, data: LadderData, texts: Sequence[list[_Line]], rungs: Sequence[list[_Line]]
) -> None:
    """The texts of stretches and rungs from top to bottom, none over another."""
    found, x = data.found, panel.right + 16.0
    blocks = [
        (panel.y((one.low.value + one.high.value) / 2), lines, False, 0.0)
        for one, lines in zip(found.stretches, texts, strict=True)
    ]
    blocks += [
        (panel.y(one.at.value), lines, True, panel.y(one.at.value))
        for one, lines in zip(found.thresholds, rungs, strict=True)
    ]
    blocks.sort(key=lambda block: (block[0], not block[2]))
    heights = [9.0 * len(lines) + 5.0 for _, lines, _, _ in blocks]
    middles = _stacked(
        [block[0] for block in blocks], heights, (panel.top - 6.0, panel.bottom + 6.0)
    )
    for (_, lines, rung, at), middle in zip(blocks, middles, strict=True):
        y = middle - 9.0 * (len(lines) - 1) / 2 + 0.34 * SIZE.size
        if rung:
            ends = ((panel.left - 2.0, at), (panel.right + 4.0, at), (x - 3.0, middle))
            panel.strokes.append(Stroke(ends, INK, 0.8, layer=3, role="rung"))
        for number, line in enumerate(lines):
            font = Font(SIZE.size, bold=True) if rung and number == 0 else (SMALL if rung else SIZE)
            colour = SOFT if rung and number else INK
            _write_line(panel, line, (x, y + 9.0 * number), font, colour)


def _write_line(panel: Panel, line: _Line, at: Point, font: Font, colour: str) -> None:
    """The parts of a line, those that name an outcome after a swatch of its fill."""
    for part in line:
        x = at[0] + part.right
        if part.fill is not None:
            sign = swatch((x, at[1]), part.fill)
            panel.areas += sign.areas
            panel.strokes += sign.strokes
            x += SWATCH
        panel.labels.append(Label(x, at[1], part.text, font, colour, role="text"))


def _stacked(
    wanted: Sequence[float], heights: Sequence[float], ends: tuple[float, float]
) -> list[float]:
    """Middles nearest to those wanted of blocks that must not meet, in their order."""
    offsets, total = [], 0.0
    for height in heights:
        offsets.append(total + height / 2)
        total += height
    flat = [want - offset for want, offset in zip(wanted, offsets, strict=True)]
    starts = spread(flat, 0.0, ends[0], max(ends[0], ends[1] - total))
    starts = [max(starts[: i + 1]) for i in range(len(starts))]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def _stretch_lines(
    data: LadderData, standing: Standing, measure: Measure, width: float, first: str = ""
) -> list[_Line]:
    """What holds somewhere: its outcomes after their signs; ``first`` stands before them."""
    names = data.names(standing)
    if not names:
        return _plain(wrap(f"{first} {standing.name}".strip(), SIZE, measure, width))
    lines: list[_Line] = [[]]
    right = 0.0
    count = len(standing.equilibria)
    parts: list[tuple[str, Fill | None]] = [(first, None)] if first else []
    parts += [(name, data.fills[name]) for name in names]
    parts += [(f"(one of {count})", None)] if count > 1 else []
    for text, fill in parts:
        sign = 0.0 if fill is None else SWATCH
        if right and right + sign + measure(text, SIZE) > width:
            lines.append([])
            right = 0.0
        for number, one in enumerate(wrap(text, SIZE, measure, width - right - sign)):
            if number:
                lines.append([])
                right = SWATCH
            lines[-1].append(_Part(one, right, None if number else fill))
            right += (0.0 if number else sign) + measure(one, SIZE)
        right += BESIDE
    return lines


def _plain(lines: Sequence[str]) -> list[_Line]:
    return [[_Part(text, 0.0, None)] for text in lines]


def _rung_lines(
    data: LadderData, threshold: Threshold, text: str, measure: Measure, width: float
) -> list[_Line]:
    """The value, why it is a threshold, and what holds at it."""
    lines = [exact_told(threshold.at.exact, text)]
    lines += wrap(capital(threshold.why), SMALL, measure, width)
    if not _apart(threshold) or threshold.standing is None:
        return _plain(lines)
    return [*_plain(lines), *_stretch_lines(data, threshold.standing, measure, width, ITSELF)]


def _told(found: Thresholds, values: Sequence[ExactNumber]) -> list[str]:
    """Values of the parameter in words, told from the ends of the range and from thresholds."""
    at = [one.at.value for one in found.thresholds]
    known = [one.value if one.exact is None else one.exact for one in values]
    return told_numbers(known, [found.low, found.high, *at])


def _stands(data: LadderData, name: str) -> str:
    """What the triangle marks, the parameter called by ``name``; empty where there is none."""
    found = data.found
    if data.here is None or not found.low <= data.here <= found.high:
        return ""
    at = told_numbers(
        [data.here], [found.low, found.high, *(one.at.value for one in found.thresholds)]
    )
    return f"The triangle marks {data.whose}, {equals(name, at[0])}."


def ladder_alt(data: LadderData) -> str:
    """The picture in words."""
    return " ".join(_sentences(data))


def _sentences(data: LadderData) -> Iterator[str]:
    found = data.found
    yield (
        f"Thresholds of {data.title} along {data.parameter.label or data.parameter.name}, from "
        f"{' to '.join(told_numbers([found.low, found.high]))}."
    )
    ends = [found.stretches[0].low] if found.stretches else []
    texts = _told(found, [*ends, *(one.high for one in found.stretches)])
    for stretch, (low, high) in zip(found.stretches, pairwise(texts), strict=True):
        yield f"Between {low} and {high}: {_held(data, stretch.standing)}."
    values = _told(found, [one.at for one in found.thresholds])
    for one, text in zip(found.thresholds, values, strict=True):
        if one.standing and _apart(one):
            end = "low" if one.before is None else "high" if one.after is None else ""
            where = f", the {end} end of the range" if end else " itself"
            yield f"At {text}{where}: {_held(data, one.standing)}."
        if one.why:
            yield f"At {exact_told(one.at.exact, text)}: {capital(one.why)}."
    if stands := _stands(data, data.parameter.name):
        yield stands
    yield from map(as_note, found.notes)
    yield from filter(None, [meanings_told([data.parameter]), categories_told(data.held)])


def _held(data: LadderData, standing: Standing) -> str:
    """The outcomes of the equilibrium reported, and of how many it is one."""
    if standing.undefined or not standing.equilibria:
        return standing.name
    held, count = standing.equilibria[0], len(standing.equilibria)
    names = data.names(standing) or held.outcomes
    return f"{'; '.join(names)}{f', one of {count} equilibria' if count > 1 else ''}"
