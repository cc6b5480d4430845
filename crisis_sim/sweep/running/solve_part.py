"""Solving the points of a part, with a kernel for each tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.numbers.unproved import least_bits
from crisis_sim.sweep.block import Kernel
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.results.answers import Answers, empty_answers, place_block
from crisis_sim.time_limits import CUT_SHORT, check_time

__all__ = ["MakeKernel", "PartSolver", "Tell"]

MakeKernel = Callable[..., Kernel]
Tell = Callable[[int], None]
"""Called with a number of points whenever so many more are done."""


class PartSolver:
    """Solves runs of a plan's points; a kernel is made when the first point asks for it.

    ``partial`` holds, by its first point, the answers of a run that was cut short.
    """

    def __init__(self, plan: Plan, make: MakeKernel | None = None) -> None:
        from crisis_sim.sweep.choose_kernel import make_kernel

        self.plan = plan
        self.make: MakeKernel = make or make_kernel
        self.columns = plan.design.column_maker()
        self.kernels: dict[int, Kernel] = {}
        self.unproved = 0
        self.partial: dict[int, Answers] = {}
        self.numbers = {
            (cell.case, *map(float, cell.structural.values())): number
            for number, cell in enumerate(plan.cells)
        }

    def kernel(self, cell: int) -> Kernel:
        """The kernel of a cell.

        Raises InputError or NotSolved where the concept does not apply.
        """
        if cell not in self.kernels:
            plan, one = self.plan, self.plan.cells[cell]
            held = one.settled.union(one.structural)
            names = [name for name in plan.design.names if name not in held]
            values = {**plan.values, **one.structural}
            with self._comparing():
                kernel = self.make(one.games, values, names, plan.concept, **plan.options)
            self.kernels[cell] = kernel
        return self.kernels[cell]

    def solve(self, start: int, stop: int, tell: Tell | None = None) -> Answers:
        """The answers at a run of points; ``tell`` is called with every few of them.

        Where it is cut short, those found by then are in ``partial``.
        """
        answers = self.none(stop - start)
        most = self.kernel(0).points or stop - start
        try:
            for first in range(start, stop, most):
                check_time()
                last = min(first + most, stop)
                with self._comparing():
                    answers = self.fill(answers, first, last, first - start)
                if tell is not None:
                    tell(last - first)
        except CUT_SHORT:
            self.partial[start] = replace(answers, unproved=self.unproved)
            raise
        return replace(answers, unproved=self.unproved)

    def none(self, points: int) -> Answers:
        """The answers at points that have not been reached."""
        return empty_answers(points, len(self.plan.players), len(self.plan.outcomes))

    @contextmanager
    def _comparing(self) -> Iterator[None]:
        """Notes numbers that count as equal unproved: what they decide may be remembered."""
        with taken_for_zero() as compared:
            yield
        self.unproved = least_bits([self.unproved, *compared])

    def fill(self, answers: Answers, start: int, stop: int, at: int) -> Answers:
        """The answers with those at a run of points put from place ``at`` on."""
        plan = self.plan
        values = self.columns.values(start, stop)
        exact = self.columns.exact(start, values)
        if len(plan.cells) == 1 and not plan.cells[0].structural:
            block = self.kernel(0).solve(values, stop - start, exact)
            return place_block(answers, block, slice(at, at + stop - start), 0)
        cells = self.cells(values, start, stop)
        for cell in np.unique(cells).tolist():
            where = np.flatnonzero(cells == cell)
            held = plan.cells[cell].settled.union(plan.cells[cell].structural)
            own = {name: column[where] for name, column in values.items() if name not in held}
            block = self.kernel(cell).solve(own, len(where), exact and exact.among(where))
            answers = place_block(answers, block, at + where, cell)
        return answers

    def make_ready(self) -> None:
        """Have everything compiled that solving takes, and kept for other processes."""
        with self._comparing():
            self.fill(self.none(1), 0, 1, 0)

    def cells(self, values: Mapping[str, Floats], start: int, stop: int) -> NDArray[np.int64]:
        """(points,) the number of the cell of each point."""
        plan = self.plan
        cases = self.columns.cases(start, stop)
        cells = np.zeros(stop - start, dtype=np.int64)
        if len(plan.cells) == 1:
            return cells
        for case in np.unique(cases).tolist():
            where = np.flatnonzero(cases == case)
            shaping = next(cell.structural for cell in plan.cells if cell.case == case)
            keys = np.stack([values[name][where] for name in shaping] or [np.zeros(len(where))])
            rows, inverse = np.unique(keys, axis=1, return_inverse=True)
            found = [self.numbers[(case, *row[: len(shaping)])] for row in rows.T.tolist()]
            cells[where] = np.array(found)[inverse.reshape(-1)]
        return cells
