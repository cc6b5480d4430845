"""Sensitivity bars: how much an answer depends on each parameter, with confidence intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crisis_sim.numbers.digits import exponent
from crisis_sim.numbers.written import counted
from crisis_sim.plot.bars import NAME, bar, row_panel, row_tops
from crisis_sim.plot.hatch import DARK, LIGHT, Fill, swatch
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number
from crisis_sim.plot.panel import Panel
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Font, Label, Measure, ScenePart, Stroke, joined
from crisis_sim.plot.sheet import EDGE, as_note, below_each_other, foot, head
from crisis_sim.plot.style import INK
from crisis_sim.plot.symbols import in_words, meanings_told, symbol
from crisis_sim.plot.tornado import measure_of
from crisis_sim.scenario.scenario import Parameter, Scenario
from crisis_sim.sentence import capital
from crisis_sim.sweep.sensitivity import Influence, Sensitivity, analyse_sensitivity
from crisis_sim.time_limits import finished

__all__ = ["influences_picture"]

KEY = Font(7.2)
MOST = 15
NEGLIGIBLE = 1e-3
"""Of the greatest influence: a parameter below it has no bars."""
SHOWN = {
    "sobol": ("total", "first"),
    "morris": ("mean size", "spread"),
    "pawn": ("median", "greatest"),
}
"""By method the two measures that are drawn."""
FILLS = (DARK, LIGHT)
"""Of the two measures."""
MEANINGS = {
    "total": "total, with all interactions",
    "first": "first order, alone",
    "mean size": "mean size",
    "spread": "spread",
    "median": "median over slices",
    "greatest": "greatest over slices",
}
"""What the key says of each measure."""
TITLES = {
    "sobol": "share of the variance",
    "morris": "elementary effect over the range",
    "pawn": "shift of the distribution",
}


def draw(request: Request) -> Picture:
    """The kind ``sensitivity``."""
    games = request.games
    name, payoff = measure_of(games, request.outcome)
    found = analyse_sensitivity(
        games,
        outcome="" if payoff else name,
        payoff=name if payoff else "",
        samples=request.samples,
        seed=request.seed,
        values=request.values,
        **request.solving,
    )
    return influences_picture(
        finished(found), games.scenario, text_width, width=request.layout_width, title=request.title
    )


def influences_picture(
    found: Sensitivity,
    scenario: Scenario,
    measure: Measure,
    *,
    width: float,
    title: str | None = None,
) -> Picture:
    """A pair of bars for each parameter, the most influential first; whiskers are 95 %."""
    said = f"{found.quantity}: how much it depends on each parameter"
    parts = [
        head(measure, width, title, [capital(said)]),
        _bars(found, scenario, measure, width),
        foot(measure, width, _notes(found, scenario)),
    ]
    shown = _telling(found)[:MOST]
    rest = meanings_told(_known([one for one in found.influences if one not in shown], scenario))
    notes = " ".join(filter(None, [_doubtful(found), rest]))
    return Picture(below_each_other(parts, width), _alt(found, scenario), notes=notes)


def _known(influences: Sequence[Influence], scenario: Scenario) -> list[Parameter]:
    """The parameters of the scenario among those that were varied."""
    known = scenario.parameters
    return [known[one.name] for one in influences if one.name in known]


def _telling(found: Sensitivity) -> list[Influence]:
    """The parameters with an influence that can be seen, at least the first."""
    names = SHOWN[found.method]
    sizes = [max(abs(one.measures[name]) for name in names) for one in found.influences]
    least = NEGLIGIBLE * max(sizes)
    kept = [one for one, size in zip(found.influences, sizes, strict=True) if size > least]
    return kept or list(found.influences[:1])


def _name(one: Influence, scenario: Scenario) -> str:
    known = scenario.parameters.get(one.name)
    label = known.label if known is not None and known.label != one.name else ""
    return f"{label} {symbol(one.name)}".strip()


def _bars(found: Sensitivity, scenario: Scenario, measure: Measure, width: float) -> ScenePart:
    shown, measures = _telling(found)[:MOST], SHOWN[found.method]
    names = [_name(one, scenario) for one in shown]
    room = min(0.36 * width, max(measure(name, NAME) for name in names) + 6.0)
    left = EDGE + room + 6.0
    low, high = _low(found), _high(found)
    spare = 0.02 * (high - low)
    x = Scale(low - spare * (low < 0.0), high + spare, left, width - EDGE - 6.0)
    rows = row_tops(names, measure, room, least=16.0)
    top = 8.0 + 2 * 1.35 * KEY.size + 2.0
    panel = row_panel(rows, x, measure, top=top, title=TITLES[found.method])
    for one, row in zip(shown, rows, strict=True):
        for place, name in enumerate(measures):
            middle = top + row.middle + (-2.9 if place == 0 else 2.9)
            _whiskered(panel, one, name, middle, FILLS[place])
    if low < 0.0:
        zero = panel.x(0.0)
        panel.rule(((zero, top - 2.0), (zero, panel.bottom)), role="zero")
    drawn = panel.part(panel.bottom + 27.0)
    return joined([drawn, _key(measures, (left, 8.0))], drawn.height)


def _ends(found: Sensitivity) -> list[tuple[float, float]]:
    """From where to where each bar goes with its interval."""
    return [
        (one.measures[name] - _half(one, name), one.measures[name] + _half(one, name))
        for one in _telling(found)[:MOST]
        for name in SHOWN[found.method]
    ]


def _low(found: Sensitivity) -> float:
    """The least that is drawn: below 0 where an interval goes there as far as can be seen."""
    low = min(low for low, _ in _ends(found))
    return low if low < -NEGLIGIBLE * _high(found) else 0.0


def _high(found: Sensitivity) -> float:
    """The greatest that is drawn; 1 where nothing is above 0."""
    high = max(high for _, high in _ends(found))
    return high if high > 0.0 else 1.0


def _key(measures: tuple[str, str], at: tuple[float, float]) -> ScenePart:
    parts, labels = [], []
    for row, name in enumerate(measures):
        y = at[1] + row * 1.35 * KEY.size
        parts.append(swatch((at[0], y), FILLS[row]))
        labels.append(Label(at[0] + 9.5, y, MEANINGS[name], KEY, role="key"))
    return joined([*parts, ScenePart(0.0, labels=tuple(labels))], 0.0)


def _half(one: Influence, name: str) -> float:
    half = one.half_widths.get(name, 0.0)
    return half if half == half else 0.0


def _whiskered(panel: Panel, one: Influence, name: str, middle: float, fill: Fill) -> None:
    value, half = one.measures[name], _half(one, name)
    bar(panel, (0.0, value), middle, fill, thick=5.2)
    if half > 0:
        ends = (panel.x(value - half), panel.x(value + half))
        line = ((ends[0], middle), (ends[1], middle))
        panel.strokes.append(Stroke(line, INK, 0.7, layer=4, role="interval"))


def _mean(found: Sensitivity) -> str:
    """The mean, with two digits of the deviation from it at least."""
    more = exponent(found.mean) - exponent(found.deviation) + 2 if found.deviation else 0
    return short_number(found.mean, digits=max(4, more))


def _notes(found: Sensitivity, scenario: Scenario) -> list[str]:
    def named(name: str) -> str:
        known = scenario.parameters.get(name)
        return in_words(known) if known else symbol(name)

    below = "What is below 0 is the error of the sample." if _low(found) < 0.0 else ""
    notes = ["Lines: 95 % confidence.", below, _doubtful(found), *_left_out(found, named)]
    notes.append(meanings_told(_known(_telling(found)[:MOST], scenario), math=True))
    return [" ".join([*_sample(found), *filter(None, notes), *map(as_note, found.notes)])]


def _sample(found: Sensitivity) -> Iterator[str]:
    """How many points there are, and what the answer is over them, as sentences."""
    deviation = short_number(found.deviation)
    points = f"{counted(found.points, 'point')} drawn as the scenario says parameters may lie"
    yield f"{points}; mean {_mean(found)}, standard deviation {deviation}."
    if found.dropped:
        yield f"{counted(found.dropped, 'point')} without an answer left out."


def _left_out(found: Sensitivity, name: Callable[[str], str]) -> Iterator[str]:
    """Which parameters have no bars, as sentences, called as ``name`` tells them."""
    telling = _telling(found)
    if (more := len(telling) - MOST) > 0:
        yield f"{counted(more, 'parameter')} of less influence left out."
    rest = [one for one in found.influences if one not in telling]
    if small := [name(one.name) for one in rest if any(one.measures.values())]:
        yield f"Less than a thousandth of the greatest influence: {', '.join(small)}."
    if idle := [name(one.name) for one in rest if not any(one.measures.values())]:
        yield f"Without effect: {', '.join(idle)}."


def _doubtful(found: Sensitivity) -> str:
    """How wide intervals are that are too wide to rank by, as a sentence; empty for none."""
    return found.doubtful.in_short if found.doubtful else ""


def _alt(found: Sensitivity, scenario: Scenario) -> str:
    """Each measure that is drawn, with half the width of its interval, and what is left out."""

    def label(name: str) -> str:
        known = scenario.parameters.get(name)
        return known.label if known else name

    said = [f"Sensitivity of {found.quantity} in {scenario.title} ({TITLES[found.method]})."]
    for one in _telling(found)[:MOST]:
        told = ", ".join(_measure_told(one, name) for name in SHOWN[found.method])
        called = label(one.name)
        said.append(f"{called if called == one.name else capital(called)}: {told}.")
    widths = "Behind ±: half of a 95 % interval."
    meant = meanings_told(_known(found.influences, scenario))
    rest = [*_sample(found), *_left_out(found, label), _doubtful(found), meant]
    return " ".join([*said, widths, *filter(None, rest)])


def _measure_told(one: Influence, name: str) -> str:
    """A measure, with half of its interval if it has one."""
    half = _half(one, name)
    beside = f" ± {short_number(half, digits=2)}" if half > 0.0 else ""
    return f"{name} {short_number(one.measures[name], digits=3)}{beside}"
