"""Subgame-perfect equilibria over blocks of points."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.other_concepts import HIDDEN, serving
from crisis_sim.scenario.given import Values
from crisis_sim.sweep.block import Block, Keys, Status
from crisis_sim.sweep.formulas.blurred import blurred
from crisis_sim.sweep.formulas.exact_values import ExactAt
from crisis_sim.sweep.formulas.machine_code import MachineCode
from crisis_sim.sweep.formulas.rounding import Ranges, Rounding
from crisis_sim.sweep.induction.straight_line import StraightLine, straight_line
from crisis_sim.sweep.induction.ties import EveryTie, Points

__all__ = ["InductionKernel"]

LEAST_POINTS = 8_192
"""Blocks smaller than this are not worth compiling for: compiling takes as long as solving some
6,000 points by the general method, whatever the size of the tree."""
LEAST_TIED = 64
"""From this many points with ties on, code of their own is worth compiling and running."""
MOST_OUTSIDE = 32
"""Points of a block outside the box of those before; for more the box is made larger."""
MOST_NODES = 4_000
"""Trees larger than this take more than a few seconds to compile."""

_ALIKE = ("play", "answer", "count", "tied", "status")
"""What points with the same plain ties have in common."""


@dataclass(slots=True)
class Code:
    """Straight-line code, and the bounds that it asks for, those used last at hand."""

    line: StraightLine
    machine: MachineCode
    ranges: Ranges | None = None
    scalars: Floats | None = None

    def run(self, columns: list[Floats], results: list[NDArray[Any]], ranges: Ranges) -> None:
        """Fill the results, the last of which says where they are the answer."""
        if ranges is not self.ranges:
            self.ranges, self.scalars = ranges, self.line.scalars(ranges)
        if self.scalars is not None:
            self.machine(columns, results, self.scalars)


class InductionKernel:
    """All subgame-perfect equilibria, counted by their plays, at every point.

    Blocks of :data:`LEAST_POINTS` and more are solved by straight-line code compiled for the tree;
    points at which some player may be indifferent somewhere, or a number is undefined, and small
    blocks by :class:`~crisis_sim.sweep.induction.ties.EveryTie`. Floats decide what is farther
    apart than their error can be, and exact numbers the rest. Which it is depends on the block
    alone, so that a sweep comes out the same however it was interrupted.

    Points at which ties lead to more than 1,000 plays are ``UNSOLVED``.
    """

    concept = "spe"
    method = "backward induction"
    points = None
    reports = (
        "the play best for the first player, among those for the second, and so on; counted are "
        "plays, not equilibria that differ off the path alone"
    )

    def __init__(
        self,
        family: ParametricGame,
        values: Values,
        names: Collection[str],
        *,
        least_points: int = LEAST_POINTS,
    ) -> None:
        tree = family.tree
        if not tree.perfect_information:
            raise NotSolved(
                "backward induction needs perfect information, and here players move without "
                "knowing what has happened; ",
                *serving(HIDDEN, swept=True),
            )
        self.family, self.values, self.names = family, dict(values), tuple(names)
        self.least_points = least_points
        self.rounding = Rounding(family, values, names)
        self.every_tie = EveryTie(self.rounding, values)
        self.met: dict[int, tuple[np.generic, ...]] = {}
        self.ranges: Ranges | None = None

    @cached_property
    def untied_code(self) -> Code | None:
        """Straight-line code for points without ties; None if there can be none."""
        return self._compile(ties=False)

    @cached_property
    def tied_code(self) -> Code | None:
        """Straight-line code for points with plain ties."""
        return self._compile(ties=True)

    def _compile(self, *, ties: bool) -> Code | None:
        line = straight_line(self.rounding, ties=ties)
        if line.never:
            return None
        return Code(line, MachineCode(line.arithmetic, line.results, len(self.names)))

    def solve(
        self, columns: Mapping[str, Floats], points: int, exact: ExactAt | None = None
    ) -> Block:
        """The answers at the points of a block.

        ``exact`` tells the exact value of a column at a point, of which the column holds the
        nearest float; by default it is the shortest decimal.
        """
        block = _empty(self.family, points)
        if points >= self.least_points and self.family.tree.size <= MOST_NODES:
            left = self._solve_compiled(block, columns, exact)
        else:
            left = np.arange(points)
        self.every_tie.fill(block, columns, left, exact)
        return self.every_tie.named(block, columns, exact)

    def _solve_compiled(
        self, block: Block, columns: Mapping[str, Floats], exact: ExactAt | None
    ) -> Points:
        """Solve the points that compiled code can; gives the others."""
        read = [columns[name] for name in self.names]
        if self.ranges is None:
            self.ranges = self.rounding.ranges(read)
        left, little = self._solve_untied(block, read, self.ranges)
        if len(left) > MOST_OUTSIDE:
            inside = self.ranges.holds([column[left] for column in read])
            if np.count_nonzero(~inside) > MOST_OUTSIDE:
                self.ranges = self.rounding.ranges(read, beside=self.ranges)
                left, little = self._solve_untied(block, read, self.ranges)
        if len(left) >= min(LEAST_TIED, self.least_points):
            left, more = self._solve_tied(block, columns, left, self.ranges, exact)
            little = np.union1d(little, more)
        if not len(little):
            return left
        known = self.ranges.most, self.ranges.errors, self.ranges.reach
        blur = blurred(
            *(little, block.payoffs, block.outcomes, block.play),
            lambda _, play: self.rounding.ends_in(*known, play),
            lambda key, point: self.every_tie.play(key, point, columns, exact),
        )
        return np.union1d(left, blur)

    def _solve_untied(
        self, block: Block, columns: list[Floats], ranges: Ranges
    ) -> tuple[Points, Points]:
        """Solve all points without ties; gives the others, and those whose payoffs are little."""
        plain, little = np.zeros((2, len(block.play)), dtype=np.bool_)
        if self.untied_code is not None:
            results = [*block.payoffs.T, *block.outcomes.T, block.play, block.answer, little, plain]
            self.untied_code.run(columns, results, ranges)
        return np.flatnonzero(~plain), np.flatnonzero(little & plain)

    def _solve_tied(
        self,
        block: Block,
        columns: Mapping[str, Floats],
        points: Points,
        ranges: Ranges,
        exact: ExactAt | None,
    ) -> tuple[Points, Points]:
        """Solve those points among some that have plain ties; gives the others, and the little.

        Points with the same mark have the same equilibria, which are looked up at one of them.
        """
        from crisis_sim.sweep.results.distinct_keys import distinct_keys

        if self.tied_code is None:
            return points, points[:0]
        found = _empty(self.family, len(points))
        plain, little = np.zeros((2, len(points)), dtype=np.bool_)
        results = [*found.payoffs.T, *found.outcomes.T, found.play, found.answer, little, plain]
        self.tied_code.run([columns[name][points] for name in self.names], results, ranges)
        if not plain.any():
            return points, points[:0]
        own, marks = points[plain], found.play[plain]
        first = distinct_keys(marks, np.ones(len(own), dtype=np.bool_))
        first = first[np.argsort(marks[first])]
        self._meet(marks[first], block, columns, own[first], exact)
        like = np.searchsorted(marks[first], marks)
        met = [self.met[mark] for mark in marks[first].tolist()]
        for name, values in zip(_ALIKE, zip(*met, strict=True), strict=True):
            column = getattr(block, name)
            column[own] = np.array(values, dtype=column.dtype)[like]
        solved = (block.status[own] == Status.SOLVED)[:, None]
        block.payoffs[own] = np.where(solved, found.payoffs[plain], np.nan)
        block.outcomes[own] = np.where(solved, found.outcomes[plain], np.nan)
        return points[~plain], own[little[plain] & solved[:, 0]]

    def _meet(
        self,
        marks: Keys,
        block: Block,
        columns: Mapping[str, Floats],
        at: Points,
        exact: ExactAt | None,
    ) -> None:
        """Solve for marks that are new, each at a point that has it, and remember the answers."""
        new = np.array([mark not in self.met for mark in marks.tolist()], dtype=np.bool_)
        self.every_tie.fill(block, columns, at[new], exact)
        for mark, point in zip(marks[new].tolist(), at[new].tolist(), strict=True):
            self.met[mark] = tuple(getattr(block, name)[point] for name in _ALIKE)


def _empty(family: ParametricGame, points: int) -> Block:
    """Columns stand one after another in memory; what has yet to be written is not filled in."""
    tree = family.tree
    return Block(
        payoffs=np.empty((len(tree.players), points)).T,
        outcomes=np.empty((len(tree.outcomes), points)).T,
        play=np.empty(points, dtype=np.uint64),
        plays={},
        answer=np.empty(points, dtype=np.uint64),
        answers={},
        count=np.ones(points, dtype=np.int32),
        tied=np.zeros(points, dtype=np.bool_),
        status=np.full(points, Status.SOLVED, dtype=np.uint8),
    )
