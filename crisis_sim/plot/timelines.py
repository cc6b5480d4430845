"""Simulated plays on a common clock, and how often each outcome came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crisis_sim.plot.contrast import legible
from crisis_sim.plot.hatch import Fill, filled, fills_of
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number
from crisis_sim.plot.panel import AXIS
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import Font, Label, Mark, Measure, ScenePart, Stroke
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import FAINT, INK, SOFT, TEXT, TINY, player_mark
from crisis_sim.scenario.ends import Ends
from crisis_sim.simulate import Play, Simulation, simulate

__all__ = ["timelines_picture"]

ROW, STEP = 11.0, 11.0
"""Height of a play's line, and the least distance of two events on it, in points."""
SHOWN = 20
KEY, SMALL = Font(7.2), Font(TINY)


def draw(request: Request) -> Picture:
    """The kind ``timelines``."""
    data = simulate(
        request.solution,
        request.family(),
        request.equilibrium,
        plays=request.plays,
        seed=request.seed,
    )
    return timelines_picture(
        data,
        text_width,
        width=request.layout_width,
        title=request.title,
        ends=request.games.scenario.ends,
    )


def timelines_picture(
    data: Simulation,
    measure: Measure,
    *,
    width: float,
    title: str | None = None,
    ends: Ends,
    shown: int = SHOWN,
) -> Picture:
    """The first plays as lines of events, over bars of how often each outcome came about.

    Plays that all go the same way are shown as one.

    Time runs to the right by days; days on which much happens are drawn as wide as it needs, so
    that the axis is not even. ``ends`` names the outcomes.
    """
    plays = [data.play(number) for number in range(min(shown, len(data)))]
    if all(play.events == plays[0].events for play in plays) and len(data.counts) == 1:
        plays = plays[:1]
    parts = [
        head(measure, width, title, [_subtitle(data, len(plays))]),
        _lines(data, plays, measure, width, ends),
        _counts(data, measure, width, ends),
        foot(measure, width, [_note(data)]),
    ]
    return Picture(below_each_other(parts, width), timelines_alt(data, ends))


def _subtitle(data: Simulation, shown: int) -> str:
    if shown == 1 < len(data):
        return f"The first of {len(data):,} plays, which go the same way (seed {data.seed})"
    return f"{shown} of {len(data):,} plays drawn at random (seed {data.seed})"


def _note(data: Simulation) -> str:
    players = data.solution.game.players
    said = f"Filled marks: moves of {' and '.join(players)}; rings: chance."
    if data.begins is not None:
        said += f" Day 0 is {data.begins.isoformat()}."
    return said + " Days are as wide as their events need."


def _lines(
    data: Simulation,
    plays: Sequence[Play],
    measure: Measure,
    width: float,
    ends: Ends,
) -> ScenePart:
    names = [ends.label(play.outcome) for play in plays]
    room = max(measure(name, KEY) for name in names) + 8.0
    left, right = EDGE + 14.0, width - EDGE - room
    days = sorted({_day(event.day) for play in plays for event in play.events})
    starts, wide = _day_places(plays, days, left, right)
    fills = _fills(data, ends)
    strokes: list[Stroke] = []
    marks: list[Mark] = []
    texts: list[Label] = []
    top = 22.0
    bottom = top + ROW * len(plays)
    for day in days:
        x = starts[day]
        strokes.append(Stroke(((x, top - 4.0), (x, bottom)), FAINT, 0.4, (1.0, 2.0), 0, role="day"))
        text = f"day {short_number(day)}"
        texts.append(Label(x, top - 8.0, text, AXIS, SOFT, role="tick"))
    for row, (play, name) in enumerate(zip(plays, names, strict=True)):
        y = top + ROW * (row + 0.5)
        places = _places(play, starts, wide)
        ink = legible(fills[play.outcome].ink)
        strokes.append(Stroke(((places[0], y), (right, y)), ink, 0.7, layer=1, role="play"))
        for event, x in zip(play.events, places, strict=True):
            marks.append(_mark(data, event.player, x, y))
        texts.append(Label(right + 6.0, y + 2.5, name, KEY, ink, role="outcome"))
        texts.append(Label(left - 8.0, y + 2.3, str(row + 1), SMALL, SOFT, "end", "number"))
    return ScenePart(bottom + 6.0, tuple(strokes), tuple(marks), tuple(texts))


def _fills(data: Simulation, ends: Ends) -> dict[str, Fill]:
    """The fill of each outcome."""
    names = list(data.counts)
    return dict(zip(names, fills_of(ends, names), strict=True))


def _day(day: float) -> float:
    return 0.0 if day != day else round(day, 6)


def _day_places(
    plays: Sequence[Play], days: Sequence[float], left: float, right: float
) -> tuple[dict[float, float], float]:
    """Where each day begins, in proportion to the most events that a play has on it."""
    most = {
        day: max(sum(_day(event.day) == day for event in play.events) for play in plays)
        for day in days
    }
    total = sum(count + 1.5 for count in most.values())
    step = min(3 * STEP, (right - left) / total)
    places, x = {}, left
    for day in days:
        places[day] = x
        x += (most[day] + 1.5) * step
    return places, step


def _places(play: Play, starts: Mapping[float, float], step: float) -> list[float]:
    """Where the events of a play stand: side by side from the beginning of their day."""
    counted: dict[float, int] = {}
    places = []
    for event in play.events:
        day = _day(event.day)
        counted[day] = counted.get(day, 0) + 1
        places.append(starts[day] + (counted[day] - 0.3) * step)
    return places


def _mark(data: Simulation, player: str, x: float, y: float) -> Mark:
    if not player:
        return Mark(x, y, "o", 4.4, "white", INK, 0.8, role="chance")
    mark = player_mark(data.solution.game.players.index(player))
    return Mark(x, y, mark.marker, 5.2, mark.colour, mark.colour, 0.3, role="move")


def _counts(data: Simulation, measure: Measure, width: float, ends: Ends) -> ScenePart:
    """A bar for each outcome, with the share of plays and the probability it estimates."""
    exact = data.solution.equilibria[data.which].outcomes
    names = [ends.label(name) for name in data.counts]
    room = max(measure(name, KEY) for name in names) + 10.0
    left, right = EDGE + room, width - EDGE - 104.0
    strokes: list[Stroke] = []
    texts: list[Label] = [Label(EDGE, 12.0, "how often", Font(TEXT), role="axis")]
    heading = Label(right + 8.0, 12.0, "share of plays (expected)", SMALL, SOFT, role="axis")
    texts.append(heading)
    areas = []
    y = 26.0
    most = max(data.counts.values())
    fills = _fills(data, ends)
    for outcome, count in data.counts.items():
        end = left + (right - left) * count / most
        ring = ((left, y - 7.0), (end, y - 7.0), (end, y + 1.0), (left, y + 1.0))
        area, lines = filled([ring], fills[outcome], role="bar")
        areas.append(area)
        strokes += [*lines, Stroke((*ring, ring[0]), fills[outcome].ink, 0.5, role="bar")]
        texts.append(Label(left - 5.0, y, ends.label(outcome), KEY, anchor="end"))
        share = short_number(count / len(data), digits=3)
        text = f"{share}  ({short_number(exact.get(outcome, 0.0), digits=3)})"
        texts.append(Label(right + 8.0, y, text, KEY, role="share"))
        y += 13.0
    return ScenePart(y + 2.0, tuple(strokes), (), tuple(texts), tuple(areas))


def _of_them(count: int, plays: int) -> str:
    """A count of plays, with the share that it is."""
    if count == plays:
        return f"all {plays:,} of them" if plays > 1 else "the one play"
    return f"{count:,} of them ({short_number(100 * count / plays)} %)"


def timelines_alt(data: Simulation, ends: Ends) -> str:
    """The picture in words."""
    said = [f"{len(data):,} simulated plays of {data.solution.game.title}, seed {data.seed}."]
    for outcome, count in data.counts.items():
        said.append(f"{ends.label(outcome)}: {_of_them(count, len(data))}.")
    first = data.play(0)
    story = "; ".join(f"{event.situation}: {event.move}" for event in first.events)
    said.append(f"The first: {story}; {ends.label(first.outcome)}.")
    return " ".join(said)
