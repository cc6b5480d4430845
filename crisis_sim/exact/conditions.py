"""The conditions on parameters under which an outcome is that of an equilibrium."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError
from crisis_sim.exact.algebra.boxes import whole_box
from crisis_sim.exact.algebra.inequalities import (
    Demand,
    Domain,
    ToldWay,
    asked_demands,
    merged_ways,
    simplified,
    written,
)
from crisis_sim.exact.algebra.line_roots import LineRoots
from crisis_sim.exact.algebra.points import Line, RationalPoint, Undecided
from crisis_sim.exact.algebra.spread import spread_points
from crisis_sim.exact.cutting.cells import cut_line
from crisis_sim.exact.cutting.stacks import cut_plane
from crisis_sim.exact.data.conditions import Conditions, Way
from crisis_sim.exact.data.line import Held
from crisis_sim.exact.ranges import Box, ToFollow, followed, remarks
from crisis_sim.exact.solving.answers import EquilibriumPlay, ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.exact.why.describe import assumed_notes, describe_play
from crisis_sim.formula.expression import COMPARISONS, Expression, Operation, names_in
from crisis_sim.formula.write import text
from crisis_sim.numbers.written import counted
from crisis_sim.remedy import Remedy
from crisis_sim.time_limits import CUT_SHORT, as_found, share_of_time, why_cut_short

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["find_conditions"]

MOST_FREE = 6
POINTS = 400


def find_conditions(
    games: Games,
    outcome: str,
    along: ToFollow = (),
    values: Mapping[str, float | Fraction] | None = None,
    *,
    points: int = POINTS,
) -> Conditions:
    """The inequalities under which some equilibrium reaches an outcome.

    Parameters
    ----------
    outcome : an outcome or a category of outcomes, reached with positive probability.
    along : parameters kept as symbols, over the scenario's ranges or those given; all that the game
        depends on, if there are six at most.
    values : values of the others; the rest take their defaults.
    points : with three or more free parameters, where ways are looked for.

    A way is a strategy whose incentives are the inequalities; off the path it may do one thing or
    another, so that there may be several. Inequalities that hold on the whole box, or that the
    others imply, are left out as far as subdividing the box by intervals proves it. Each way
    suffices. With one or two free parameters the ways are all there are; with more they are those
    met at the default and at ``points`` points spread over the box.

    Raises
    ------
    InputError
        Unknown names, or more than six parameters and none chosen.
    NotSolved
        A shaping parameter, or what :func:`~crisis_sim.exact.thresholds.find_thresholds` raises.
    """
    started = time.perf_counter()
    box, given = followed(games, along, values)
    names = tuple(box)
    meant = games.scenario.ends.meant(outcome)
    if not along and len(names) > MOST_FREE:
        raise InputError(
            f"{len(names)} parameters could be kept as symbols, more than {MOST_FREE} at once only "
            "by choice: name some, such as ",
            Remedy("along", tuple(names[:2])),
        )
    family = games.family(given)
    solver = ExactSolver(symbolic_family(family, given, names))
    search = _Search(solver, meant, tuple(box.values()))
    places, complete = _places(solver, names, box, points)
    left, stopped = "", None
    try:
        with share_of_time(0.8):
            for place in places:
                search.visit(place, covered=not complete)
    except CUT_SHORT as stop:
        if not search.found:
            raise
        seen = counted(search.visited, "point")
        stopped, left = stop, f"after {seen} no more were looked at, {why_cut_short(stop)}"
    found = Conditions(
        outcome=outcome,
        free=names,
        ranges=box,
        ways=tuple(search.ways()),
        complete=complete and not search.skipped and not left,
        points=search.visited,
        concept=solver.concept,
        fixed=given,
        notes=(
            *remarks(games.scenario, along, box, values),
            *assumed_notes(solver),
            *_edges(solver),
            *filter(None, [left]),
        ),
        seconds=time.perf_counter() - started,
        left=left,
    )
    return as_found(stopped, found)


def _edges(solver: ExactSolver) -> Iterator[str]:
    """Boundaries at which formulas jump, so that a limit of equilibria need not be one."""
    asked = dict.fromkeys(
        text(one)
        for formula in solver.symbolic.expressions()
        for one in _comparisons(formula)
        if set(names_in(one)) & set(solver.symbolic.free)
    )
    if asked:
        yield f"formulas jump at the edge of {', '.join(asked)}, where something else may hold"


def _comparisons(formula: Expression) -> Iterator[Expression]:
    if isinstance(formula, Operation):
        if formula.op in COMPARISONS:
            yield formula
        for argument in formula.arguments:
            yield from _comparisons(argument)


def _places(
    solver: ExactSolver,
    names: tuple[str, ...],
    box: Box,
    points: int,
) -> tuple[Iterator[tuple[Fraction, ...]], bool]:
    """Points to visit, and whether one lies in every cell of the box."""
    ranges = tuple(box.values())
    if len(names) == 1:
        line = Line(solver.ring, (Fraction(0),), 0)
        cells = cut_line(solver, LineRoots(line, *ranges[0]), points=False)
        return iter([(cell.sample,) for cell in cells if cell.sample is not None]), True
    if len(names) == 2:
        stacks = cut_plane(solver, *ranges, merge=False)
        return iter([(s.sample, band.sample) for s in stacks for band in s.bands]), True
    return spread_points(ranges, points), False


class _Search:
    """Gathers ways at one point after another."""

    def __init__(
        self,
        solver: ExactSolver,
        meant: frozenset[str],
        ranges: tuple[tuple[Fraction, Fraction], ...],
    ) -> None:
        self.solver = solver
        self.meant = meant
        self.domain = Domain(whole_box(solver.ring, ranges), ranges)
        self.found: list[ToldWay] = []
        self.known: set[frozenset[Demand]] = set()
        self.visited = 0
        self.skipped = False

    def visit(self, place: tuple[Fraction, ...], *, covered: bool) -> None:
        """Look for a way at a point; ``covered`` says that a way known already will do."""
        self.visited += 1
        point = RationalPoint(self.solver.ring, place)
        if covered and any(all(d.holds(point) for d in demands) for demands, _ in self.found):
            return
        try:
            answer = self.solver.at(point)
        except Undecided:
            self.skipped = True
            return
        for play in answer.plays:
            held = describe_play(self.solver, play)
            if self.meant & set(held.outcomes):
                self.add(point, play, held, place)

    def add(
        self, point: RationalPoint, play: EquilibriumPlay, held: Held, place: tuple[Fraction, ...]
    ) -> None:
        """The way of one equilibrium, unless it is known."""
        self.solver.confirm(point, play)
        demands = asked_demands(self.solver.decisions, self.solver.ring)
        if demands is None:
            self.skipped = True
        elif demands not in self.known:
            self.known.add(demands)
            self.domain.points.append(point)
            self.found.append((simplified(demands, self.domain), ((held,), place)))

    def ways(self) -> Iterator[Way]:
        """The ways, the shortest first.

        One that was joined from others, and holds at no point at which a way was met, adds nothing
        to these.
        """
        ring = self.solver.ring
        met = [(place, RationalPoint(ring, place)) for _, (_, place) in self.found]
        for demands, (plays, _) in merged_ways(self.found, self.domain):
            holding = (place for place, point in met if all(one.holds(point) for one in demands))
            if (place := next(holding, None)) is None:
                continue
            order = sorted(demands, key=lambda one: sorted(f.index for f in one.factors))
            yield Way(
                tuple(dict.fromkeys(written(ring, demand, self.domain) for demand in order)),
                plays,
                dict(zip(ring.names, place, strict=True)),
            )
