"""Where the equilibria change along one parameter."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from crisis_sim.errors import NotSolved
from crisis_sim.exact.answers import Answer, ExactSolver
from crisis_sim.exact.cells import Cell, cut_line, merged, point_at
from crisis_sim.exact.describe import describe_end, describe_standing
from crisis_sim.exact.family import symbolic_family
from crisis_sim.exact.indifference import General, indifferences_at
from crisis_sim.exact.line_roots import LineRoots
from crisis_sim.exact.points import Line, RationalPoint
from crisis_sim.exact.ranges import exact_values, range_of
from crisis_sim.exact.results import ExactNumber, Standing, Stretch, Threshold, Thresholds

if TYPE_CHECKING:
    from crisis_sim.study import Study

__all__ = ["find_thresholds"]

MOST_WHOLE = 200


def find_thresholds(
    study: Study,
    parameter: str,
    values: Mapping[str, float | Fraction] | None = None,
    *,
    low: float | Fraction | None = None,
    high: float | Fraction | None = None,
) -> Thresholds:
    """Every point of a range where the equilibria, or the reported one, change.

    Parameters
    ----------
    parameter : a parameter, or a definition that does not depend on the state of play.
    values : values of other parameters and definitions; the rest take their defaults.
    low, high : ends of the range; those of the scenario if left out.

    Subgame-perfect equilibria with perfect information, else pure sequential ones; mixed
    equilibria are not followed. Two answers are told apart by which terminals are reached in each
    equilibrium and by which one is reported (:data:`~crisis_sim.exact.results.SELECTION`).

    Guaranteed: no change between the thresholds, by exact arithmetic on payoffs and chances that
    are rational in the parameter; by enclosures where a formula is not. A parameter of whole
    numbers that shapes the tree is solved at each value.

    Raises
    ------
    InputError
        An unknown name, or a range that is missing or empty.
    NotSolved
        A Gambit file, a shaping parameter that is not whole, or a game too large.
    """
    started = time.perf_counter()
    given = exact_values(study, values or {}, but=parameter)
    ends = range_of(study, parameter, low, high)
    family = study.family(given)
    if family is None:
        raise NotSolved("a game read from a Gambit file has no parameters; write it as a scenario")
    if parameter in family.structural:
        return _over_whole(study, parameter, given, ends, started)
    solver = ExactSolver(symbolic_family(family, given, [parameter]))
    line = Line(solver.ring, (Fraction(0),), 0)
    cells = merged(cut_line(solver, LineRoots(line, *ends)))
    told = _Told(solver, line, parameter, General(solver, given))
    return Thresholds(
        parameter=parameter,
        low=ends[0],
        high=ends[1],
        thresholds=tuple(told.thresholds(cells)),
        stretches=tuple(told.stretch(cell) for cell in cells if not cell.is_point),
        concept=solver.concept,
        fixed=given,
        notes=_notes(solver),
        seconds=time.perf_counter() - started,
    )


def _notes(solver: ExactSolver) -> tuple[str, ...]:
    notes = []
    if not solver.perfect:
        notes.append("mixed equilibria are not followed")
    if solver.ring.irrationals:
        notes.append(
            "a formula is irrational: thresholds that depend on it are given as intervals that are "
            "proved to hold them"
        )
    return tuple(notes)


class _Told:
    """Cells of one line, told as thresholds and stretches."""

    def __init__(self, solver: ExactSolver, line: Line, name: str, general: General) -> None:
        self.solver = solver
        self.line = line
        self.name = name
        self.general = general
        self._standings: dict[int, Standing] = {}

    def thresholds(self, cells: list[Cell]) -> list[Threshold]:
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
        return Threshold(
            at=describe_end(point.low, self.name),
            before=sides[0],
            standing=standing,
            after=sides[1],
            indifferences=indifferences_at(
                self.solver, self.general, place, (left, point, right), self.name
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
        standing = self._standing(cell)
        low, high = describe_end(cell.low, self.name), describe_end(cell.high, self.name)
        return Stretch(low, high, standing or Standing(()))


def _over_whole(
    study: Study,
    parameter: str,
    given: Mapping[str, Fraction],
    ends: tuple[Fraction, Fraction],
    started: float,
) -> Thresholds:
    """Thresholds of a parameter that shapes the tree: the game is solved at each whole value."""
    default = study.scenario.parameters[parameter].default
    if default.denominator != 1 or any(end.denominator != 1 for end in ends):
        raise NotSolved(
            f"{parameter} shapes the tree, so that no formula holds across its values; sweep "
            "it, or give a range of whole numbers"
        )
    numbers = range(int(ends[0]), int(ends[1]) + 1)
    if len(numbers) > MOST_WHOLE:
        raise NotSolved(f"at most {MOST_WHOLE} values of {parameter} can be solved one by one")
    standings: list[Standing] = []
    concept, notes = "spe", tuple[str, ...]()
    for number in numbers:
        at = {**given, parameter: Fraction(number)}
        family = study.family(at)
        if family is None:
            raise NotSolved("a game read from a Gambit file has no parameters")
        solver = ExactSolver(symbolic_family(family, at, []))
        answer: Answer = solver.at(RationalPoint(solver.ring, ()))
        standings.append(describe_standing(solver, answer))
        concept, notes = solver.concept, _notes(solver)
    found = []
    for number, before, after in zip(numbers[1:], standings, standings[1:], strict=False):
        if _names(before) != _names(after):
            changes = before.name != after.name
            found.append(Threshold(_whole(number), before, after, after, (), changes))
    starts = [0, *(numbers.index(int(one.at.low)) for one in found), len(numbers)]
    stretches = [
        Stretch(_whole(numbers[a]), _whole(numbers[b - 1]), standings[a])
        for a, b in itertools.pairwise(starts)
    ]
    return Thresholds(
        parameter=parameter,
        low=ends[0],
        high=ends[1],
        thresholds=tuple(found),
        stretches=tuple(stretches),
        concept=concept,
        fixed=dict(given),
        whole=True,
        notes=(*notes, f"{parameter} shapes the tree: the game was solved at each whole value"),
        seconds=time.perf_counter() - started,
    )


def _whole(number: int) -> ExactNumber:
    exact = Fraction(number)
    return ExactNumber(float(number), "rational", exact, exact, exact=exact)


def _names(standing: Standing) -> tuple[str, frozenset[str]]:
    return standing.name, frozenset(one.name for one in standing.equilibria)
