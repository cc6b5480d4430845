"""The payoff space of the bargaining view: packages, zone of agreement, frontier, solutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from crisis_sim.bargain.view import NASH, BargainingView, Package, Solved, bargaining_view
from crisis_sim.errors import InputError
from crisis_sim.numbers.written import told_up_to
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import WrittenColumn, column_of, listed_numbers, probability
from crisis_sim.plot.packages import package_list
from crisis_sim.plot.panel import Panel, overhang, room_for_numbers
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.placement import along_line, place_beside
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import scale_over
from crisis_sim.plot.scene import (
    Area,
    Font,
    Label,
    Mark,
    Measure,
    Point,
    ScenePart,
    Stroke,
    joined,
)
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import FAINT, INK, PALE, TINY
from crisis_sim.sentence import listed_and

__all__ = ["payoff_space_picture"]

HEIGHT = 250.0
MOST_TOLD = 24
"""Packages that are told in words one by one."""
NARROW = 380.0
"""Width of the picture below which the key stands under the chart."""
KEY = Font(7.2)
KEY_LINE = 14.0
SMALL = Font(TINY)
SHAPES = {NASH: ("*", 8.5), "Kalai-Smorodinsky": ("D", 5.5)}
"""Of the marks of solutions by lottery, with their sizes; those of packages are larger and open."""
LARGER = 5.5
GROUND = "#ECECEC"
"""Of the zone of agreement."""


def draw(request: Request) -> Picture:
    """The kind ``bargain``."""
    view = bargaining_view(
        request.games,
        request.values,
        disagreement=request.disagreement,
        **request.solving,
    )
    return payoff_space_picture(view, text_width, width=request.layout_width, title=request.title)


def payoff_space_picture(
    view: BargainingView, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """Two players' payoffs from every package, over a list of the packages.

    Raises InputError for other than two players.
    """
    if len(view.players) != 2:
        raise InputError(f"a payoff space has two players; this game has {len(view.players)}")
    listed = package_list(view, _columns(view), measure, width)
    width = listed.width
    parts = [
        head(measure, width, title, [f"Packages against {view.disagreement.name}"]),
        _chart(view, measure, width),
        listed.part,
        foot(measure, width, _notes(view)),
    ]
    return Picture(below_each_other(parts, width), payoff_space_alt(view))


def _chart(view: BargainingView, measure: Measure, width: float) -> ScenePart:
    points, base = view.points, view.disagreement.payoffs
    low, high = points.min(axis=0), points.max(axis=0)
    keys = max(measure(text, KEY) for _, text in _keys(view)) + 24.0
    narrow, up = width < NARROW, (HEIGHT, 24.0)
    y = scale_over(min(low[1], base[1]), max(high[1], base[1]), up, room=0.08)
    left = EDGE + room_for_numbers(y, measure)
    ends = left, width - EDGE - (8.0 if narrow else keys)
    x = scale_over(min(low[0], base[0]), max(high[0], base[0]), ends)
    if narrow:
        x = replace(x, end=x.end - max(0.0, overhang(x, measure) - EDGE - 8.0))
    panel = Panel(x, y, measure)
    _zone(panel, view)
    names = view.shorts
    panel.axes(x_title=f"{names[0]}, expected payoff", y_title=f"{names[1]}, expected payoff")
    _frontier(panel, view)
    _packages(panel, view)
    drawn = panel.part(HEIGHT + 30.0)
    if not narrow:
        key = _key(view, (panel.right + 10.0, panel.top + 8.0), columns=1, across=keys)
        return joined([drawn, key], drawn.height)
    key = _key(view, (EDGE + 9.0, drawn.height + 10.0), columns=2, across=(width - EDGE) / 2)
    return joined([drawn, key], key.height)


def _zone(panel: Panel, view: BargainingView) -> None:
    """What both prefer to disagreement and could be had by some lottery, or given away."""
    base = view.disagreement.payoffs
    if ring := _ring([tuple(view.points[i]) for i in view.frontier], base):
        placed = tuple(panel.at(*point) for point in ring)
        panel.areas.append(Area((placed,), GROUND, FAINT, 0.6, role="zone"))
    corner = panel.at(*base)
    for end in ((panel.right, corner[1]), (corner[0], panel.top)):
        panel.strokes.append(Stroke((corner, end), FAINT, 0.6, (3.0, 2.0), 0, role="guide"))


def _ring(edge: Sequence[Point], base: Sequence[float]) -> list[Point]:
    """The corners of what lies under the frontier, above and right of disagreement, if any does."""
    xs, ys = zip(*edge, strict=True)
    height = float(np.interp(base[0], xs, ys, right=-np.inf))
    if height <= base[1]:
        return []
    reach = float(np.interp(base[1], ys[::-1], xs[::-1]))
    inner = [(x, y) for x, y in edge if x > base[0] and y > base[1]]
    return [(base[0], base[1]), (base[0], height), *inner, (reach, base[1])]


def _frontier(panel: Panel, view: BargainingView) -> None:
    points = view.points
    edge = [points[i] for i in view.frontier]
    xs, ys = [one[0] for one in edge], [one[1] for one in edge]
    panel.line(xs, ys, INK, width=0.9, dash=(), layer=2, role="frontier")


def _packages(panel: Panel, view: BargainingView) -> None:
    """A dot for each package with its number, over larger signs for the solutions."""
    taken: list[tuple[float, float, float, float]] = []
    for package in view.packages:
        x, y = panel.at(*package.payoffs)
        taken.append((x - 3.0, y - 3.0, x + 3.0, y + 3.0))
    x, y = panel.at(*view.disagreement.payoffs)
    panel.marks.append(Mark(x, y, "s", 6.0, INK, INK, 0.6, role="disagreement"))
    taken.append((x - 3.5, y - 3.5, x + 3.5, y + 3.5))
    for solved in view.solutions:
        mark = _sign(solved, panel.at(*solved.payoffs), "solution")
        panel.marks.append(mark)
        x, y, half = mark.x, mark.y, mark.size / 2 + 0.5
        taken.append((x - half, y - half, x + half, y + half))
    panel.marks += [
        _dot(one.efficient, one.in_zone, panel.at(*one.payoffs)) for one in view.packages
    ]
    lines = [one.points for one in panel.strokes if one.role in ("frontier", "guide")]
    lines += [(*ring, ring[0]) for area in panel.areas for ring in area.rings]
    taken += [box for line in lines for box in along_line(line)]
    frame = (panel.left + 1.0, panel.top - 4.0, panel.right + 8.0, panel.bottom - 1.0)
    named = [(panel.at(*one.payoffs), str(i + 1)) for i, one in enumerate(view.packages)]
    named.append((panel.at(*view.disagreement.payoffs), "disagreement"))
    panel.labels += place_beside(named, SMALL, panel.measure, taken, frame, distance=4.5)


def _sign(solved: Solved, at: Point, role: str) -> Mark:
    """The mark of a solution: open over packages, smaller and grey where lots are drawn."""
    shape, size = SHAPES[solved.name]
    if solved.lottery:
        return Mark(*at, shape, size, PALE, INK, 0.8, role)
    return Mark(*at, shape, size + LARGER, "none", INK, 0.8, role)


def _dot(efficient: bool, in_zone: bool, at: Point) -> Mark:
    """The mark of a package: full if it is efficient, grey outside the zone of agreement."""
    edge = INK if in_zone else FAINT
    return Mark(*at, "o", 4.6, edge if efficient else "white", edge, 0.8, role="package")


def _marked(efficient: bool, in_zone: bool) -> str:
    """The same in words."""
    how = "efficient" if efficient else "not efficient"
    return f"{how}, {'in' if in_zone else 'outside'} the zone"


def _notes(view: BargainingView) -> list[str]:
    """What the type of the list means, and which solutions stand at one package."""
    notes = [*view.notes[:-1]]
    if view.averaged:
        notes.append("Payoffs, and with them the zone and the solutions, are averages over types.")
    notes.append("Bold: efficient.")
    if not all(package.in_zone for package in view.packages):
        notes.append("Grey: outside the zone of agreement.")
    for number, package in enumerate(view.packages, 1):
        held = [one for one in view.solutions if tuple(one.payoffs) == tuple(package.payoffs)]
        if len(held) > 1:
            notes.append(f"At {number} stand {listed_and([_called(one) for one in held])}.")
    return [" ".join(notes)]


def _called(solved: Solved) -> str:
    """A solution, and over what."""
    return f"{solved.name} {'by lottery' if solved.lottery else 'of packages'}"


def _keys(view: BargainingView) -> list[tuple[Mark, str]]:
    drawn = {(one.efficient, one.in_zone) for one in view.packages}
    kinds = [
        (replace(_dot(*one, (0.0, 0.0)), role="key"), _marked(*one))
        for one in sorted(drawn, reverse=True)
    ]
    kinds.append((Mark(0, 0, "s", 6.0, INK, INK, 0.6), "disagreement"))
    return kinds + [(_sign(one, (0.0, 0.0), "key"), _called(one)) for one in view.solutions]


def _key(view: BargainingView, at: Point, *, columns: int, across: float) -> ScenePart:
    """The signs and their meanings, down one column after another; as high as it reaches."""
    signs: list[tuple[ScenePart, str]] = [
        (ScenePart(0.0, marks=(mark,)), text) for mark, text in _keys(view)
    ]
    ring = ((-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0))
    zone = Area((ring,), GROUND, INK, 0.4)
    signs.append((ScenePart(0.0, areas=(zone,)), "zone of agreement"))
    line = Stroke(((-4.0, 0.0), (4.0, 0.0)), INK, 0.9)
    signs.append((ScenePart(0.0, strokes=(line,)), "frontier of lotteries"))
    rows = -(-len(signs) // columns)
    parts = []
    for number, (sign, text) in enumerate(signs):
        x, y = at[0] + number // rows * across, at[1] + number % rows * KEY_LINE
        labels = (Label(x + 11.0, y + 2.5, text, KEY, role="key"),)
        parts += [sign.moved(x, y), ScenePart(0.0, labels=labels)]
    return joined(parts, at[1] + rows * KEY_LINE)


def _columns(view: BargainingView) -> tuple[WrittenColumn, ...]:
    """How each side's payoffs are written, in the list and in words."""
    rows = [view.disagreement.payoffs, *(one.payoffs for one in view.packages)]
    solved = [one.payoffs for one in view.solutions]
    compared = zip(*rows, strict=True)
    columns = zip(*rows, *solved, strict=True)
    pairs = zip(columns, compared, strict=True)
    return tuple(column_of(column, [held]) for column, held in pairs)


def payoff_space_alt(view: BargainingView) -> str:
    """The picture in words."""
    base = _told(view, view.disagreement.payoffs)
    averaged = ", all on average over types" if view.averaged else ""
    said = [
        f"Payoff space of {view.title}: {len(view.packages)} packages, "
        f"{len(view.zone)} of them in the zone of agreement{averaged}.",
        f"Disagreement, {view.disagreement.name}: {base}.",
    ]
    told = (
        f"Package {number}, {one.name}: {_told(view, one.payoffs)}; {_of(one, view.shorts)}."
        for number, one in enumerate(view.packages, 1)
    )
    said += told_up_to(MOST_TOLD, told, "package")
    for solved in view.solutions:
        what = " or ".join(view.packages[i].name for i in solved.packages)
        if solved.lottery and len(solved.packages) > 1:
            what = ", ".join(
                f"{probability(w)} of {view.packages[i].name}"
                for i, w in zip(solved.packages, solved.weights, strict=True)
            )
        paid = _told(view, solved.payoffs)
        how = "over lotteries" if solved.lottery else "over packages"
        said.append(f"{solved.name} solution {how}: {what}; payoffs {paid}.")
    said += view.notes[:-1]
    return " ".join(said)


def _of(package: Package, shorts: Sequence[str]) -> str:
    """How a package is marked, and who would refuse it."""
    by = package.refusals(shorts)
    refused = f", refused by {' and '.join(by)}" if by else ""
    return f"{_marked(package.efficient, package.in_zone)}{refused}"


def _told(view: BargainingView, payoffs: Sequence[float]) -> str:
    told = zip(view.shorts, _columns(view), payoffs, strict=True)
    return listed_numbers(f"{name} {column.told(value)}" for name, column, value in told)
