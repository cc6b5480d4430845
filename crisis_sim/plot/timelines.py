"""Simulated plays on a common clock, and how often each outcome came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.concepts import title_of
from crisis_sim.plot.contrast import legible
from crisis_sim.plot.hatch import Fill, filled, fills_of
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number
from crisis_sim.plot.panel import AXIS
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import Font, Label, Mark, Measure, ScenePart, Stroke, wrap
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import FAINT, INK, PALE, SOFT, TEXT, TINY, player_mark
from crisis_sim.plot.which import which_told
from crisis_sim.scenario.ends import Ends
from crisis_sim.sentence import capital, listed_and
from crisis_sim.simulate import Event, Play, Simulation, simulate

__all__ = ["timelines_picture"]

Move = tuple[str, str, str]
"""Who moves (empty for chance), where, and how."""

ROW, STEP = 16.0, 11.0
"""Height of a play's line, and the least distance of two events on it, in points."""
OVER, LINE = 4.2, 10.5
"""From a line to the numbers over it, and from line to line of the key."""
SIGN, APART = 7.0, 9.0
"""From the marker of an entry of the key to its text, and from there to the next."""
SHOWN = 20
SHARES = (0.0, 0.5, 1.0)
"""Numbers along the axis of shares."""
KEY, SMALL = Font(7.2), Font(TINY)


def draw(request: Request) -> Picture:
    """The kind ``timelines``."""
    data = simulate(
        request.solution,
        request.equilibrium,
        plays=request.plays,
        seed=request.seed,
    )
    return timelines_picture(
        data,
        text_width,
        width=request.layout_width,
        title=request.title,
        ends=data.solution.family.scenario.ends,
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
    moves = _moves(plays)
    parts = [
        head(measure, width, title, [_concept(data), _subtitle(data, len(plays))]),
        _lines(data, plays, moves, measure, width, ends),
        _key(data, moves, measure, width),
        _counts(data, measure, width, ends),
        foot(measure, width, [_note(data)]),
    ]
    return Picture(below_each_other(parts, width), timelines_alt(data, plays, ends))


def _concept(data: Simulation) -> str:
    """The concept, and which of several equilibria is played."""
    solution = data.solution
    parts = (title_of(solution.concept), which_told(solution, data.which))
    text = " ".join(filter(None, parts))
    return capital(text).replace("$", r"\$")


def _moves(plays: Sequence[Play]) -> dict[Move, int]:
    """The moves that are made, numbered from 1 in the order in which they come up."""
    made = dict.fromkeys(_move(event) for play in plays for event in play.events)
    return {move: number for number, move in enumerate(made, start=1)}


def _move(event: Event) -> Move:
    return event.player, event.situation, event.move


def _subtitle(data: Simulation, shown: int) -> str:
    if shown == 1 < len(data):
        return f"The first of {len(data):,} plays, which go the same way (seed {data.seed})"
    which = f"The first {shown} of {len(data):,}" if shown < len(data) else f"{shown}"
    return f"{which} plays drawn at random (seed {data.seed})"


def _note(data: Simulation) -> str:
    said = "Each line is a play and ends with its outcome; the numbers over it name its moves."
    if _clockless(data):
        return f"{said} Time is not told: the moves stand in their order."
    if data.begins is not None:
        said += f" Day 0 is {data.begins.isoformat()}."
    return said + " Days are as wide as their events need."


def _clockless(data: Simulation) -> bool:
    """Whether the game has no clock, or one that stands still."""
    return data.begins is None and not (data.elapsed > 0.0).any()


def _lines(
    data: Simulation,
    plays: Sequence[Play],
    moves: Mapping[Move, int],
    measure: Measure,
    width: float,
    ends: Ends,
) -> ScenePart:
    names = [ends.label(play.outcome) for play in plays]
    room = max(measure(name, KEY) for name in (*names, "outcome")) + 8.0
    left, right = EDGE + 17.0, width - EDGE - room
    days = sorted({_day(event.day) for play in plays for event in play.events})
    starts, wide = _day_places(plays, days, left, right)
    fills = _fills(data, ends)
    strokes: list[Stroke] = []
    marks: list[Mark] = []
    texts: list[Label] = []
    texts += [
        Label(EDGE, 14.0, "play", SMALL, SOFT, role="axis"),
        Label(right + 6.0, 14.0, "outcome", SMALL, SOFT, role="axis"),
    ]
    top = 22.0
    bottom = top + ROW * len(plays)
    for day in days:
        x = starts[day]
        strokes.append(Stroke(((x, top - 4.0), (x, bottom)), FAINT, 0.4, (1.0, 2.0), 0, role="day"))
        text = "moves" if _clockless(data) else f"day {short_number(day)}"
        texts.append(Label(x, top - 8.0, text, AXIS, SOFT, role="tick"))
    for row, (play, name) in enumerate(zip(plays, names, strict=True)):
        y = top + ROW * (row + 0.6)
        places = _places(play, starts, wide)
        ink = legible(fills[play.outcome].ink)
        end = min(places[-1] + wide, right)
        strokes.append(Stroke(((places[0], y), (end, y)), ink, 0.7, layer=1, role="play"))
        strokes.append(Stroke(((end, y), (right, y)), PALE, 0.5, layer=0, role="guide"))
        for event, x in zip(play.events, places, strict=True):
            marks.append(_mark(data, event.player, x, y))
            number = str(moves[_move(event)])
            texts.append(Label(x, y - OVER, number, SMALL, SOFT, "middle", "move number"))
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


def _mark(data: Simulation, player: str, x: float, y: float, *, key: bool = False) -> Mark:
    if not player:
        return Mark(x, y, "o", 4.4, "white", INK, 0.8, role="key" if key else "chance")
    mark = player_mark(data.solution.game.players.index(player))
    role = "key" if key else "move"
    return Mark(x, y, mark.marker, 5.2, mark.colour, mark.colour, 0.3, role=role)


def _key(data: Simulation, moves: Mapping[Move, int], measure: Measure, width: float) -> ScenePart:
    """What each number stands for: who moves, where, and how."""
    marks: list[Mark] = []
    texts: list[Label] = []
    x, y = EDGE, 8.0
    for move, number in moves.items():
        lines = wrap(_entry(data, move, number), SMALL, measure, width - 2 * EDGE - SIGN)
        long = max(measure(line, SMALL) for line in lines)
        if x > EDGE and x + SIGN + long > width - EDGE:
            x, y = EDGE, y + LINE
        marks.append(_mark(data, move[0], x + 2.6, y - 2.3, key=True))
        for line in lines:
            texts.append(Label(x + SIGN, y, line, SMALL, SOFT, role="key"))
            y += LINE
        y -= LINE
        x += SIGN + long + APART
    return ScenePart(y + 6.0, (), tuple(marks), tuple(texts))


def _entry(data: Simulation, move: Move, number: int) -> str:
    player, situation, made = move
    game = data.solution.game
    mover = f", {game.shorts[game.players.index(player)]}" if player else ""
    return f"{number} {situation}{mover}: {made}"


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
    fills = _fills(data, ends)
    for outcome, count in data.counts.items():
        end = left + (right - left) * count / len(data)
        ring = ((left, y - 7.0), (end, y - 7.0), (end, y + 1.0), (left, y + 1.0))
        area, lines = filled([ring], fills[outcome], role="bar")
        areas.append(area)
        strokes += [*lines, Stroke((*ring, ring[0]), fills[outcome].ink, 0.5, role="bar")]
        texts.append(Label(left - 5.0, y, ends.label(outcome), KEY, anchor="end"))
        share = short_number(count / len(data), digits=3)
        text = f"{share}  ({short_number(exact.get(outcome, 0.0), digits=3)})"
        texts.append(Label(right + 8.0, y, text, KEY, role="share"))
        y += 13.0
    strokes.append(Stroke(((left, y - 7.0), (right, y - 7.0)), INK, 0.6, role="axis"))
    for part in SHARES:
        x = left + (right - left) * part
        strokes.append(Stroke(((x, y - 7.0), (x, y - 4.5)), INK, 0.6, role="axis"))
        texts.append(Label(x, y + 3.0, f"{part:g}", AXIS, anchor="middle", role="tick"))
    return ScenePart(y + 9.0, tuple(strokes), (), tuple(texts), tuple(areas))


def _of_them(count: int, plays: int) -> str:
    """A count of plays, with the share that it is."""
    if count == plays:
        return f"all {plays:,} of them" if plays > 1 else "the one play"
    return f"{count:,} of them ({short_number(100 * count / plays)} %)"


def timelines_alt(data: Simulation, plays: Sequence[Play], ends: Ends) -> str:
    """The picture in words: how often each outcome came about, and each play that is drawn."""
    return " ".join(_sentences(data, plays, ends))


def _sentences(data: Simulation, plays: Sequence[Play], ends: Ends) -> Iterator[str]:
    exact, moves = data.solution.equilibria[data.which].outcomes, _moves(plays)
    yield f"{len(data):,} simulated plays of {data.solution.game.title}, seed {data.seed}."
    yield f"{_concept(data)}."
    for outcome, count in data.counts.items():
        expected = short_number(exact.get(outcome, 0.0), digits=3)
        share = _of_them(count, len(data))
        yield f"{capital(ends.label(outcome))}: {share}, expected {expected}."
    if data.begins is not None:
        yield f"Day 0 is {data.begins.isoformat()}."
    yield f"Moves: {'; '.join(_entry(data, *one) for one in moves.items())}."
    yield f"{_subtitle(data, len(plays))}."
    ways: dict[str, list[int]] = {}
    for number, play in enumerate(plays, start=1):
        days = "; ".join(_days_told(play, moves, timed=not _clockless(data)))
        ways.setdefault(f"{days}; {ends.label(play.outcome)}", []).append(number)
    for way, numbers in ways.items():
        name = "Plays" if len(numbers) > 1 else "Play"
        yield f"{name} {listed_and([str(one) for one in numbers])}: {way}."


def _days_told(play: Play, moves: Mapping[Move, int], *, timed: bool) -> Iterator[str]:
    """The numbers of a play's moves, day by day."""
    by_day: dict[float, list[str]] = {}
    for event in play.events:
        by_day.setdefault(_day(event.day), []).append(str(moves[_move(event)]))
    for day, made in by_day.items():
        yield f"{f'day {short_number(day)}: ' if timed else ''}{', '.join(made)}"
