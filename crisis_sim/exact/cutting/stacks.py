"""A plane cut into stacks of cells on each of which the answer is the same.

The plane is cut as a line is, one dimension up: the cells of one vertical line, at a rational
value of the first parameter, stand over a whole interval around it as long as the curves between
them neither meet, turn, nor leave the box. Those events are roots of resultants, of discriminants
and of the curves at the edges (Collins 1975; only neighbours on the line need be paired). The next
line is taken beyond them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from crisis_sim.errors import NotSolved
from crisis_sim.exact.algebra.apart import discriminant, factored, resultant
from crisis_sim.exact.algebra.limits import NARROWER
from crisis_sim.exact.algebra.line_roots import End, LineRoots, before, between, sorted_ends
from crisis_sim.exact.algebra.points import Line, rational
from crisis_sim.exact.algebra.ring import Factor, Quantity, Ring
from crisis_sim.exact.cutting.cells import Cell, cut_line
from crisis_sim.exact.solving.answers import Answer, ExactSolver
from crisis_sim.remedy import Remedy

__all__ = ["Band", "Stack", "cut_plane"]

MOST_STACKS = 400
Range = tuple[Fraction, Fraction]


@dataclass(frozen=True, eq=False, slots=True)
class Band:
    """A piece of a vertical line on which one answer holds.

    ``lower`` and ``upper`` are the factors that vanish at its ends, with the number of the root
    among the factor's roots on the line, from below; None at an edge of the box.
    """

    answer: Answer
    sample: Fraction
    lower: tuple[Factor, int] | None
    upper: tuple[Factor, int] | None


@dataclass(frozen=True, eq=False, slots=True)
class Stack:
    """Bands from bottom to top, the same over the whole open interval of the first parameter.

    ``ends`` are the factors in the first parameter alone that vanish at the low and the high end;
    empty at an edge of the box.
    """

    low: End
    high: End
    sample: Fraction
    bands: tuple[Band, ...]
    ends: tuple[tuple[Factor, ...], tuple[Factor, ...]]


def cut_plane(solver: ExactSolver, across: Range, up: Range, *, merge: bool = True) -> list[Stack]:
    """The stacks of a box in the plane of the ring's two parameters, from left to right.

    Boundaries themselves are not solved. Without ``merge`` neighbouring cells with the same answer
    stay apart.

    Raises
    ------
    NotSolved
        An irrational formula of the second parameter, or more than 400 stacks.
    """
    _check(solver.ring)
    floor = LineRoots(Line(solver.ring, (Fraction(0), Fraction(0)), 0), *across)
    stacks: list[Stack] = []
    gaps: list[tuple[End, End]] = [across]
    while gaps:
        low, high = gaps.pop()
        sample = between(low, high)
        cells, events = _fibre(solver, sample, up, merge)
        roots = {factor.index: floor.of(factor) for factor in events}
        if any(sample in found for found in roots.values()):
            gaps += [(sample, high), (low, sample)]
            continue
        ends = sorted_ends([end for found in roots.values() for end in found])
        inner = [end for end in ends if before(low, end) and before(end, high)]
        left = next((end for end in reversed(inner) if before(end, sample)), low)
        right = next((end for end in inner if before(sample, end)), high)
        stacks.append(
            Stack(left, right, sample, cells, (_at(roots, left, solver), _at(roots, right, solver)))
        )
        gaps += [(right, high)] if right is not high else []
        gaps += [(low, left)] if left is not low else []
        if len(stacks) + len(gaps) > MOST_STACKS:
            raise NotSolved(
                f"more than {MOST_STACKS} stacks of cells in this plane; ",
                *NARROWER,
                ", or follow one of the parameters by ",
                Remedy("thresholds()"),
            )
    return sorted(stacks, key=lambda stack: stack.sample)


def _check(ring: Ring) -> None:
    for held in ring.irrationals:
        if any(_uses(one, 1) for one in held.arguments):
            raise NotSolved(
                f"a formula is irrational in {ring.names[1]}, and boundaries can be followed only "
                f"if that is the first parameter: exchange them, or give a definition a value by ",
                Remedy("values"),
            )


def _uses(quantity: Quantity, place: int) -> bool:
    parts = [quantity.numerator, quantity.denominator]
    return any(part is not None and part.degrees()[place] > 0 for part in parts)


def _at(roots: dict[int, list[End]], end: End, solver: ExactSolver) -> tuple[Factor, ...]:
    return tuple(solver.ring.factors[i] for i, found in roots.items() if end in found)


def _fibre(
    solver: ExactSolver, sample: Fraction, up: Range, merge: bool
) -> tuple[tuple[Band, ...], list[Factor]]:
    """The bands over one value of the first parameter, and the factors of all events."""
    roots = LineRoots(Line(solver.ring, (sample, Fraction(0)), 1), *up)
    cells = cut_line(solver, roots, points=False)
    _check(solver.ring)
    asked = {factor.index: factor for cell in cells for factor in cell.asked}
    rising = [
        (end, factor, i) for factor in asked.values() for i, end in enumerate(roots.of(factor))
    ]
    places = sorted_ends([end for end, _, _ in rising])
    on = [
        [(factor, i) for end, factor, i in rising if end is place or end == place]
        for place in places
    ]
    events: dict[int, Factor] = {}
    for factor in asked.values():
        for found in _own_events(solver.ring, factor, up):
            events[found.index] = found
    for group in on:
        for (first, _), (second, _) in itertools.combinations(group, 2):
            events.update({f.index: f for f in _meeting(solver.ring, first, second)})
    for lower, upper in itertools.pairwise(on):
        for (first, _), (second, _) in itertools.product(lower, upper):
            if first is not second:
                events.update({f.index: f for f in _meeting(solver.ring, first, second)})
    by_place = list(zip(places, on, strict=True))
    return tuple(_bands(cells, by_place, merge)), list(events.values())


def _bands(
    cells: list[Cell], places: list[tuple[End, list[tuple[Factor, int]]]], merge: bool
) -> Iterator[Band]:
    """Neighbouring cells with the same answer as one band."""

    def edge(end: End) -> tuple[Factor, int] | None:
        return next((group[0] for place, group in places if place is end or place == end), None)

    def identity(cell: Cell) -> object:
        return cell.answer.identity if cell.answer and merge else cell

    alike = itertools.groupby(cells, key=identity)
    for _, group in alike:
        held = list(group)
        first = held[0]
        if first.answer is not None and first.sample is not None:
            yield Band(first.answer, first.sample, edge(first.low), edge(held[-1].high))


def _own_events(ring: Ring, factor: Factor, up: Range) -> Iterator[Factor]:
    """Where a curve is vertical, turns or meets itself, or crosses the lower or upper edge."""
    polynomial = factor.polynomial
    degree = int(polynomial.degrees()[1])
    if degree <= 0:
        yield factor
        return
    if degree > 1:
        yield from _factors(ring, discriminant(polynomial, 1))
    for edge in up:
        yield from _factors(ring, polynomial.subs({"v1": rational(edge)}))


def _meeting(ring: Ring, first: Factor, second: Factor) -> Iterator[Factor]:
    if first.polynomial.degrees()[1] > 0 and second.polynomial.degrees()[1] > 0:
        yield from _factors(ring, resultant(first.polynomial, second.polynomial, 1))


def _factors(ring: Ring, polynomial: Any) -> Iterator[Factor]:
    if polynomial == 0 or polynomial.is_constant():
        return
    for part, _ in factored(polynomial)[1]:
        yield ring.factor(part)[0]
