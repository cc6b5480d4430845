"""A line cut into cells on each of which the answer is the same.

The solver is run at a rational point; its answer holds as far to each side as no quantity whose
sign it asked for vanishes. The next run is made beyond that, until the line is covered; then at
the points between. Nothing is assumed of where answers change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from crisis_sim.errors import NotSolved
from crisis_sim.exact.algebra.limits import NARROWER
from crisis_sim.exact.algebra.line_roots import End, LineRoots, before, between, sorted_ends
from crisis_sim.exact.algebra.points import Line, Point, RootPoint, Undecided
from crisis_sim.exact.algebra.ring import Factor
from crisis_sim.exact.solving.answers import Answer, ExactSolver

__all__ = ["Cell", "asked_factors", "cut_line", "merged", "point_at"]

MOST_CELLS = 2_000


@dataclass(frozen=True, eq=False)
class Cell:
    """A point (``low`` is ``high``) or an open interval, and the answer on it.

    ``sample`` is a rational value inside, None at an irrational point; of neighbours that were
    joined, one inside the first, and ``last`` one inside the last. ``asked`` are the factors
    whose signs settle the answer. ``answer`` is None at a point where it could not be decided.
    """

    low: End
    high: End
    sample: Fraction | None
    answer: Answer | None
    asked: tuple[Factor, ...]
    last: Fraction | None = None

    @property
    def is_point(self) -> bool:
        """Whether the cell is a single point."""
        return self.low is self.high


def cut_line(solver: ExactSolver, roots: LineRoots, *, points: bool = True) -> list[Cell]:
    """The cells of a line from its low to its high end, both included, in order.

    Without ``points`` only the open intervals are solved.

    Raises
    ------
    NotSolved
        More than 2,000 cells.
    """
    open_cells: list[Cell] = []
    gaps: list[tuple[End, End]] = [(roots.low, roots.high)]
    while gaps:
        low, high = gaps.pop()
        sample = between(low, high)
        cell = _solved(solver, roots, sample)
        inner = [end for end in (cell.low, cell.high) if _strictly(low, end, high)]
        if cell.is_point:
            gaps += [(sample, high), (low, sample)]
            continue
        left = cell.low if cell.low in inner else low
        right = cell.high if cell.high in inner else high
        open_cells.append(replace(cell, low=left, high=right))
        gaps += [(right, high)] if cell.high in inner else []
        gaps += [(low, left)] if cell.low in inner else []
        if len(open_cells) + len(gaps) > MOST_CELLS:
            raise NotSolved(f"more than {MOST_CELLS:,} cells along one line; ", *NARROWER)
    ordered = sorted(open_cells, key=lambda cell: cell.sample or Fraction(0))
    return _with_points(solver, roots, ordered) if points else ordered


def _strictly(low: End, end: End, high: End) -> bool:
    return end is not low and end is not high and before(low, end) and before(end, high)


def _solved(solver: ExactSolver, roots: LineRoots, sample: Fraction) -> Cell:
    """The cell around a sample, as far as the signs asked for there reach."""
    answer = solver.at(roots.line.at(sample))
    factors = asked_factors(solver)
    low, high = roots.low, roots.high
    ends: list[End] = [low, high]
    for factor in factors:
        found = roots.of(factor)
        if sample in found:
            return Cell(sample, sample, sample, answer, factors)
        ends += found
    below = [end for end in ends if before(end, sample)]
    above = [end for end in ends if before(sample, end)]
    return Cell(sorted_ends(below)[-1], sorted_ends(above)[0], sample, answer, factors, sample)


def asked_factors(solver: ExactSolver) -> tuple[Factor, ...]:
    """The factors of everything whose sign was asked for at the last point."""
    found: dict[int, Factor] = {}
    for quantity in solver.decisions.asked:
        signature = solver.ring.signature(quantity)
        for factor in (*signature.odd, *signature.even):
            found[factor.index] = factor
    return tuple(found.values())


def _with_points(solver: ExactSolver, roots: LineRoots, ordered: list[Cell]) -> list[Cell]:
    cells = []
    for cell in ordered:
        cells += [_point(solver, roots, cell.low), cell]
    return [*cells, _point(solver, roots, roots.high)]


def point_at(line: Line, end: End) -> Point:
    """The point of a line at an end."""
    return line.at(end) if isinstance(end, Fraction) else RootPoint(line, end)


def _point(solver: ExactSolver, roots: LineRoots, end: End) -> Cell:
    sample = end if isinstance(end, Fraction) else None
    try:
        answer: Answer | None = solver.at(point_at(roots.line, end))
    except Undecided:
        answer = None
    return Cell(end, end, sample, answer, asked_factors(solver))


def merged(cells: list[Cell]) -> list[Cell]:
    """Neighbouring cells with the same answer as one.

    A point that agrees with both sides joins them; one that agrees with one side is kept, as the
    end of that side, so that open intervals and points still take turns.
    """
    found: list[Cell] = [cells[0]]
    for i in range(1, len(cells) - 1, 2):
        interval, point = cells[i], cells[i + 1]
        found.append(interval)
        found.append(point)
        if len(found) >= 5 and _same(found[-4], found[-3], found[-2]):
            joined = replace(
                found[-4],
                high=interval.high,
                asked=(*found[-4].asked, *interval.asked),
                last=interval.last,
            )
            found[-4:-1] = [joined]
    return found


def _same(left: Cell, point: Cell, right: Cell) -> bool:
    answers = [left.answer, point.answer, right.answer]
    if any(answer is None for answer in answers):
        return False
    return len({answer.identity for answer in answers if answer is not None}) == 1
