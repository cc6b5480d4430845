"""The results of a sweep in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.keywords import by_keyword
from crisis_sim.near_names import nearest
from crisis_sim.numbers.unproved import least_bits
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.ends import Ends
from crisis_sim.shown import AsTable, Shown, in_short
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.results.answers import Answers
from crisis_sim.sweep.results.arrays import dimension_names, shape_of
from crisis_sim.sweep.results.codes import Codes
from crisis_sim.sweep.results.play_text import PlayTexts
from crisis_sim.sweep.results.sheet import Rows, Sheet, make_rows, make_sheet
from crisis_sim.sweep.results.summary import Summary, Tally
from crisis_sim.sweep.results.swept import outcomes_table, size_told
from crisis_sim.sweep.running.run import ready_solver, solve_in_order
from crisis_sim.sweep.running.solve_part import PartSolver
from crisis_sim.time_limits import as_found

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

__all__ = ["SweepResult", "make_codes", "sweep_in_memory"]

MOST_BYTES = 4_000_000_000


@dataclass(frozen=True, eq=False, repr=False)
class SweepResult(Shown):
    """Answers at every point of a design.

    Attributes
    ----------
    sheet : the columns with their meanings, and where the numbers come from.
    rows : (points,) arrays by the names of the columns, read-only.
    part_points : how many points a part of its files holds.
    unproved : the bits to which numbers were compared that then counted as equal; 0 if all
        comparisons were proved.

    Examples
    --------
    >>> import crisis_sim as cs
    >>> swept = cs.load("cuba-1962-clock").sweep({"pi": "0:0.6:3"})
    >>> swept.payoff("US").round(2).tolist()
    [-3.0, -2.0, -2.0]
    """

    sheet: Sheet
    rows: Rows
    part_points: int
    unproved: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes of the dimensions."""
        return shape_of(self.sheet.dimensions)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of the dimensions: ``assuming``, the axes, ``draw`` or ``point``."""
        return dimension_names(self.sheet)

    @property
    def equilibria(self) -> tuple[str, ...]:
        """What is played in the equilibrium of each code, from code 1 on."""
        return self.sheet.equilibria

    def values(self, name: str) -> NDArray[Any]:
        """A column, in the shape of the design.

        Raises InputError for an unknown name.
        """
        if name not in self.rows:
            raise InputError(f"no column '{name}'. {nearest(name, self.rows, most=40)}")
        return self.rows[name].reshape(self.shape)

    def probability(self, outcome: str) -> Floats:
        """The probability of an outcome, or of a category of them, at each point."""
        meant = Ends(self.sheet.description["categories"]).meant(outcome)
        columns = self.sheet.of_kind("probability")
        own = [column.name for column in columns if column.of in meant]
        total: Floats = np.sum([self.rows[name] for name in own], axis=0)
        return total.reshape(self.shape)

    def payoff(self, player: str) -> Floats:
        """A player's expected payoff at each point."""
        columns = {column.of: column.name for column in self.sheet.of_kind("payoff")}
        if player not in columns:
            raise InputError(f"no player '{player}'. {nearest(player, columns)}")
        return self.values(columns[player])

    @cached_property
    def summary(self) -> Summary:
        """Shares of outcomes and equilibria, ties, and points without an answer."""
        tally = Tally(self.sheet)
        for _, rows in self.parts():
            tally.add(rows, self.unproved)
        return tally.summary()

    @property
    def left(self) -> str:
        """How many points were not reached; empty if all were."""
        return self.summary.left

    def parts(self) -> Iterator[tuple[int, Rows]]:
        """Runs of points, each with the number of its first."""
        for start in range(0, self.sheet.points, self.part_points):
            part = slice(start, start + self.part_points)
            yield start, {name: values[part] for name, values in self.rows.items()}

    def to_pandas(self) -> pd.DataFrame:
        """A row for each point; what the columns mean stands in ``attrs``."""
        from crisis_sim.sweep.results.frames import to_pandas

        return to_pandas(self)

    def to_xarray(self) -> xr.Dataset:
        """Arrays over the dimensions of the design, with units and meanings as attributes."""
        from crisis_sim.sweep.results.frames import to_xarray

        return to_xarray(self)

    @by_keyword()
    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write a ``.csv``, ``.parquet``, ``.nc`` or ``.dta`` file; see ``docs/sweeping.md``.

        Raises
        ------
        InputError
            An unknown suffix, a file that is there already, or one that cannot be written.
        MissingExtra
            The packages that write such a file are not installed.
        """
        from crisis_sim.sweep.running.store import save_parts

        return save_parts(Path(path), self.sheet, self.parts(), force=force)

    def __repr__(self) -> str:
        return in_short(self, size_told(self.sheet))  # the caption counts the points

    @property
    def caption(self) -> str:
        """What was swept over, and how much of it was solved."""
        summary = self.summary
        solved = f"{summary.solved:,} of {summary.points:,} points solved"
        return f"{size_told(self.sheet)}; {solved}"

    def table(self) -> AsTable:
        """The probability of each outcome, and category, averaged over the solved points."""
        return outcomes_table(self.summary)


def sweep_in_memory(
    plan: Plan,
    *,
    workers: int = 1,
    solver: PartSolver | None = None,
    report: Reporter = nobody,
) -> SweepResult:
    """Solve every point of a plan and hold the answers; ``report`` is told the points done.

    Raises
    ------
    InputError
        More points than memory should hold, or names that the kernel does not know.
    NotSolved
        The concept does not apply to this game.
    Interrupted
        On Ctrl-C, with the answers by then, as they are handed back when a time limit is over; the
        other points have the status "not reached".
    """
    solver = solver or ready_solver(plan, report)
    codes = make_codes(plan)
    sheet = make_sheet(plan, solver.kernel(0), codes)
    size = sum(np.dtype(column.dtype).itemsize for column in sheet.columns) * plan.design.points
    if size > MOST_BYTES:
        raise InputError(
            f"{plan.design.points:,} points take {size / 1e9:.1f} GB in memory; take fewer, or "
            "write them to a file by ",
            Remedy("sweep_to()", "sweep.parquet"),
        )
    columns = plan.design.column_maker()
    held = {column.name: np.empty(plan.design.points, column.dtype) for column in sheet.columns}
    unproved = 0

    def keep(number: int, answers: Answers | None) -> None:
        nonlocal unproved
        start, stop = plan.part(number)
        answers = answers or solver.none(stop - start)
        unproved = least_bits((unproved, answers.unproved))
        for name, values in make_rows(plan, sheet, columns, answers, codes, start).items():
            held[name][start:stop] = values

    stopped = solve_in_order(plan, keep, solver=solver, workers=workers, report=report)
    for values in held.values():
        values.setflags(write=False)
    sheet = make_sheet(plan, solver.kernel(0), codes)
    return as_found(stopped, SweepResult(sheet, held, plan.part_points, unproved))


def make_codes(plan: Plan) -> Codes:
    """Codes whose words are those of the plan's trees."""
    texts: dict[int, PlayTexts] = {}

    def name(cell: int, play: tuple[int, ...]) -> str:
        if cell not in texts:
            texts[cell] = PlayTexts(plan.tree(cell))
        return texts[cell].text(play)

    return Codes(name)
