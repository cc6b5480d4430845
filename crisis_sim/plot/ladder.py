"""The thresholds along one parameter as a ladder: what is played between them, and why it turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crisis_sim.concepts import CONCEPTS
from crisis_sim.exact.data.line import ExactNumber, Standing, Threshold, Thresholds
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.plot.hatch import BLANK, Fill, filled, fills_of
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import equals, told_numbers, value_of
from crisis_sim.plot.panel import Panel, room_for_numbers, spread
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Font, Label, Mark, Measure, ScenePart, Stroke, wrap
from crisis_sim.plot.sheet import EDGE, as_note, below_each_other, foot, head
from crisis_sim.plot.style import INK, SOFT, TINY
from crisis_sim.plot.symbols import axis_title, symbol
from crisis_sim.scenario.ranges import as_parameter, whose
from crisis_sim.scenario.scenario import Parameter, Scenario

__all__ = ["LadderData", "ladder_data", "ladder_picture"]

SIZE = Font(7.5)
SMALL = Font(TINY)
POLE = 36.0
"""Width of the ladder, in points."""
MOST = 8
"""Outcomes that are told apart one by one; of more, only the categories are."""
LONGEST = 11
"""Letters of an exact number that is written beside its decimal."""


@dataclass(frozen=True, eq=False)
class LadderData:
    """Thresholds with the parameter, what to call each outcome, and the scenario's own value.

    ``fills`` are those of what outcomes are called. ``here`` is None where it is not marked, and
    ``whose`` tells what makes it that.
    """

    found: Thresholds
    parameter: Parameter
    called: Mapping[str, str]
    fills: Mapping[str, Fill]
    here: float | None
    whose: str
    title: str


def ladder_data(found: Thresholds, scenario: Scenario) -> LadderData:
    """What to draw of the thresholds along a parameter."""
    parameter = as_parameter(scenario, found.parameter, found.fixed)
    standing = [one.standing for one in found.stretches]
    happen = {name for one in standing for held in one.equilibria[:1] for name in held.outcomes}
    called = scenario.ends.called(happen, MOST)
    names = list(dict.fromkeys(called.values()))
    return LadderData(
        found=found,
        parameter=parameter,
        called=called,
        fills=dict(zip(names, fills_of(scenario.ends, names), strict=True)),
        here=float(parameter.default),
        whose=whose(scenario, found.parameter, found.fixed),
        title=scenario.title,
    )


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
    parts = [head(measure, width, title, [said]), _ladder(data, measure, width)]
    notes = [
        "Beside each stretch: the outcomes of the equilibrium reported, in the order of their "
        "fills, and how many equilibria there are."
    ]
    notes += [_stands(data, symbol(data.parameter.name)), *map(as_note, data.found.notes)]
    parts.append(foot(measure, width, [" ".join(filter(None, notes))]))
    return Picture(below_each_other(parts, width), ladder_alt(data))


def _ladder(data: LadderData, measure: Measure, width: float) -> ScenePart:
    found = data.found
    ends = Scale(float(found.low), float(found.high), 0.0, 1.0)
    left = EDGE + room_for_numbers(ends, measure)
    beside = width - EDGE - (left + POLE + 16.0)
    texts = [_stretch_lines(data, one.standing, measure, beside) for one in found.stretches]
    values = _told(found, [one.at for one in found.thresholds])
    rungs = [
        _rung_lines(one, text, measure, beside)
        for one, text in zip(found.thresholds, values, strict=True)
    ]
    need = sum(len(lines) * 9.0 + 5.0 for lines in (*texts, *rungs)) + 12.0
    height = max(150.0, need)
    scale = Scale(float(found.low), float(found.high), 18.0 + height, 18.0)
    panel = Panel(Scale(0.0, 1.0, left, left + POLE), scale, measure)
    for stretch in found.stretches:
        fills = [data.fills[name] for name in _names(data, stretch.standing)] or [BLANK]
        wide = POLE / len(fills)
        low, high = scale(stretch.low.value), scale(stretch.high.value)
        for number, fill in enumerate(fills):
            x0, x1 = left + number * wide, left + (number + 1) * wide
            ring = ((x0, low), (x1, low), (x1, high), (x0, high))
            area, lines = filled([ring], fill, role="stretch")
            panel.areas.append(area)
            panel.strokes += lines
            panel.rule((*ring, ring[0]), colour=fill.ink, role="stretch")
    panel.rule(((left, scale.start), (left, scale.end)), role="axis")
    title = panel.upright_numbers(6).titled(axis_title(data.parameter))
    label = Label(EDGE, 8.0, title, Font(8.0, math=True), role="axis")
    panel.labels.append(label)
    _write_beside(panel, data, texts, rungs)
    if data.here is not None and scale.low <= data.here <= scale.high:
        at = scale(data.here)
        panel.marks.append(Mark(left - 1.5, at, ">", 5.0, INK, INK, 0.3, role="here"))
    return panel.part(18.0 + height + 8.0)


def _write_beside(
    panel: Panel, data: LadderData, texts: Sequence[list[str]], rungs: Sequence[list[str]]
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
        for number, text in enumerate(lines):
            font = Font(SIZE.size, bold=True) if rung and number == 0 else (SMALL if rung else SIZE)
            colour = SOFT if rung and number else INK
            panel.labels.append(Label(x, y + 9.0 * number, text, font, colour, role="text"))


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


def _names(data: LadderData, standing: Standing) -> list[str]:
    """What comes about in the equilibrium reported; nothing where there is none."""
    outcomes = [name for held in standing.equilibria[:1] for name in held.outcomes]
    return list(dict.fromkeys(data.called[name] for name in outcomes))


def _stretch_lines(
    data: LadderData, standing: Standing, measure: Measure, width: float
) -> list[str]:
    if standing.undefined or not standing.equilibria:
        return wrap(standing.name, SIZE, measure, width)
    text = "; ".join(_names(data, standing))
    count = len(standing.equilibria)
    if count > 1:
        text += f" (one of {count})"
    return wrap(text, SIZE, measure, width)


def _rung_lines(threshold: Threshold, text: str, measure: Measure, width: float) -> list[str]:
    lines = [_rung(threshold.at, text)]
    for one in threshold.indifferences[:1]:
        lines += wrap(one.words, SMALL, measure, width)
    return lines


def _rung(at: ExactNumber, text: str) -> str:
    """A threshold as it is and in decimals, which are said to be rounded where they are."""
    text = text.removeprefix("≈ ")
    exact = at.exact
    sign = "=" if exact is not None and value_of(text) == exact else "≈"
    short = str(exact) if exact is not None and len(str(exact)) <= LONGEST else ""
    if sign == "=" and (not short or (exact is not None and exact.denominator == 1)):
        return text
    return f"{short} {sign} {text}".strip()


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
    found = data.found
    said = [
        f"Thresholds of {data.title} along {data.parameter.label or data.parameter.name}, from "
        f"{' to '.join(told_numbers([found.low, found.high]))}."
    ]
    ends = [found.stretches[0].low] if found.stretches else []
    texts = _told(found, [*ends, *(one.high for one in found.stretches)])
    for stretch, (low, high) in zip(found.stretches, pairwise(texts), strict=True):
        said.append(f"Between {low} and {high}: {stretch.standing.name}.")
    for one in found.thresholds:
        if one.standing and not (one.before and one.after):
            where = "low" if one.before is None else "high"
            held = one.standing
            count = len(held.equilibria)
            several = f", one of {count} equilibria" if count > 1 else ""
            at = _told(found, [one.at])[0]
            said.append(f"At {at}, the {where} end of the range: {held.name}{several}.")
    if stands := _stands(data, data.parameter.name):
        said.append(stands)
    return " ".join(said)
