"""What a worker process does: solve runs of points of a plan that it is sent."""

from __future__ import annotations

import functools
import os
import pickle
import signal
import threading

from crisis_sim.sweep.answers import Answers
from crisis_sim.sweep.plan import Plan
from crisis_sim.sweep.solve_part import PartSolver

__all__ = ["begin_worker", "solve_task"]


def begin_worker() -> None:
    """Leave interruption to the process that waits, and end when that process is gone."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.join,), daemon=True).start()


def _follow(join: object) -> None:
    """A process killed outright cannot tell its workers to stop."""
    if callable(join):
        join()
    os._exit(1)


def solve_task(data: bytes, start: int, stop: int) -> Answers:
    """Solve a run of points of the pickled plan ``data``; its kernels are kept for the next run."""
    return _solver(data).solve(start, stop)


@functools.lru_cache(maxsize=1)
def _solver(data: bytes) -> PartSolver:
    plan: Plan = pickle.loads(data)
    return PartSolver(plan)
