"""Where the risk comes from: by what each type does, by cause, and by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isclose

from crisis_sim.numbers.written import counted
from crisis_sim.plot.bars import LINE, NAME, BarRow, bar, row_panel, row_tops
from crisis_sim.plot.hatch import filled, key_column
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import probability, short_number
from crisis_sim.plot.panel import AXIS, Panel
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.risk_data import RiskData, RiskPlace, RiskRow, risk_data
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Font, Measure, ScenePart, joined, wrap
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import TEXT
from crisis_sim.sentence import at_place, capital

__all__ = ["risk_alt", "risk_picture"]

KEY = Font(7.2)
HEADING = Font(NAME.size, italic=True)
DAYS = 96.0
"""Height of the chart by day, in points."""
MOST_DAYS = 24
MOST_BEFORE = 4
"""Situations without the risk that are named."""
CERTAIN = 1e-9
"""Chance of anything else where something is certain."""


def draw(request: Request) -> Picture:
    """The kind ``risk``."""
    data = risk_data(
        request.solution,
        request.equilibrium,
        outcome=request.outcome,
        root=request.node,
    )
    return risk_picture(data, text_width, width=request.layout_width, title=request.title)


def risk_picture(
    data: RiskData, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """A bar for each action of each type, cut by cause; under it the riskiest one day by day."""
    said = f"Probability of {data.what} after each action of {data.player} ({data.situation})"
    parts = [head(measure, width, title, [said]), _bars(data, measure, width)]
    _, row = data.riskiest[0]
    if len(row.days) > 1:
        parts.append(_by_day(data, row, measure, width))
    notes = ["Bold: what is played in the equilibrium.", *_told(data)]
    parts.append(foot(measure, width, [" ".join(notes)]))
    return Picture(below_each_other(parts, width), risk_alt(data))


def _bars(data: RiskData, measure: Measure, width: float) -> ScenePart:
    most = max(place.most for place in data.places)
    names = [_name(row) for place in data.places for row in place.rows]
    widest = max(measure(name, replace(NAME, bold=True)) for name in names)
    left = EDGE + min(widest, 0.3 * width) + 8.0
    number = measure("0.00000", AXIS) + 6.0
    top = 6.0 + len(data.causes) * 1.35 * KEY.size + 6.0
    x = Scale(0.0, most * 1.001, left, width - EDGE - number)
    headings = _headings(data, measure, width)
    rows = _under(row_tops(names, measure, 0.3 * width), data.places, headings)
    panel = row_panel(rows, x, measure, top=top, title=f"probability of {data.what}")
    every = [row for place in data.places for row in place.rows]
    for row, spot in zip(every, rows, strict=True):
        _bar(data, panel, row, top + spot.middle)
        if row.played > CERTAIN:
            _embolden(panel, top + spot.top, top + spot.top + spot.height)
    firsts = _firsts(data.places)
    for lines, number_of in zip(headings, firsts, strict=True):
        base = top + rows[number_of].top - LINE * (len(lines) - 1) - 3.0
        for line, text in enumerate(lines):
            panel.write((EDGE, base + line * LINE), text, HEADING, role="heading")
    drawn = panel.part(panel.bottom + 27.0)
    key = key_column(data.causes, (left, 8.0), KEY, data.fills)
    return joined([drawn, key], drawn.height)


def _bar(data: RiskData, panel: Panel, row: RiskRow, middle: float) -> None:
    """The bar of an action, cut by cause, and its number."""
    base = 0.0
    for cause, fill in zip(data.causes, data.fills, strict=True):
        part = row.of_cause(cause)
        bar(panel, (base, base + part), middle, fill)
        base += part
    at = (panel.x(base) + 4.0, middle + 0.34 * AXIS.size)
    panel.write(at, short_number(base, digits=3), AXIS, role="total")


def _name(row: RiskRow) -> str:
    """An action, with how often it is played where that is neither never nor always."""
    mixed = CERTAIN < row.played < 1.0 - CERTAIN
    return f"{row.action} ({probability(row.played)})" if mixed else row.action


def _headings(data: RiskData, measure: Measure, width: float) -> list[list[str]]:
    """The lines over the rows of each type; none where there is one alone."""
    if len(data.places) == 1:
        return [[]]
    return [wrap(_where(place), HEADING, measure, width - 2 * EDGE) for place in data.places]


def _where(place: RiskPlace) -> str:
    """How a type is told, with the probability that play comes there."""
    return f"{capital(place.after)} ({probability(place.reach)})"


def _firsts(places: Sequence[RiskPlace]) -> list[int]:
    """Which row is the first one of each type."""
    return [sum(len(place.rows) for place in places[:number]) for number in range(len(places))]


def _under(
    rows: Sequence[BarRow], places: Sequence[RiskPlace], headings: Sequence[Sequence[str]]
) -> list[BarRow]:
    """The rows moved down to leave room for what stands over those of each type."""
    found, down, firsts = [], 0.0, _firsts(places)
    for number, row in enumerate(rows):
        if number in firsts and (lines := headings[firsts.index(number)]):
            down += len(lines) * LINE + 3.0
        found.append(replace(row, top=row.top + down))
    return found


def _embolden(panel: Panel, top: float, bottom: float) -> None:
    """Set the name of a row bold that lies between two heights."""
    for place, label in enumerate(panel.labels):
        if label.role == "name" and top < label.y < bottom:
            panel.labels[place] = replace(label, font=replace(label.font, bold=True))


def _by_day(data: RiskData, row: RiskRow, measure: Measure, width: float) -> ScenePart:
    """A column for each day, cut by cause."""
    days = dict([*row.days.items()][:MOST_DAYS])
    left = EDGE + 34.0
    x = Scale(-0.5, len(days) - 0.5, left, width - EDGE)
    panel = Panel(x, Scale(0.0, max(days.values()) * 1.05, DAYS, 16.0), measure)
    for place, day in enumerate(days):
        base, at = 0.0, panel.x(place)
        for number, cause in enumerate(data.causes):
            part = row.chances.get((cause, day), 0.0)
            low, high = panel.y(base), panel.y(base + part)
            base += part
            if low - high < 0.05:
                continue
            half = min(14.0, 0.36 * (panel.right - panel.left) / len(days))
            ring = ((at - half, low), (at + half, low), (at + half, high), (at - half, high))
            area, lines = filled([ring], data.fills[number], role="bar")
            panel.areas.append(area)
            panel.strokes += lines
            panel.rule((*ring, ring[0]), colour=data.fills[number].ink, role="bar")
        spot = (at, panel.bottom + 5.5 + 0.7 * AXIS.size)
        panel.write(spot, short_number(day), AXIS, anchor="middle", role="tick")
    panel.rule(((panel.left, panel.bottom), (panel.right, panel.bottom)), role="axis")
    panel.rule(((panel.left, panel.bottom), (panel.left, panel.top)), role="axis")
    said = f"by day, after {_after(data, [data.riskiest[0]])}"
    title = panel.upright_numbers(4).titled(said)
    titled = wrap(title, Font(TEXT), measure, width - panel.left)
    for line, text in enumerate(titled):
        up = panel.top - 6.0 - (len(titled) - 1 - line) * 1.2 * TEXT
        panel.write((panel.left - 2.0, up), text, Font(TEXT))
    middle = (panel.left + panel.right) / 2
    base = panel.bottom + 5.5 + AXIS.size + TEXT + 2.0
    panel.write((middle, base), "days passed", Font(TEXT), anchor="middle", role="axis")
    down = (len(titled) - 1) * 1.2 * TEXT
    return replace(panel.part(DAYS + 27.0).moved(0.0, down), height=DAYS + 27.0 + down)


def _after(data: RiskData, rows: Sequence[tuple[RiskPlace, RiskRow]]) -> str:
    """Some actions by name, with the type where there are several."""
    by_type: dict[str, list[str]] = {}
    for place, row in rows:
        by_type.setdefault(place.after, []).append(f"'{row.action}'")
    told = [(after, _either(actions)) for after, actions in by_type.items()]
    several = len(data.places) > 1
    return _either([f"{actions} ({after})" if several else actions for after, actions in told])


def _either(names: Sequence[str]) -> str:
    """Names of which any one is meant."""
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _told(data: RiskData) -> Iterator[str]:
    """What the risk is of, where it is not, and on which days it falls."""
    if data.gathers:
        yield f"{capital(data.what)}: {data.gathers}."
    if data.left_out:
        yield f"The riskiest are drawn; {counted(data.left_out, 'other')} left out."
    if data.before:
        several = len(data.before) > MOST_BEFORE
        named = f"{len(data.before)} situations" if several else _either(data.before)
        yield f"No action at {named}, earlier on the path, runs the risk."
    if data.timed:
        yield from _days_told(data)


def _days_told(data: RiskData) -> Iterator[str]:
    """On which day the risk falls where that is one; that another action is as risky."""
    first, *others = data.riskiest
    alike = [one for one in others if _same_days(one[1], first[1])]
    if len(first[1].days) == 1:
        (day,) = first[1].days
        after = _after(data, [first, *alike])
        yield f"All of the risk after {after}, the greatest, falls on day {short_number(day)}."
    elif alike:
        yield f"The risk after {_after(data, alike)} is the same on every day."
    for one in others:
        if one not in alike:
            yield f"The risk after {_after(data, [one])} is as great, on other days."


def _same_days(one: RiskRow, other: RiskRow) -> bool:
    """Whether the risk of two actions is the same on every day."""
    days = [*one.days.items()], [*other.days.items()]
    return [day for day, _ in days[0]] == [day for day, _ in days[1]] and all(
        isclose(a, b, rel_tol=CERTAIN)
        for a, b in zip(one.days.values(), other.days.values(), strict=True)
    )


def _played(row: RiskRow) -> str:
    """That an action is played, in words, and how often."""
    certain = row.played > 1.0 - CERTAIN
    return "played" if certain else f"played with probability {probability(row.played)}"


def risk_alt(data: RiskData) -> str:
    """The picture in words."""
    where = at_place(data.situation)
    said = [f"Risk of {data.what} in {data.title}, by what {data.player} does {where}."]
    for place in data.places:
        if len(data.places) > 1:
            said.append(f"{capital(place.after)}, with probability {probability(place.reach)}:")
        said += [f"{capital(text)}." for text in (_row_told(data, row) for row in place.rows)]
    _, row = data.riskiest[0]
    if len(row.days) > 1:
        days = [
            f"{short_number(p, digits=3)} on day {short_number(day)}" for day, p in row.days.items()
        ]
        said.append(f"By day, after {_after(data, data.riskiest[:1])}: {', '.join(days)}.")
    return " ".join([*said, *_told(data)])


def _row_told(data: RiskData, row: RiskRow) -> str:
    """An action, whether it is played, its risk and what that comes from."""
    parts = ", ".join(
        f"{cause} {short_number(row.of_cause(cause), digits=3)}"
        for cause in data.causes
        if row.of_cause(cause) > 0.0
    )
    played = f", {_played(row)}" if row.played > 0.0 else ""
    return f"{row.action}{played}: {short_number(row.total, digits=3)} ({parts or 'none'})"
