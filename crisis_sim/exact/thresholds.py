"""Where the equilibria change along one parameter."""

from __future__ import annotations

import time
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from crisis_sim.exact.algebra.line_roots import LineRoots
from crisis_sim.exact.algebra.points import Line
from crisis_sim.exact.cutting.cells import Cell, cut_line, merged, point_at
from crisis_sim.exact.data.line import Standing, Stretch, Threshold, Thresholds
from crisis_sim.exact.ranges import followed, remarks
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.exact.whole import thresholds_over_whole
from crisis_sim.exact.why.describe import assumed_notes, describe_end, describe_standing
from crisis_sim.exact.why.general import General
from crisis_sim.exact.why.indifference import indifferences_at
from crisis_sim.scenario.span import Span

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["find_thresholds"]


def find_thresholds(
    games: Games,
    along: Span | str,
    values: Mapping[str, float | Fraction] | None = None,
) -> Thresholds:
    """Every point of a range where the equilibria, or the reported one, change.

    Parameters
    ----------
    along : a parameter, or a definition that does not depend on the state of play; over the
        scenario's range, or the one given.
    values : values of other parameters and definitions; the rest take their defaults.

    Subgame-perfect equilibria with perfect information, else pure sequential ones; mixed
    equilibria are not followed. Two answers are told apart by which terminals are reached in each
    equilibrium and by which one is reported (the concept's ``selection``).

    Guaranteed: no change between the thresholds, by exact arithmetic on payoffs and chances that
    are rational in the parameter; by enclosures where a formula is not. A parameter of whole
    numbers that shapes the tree is solved at each value.

    Raises
    ------
    InputError
        An unknown name, or a range that is missing or empty.
    NotSolved
        A shaping parameter that is not whole, or a game too large.
    """
    started = time.perf_counter()
    box, given = followed(games, [Span.of(along)], values)
    ((parameter, ends),) = box.items()
    family = games.family(given)
    if parameter in family.structural:
        return thresholds_over_whole(games, parameter, given, ends, started)
    solver = ExactSolver(symbolic_family(family, given, [parameter]))
    line = Line(solver.ring, (Fraction(0),), 0)
    cells = merged(cut_line(solver, LineRoots(line, *ends)))
    told = _Told(solver, line, parameter, General(solver, given))
    thresholds = tuple(told.thresholds(cells))
    noted = assumed_notes(solver, (one.at for one in thresholds))
    return Thresholds(
        parameter=parameter,
        low=ends[0],
        high=ends[1],
        thresholds=thresholds,
        stretches=tuple(told.stretch(cell) for cell in cells if not cell.is_point),
        concept=solver.concept,
        fixed=given,
        notes=(*remarks(games.scenario, [parameter], box, given), *noted),
        seconds=time.perf_counter() - started,
    )


class _Told:
    """Cells of one line, told as thresholds and stretches."""

    def __init__(self, solver: ExactSolver, line: Line, name: str, general: General) -> None:
        self.solver = solver
        self.line = line
        self.name = name
        self.general = general
        self._standings: dict[int, Standing] = {}

    def thresholds(self, cells: list[Cell]) -> list[Threshold]:
        """The points at which the answer is not the same on both sides and at the point."""
        found = []
        for i in range(0, len(cells), 2):
            left = cells[i - 1] if i else None
            right = cells[i + 1] if i + 1 < len(cells) else None
            if self._changes(left, cells[i], right):
                found.append(self._threshold(left, cells[i], right))
        return found

    def _changes(self, left: Cell | None, point: Cell, right: Cell | None) -> bool:
        answers = [cell.answer for cell in (left, point, right) if cell is not None]
        return len({None if one is None else one.identity for one in answers}) > 1

    def _threshold(self, left: Cell | None, point: Cell, right: Cell | None) -> Threshold:
        place = point_at(self.line, point.low)
        sides = [self._standing(cell) for cell in (left, right)]
        named = [side.name for side in sides if side is not None]
        standing = self._standing(point)
        at_end = left is None or right is None
        changes = len(set(named)) > 1 or (
            at_end and standing is not None and standing.name not in named
        )
        at = describe_end(point.low, self.name)
        return Threshold(
            at=at,
            before=sides[0],
            standing=standing,
            after=sides[1],
            indifferences=indifferences_at(
                self.solver, self.general, place, (left, point, right), at, self.name
            ),
            outcome_changes=changes,
        )

    def _standing(self, cell: Cell | None) -> Standing | None:
        if cell is None or cell.answer is None:
            return None
        point = point_at(self.line, cell.low) if cell.sample is None else self.line.at(cell.sample)
        if id(cell) not in self._standings:
            answer = self.solver.at(point)
            self._standings[id(cell)] = describe_standing(self.solver, answer)
        return self._standings[id(cell)]

    def stretch(self, cell: Cell) -> Stretch:
        """An open cell with what holds on it."""
        standing = self._standing(cell)
        low, high = describe_end(cell.low, self.name), describe_end(cell.high, self.name)
        return Stretch(low, high, standing or Standing(()))
