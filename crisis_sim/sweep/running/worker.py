"""What a worker does: solve runs of points of a plan that it is sent."""

from __future__ import annotations

import functools
import os
import pickle
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from crisis_sim.errors import NotSolved
from crisis_sim.remedy import Remedy
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.results.answers import Answers
from crisis_sim.sweep.running.solve_part import PartSolver

__all__ = ["Done", "solve_task", "work"]

EVERY = 0.2
"""Seconds between two messages of how many points are done."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many points more are done, and the processor seconds that they took."""

    points: int
    seconds: float


def work(pipe: Connection) -> None:
    """Solve runs of points for the process at the pipe's other end, which sends the plan first.

    Sends numbers of points done now and then, and in the end the answers, or what was raised.
    Interruption is left to the process that waits; where that is gone, this one ends.
    """
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.join,), daemon=True).start()
    with suppress(EOFError, OSError):
        data = pipe.recv_bytes()
        while True:
            start, stop = pipe.recv()
            pipe.send(_solved(pipe, data, start, stop))


def _follow(join: Any) -> None:
    """A process killed outright cannot tell its workers to stop."""
    join()
    os._exit(1)


def _solved(pipe: Connection, data: bytes, start: int, stop: int) -> Answers | BaseException:
    said, untold, spent = time.monotonic(), 0, time.process_time()

    def send() -> None:
        nonlocal said, untold, spent
        now = time.process_time()
        pipe.send(Done(untold, now - spent))
        said, untold, spent = time.monotonic(), 0, now

    def tell(points: int) -> None:
        nonlocal untold
        untold += points
        if time.monotonic() - said >= EVERY:
            send()

    try:
        found = _solver(data).solve(start, stop, tell)
        send()
        return found
    except Exception as error:
        return _sendable(error)


def _sendable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return NotSolved(
            f"a worker failed: {type(error).__name__}: {error}; with 1 alone (",
            Remedy("workers"),
            ") it tells more",
        )
    return error


def solve_task(data: bytes, start: int, stop: int) -> Answers:
    """Solve a run of points of the pickled plan ``data``; its kernels are kept for the next run."""
    return _solver(data).solve(start, stop)


@functools.lru_cache(maxsize=1)
def _solver(data: bytes) -> PartSolver:
    plan: Plan = pickle.loads(data)
    return PartSolver(plan)
