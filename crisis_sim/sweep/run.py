"""Solving the parts of a plan: in this process, in several, or on a cluster."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from typing import TextIO

from crisis_sim.errors import NotSolved
from crisis_sim.sweep.answers import Answers
from crisis_sim.sweep.plan import Plan
from crisis_sim.sweep.progress import Progress
from crisis_sim.sweep.solve_part import PartSolver, Tell
from crisis_sim.sweep.worker import begin_worker, solve_task

__all__ = ["solve_parts"]

READY = "getting ready; the first time, this compiles for up to half a minute"
AHEAD = 2
"""Parts submitted for each worker; more would wait in memory."""


def solve_parts(
    plan: Plan,
    parts: Sequence[int],
    *,
    solver: PartSolver | None = None,
    workers: int = 1,
    scheduler: str = "",
    report: TextIO | None = None,
) -> Iterator[tuple[int, Answers]]:
    """The answers of these parts, each with its number, in the order in which they are ready.

    Parameters
    ----------
    solver : used where this process solves them itself.
    workers : how many processes; 1 stays in this one.
    scheduler : the address of a Dask scheduler, whose workers are then used instead.
    report : where progress is told, of other processes a part at a time.

    Raises
    ------
    NotSolved
        A worker process died.
    MissingExtra
        A scheduler without the package that talks to it.
    """
    told = Progress(plan.design.points, report or io.StringIO())
    told.add(plan.design.points - sum(map(plan.size, parts)), fresh=False)
    solver = solver or PartSolver(plan)
    try:
        if parts and not scheduler:
            with told.waiting(READY):
                solver.make_ready()
        yield from _solve(plan, parts, solver, workers, scheduler, told.add)
    finally:
        told.close()


def _solve(
    plan: Plan, parts: Sequence[int], solver: PartSolver, workers: int, scheduler: str, tell: Tell
) -> Iterator[tuple[int, Answers]]:
    if scheduler:
        from crisis_sim.sweep.cluster import cluster_executor

        found = _spread(plan, parts, lambda: cluster_executor(scheduler))
    elif workers > 1 and len(parts) > 1:
        found = _spread(plan, parts, lambda: _processes(min(workers, len(parts))))
    else:
        for number in parts:
            yield number, solver.solve(*plan.part(number), tell)
        return
    for number, answers in found:
        tell(answers.points)
        yield number, answers


OpenExecutor = Callable[[], AbstractContextManager[tuple[Executor, int]]]


def _spread(plan: Plan, parts: Sequence[int], open_: OpenExecutor) -> Iterator[tuple[int, Answers]]:
    data = pickle.dumps(plan)
    left = iter(parts)
    running: dict[Future[Answers], int] = {}
    with open_() as (executor, workers):
        try:
            for number in left:
                running[executor.submit(solve_task, data, *plan.part(number))] = number
                if len(running) < AHEAD * workers:
                    continue
                yield from _finished(running)
            while running:
                yield from _finished(running)
        except BrokenProcessPool:
            raise NotSolved(
                "a worker process died, perhaps for want of memory; fewer --workers need less"
            ) from None
        finally:
            for future in running:
                future.cancel()


def _finished(running: dict[Future[Answers], int]) -> Iterator[tuple[int, Answers]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=lambda one: running[one]):
        number = running.pop(future)
        yield number, future.result()


class _processes(AbstractContextManager[tuple[Executor, int]]):  # noqa: N801
    """A pool of processes begun afresh, so that no thread or lock is inherited."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __enter__(self) -> tuple[Executor, int]:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        self.pool = ProcessPoolExecutor(
            self.workers, multiprocessing.get_context("spawn"), initializer=begin_worker
        )
        return self.pool, self.workers

    def __exit__(self, *failure: object) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)
