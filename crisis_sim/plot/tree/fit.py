"""Fit the picture of a tree to the width of a page: two lines for long names, then smaller type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from crisis_sim.figures.presets import DEFAULT, POINTS
from crisis_sim.plot.scene import Measure
from crisis_sim.plot.style import TEXT, TINY
from crisis_sim.plot.tree.columns import (
    Breakable,
    PayoffWidths,
    PieceKind,
    Sizes,
    TreeColumns,
    columns,
    floors,
    pieces,
    stem_width,
    table,
    widths,
)
from crisis_sim.plot.tree.lanes import Lanes, assign_lanes
from crisis_sim.plot.tree.node import TreeData
from crisis_sim.plot.tree.rows import Lines, with_lines

__all__ = ["LEADING", "LEAST_LEADING", "MUCH_TOO_HIGH", "PAGE", "Fitted", "fit"]

LEADING, LEAST_LEADING = 1.44, 1.2
"""Height of a row in sizes of its type: as wished, and where a page would be too short."""
PAGE, AROUND = 9.0 * POINTS, 74.0
"""Height of a page, and what heading and legend take of it."""
A_LITTLE_MORE = 1.15
"""Share of the width asked that is taken before a picture goes to a wider part of the page."""
MUCH_TOO_HIGH = 1.5
"""Pages from which a picture is no longer pressed into one."""
TYPE = (Sizes(TEXT, TINY), Sizes(7.5, TINY), Sizes(7.0, TINY))
"""Sizes of type to try in turn; each half point smaller is worth four lines saved."""
LINES_PER_POINT = 8.0
TORN = 4
"""Lines that a belief is worth whose number stands on its line."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture that has been fitted to a width, with some names on two lines."""

    data: TreeData
    lanes: Lanes
    columns: TreeColumns

    @property
    def page(self) -> float:
        """The height of the page, in points; a wide picture has its page on its side."""
        wide = self.columns.width > A_LITTLE_MORE * DEFAULT.wide
        return DEFAULT.wide if wide else PAGE

    @property
    def height(self) -> float:
        """The least height of the picture, in points."""
        return self.data.rows * LEAST_LEADING * self.columns.sizes.text + AROUND

    @property
    def cost(self) -> float:
        """The lines of the picture, and those that larger type and whole numbers are worth."""
        parted = sum(len(node.value_lines) > 1 for node in self.data.nodes)
        parted += TORN * sum(_torn(node.held_lines) for node in self.data.nodes)
        return self.data.rows + LINES_PER_POINT * (TEXT - self.columns.sizes.text) + parted


def _torn(lines: Sequence[str]) -> bool:
    """Whether the number of a belief stands below its word."""
    return bool(lines) and lines[0] == "belief"


def fit(data: TreeData, measure: Measure, width: float) -> Fitted:
    """Fit a picture into ``width`` points.

    Names are set on two lines, fewest first, and type is set smaller, down to 7 points; of the
    sizes that fit, the one with few lines and large type is taken. A picture that fits no page so
    is made a little wider, then as wide as a page, then as a page on its side. One much larger
    than any page stays whole, at full size.
    """
    if _least_height(data) > MUCH_TOO_HIGH * PAGE:
        return _whole(data, measure, width)
    texts = [_texts(data, measure, sizes) for sizes in TYPE]
    texts += [text.with_beliefs_whole() for text in texts]
    fitting: list[Fitted] = []
    for target in (width, A_LITTLE_MORE * width, DEFAULT.wide, PAGE):
        if target < width:
            continue
        ways = [text.fitted(data, width, target) for text in texts]
        fitting += [way for way in ways if way.columns.natural <= target + 1e-6]
        on_page = [way for way in fitting if way.height <= way.page]
        if on_page:
            return min(on_page, key=lambda way: way.cost)
    bearable = [way for way in fitting if way.height <= MUCH_TOO_HIGH * way.page]
    if bearable:
        return min(bearable, key=lambda way: way.cost)
    return texts[0].fitted(data, width, inf)


def _whole(data: TreeData, measure: Measure, width: float) -> Fitted:
    """At full size, with no text broken, as wide as that takes."""
    sizes = TYPE[0]
    paid, lanes = table(data, measure, sizes), assign_lanes(data)
    needs = widths(data, measure, sizes, paid)
    stem = stem_width(data, measure, sizes)
    taken = columns(needs, paid, lanes.count, sizes, stem=stem, width=width)
    return Fitted(data, lanes, taken)


def _least_height(data: TreeData) -> float:
    """In points, with the smallest type and no line broken."""
    return data.rows * LEAST_LEADING * TYPE[-1].text + AROUND


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a picture at one size of type, and the widths that follow from them."""

    sizes: Sizes
    paid: PayoffWidths
    stem: float
    least: Sequence[float]
    found: Sequence[Breakable]

    def fitted(self, data: TreeData, width: float, target: float) -> Fitted:
        """The picture at least ``width`` wide, and ``target`` if breaking texts can do it."""
        lanes = assign_lanes(data)
        whole = self.columns(lanes, frozenset(), width)
        chosen = _broken(self.least, self.found, whole.natural - target)
        if not chosen:
            return Fitted(data, lanes, whole)
        by_kind: dict[PieceKind, dict[int, tuple[str, ...]]] = {
            "move": {},
            "leaf": {},
            "place": {},
            "value": {},
            "held": {},
        }
        for piece in chosen:
            by_kind[piece.kind][piece.node] = piece.lines
        shown = with_lines(data, Lines(**by_kind))
        lanes = assign_lanes(shown)
        return Fitted(shown, lanes, self.columns(lanes, chosen, width))

    def with_beliefs_whole(self) -> _Texts:
        """The same with beliefs whose numbers stay on their lines."""
        found = [one for one in self.found if not _torn(one.lines)]
        held = [one for one in self.found if _torn(one.lines)]
        least = list(self.least)
        for one in held:
            least[one.column] = max(least[one.column], one.whole)
        return replace(self, least=least, found=found)

    def columns(self, lanes: Lanes, chosen: frozenset[Breakable], width: float) -> TreeColumns:
        needs = list(self.least)
        for piece in self.found:
            taken = piece.broken if piece in chosen else piece.whole
            needs[piece.column] = max(needs[piece.column], taken)
        return columns(needs, self.paid, lanes.count, self.sizes, stem=self.stem, width=width)


def _texts(data: TreeData, measure: Measure, sizes: Sizes) -> _Texts:
    paid, stem = table(data, measure, sizes), stem_width(data, measure, sizes)
    least, found = floors(data, measure, sizes), pieces(data, measure, sizes, paid)
    return _Texts(sizes, paid, stem, least, found)


def _broken(
    least: Sequence[float], found: Sequence[Breakable], excess: float
) -> frozenset[Breakable]:
    """The texts to break until ``excess`` points are saved, or nothing more can be.

    Each time the column is narrowed in which a line buys the most points.
    """
    by_column: dict[int, list[Breakable]] = {}
    for piece in sorted(found, key=lambda one: -one.whole):
        by_column.setdefault(piece.column, []).append(piece)
    chosen: set[Breakable] = set()
    steps = {column: _step(least[column], held, chosen) for column, held in by_column.items()}
    taken: list[_Step] = []
    while excess > 1e-6:
        column = max(steps, key=lambda one: steps[one].worth)
        step = steps[column]
        if step.saved <= 0:
            break
        chosen.update(step.pieces)
        excess -= step.saved
        taken.append(step)
        steps[column] = _step(least[column], by_column[column], chosen)
    return frozenset(chosen) - _needless(taken, -excess)


def _needless(taken: Sequence[_Step], spare: float) -> set[Breakable]:
    """Texts that need not have been broken, as later steps saved ``spare`` points too many."""
    needless: set[Breakable] = set()
    kept: set[int] = set()
    for step in reversed(taken):
        column = step.pieces[0].column
        if column not in kept and step.saved <= spare:
            needless.update(step.pieces)
            spare -= step.saved
        else:
            kept.add(column)
    return needless


@dataclass(frozen=True, slots=True)
class _Step:
    """Texts of a column to break together, and the points this saves."""

    pieces: tuple[Breakable, ...]
    saved: float

    @property
    def worth(self) -> float:
        """Points saved by a line added."""
        return self.saved / sum(piece.cost for piece in self.pieces) if self.saved > 0 else 0.0


def _step(least: float, held: Sequence[Breakable], chosen: set[Breakable]) -> _Step:
    """Break the widest texts of a column that are still whole, as many as it takes to save."""
    fixed = max([least, *(piece.broken for piece in held if piece in chosen)])
    whole = [piece for piece in held if piece not in chosen]
    before = max(fixed, whole[0].whole if whole else 0.0)
    for count in range(1, len(whole) + 1):
        fixed = max(fixed, whole[count - 1].broken)
        after = max(fixed, whole[count].whole if count < len(whole) else 0.0)
        if after < before - 0.01:
            return _Step(tuple(whole[:count]), before - after)
    return _Step((), 0.0)
