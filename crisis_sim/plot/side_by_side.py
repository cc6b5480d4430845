"""Assumptions side by side: what each makes of the outcomes and of the payoffs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crisis_sim.comparison import Case, compare_each, failures_told, notes_told, still
from crisis_sim.errors import InputError
from crisis_sim.numbers.written import counted
from crisis_sim.plot.bars import BarRow, bar, row_panel, row_tops
from crisis_sim.plot.categories import categories_noted, categories_told
from crisis_sim.plot.hatch import Fill, fills_of, key_column
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number, short_numbers
from crisis_sim.plot.panel import Panel, overhang
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.player_scales import by_scale, scales_note
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale, scale_over
from crisis_sim.plot.scene import Font, Label, Mark, Measure, ScenePart, Stroke, joined
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import FAINT, PALE, SOFT, TEXT, player_mark
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.sentence import capital
from crisis_sim.solve.solution import Solution

__all__ = ["CasesData", "cases_data", "cases_picture"]

KEY = Font(7.2)
GAP = 16.0
DOT, LANE = 5.4, 5.4
"""Size of a marker, and how far apart, up and down, stand those that would hide each other."""
MOST_LEFT_OUT = 3
"""Cases left out that are named at the foot."""
MOST_NUMBERS = 5
"""Numbers along an axis of payoffs."""


BEYOND, IDLE = "†", "‡"
SIGNS = {
    BEYOND: "A value beyond its range",
    IDLE: "Some of what it sets is displaced or is not in this game",
}
"""What the signs after the names of cases mean."""


@dataclass(frozen=True, slots=True)
class CasesData:
    """Cases with their outcomes by category and payoffs; the scenario as it is comes first.

    ``fills`` are those of the categories, ``held`` the outcomes of those that hold several.
    ``counts`` says how many equilibria each case has, ``still`` in which the play of the first is
    one that comes later, ``signs`` which of its cautions there are;
    ``failures`` tell why cases have none, ``excluded`` are those that contradict what is assumed,
    ``unsolved`` are both by name;
    ``cautions`` say of which assumptions nothing is left, or what they set beyond its range.
    """

    title: str
    players: tuple[str, ...]
    names: tuple[str, ...]
    categories: tuple[str, ...]
    fills: tuple[Fill, ...]
    held: Mapping[str, Sequence[str]]
    shares: tuple[tuple[float, ...], ...]
    payoffs: tuple[tuple[float, ...], ...]
    counts: tuple[int, ...]
    still: tuple[bool, ...]
    signs: tuple[str, ...]
    failures: tuple[str, ...]
    unsolved: tuple[str, ...]
    excluded: tuple[str, ...]
    cautions: tuple[str, ...]


def cases_data(scenario: Scenario, cases: Sequence[Case]) -> CasesData:
    """What to draw of a comparison; see :func:`crisis_sim.comparison.compare`.

    Raises InputError where none of the cases could be solved.
    """
    solved = [one for one in cases if one.account is not None and one.solution is not None]
    if not solved:
        told = cases[0].error
        raise InputError("none of the cases could be solved: ", *(told.args if told else ()))
    groups = _groups(scenario, solved)
    categories = list(dict.fromkeys(groups.values()))
    return CasesData(
        title=scenario.title,
        players=tuple(player.short for player in scenario.players),
        names=tuple(one.name for one in solved),
        categories=tuple(categories),
        fills=tuple(fills_of(scenario.ends, categories)),
        held=scenario.ends.held_as(groups),
        shares=tuple(
            tuple(_share(one.solution, groups, name) for name in categories)
            for one in solved
            if one.solution is not None
        ),
        payoffs=tuple(
            tuple(one.solution.equilibria[0].payoffs.tolist())
            for one in solved
            if one.solution is not None
        ),
        counts=tuple(len(one.solution.equilibria) for one in solved if one.solution is not None),
        still=tuple(map(still, solved)),
        signs=tuple(map(_signs, solved)),
        failures=tuple(failures_told([one for one in cases if not one.excluded])),
        unsolved=tuple(one.name for one in cases if one.account is None),
        excluded=tuple(one.name for one in cases if one.excluded),
        cautions=tuple(note for one in cases for note in notes_told(one)),
    )


def _groups(scenario: Scenario, cases: Sequence[Case]) -> dict[str, str]:
    """By outcome, what to call it: its label, or its category where the outcomes are many."""
    happen = {
        name
        for one in cases
        if one.solution is not None
        for name in one.solution.equilibria[0].outcomes
    }
    return scenario.ends.called(happen)


def _share(solution: Solution, groups: Mapping[str, str], group: str) -> float:
    outcomes = solution.equilibria[0].outcomes
    return sum(chance for name, chance in outcomes.items() if groups[name] == group)


def draw(request: Request) -> Picture:
    """The kind ``assumptions``; InputError where there are none."""
    games = request.games
    if not games.scenario.assumptions:
        raise InputError(f"{games.scenario.name} names no assumptions to put side by side")
    cases = compare_each(games, request.values, **request.solving)
    data = cases_data(games.scenario, cases)
    return cases_picture(data, text_width, width=request.layout_width, title=request.title)


def cases_picture(
    data: CasesData, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """A row for each case: its outcomes as a bar, the payoffs as points on one scale."""
    parts = [
        head(measure, width, title, ["Assumptions side by side"]),
        _rows(data, measure, width),
        foot(measure, width, _notes(data)),
    ]
    told, which = " ".join(_told(data)), None if max(data.counts) > 1 else ""
    return Picture(below_each_other(parts, width), cases_alt(data), notes=told, selection=which)


def _rows(data: CasesData, measure: Measure, width: float) -> ScenePart:
    names = list(_signed(data))
    room = min(0.3 * width, max(measure(name, Font(TEXT)) for name in names) + 4.0)
    rows = row_tops(names, measure, room, least=14.0)
    keys = max(len(data.categories), len(data.players) + 1)
    top = 6.0 + keys * 1.35 * KEY.size + 2.0
    left = EDGE + room + 6.0
    axes = _axes(data)
    half = (width - left - EDGE - GAP * len(axes)) / (1 + len(axes))
    bars = row_panel(
        rows, Scale(0.0, 1.0, left, left + half), measure, top=top, title="probability", most=3
    )
    for shares, row in zip(data.shares, rows, strict=True):
        _stack(bars, shares, data.fills, top + row.middle)
    drawn = bars.part(bars.bottom + 27.0)
    parts = [drawn, key_column(data.categories, (left, 8.0), KEY, data.fills)]
    for number, players in enumerate(axes, 1):
        start = left + number * (half + GAP)
        parts.append(_dots(data, rows, measure, (start, start + half - 4.0), top, players))
    return joined(parts, drawn.height)


def _signs(case: Case) -> str:
    """Whether it sets a value beyond its range, and whether something that counts no longer."""
    own = [note.startswith(f"'{case.name}' ") for note in case.notes]
    return f"{'' if all(own) else BEYOND}{IDLE if any(own) else ''}"


def _signed(data: CasesData) -> Iterator[str]:
    """The cases, each with how many equilibria there are if there are several, and its signs."""
    rows = zip(data.names, data.counts, _others(data), data.signs, strict=True)
    for name, count, other, signs in rows:
        many = f"\u00a0({count})" if count > 1 else ""
        yield f"{name}{many}{'*' if other else ''}{signs}"


def _others(data: CasesData) -> list[bool]:
    """The cases in which the first one's play is an equilibrium too, but other ends are shown."""
    pairs = zip(data.still, data.shares, strict=True)
    return [still and shares != data.shares[0] for still, shares in pairs]


def _axes(data: CasesData) -> list[tuple[int, ...]]:
    """The players, those who share an axis together."""
    return by_scale([list(paid) for paid in zip(*data.payoffs, strict=True)])


def _stack(panel: Panel, shares: Sequence[float], fills: Sequence[Fill], middle: float) -> None:
    base = 0.0
    for fill, share in zip(fills, shares, strict=True):
        bar(panel, (base, base + share), middle, fill)
        base += share


def _dots(
    data: CasesData,
    rows: Sequence[BarRow],
    measure: Measure,
    ends: tuple[float, float],
    top: float,
    players: Sequence[int],
) -> ScenePart:
    """A marker for each player in each row, and an upright at what it gets as things are."""
    values = [paid[player] for paid in data.payoffs for player in players]
    x = scale_over(min(values), max(values), ends)
    x = replace(x, end=x.end - max(0.0, overhang(x, measure, MOST_NUMBERS) - EDGE - 4.0))
    blank = [BarRow((), row.top, row.height) for row in rows]
    room = x.end - x.start + GAP
    long = x.numbering(MOST_NUMBERS).titled("expected payoff")
    title = "expected payoff" if measure(long, Font(TEXT)) <= room else "payoff"
    panel = row_panel(blank, x, measure, top=top, title=title, most=MOST_NUMBERS)
    for player in players:
        mark, at = player_mark(player), panel.x(data.payoffs[0][player])
        ends_of = ((at, top), (at, panel.bottom))
        panel.strokes.append(Stroke(ends_of, mark.colour, 0.6, (2.0, 2.0), 0, role="base"))
    for paid, row in zip(data.payoffs, rows, strict=True):
        middle = top + row.middle
        line = ((panel.left, middle), (panel.right, middle))
        panel.strokes.append(Stroke(line, PALE, 0.5, layer=0, role="guide"))
        places = [panel.x(paid[player]) for player in players]
        for player, at, lower in zip(players, places, _lowered(places), strict=True):
            mark, spot = player_mark(player), (at, middle + lower)
            panel.marks.append(Mark(*spot, mark.marker, DOT, mark.colour, "white", 0.5, "payoff"))
    y = 8.0
    for player in players:
        mark, name = player_mark(player), data.players[player]
        panel.marks.append(
            Mark(panel.left + 3, y - 2.3, mark.marker, DOT, mark.colour, "white", 0.5)
        )
        panel.labels.append(Label(panel.left + 9.5, y, name, KEY, role="key"))
        y += 1.35 * KEY.size
    panel.strokes.append(
        Stroke(((panel.left, y - 2.3), (panel.left + 6.0, y - 2.3)), FAINT, 0.6, (2.0, 2.0))
    )
    panel.labels.append(Label(panel.left + 9.5, y, data.names[0], KEY, SOFT, role="key"))
    return panel.part(0.0)


def _lowered(places: Sequence[float]) -> list[float]:
    """How far below the middle of a row each marker stands, so that none hides another."""
    found = []
    for place, at in enumerate(places):
        near = [other for other, one in enumerate(places) if abs(one - at) < DOT]
        found.append(LANE * (near.index(place) - (len(near) - 1) / 2))
    return found


def _notes(data: CasesData) -> list[str]:
    """What the picture cannot do without; the rest stands in its words and in its caption."""
    notes = ["(n): of n equilibria the one reported."] if max(data.counts) > 1 else []
    if any(_others(data)):
        notes.append("* What the first row plays is an equilibrium too.")
    for sign, meaning in SIGNS.items():
        if any(sign in signs for signs in data.signs):
            notes.append(f"{sign} {meaning}.")
    return [" ".join(filter(None, [*notes, categories_noted(data.held), *_left_out(data)]))]


def _left_out(data: CasesData) -> Iterator[str]:
    """Which cases have no row, and that payoffs have several axes."""
    if data.unsolved:
        several = len(data.unsolved) > MOST_LEFT_OUT
        left = counted(len(data.unsolved), "case") if several else ", ".join(data.unsolved)
        yield f"Without a row: {left}."
    if told := scales_note(_axes(data)):
        yield told


def _told(data: CasesData) -> list[str]:
    """What is told of the cases: which are left out, and what they set beyond its range."""
    told = [f"Not solved, {failure}." for failure in data.failures]
    if data.excluded:
        told.append(f"Contradicting what is assumed: {', '.join(data.excluded)}.")
    told += [f"{capital(caution)}." for caution in data.cautions]
    return [*told, *filter(None, [categories_told(data.held)])]


def cases_alt(data: CasesData) -> str:
    """The picture in words."""
    said = [f"{data.title} under {counted(len(data.names) - 1, 'assumption')}."]
    told = zip(*map(short_numbers, zip(*data.payoffs, strict=True)), strict=True)
    cases = zip(data.names, data.counts, _others(data), data.shares, told, strict=True)
    for name, count, other, shares, paid in cases:
        chances = ", ".join(
            f"{category} {short_number(share, digits=3)}"
            for category, share in zip(data.categories, shares, strict=True)
            if share > 0
        )
        worth = ", ".join(
            f"{player} {value}" for player, value in zip(data.players, paid, strict=True)
        )
        which = f", of {count} equilibria the one reported" if count > 1 else ""
        which += "; what the first row plays is an equilibrium too" if other else ""
        said.append(f"{capital(name)}{which}: {chances}; {worth}.")
    return " ".join([*said, *_left_out(data), *_told(data)])
