"""The regions of a plane of two parameters, with exact boundaries."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact.algebra.curves import as_float, bent, heights, mean, outline, places
from crisis_sim.exact.algebra.limits import LONGEST_WRITTEN
from crisis_sim.exact.algebra.points import RationalPoint
from crisis_sim.exact.algebra.ring import Factor, Ring
from crisis_sim.exact.cutting.cells import asked_factors
from crisis_sim.exact.cutting.stacks import Band, Stack, cut_plane
from crisis_sim.exact.data.planes import Boundary, Piece, Points, Region, Regions
from crisis_sim.exact.ranges import followed, remarks
from crisis_sim.exact.solving.answers import Answer, ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.exact.why.describe import assumed_notes, describe_standing
from crisis_sim.exact.why.indifference import words_of_boundary
from crisis_sim.formula.expression import Name, Operation
from crisis_sim.formula.write import latex, text
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.span import Span

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["find_regions"]

SHORTEST = 1e-6
"""Share of the box's height below which an upright piece of a boundary is not drawn."""
Curve = tuple[Factor, int]
Sides = tuple[tuple[Answer, RationalPoint], tuple[Answer, RationalPoint]]


def find_regions(
    games: Games,
    across: Span | str,
    up: Span | str,
    values: Mapping[str, float | Fraction] | None = None,
) -> Regions:
    """Cut the plane of two parameters into regions with the same equilibria.

    Parameters
    ----------
    across, up : two parameters, or definitions that do not depend on the state of play; over the
        scenario's ranges, or those given.
    values : values of other parameters and definitions; the rest take their defaults.

    The boundaries are exact: each is the zero set of a polynomial with rational coefficients, and
    nothing changes inside a region. They are drawn to double precision, with straight lines between
    points so close that no bend is seen. Shares of the box are integrals along the boundaries, good
    to four digits where one is upright at its end, to eight elsewhere. Upright pieces shorter than
    a millionth of the box are not drawn. What holds on a boundary itself is not worked out; a
    threshold along a line tells it. Concept and selection are those of
    :func:`~crisis_sim.exact.thresholds.find_thresholds`.

    Raises
    ------
    InputError
        Unknown names, the same name twice, or a range that is missing or empty.
    NotSolved
        A parameter that shapes the tree, a formula irrational in the second parameter, or too many
        cells.
    """
    started = time.perf_counter()
    spans = Span.of(across), Span.of(up)
    if spans[0].name == spans[1].name:
        raise InputError(f"a plane needs two different parameters, not {spans[0].name} twice")
    box, given = followed(games, spans, values)
    (one, other), ranges = box, tuple(box.values())
    family = games.family(given)
    for name in box:
        if name in family.structural:
            raise NotSolved(
                f"{name} shapes the tree: follow it alone, by ", Remedy("thresholds()", name)
            )
    solver = ExactSolver(symbolic_family(family, given, [*box]))
    stacks = _joined(cut_plane(solver, *ranges))
    plane = _Plane(solver, stacks, ranges)
    return Regions(
        parameters=(one, other),
        across=ranges[0],
        up=ranges[1],
        regions=tuple(plane.regions()),
        boundaries=tuple(plane.boundaries()),
        concept=solver.concept,
        fixed=given,
        notes=(*remarks(games.scenario, spans, box, values), *assumed_notes(solver)),
        seconds=time.perf_counter() - started,
    )


def _joined(stacks: list[Stack]) -> list[Stack]:
    """Neighbouring stacks with the same answers between the same curves as one."""
    found: list[Stack] = []
    for stack in stacks:
        if found and _pattern(found[-1]) == _pattern(stack):
            last = found[-1]
            found[-1] = Stack(
                last.low, stack.high, last.sample, last.bands, (last.ends[0], stack.ends[1])
            )
        else:
            found.append(stack)
    return found


def _pattern(stack: Stack) -> list[tuple[object, ...]]:
    return [(band.answer.identity, band.lower, band.upper) for band in stack.bands]


@dataclass(eq=False)
class _Drawn:
    """A boundary while its pieces are gathered; ``sides`` are those of different answers."""

    factor: Factor
    sides: dict[object, Sides]
    lines: list[Points]


class _Plane:
    """Stacks put together as regions and boundaries."""

    def __init__(
        self,
        solver: ExactSolver,
        stacks: list[Stack],
        ranges: tuple[tuple[Fraction, Fraction], ...],
    ) -> None:
        self.solver = solver
        self.stacks = stacks
        self.ring: Ring = solver.ring
        self.up = np.array([float(end) for end in ranges[1]])
        self.box = float(ranges[0][1] - ranges[0][0]), float(ranges[1][1] - ranges[1][0])
        self.drawn: dict[int, _Drawn] = {}
        self.traced: dict[tuple[int, Curve | None, int], tuple[Points, Points]] = {}
        self._gather()

    def _point(self, stack: Stack, band: Band) -> RationalPoint:
        return RationalPoint(self.ring, (stack.sample, band.sample))

    def _gather(self) -> None:
        for stack in self.stacks:
            for below, above in zip(stack.bands, stack.bands[1:], strict=False):
                if below.upper is not None:
                    line, _ = self._trace(stack, below.upper, 1)
                    sides = (
                        (below.answer, self._point(stack, below)),
                        (above.answer, self._point(stack, above)),
                    )
                    self._add(below.upper[0], sides, line)
        for left, right in zip(self.stacks, self.stacks[1:], strict=False):
            shared = [factor for factor in left.ends[1] if factor in right.ends[0]]
            for factor in self._upright(shared):
                for line, sides in self._beside(left, right):
                    self._add(factor, sides, line)

    def _upright(self, shared: list[Factor]) -> list[Factor]:
        """A factor that answers hang on; where curves only meet or turn there is none."""
        return [factor for factor in shared if factor.index in self._asked][:1]

    @cached_property
    def _asked(self) -> frozenset[int]:
        """Factors of the first parameter alone that the answers beside them hang on."""
        found: set[int] = set()
        for stack in self.stacks:
            for band in stack.bands:
                self.solver.at(self._point(stack, band))
                found |= {factor.index for factor in asked_factors(self.solver)}
        return frozenset(found)

    def _beside(self, left: Stack, right: Stack) -> Iterator[tuple[Points, Sides]]:
        """The parts of an upright line across which the answer changes."""
        x = as_float(left.high)
        first = [(self._levels(left, band, -1), band) for band in left.bands]
        second = [(self._levels(right, band, 0), band) for band in right.bands]
        for (low_a, high_a), a in first:
            for (low_b, high_b), b in second:
                low, high = max(low_a, low_b), min(high_a, high_b)
                if high - low > SHORTEST * (self.up[1] - self.up[0]) and (
                    a.answer.identity != b.answer.identity
                ):
                    sides = (a.answer, self._point(left, a)), (b.answer, self._point(right, b))
                    yield np.array([[x, low], [x, high]]), sides

    def _levels(self, stack: Stack, band: Band, end: int) -> tuple[float, float]:
        lower, upper = self._trace(stack, band.lower, 0)[1], self._trace(stack, band.upper, 1)[1]
        return float(lower[end]), float(upper[end])

    def _trace(self, stack: Stack, curve: Curve | None, edge: int) -> tuple[Points, Points]:
        """A curve across a stack as a line of (places, 2), and its heights for :func:`mean`.

        ``edge`` says which edge of the plane stands for no curve.
        """
        key = id(stack), curve, edge
        if key not in self.traced:
            across = places(stack.low, stack.high)
            levels = heights(self.ring, curve, across, self.up, edge)
            line = np.stack([across, levels], axis=1)
            if curve is not None:
                line = bent(self.ring, curve, line, self.box, self.up)
            self.traced[key] = line, levels
        return self.traced[key]

    def _add(self, factor: Factor, sides: Sides, line: Points) -> None:
        line.setflags(write=False)
        if factor.index not in self.drawn:
            self.drawn[factor.index] = _Drawn(factor, {}, [])
        drawn = self.drawn[factor.index]
        drawn.sides.setdefault(tuple(answer.identity for answer, _ in sides), sides)
        drawn.lines.append(line)

    def boundaries(self) -> Iterator[Boundary]:
        """The curves that were drawn, each with its equation and its words."""
        for drawn in self.drawn.values():
            equation = self.ring.equation(drawn.factor.polynomial)
            yield Boundary(
                equation=text(equation).replace("==", "="),
                latex=latex(equation),
                solved=self._solved(drawn.factor),
                words=words_of_boundary(self.solver, drawn.factor, drawn.sides.values()),
                lines=tuple(drawn.lines),
            )

    def _solved(self, factor: Factor) -> str:
        """The second parameter as a formula of the first; of an upright line, the first itself."""
        degrees = factor.polynomial.degrees()
        place = 1 if degrees[1] else 0
        if degrees[place] != 1 or len(factor.polynomial) > LONGEST_WRITTEN:
            return ""
        slope = factor.polynomial.derivative(f"v{place}")
        rest = slope * self.ring.variables[place] - factor.polynomial
        equation = Operation("==", (Name(self.ring.names[place]), self.ring.ratio(rest, slope)))
        return text(equation).replace("==", "=")

    def regions(self) -> Iterator[Region]:
        """The answers of all bands, each with its pieces, largest first."""
        groups: dict[object, list[tuple[Stack, Band]]] = {}
        for stack in self.stacks:
            for band in stack.bands:
                groups.setdefault(band.answer.identity, []).append((stack, band))
        regions = [self._region(held) for held in groups.values()]
        yield from sorted(regions, key=lambda region: -region.share)

    def _region(self, held: list[tuple[Stack, Band]]) -> Region:
        stack, band = held[0]
        answer = self.solver.at(self._point(stack, band))
        standing = describe_standing(self.solver, answer)
        pieces = tuple(self._piece(stack, band) for stack, band in held)
        share = sum(self._share(stack, band) for stack, band in held)
        return Region(standing, pieces, share)

    def _share(self, stack: Stack, band: Band) -> float:
        """The share of the plane that a band takes."""
        lower, upper = self._trace(stack, band.lower, 0)[1], self._trace(stack, band.upper, 1)[1]
        width = as_float(stack.high) - as_float(stack.low)
        return mean(upper - lower) * width / self.box[0] / self.box[1]

    def _piece(self, stack: Stack, band: Band) -> Piece:
        lower, upper = self._trace(stack, band.lower, 0)[0], self._trace(stack, band.upper, 1)[0]
        polygon = outline(lower, upper)
        polygon.setflags(write=False)
        point = self._point(stack, band)
        signs = tuple(point.sign(drawn.factor) for drawn in self.drawn.values())
        return Piece((stack.sample, band.sample), signs, polygon)
