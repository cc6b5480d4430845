"""One parameter at a time, from the low to the high end of its range."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Any

from crisis_sim.errors import CrisisSimError, InputError
from crisis_sim.game.games import Games
from crisis_sim.near_names import nearest
from crisis_sim.numbers.written import counted
from crisis_sim.plot.bars import NAME, bar, row_panel, row_tops
from crisis_sim.plot.hatch import DARK, LIGHT, swatch
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import told_numbers
from crisis_sim.plot.panel import AXIS, Panel, overhang
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import scale_over
from crisis_sim.plot.scene import Font, Label, Measure, ScenePart, Stroke, joined
from crisis_sim.plot.sheet import EDGE, as_note, below_each_other, foot, head
from crisis_sim.plot.style import INK
from crisis_sim.plot.symbols import in_words, meanings_told, symbol
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.as_assumed import held
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.ranges import ranged
from crisis_sim.scenario.scenario import Parameter, Range
from crisis_sim.sentence import capital
from crisis_sim.solve.solve_games import solve_games
from crisis_sim.sweep.sweep_games import sweep_games
from crisis_sim.time_limits import finished

__all__ = ["Swing", "TornadoData", "measure_of", "tornado_data", "tornado_picture"]

MOST = 15
KEY = Font(7.2)
LOW, HIGH = LIGHT, DARK
ROUNDING = 1e-12
"""Share of a result by which rounding may change it."""


@dataclass(frozen=True, slots=True)
class Swing:
    """What becomes of the result at the two ends of a parameter's range."""

    parameter: Parameter
    over: Range
    low: float
    high: float

    def size(self, base: float) -> float:
        """How far apart the ends of its bars are, one of which may be the result as it is."""
        ends = (self.low, base, self.high)
        return max(ends) - min(ends)


@dataclass(frozen=True, slots=True)
class TornadoData:
    """Swings, widest first; ``still`` are the parameters that change nothing at either end.

    ``notes`` tell what assumptions hold.
    """

    title: str
    what: str
    base: float
    swings: tuple[Swing, ...]
    still: tuple[Parameter, ...]
    failed: tuple[Parameter, ...]
    notes: tuple[str, ...]


def measure_of(games: Games, of: str | None) -> tuple[str, bool]:
    """A result by name, and whether it is a player's payoff rather than a probability.

    Without a name, the first player's payoff. Raises InputError for what is neither a player nor
    an outcome nor a category of outcomes.
    """
    scenario = games.scenario
    players = [player.name for player in scenario.players]
    of = of or players[0]
    if of in players:
        return of, True
    ends = {*scenario.outcomes, *scenario.ends.categories.values()}
    if of not in ends:
        known = nearest(of, {*players, *ends}, most=40)
        raise InputError(f"'{of}' is no player, outcome or category. {known}")
    return of, False


def tornado_data(
    games: Games, values: Values | None = None, *, of: str | None = None, **solving: Any
) -> TornadoData:
    """Solve at both ends of every parameter's range, all others as they are.

    ``solving`` is the concept, and those of its options that a sweep needs.

    Where there are several equilibria the one that a sweep reports is taken. What happens between
    the ends is not seen.

    Raises InputError where no parameter has a range, or the game as it is could not be solved.
    """
    given, scenario = dict(values or {}), games.scenario
    name, payoff = measure_of(games, of)
    free = ranged(scenario, given)
    if not free:
        raise InputError(
            f"no parameter of {scenario.name} has a range and is neither given nor assumed"
        )
    found = _at_ends(games, free, given, solving, name if payoff else f"~{name}")
    base = found[0]
    if isnan(base):
        raise InputError("the game as it is could not be solved, so that nothing can be compared")
    swings, still, failed = [], [], []
    for number, (key, over) in enumerate(free.items()):
        low, high = found[2 * number + 1], found[2 * number + 2]
        swing = Swing(scenario.parameters[key], over, low, high)
        if isnan(low) or isnan(high):
            failed.append(swing.parameter)
        elif swing.size(base) > ROUNDING * max(abs(base), abs(low), abs(high)):
            swings.append(swing)
        else:
            still.append(swing.parameter)
    swings.sort(key=lambda one: (-one.size(base), one.parameter.name))
    what = f"{scenario.shorts[name]}'s payoff" if payoff else f"probability of {name}"
    notes = tuple(held(scenario, given))
    return TornadoData(
        scenario.title, what, base, tuple(swings), tuple(still), tuple(failed), notes
    )


def _at_ends(
    games: Games,
    free: Mapping[str, Range],
    given: Values,
    solving: Mapping[str, Any],
    result: str,
) -> list[float]:
    """The result as things are, then at the low and the high end of each parameter; nan if none.

    ``result`` is a player, or an outcome after a tilde.
    """
    bound = games.scenario.bind(given)
    count = 1 + 2 * len(free)
    columns = {}
    for number, (name, over) in enumerate(free.items()):
        column = [float(bound[name])] * count
        column[2 * number + 1 : 2 * number + 3] = map(float, over)
        columns[name] = column
    swept = finished(sweep_games(games, {}, points=columns, values=given, **solving))
    found = swept.probability(result[1:]) if result[:1] == "~" else swept.payoff(result)
    if not isnan(found[0]):
        return [float(value) for value in found]
    # A sweep follows pure equilibria alone; mixed ones are solved for one by one.
    points = [{name: column[i] for name, column in columns.items()} for i in range(count)]
    return [_solved(games, {**given, **point}, solving, result) for point in points]


def _solved(games: Games, values: Values, solving: Mapping[str, Any], result: str) -> float:
    try:
        solution = solve_games(games, values, **solving)
    except CrisisSimError:
        return nan
    if not solution.equilibria:
        return nan
    one = solution.equilibria[0]
    if result[:1] != "~":
        return float(one.payoffs[solution.game.players.index(result)])
    meant = games.scenario.ends.meant(result[1:])
    return sum(chance for name, chance in one.outcomes.items() if name in meant)


def draw(request: Request) -> Picture:
    """The kind ``tornado``."""
    data = tornado_data(request.games, request.values, of=request.outcome, **request.solving)
    return tornado_picture(data, text_width, width=request.layout_width, title=request.title)


def tornado_picture(
    data: TornadoData, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """A pair of bars for each parameter, the widest at the top.

    Raises InputError where no parameter changes anything.
    """
    if not data.swings:
        raise InputError(
            f"{data.what} is the same at both ends of every parameter's range; try another with ",
            Remedy("outcome"),
            ": a player, an outcome or a category",
        )
    parts = [
        head(measure, width, title, [f"{capital(data.what)}, one parameter at a time"]),
        _bars(data, measure, width),
        foot(measure, width, _notes(data)),
    ]
    notes = meanings_told(data.still)
    return Picture(below_each_other(parts, width), tornado_alt(data), notes=notes)


def _bars(data: TornadoData, measure: Measure, width: float) -> ScenePart:
    shown = data.swings[:MOST]
    values = [v for one in shown for v in (one.low, one.high)] + [data.base]
    names = [_name(one) for one in shown]
    room = min(0.45 * width, max(measure(name, NAME) for name in names) + 6.0)
    x = scale_over(min(values), max(values), (0.0, width), room=0.02)
    base_text, *_ = _texts(data)
    widest = max(overhang(x, measure), measure(base_text, AXIS) / 2)
    number = max(measure("−000.0", AXIS), widest)
    x = replace(x, start=EDGE + room + 6.0, end=width - EDGE - number)
    rows = row_tops(names, measure, room)
    top = 34.0
    panel = row_panel(rows, x, measure, top=top, title=data.what)
    base = panel.x(data.base)
    panel.strokes.append(Stroke(((base, top - 2.0), (base, panel.bottom)), INK, 0.8, role="base"))
    panel.write((base, top - 5.0), base_text, AXIS, anchor="middle", role="base")
    for swing, row in zip(shown, rows, strict=True):
        _pair(panel, swing, data.base, top + row.middle)
    drawn = panel.part(panel.bottom + 27.0)
    key = _key(measure, (EDGE, 12.0))
    return joined([drawn, key], drawn.height)


def _pair(panel: Panel, swing: Swing, base: float, middle: float) -> None:
    """The bars of the low and the high end; thinner, side by side, where both go one way."""
    same = (swing.low - base) * (swing.high - base) > 0
    thick, shift = (4.0, 2.2) if same else (8.0, 0.0)
    bar(panel, (base, swing.low), middle - shift, LOW, thick=thick)
    bar(panel, (base, swing.high), middle + shift, HIGH, thick=thick)


def _name(swing: Swing) -> str:
    parameter = swing.parameter
    label = parameter.label if parameter.label != parameter.name else ""
    ends = "\u00a0to\u00a0".join(told_numbers(list(swing.over)))
    return f"{label} {symbol(parameter.name)}, {ends}".strip()


def _key(measure: Measure, at: tuple[float, float]) -> ScenePart:
    parts, labels, x = [], [], at[0]
    for fill, text in ((LOW, "low end of the range"), (HIGH, "high end")):
        parts.append(swatch((x, at[1]), fill))
        labels.append(Label(x + 9.5, at[1], text, KEY, role="key"))
        x += 9.5 + measure(text, KEY) + 12.0
    return joined([*parts, ScenePart(0.0, labels=tuple(labels))], 0.0)


def _notes(data: TornadoData) -> list[str]:
    first = "Both ends of each range, all else as it is; between them the result may differ."
    meant = meanings_told((one.parameter for one in data.swings[:MOST]), math=True)
    told = [first, *_left_out(data, in_words), meant, *map(as_note, data.notes)]
    return [" ".join(filter(None, told))]


def _left_out(data: TornadoData, name: Callable[[Parameter], str]) -> Iterator[str]:
    """What has no bars, as sentences, parameters as ``name`` tells them."""
    if (more := len(data.swings) - MOST) > 0:
        yield f"{counted(more, 'narrower swing')} left out."
    for heading, ones in (("Without effect", data.still), ("Not solved", data.failed)):
        if ones:
            yield f"{heading}: {', '.join(map(name, ones))}."


def _texts(data: TornadoData) -> list[str]:
    """The result as it is, then at both ends of each parameter, told apart."""
    ends = [value for one in data.swings[:MOST] for value in (one.low, one.high)]
    return told_numbers([data.base, *ends])


def tornado_alt(data: TornadoData) -> str:
    """The picture in words."""
    base, *ends_told = _texts(data)
    said = [f"{capital(data.what)} in {data.title}, {base} before anything is changed."]
    pairs = zip(ends_told[::2], ends_told[1::2], strict=True)
    for one, (low, high) in zip(data.swings[:MOST], pairs, strict=True):
        ends = f"{low} at its low end, {high} at its high end"
        said.append(f"{_beginning(one.parameter)}: {ends}.")
    shown = (one.parameter for one in data.swings[:MOST])
    meant = meanings_told((*shown, *data.still))
    return " ".join(filter(None, [*said, *_left_out(data, _plain), meant]))


def _beginning(parameter: Parameter) -> str:
    """Its label as a sentence begins, or its name as it is."""
    told = _plain(parameter)
    return told if told == parameter.name else capital(told)


def _plain(parameter: Parameter) -> str:
    return parameter.label or parameter.name
