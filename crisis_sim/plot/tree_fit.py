"""Fit the picture of a tree to the width of a page: two lines for long names, then smaller type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crisis_sim.plot.scene import Measure
from crisis_sim.plot.style import DOUBLE, POINTS, TEXT, TINY
from crisis_sim.plot.tree_columns import Columns, Piece, Sizes, columns, floors, pieces, table
from crisis_sim.plot.tree_lanes import Lanes, assign_lanes
from crisis_sim.plot.tree_node import TreeData
from crisis_sim.plot.tree_rows import with_lines

__all__ = ["LEADING", "LEAST_LEADING", "PAGE", "Fitted", "fit"]

LEADING, LEAST_LEADING = 1.44, 1.2
"""Height of a row in sizes of its type: as wished, and where a page would be too short."""
PAGE, AROUND = 9.0 * POINTS, 64.0
"""Height of a page, and what heading and legend take of it."""
TYPE = (TEXT, 7.5, 7.0)
"""Sizes of type to try in turn; each half point smaller is worth four lines saved."""
LINES_PER_POINT = 8.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture that has been fitted to a width, with some names on two lines."""

    data: TreeData
    lanes: Lanes
    columns: Columns


def fit(data: TreeData, measure: Measure, width: float) -> Fitted:
    """Fit a picture into ``width`` points.

    Names are set on two lines, fewest first, and type is set smaller, down to 7 points, before the
    picture is made wider than asked. Of the sizes that fit, the one is taken that keeps to a page
    and has few lines and large type. A picture too wide for a page even so stays at full size,
    unbroken.
    """
    lanes = assign_lanes(data)
    ways = [_fitted(data, lanes, measure, width, size) for size in TYPE]
    fitting = [way for way in ways if way.columns.natural <= width + 1e-6]
    if fitting:
        return min(fitting, key=_cost)
    if ways[-1].columns.natural <= DOUBLE * POINTS:
        return ways[-1]
    return _fitted(data, lanes, measure, float("inf"), TEXT)


def _fitted(data: TreeData, lanes: Lanes, measure: Measure, width: float, size: float) -> Fitted:
    sizes = Sizes(size, min(TINY, size - 0.5))
    paid, least = table(data, measure, sizes), floors(data, measure, sizes)
    found = pieces(data, measure, sizes, paid)
    needs = _needs(least, found, frozenset())
    arranged = columns(needs, paid, lanes.count, sizes, 0.0)
    chosen = _broken(least, found, arranged.natural - width)
    if not chosen:
        finite = width if width < float("inf") else arranged.natural
        return Fitted(data, lanes, columns(needs, paid, lanes.count, sizes, finite))
    moves = {piece.node: piece.lines for piece in chosen if piece.column}
    leaves = {piece.node: piece.lines for piece in chosen if not piece.column}
    shown = with_lines(data, moves, leaves)
    lanes, needs = assign_lanes(shown), _needs(least, found, chosen)
    return Fitted(shown, lanes, columns(needs, paid, lanes.count, sizes, width))


def _cost(fitted: Fitted) -> tuple[bool, float]:
    size, rows = fitted.columns.sizes.text, fitted.data.rows
    too_high = rows * LEAST_LEADING * size > PAGE - AROUND
    return too_high, rows + LINES_PER_POINT * (TEXT - size)


def _needs(least: Sequence[float], found: Iterable[Piece], chosen: frozenset[Piece]) -> list[float]:
    needs = list(least)
    for piece in found:
        width = piece.broken if piece in chosen else piece.whole
        needs[piece.column] = max(needs[piece.column], width)
    return needs


def _broken(least: Sequence[float], found: Sequence[Piece], excess: float) -> frozenset[Piece]:
    """The texts to break until ``excess`` points are saved, or nothing more can be.

    Each time the column is narrowed in which a line buys the most points.
    """
    by_column: dict[int, list[Piece]] = {}
    for piece in sorted(found, key=lambda one: -one.whole):
        by_column.setdefault(piece.column, []).append(piece)
    chosen: set[Piece] = set()
    steps = {column: _step(least[column], held, chosen) for column, held in by_column.items()}
    while excess > 1e-6:
        column = max(steps, key=lambda one: steps[one].worth)
        step = steps[column]
        if step.saved <= 0:
            break
        chosen.update(step.pieces)
        excess -= step.saved
        steps[column] = _step(least[column], by_column[column], chosen)
    return frozenset(chosen)


@dataclass(frozen=True, slots=True)
class _Step:
    """Texts of a column to break together, and the points this saves."""

    pieces: tuple[Piece, ...]
    saved: float

    @property
    def worth(self) -> float:
        """Points saved by a line added."""
        return self.saved / sum(piece.cost for piece in self.pieces) if self.saved > 0 else 0.0


def _step(least: float, held: Sequence[Piece], chosen: set[Piece]) -> _Step:
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
