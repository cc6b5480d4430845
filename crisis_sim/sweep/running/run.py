"""Solving the parts of a plan: in this process, in several, or on a cluster."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crisis_sim.interruption import held
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.results.answers import Answers
from crisis_sim.sweep.running.progress import Progress
from crisis_sim.sweep.running.solve_part import PartSolver
from crisis_sim.time_limits import CUT_SHORT

__all__ = ["Use", "ready_solver", "solve_in_order", "solve_parts"]

READY = "getting ready"


def ready_solver(plan: Plan, report: Reporter) -> PartSolver:
    """What solves a plan's points, its first kernel made; told to whoever waits if that is long."""
    solver = PartSolver(plan)
    with Progress(plan.design.points, report).waiting(READY):
        solver.kernel(0)
    return solver


def solve_parts(
    plan: Plan,
    parts: Sequence[int],
    *,
    solver: PartSolver | None = None,
    workers: int = 1,
    scheduler: str = "",
    report: Reporter = nobody,
) -> Iterator[tuple[int, Answers]]:
    """The answers of these parts, each with its number, in the order in which they are ready.

    Parameters
    ----------
    solver : used where this process solves them itself.
    workers : how many processes; 1 stays in this one.
    scheduler : the address of a Dask scheduler, whose workers are then used instead.
    report : is told the points done, of a cluster a part at a time.

    Raises
    ------
    WorkerLost
        A worker process died, or the scheduler.
    InputError
        No scheduler answers, or it has no workers.
    MissingExtra
        A scheduler without the package that talks to it.
    """
    told = Progress(plan.design.points, report)
    told.add(plan.design.points - sum(map(plan.size, parts)), fresh=False)
    solver = solver or PartSolver(plan)
    if parts and not scheduler:
        with told.waiting(READY):
            solver.make_ready()
    yield from _solve(plan, parts, solver, workers, scheduler, told)


Use = Callable[[int, Answers | None], None]
"""Takes the number of a part and its answers, or None where it was not reached."""


def solve_in_order(
    plan: Plan,
    use: Use,
    *,
    solver: PartSolver,
    workers: int = 1,
    scheduler: str = "",
    report: Reporter = nobody,
) -> BaseException | None:
    """Solve all parts of a plan and ``use`` each, in order; what cut it short is handed back.

    At the points that were not reached then there are no answers. An interruption waits until a
    part is used. The rest is as of :func:`solve_parts`.
    """
    every, waiting, expected = range(plan.parts), dict[int, Answers](), 0
    how: Any = {"workers": workers, "scheduler": scheduler, "report": report}
    stopped = None
    try:
        for number, answers in solve_parts(plan, every, solver=solver, **how):
            waiting[number] = answers
            while expected in waiting:
                with held():
                    use(expected, waiting.pop(expected))
                    expected += 1
    except CUT_SHORT as stop:
        stopped = stop
        for number in every[expected:]:
            begun = solver.partial.get(plan.part(number)[0])
            use(number, waiting.pop(number, begun))
    return stopped


def _solve(
    plan: Plan,
    parts: Sequence[int],
    solver: PartSolver,
    workers: int,
    scheduler: str,
    told: Progress,
) -> Iterator[tuple[int, Answers]]:
    tasks = [(number, *plan.part(number)) for number in parts]
    if scheduler:
        from crisis_sim.sweep.running.cluster import solve_on_cluster

        for number, answers in solve_on_cluster(pickle.dumps(plan), tasks, scheduler, told.say):
            told.add(answers.points)
            yield number, answers
    elif workers > 1 and len(parts) > 1:
        from crisis_sim.sweep.running.processes import solve_in_processes

        yield from solve_in_processes(pickle.dumps(plan), tasks, min(workers, len(parts)), told.add)
    else:
        for number, start, stop in tasks:
            yield number, solver.solve(start, stop, told.add)
