"""What a sweep will take, before it is run."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.files.writer import open_writer
from crisis_sim.sweep.results.result import make_codes
from crisis_sim.sweep.results.sheet import make_rows, make_sheet
from crisis_sim.sweep.running.solve_part import PartSolver

__all__ = ["Estimate", "estimate"]

ENOUGH = 0.3
"""Seconds of measurement that are enough."""
FIRST = 64


@dataclass(frozen=True, slots=True)
class Estimate:
    """Points and parts; seconds with one worker and with those asked for; bytes of the file.

    ``measured`` is the number of points that were solved to find the time, and ``ready`` the time
    that passed before the first of them: unfolding, and compiling where it was not done before.
    ``notes`` are what a reader should know before trusting the sweep.
    """

    points: int
    parts: int
    measured: int
    ready: float
    seconds: float
    with_workers: float
    file_bytes: int | None
    notes: tuple[str, ...] = ()


def estimate(plan: Plan, suffix: str = "", *, workers: int = 1) -> Estimate:
    """Solve a small block and reckon from it.

    ``file_bytes`` is None without a ``suffix``. Workers are taken to share the work evenly.
    """
    started = time.perf_counter()
    solver = PartSolver(plan)
    solver.solve(0, 1)
    ready = time.perf_counter() - started
    points, took = _measure(solver)
    seconds = took / points * plan.design.points
    shared = seconds / min(workers, plan.parts)
    size = _file_bytes(solver, suffix, points) if suffix else None
    notes = tuple(plan.remarks())
    return Estimate(plan.design.points, plan.parts, points, ready, seconds, shared, size, notes)


def _measure(solver: PartSolver) -> tuple[int, float]:
    """A number of points that takes long enough to be timed, and the seconds that they took."""
    most = min(solver.plan.part_points, solver.plan.design.points)
    points = min(FIRST, most)
    while True:
        started = time.perf_counter()
        solver.solve(0, points)
        took = time.perf_counter() - started
        if took >= ENOUGH or points >= most:
            return points, took
        points = min(points * 8, most)


def _file_bytes(solver: PartSolver, suffix: str, points: int) -> int:
    """The size of the file: of text as measured, else of its numbers, which may be compressed."""
    plan, codes = solver.plan, make_codes(solver.plan)
    sheet = make_sheet(plan, solver.kernel(0), codes)
    answers = solver.solve(0, points)
    rows = make_rows(plan, sheet, plan.design.column_maker(), answers, codes, 0)
    if suffix != ".csv":
        return sum(values.itemsize for values in rows.values()) * plan.design.points
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        writer = open_writer(suffix, path, sheet)
        writer.add(rows, 0)
        writer.abandon()
        return path.stat().st_size * plan.design.points // points
