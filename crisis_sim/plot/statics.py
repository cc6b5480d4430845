"""Comparative statics: payoffs and outcomes along one parameter, jumps drawn as jumps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from string import ascii_lowercase

from crisis_sim.concepts import title_of
from crisis_sim.plot.along import Along, PlayRun, along
from crisis_sim.plot.bands import Stack, bands_of, outcome_names, thin_bands
from crisis_sim.plot.categories import categories_told
from crisis_sim.plot.hatch import Fill, filled, fills_of, key_column
from crisis_sim.plot.leaders import BOLD, write_led
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.panel import AXIS, EndLabel, Panel, room_for_numbers
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale, scale_over
from crisis_sim.plot.scene import Font, Mark, Measure, Point, ScenePart, Stroke, joined
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.statics_words import (
    exactly_told,
    paid_to,
    sharing_axes,
    stands_told,
    statics_alt,
    statics_notes,
    values_told,
)
from crisis_sim.plot.style import FAINT, INK, SOFT, TEXT, TINY, player_mark
from crisis_sim.plot.symbols import axis_title, symbol
from crisis_sim.sentence import capital

__all__ = ["outcomes_part", "payoffs_part", "sides_of", "statics_picture"]

PAYOFFS, OUTCOMES = 150.0, 88.0
"""Heights of the two charts, in points."""
NAMES = Font(TINY + 1.0)
UPRIGHT = 6
"""Numbers along the axis of payoffs."""
WIDEST = 0.3
"""Share of the width beyond which names of outcomes stand below the charts."""
SHARE = 0.65
"""Height of a chart of payoffs where there are several, as a share of that of one."""
LETTER = 9.0
"""Room for the letter of a band in the key."""
APART = 5.0
"""Points between numbers over uprights."""
ROW = 11.0
"""Height of their row, below the title of the axis."""
END, RING = 4.2, 3.4
"""Size of the marker at the end of a line, and how much larger one under another is."""


def draw(request: Request) -> Picture:
    """The kind ``statics``."""
    found = along(request.games, request.along[0], request.values, **request.solving)
    data = request.marking(found)
    return statics_picture(data, text_width, width=request.layout_width, title=request.title)


def statics_picture(
    data: Along, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """Payoffs over outcome probabilities, along the same axis."""
    sides = sides_of(data, measure, width)
    stands = stands_told(data, symbol(data.parameter.name))
    parts = [
        head(measure, width, title, [one for one in (_concept(data), stands) if one]),
        payoffs_part(data, measure, width, sides),
        outcomes_part(data, measure, width, sides),
        foot(measure, width, statics_notes(data)),
    ]
    scene = below_each_other(parts, width)
    held = categories_told(data.held())
    return Picture(scene, statics_alt(data), selection=data.selection, notes=held)


def sides_of(data: Along, measure: Measure, width: float) -> tuple[float, float]:
    """Points left of the frames for numbers, and right of them for names.

    Of outcomes those have no room there that would take too much of the width from the charts.
    """
    names = [*data.players, *outcome_names(data)]
    if _beside(names, measure) > WIDEST * width:
        names = [*data.players]
    room = LETTER if any(thin_bands(data)) else 0.0
    numbers = max(
        room_for_numbers(_y(data, group), measure, UPRIGHT) for group in sharing_axes(data)
    )
    return numbers, _beside(names, measure) + room


def _beside(names: Sequence[str], measure: Measure) -> float:
    """Points that names take at the right of a frame."""
    return max(measure(name, NAMES) for name in names) + 18.0


def _y(data: Along, players: Sequence[int], height: float = PAYOFFS) -> Scale:
    values = paid_to(data, players)
    return scale_over(min(values), max(values), (height - 6.0, 24.0 + _row(data)))


def _row(data: Along) -> float:
    """The height of the row of numbers over uprights."""
    return ROW if data.breaks else 0.0


def _concept(data: Along) -> str:
    title, name = title_of(data.concept), data.parameter.label or data.parameter.name
    how = f" ({data.how})" if data.how else ""
    return f"{capital(title)}{how} along {name}"


def _x(data: Along, width: float, sides: tuple[float, float]) -> Scale:
    room = 0.5 if data.whole else 0.0
    low, high = data.samples[0].x - room, data.samples[-1].x + room
    return Scale(low, high, EDGE + sides[0], width - EDGE - sides[1])


def payoffs_part(
    data: Along, measure: Measure, width: float, sides: tuple[float, float], height: float = PAYOFFS
) -> ScenePart:
    """A line a player; equilibria besides the one reported are thin.

    Players whose payoffs would be flat beside those of others have a chart of their own.
    """
    groups = sharing_axes(data)
    each = (height if len(groups) == 1 else SHARE * height) + _row(data)
    x = _x(data, width, sides)
    parts = [_payoffs_of(data, measure, x, players, each) for players in groups]
    placed = [part.moved(0.0, number * (each + 12.0)) for number, part in enumerate(parts)]
    return joined(placed, sum(part.height for part in parts))


def _payoffs_of(
    data: Along, measure: Measure, x: Scale, players: Sequence[int], height: float
) -> ScenePart:
    panel = Panel(x, _y(data, players, height), measure)
    panel.axes(y_title="expected payoff", ticks=(7, UPRIGHT), between=_row(data))
    here_mark(panel, data)
    _breaks(panel, data)
    runs = [run for run in data.runs() if data.whole or run.xs[-1] - run.xs[0] > 4 * data.width]
    for run in sorted(runs, key=lambda one: one.first):
        for player in players:
            _payoff_line(panel, run, player, players, whole=data.whole)
    panel.end_labels(list(_names(data, runs, players)))
    return panel.part(height + 12.0)


def _payoff_line(
    panel: Panel, run: PlayRun, player: int, players: Sequence[int], *, whole: bool
) -> None:
    mark, ys = player_mark(player), [play.payoffs[player] for play in run.plays]
    width = 1.6 if run.first else 0.6
    panel.line(run.xs, ys, mark.colour, width=width, dash=mark.dash, layer=3 if run.first else 2)
    size = END if run.first else 2.6
    ends = range(len(ys)) if whole else _jumps(panel, run)
    for place in ends:
        x, y = panel.at(run.xs[place], ys[place])
        face = mark.colour if whole else "white"
        paid = run.plays[place].payoffs
        over = sum(panel.y(paid[other]) == y for other in players if other > player)
        wide = size + RING * over
        panel.marks.append(Mark(x, y, mark.marker, wide, face, mark.colour, 0.7, role="end"))


def _jumps(panel: Panel, run: PlayRun) -> list[int]:
    """The ends of a line at which it jumps: those inside the frame."""
    places = []
    if panel.x(run.xs[0]) > panel.left + 0.01:
        places.append(0)
    if panel.x(run.xs[-1]) < panel.right - 0.01:
        places.append(len(run.xs) - 1)
    return places


def _names(data: Along, runs: Sequence[PlayRun], players: Sequence[int]) -> Iterator[EndLabel]:
    last = [run for run in runs if run.first][-1]
    for player in players:
        paid = last.plays[-1].payoffs[player]
        yield EndLabel(paid, data.players[player], player_mark(player).colour)


def here_mark(panel: Panel, data: Along) -> None:
    """A dotted line and a mark on the axis at the scenario's own value."""
    if data.here is None or not data.samples[0].x <= data.here <= data.samples[-1].x:
        return
    panel.upright(data.here, colour=SOFT, dash=(1.0, 2.0))
    x = panel.x(data.here)
    panel.marks.append(Mark(x, panel.bottom + 0.5, "^", 4.5, INK, INK, 0.3, role="here"))


def _breaks(panel: Panel, data: Along) -> None:
    """A line at each jump, its value over it where there is room."""
    free = EDGE
    near, exactly = values_told(data, data.breaks), exactly_told(data, data.breaks)
    halves = [panel.measure(text, AXIS) / 2 for text in near]
    starts = [panel.x(at) - half for at, half in zip(data.breaks, halves, strict=True)]
    ends = [*starts, panel.right + APART][1:]
    rows = zip(data.breaks, exactly, near, ends, strict=True)
    for value, long, short, end in rows:
        panel.upright(value, colour=FAINT, dash=(3.0, 2.0))
        x = panel.x(value)
        for text, room in ((long, end - APART), (short, inf)):
            half = panel.measure(text, AXIS) / 2
            if x - half >= free and x + half <= room:
                at = (x, panel.top - 6.0)
                panel.write(at, text, AXIS, colour=SOFT, anchor="middle", role="threshold")
                free = x + half + APART
                break


def outcomes_part(
    data: Along,
    measure: Measure,
    width: float,
    sides: tuple[float, float],
    height: float = OUTCOMES,
) -> ScenePart:
    """Probabilities of the categories of outcomes, stacked, in the equilibrium reported.

    A band that is thin wherever it is has a letter, which a line leads to, as in the key.
    """
    panel = Panel(_x(data, width, sides), Scale(0.0, 1.0, height, 12.0), measure)
    names = outcome_names(data)
    fills = fills_of(data.ends, names)
    for samples in bands_of(data):
        for number, name in enumerate(names):
            _band(panel, samples, names[:number], name, fills[number])
    here_mark(panel, data)
    _breaks_below(panel, data)
    letters = _letters(data, names)
    _write_letters(panel, letters)
    panel.axes(x_title=axis_title(data.parameter), y_title="", ticks=(7, 3))
    panel.write((panel.left - 2.0, panel.top - 4.0), "probability", Font(TEXT), role="axis")
    beside = _beside(names, measure) <= sides[1]
    start = (panel.right + 5.0, panel.top + 6.0) if beside else (EDGE, height + 38.0)
    across = 1 if beside else int((width - EDGE) // (_beside(names, measure) + LETTER))
    keys = _keys(names, fills, start, (max(1, across), (width - EDGE) / max(1, across)))
    for key in keys.labels:
        at = (key.x + measure(key.text, NAMES) + 3.0, key.y)
        panel.write(
            at, letters[key.text][0] if key.text in letters else "", BOLD, role="key letter"
        )
    drawn = panel.part(height + 27.0 + (0.0 if beside else keys.height + 2.0))
    return joined([drawn, keys], drawn.height)


def _keys(
    names: Sequence[str], fills: Sequence[Fill], at: Point, columns: tuple[int, float]
) -> ScenePart:
    """The names after their fills, the last one first, in so many columns of a width."""
    count, wide = columns
    each = -(-len(names) // count)
    parts = []
    for number in range(count):
        end = len(names) - number * each
        held = slice(max(0, end - each), max(0, end))
        spot = (at[0] + number * wide, at[1])
        parts.append(key_column(names[held], spot, NAMES, fills[held]))
    return joined(parts, max(part.height for part in parts))


def _breaks_below(panel: Panel, data: Along) -> None:
    for value in data.breaks:
        panel.upright(value, colour=FAINT, dash=(3.0, 2.0))


def _letters(data: Along, names: Sequence[str]) -> dict[str, tuple[str, Point]]:
    """The bands that are thin wherever they are, in the order of the key: letters and middles."""
    thin = dict(thin_bands(data))
    order = [name for name in names[::-1] if name in thin]
    return {name: (_letter(number), thin[name]) for number, name in enumerate(order)}


def _letter(number: int) -> str:
    """The letters from a to z, then aa, ab and so on."""
    before, last = divmod(number, len(ascii_lowercase))
    return (_letter(before - 1) if before else "") + ascii_lowercase[last]


def _write_letters(panel: Panel, letters: Mapping[str, tuple[str, Point]]) -> None:
    named = [(letter, panel.at(*middle)) for letter, middle in letters.values()]
    lines = [one.points for one in panel.strokes if one.role in ("guide", "edge")]
    write_led(panel, named, lines, [], role="band letter")


def _band(panel: Panel, stack: Stack, below: Sequence[str], name: str, fill: Fill) -> None:
    lower = [sum(chances.get(one, 0.0) for one in below) for _, chances in stack]
    upper = [low + chances.get(name, 0.0) for low, (_, chances) in zip(lower, stack, strict=True)]
    if max(u - v for u, v in zip(upper, lower, strict=True)) <= 0.0:
        return
    xs = [x for x, _ in stack]
    ring: tuple[Point, ...] = tuple(
        [panel.at(x, v) for x, v in zip(xs, upper, strict=True)]
        + [panel.at(x, v) for x, v in zip(xs[::-1], lower[::-1], strict=True)]
    )
    area, lines = filled([ring], fill, role="outcome")
    panel.areas.append(area)
    panel.strokes += lines
    top = tuple(panel.at(x, v) for x, v in zip(xs, upper, strict=True))
    panel.strokes.append(Stroke(top, fill.ink, 0.6, role="edge"))
