"""Processes that share a sweep, each at the end of a pipe of its own.

Where one dies, its pipe ends, even in the middle of an answer: it is told at once, and nobody waits
for the rest. They are killed, not waited for, when the sweep is interrupted or has failed.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from crisis_sim.errors import WorkerLost
from crisis_sim.interruption import held
from crisis_sim.remedy import Remedy
from crisis_sim.sweep.results.answers import Answers
from crisis_sim.sweep.running.worker import Done, work
from crisis_sim.time_limits import check_time, others_counted

__all__ = ["Task", "solve_in_processes"]

Task = tuple[int, int, int]
"""The number of a part, and the run of points that it holds."""
AHEAD = 2
"""Parts given to a process at a time: the next is there when one is finished."""


def solve_in_processes(
    data: bytes, tasks: Sequence[Task], workers: int, tell: Callable[[int], None]
) -> Iterator[tuple[int, Answers]]:
    """The answers of the parts in the order in which they are ready, each with its number.

    Parameters
    ----------
    data : the pickled plan.
    tell : called with a number of points whenever so many more are done.

    Raises
    ------
    WorkerLost
        A process died, or ran out of memory.
    """
    left = deque(tasks)
    with others_counted() as spent, _crew(data, workers) as crew:
        for _ in range(AHEAD):
            for one in crew:
                one.give(left)
        while busy := {one.pipe: one for one in crew if one.given}:
            for pipe in wait(list(busy)):
                check_time()
                one = busy[pipe]  # type: ignore[index]
                found = one.receive()
                if isinstance(found, Done):
                    spent(found.seconds)
                    tell(found.points)
                    continue
                number = one.given.popleft()
                one.give(left)
                yield number, found


FEWER = ("fewer ", Remedy("workers"), " need less")


class _Worker:
    """A process, its pipe, and the numbers of the parts that it has been given."""

    def __init__(self, process: SpawnProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe
        self.given: deque[int] = deque()

    def begin(self, data: bytes) -> None:
        """Send it the plan: not as it is started, for that would wait for a process that died."""
        try:
            self.pipe.send_bytes(data)
        except OSError:
            raise self.lost() from None

    def give(self, left: deque[Task]) -> None:
        """Send it the next part, if there is one."""
        if not left:
            return
        number, *run = left.popleft()
        try:
            self.pipe.send(run)
        except OSError:
            raise self.lost() from None
        self.given.append(number)

    def receive(self) -> Done | Answers:
        """Answers, or how many points more are done; what was raised there is raised here."""
        try:
            found: Any = self.pipe.recv()
        except (EOFError, OSError):
            raise self.lost() from None
        if isinstance(found, MemoryError):
            raise WorkerLost("a worker ran out of memory; ", *FEWER)
        if isinstance(found, BaseException):
            raise found
        return found  # type: ignore[no-any-return]

    def lost(self) -> WorkerLost:
        """What is known of its end."""
        self.process.join(1.0)
        status = self.process.exitcode or 0
        how = f"killed by signal {-status}" if status < 0 else f"status {status}"
        return WorkerLost(f"a worker process died ({how}), perhaps for want of memory; ", *FEWER)


@contextmanager
def _crew(data: bytes, workers: int) -> Iterator[list[_Worker]]:
    """Processes begun afresh, so that no thread or lock is inherited; killed at the end."""
    crew: list[_Worker] = []
    try:
        for _ in range(workers):
            with held():  # it is sent what it starts from, and known here, or not begun at all
                crew.append(_start())
        for one in crew:
            one.begin(data)
        yield crew
    finally:
        with held():
            for one in crew:
                one.process.kill()
            for one in crew:
                one.process.join()
                one.pipe.close()


def _start() -> _Worker:
    context = multiprocessing.get_context("spawn")
    pipe, end = context.Pipe()
    process = context.Process(target=work, args=(end,), daemon=True)
    with _deaf():
        process.start()
    end.close()
    return _Worker(process, pipe)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started here never hear of an interruption, not even before they run our code."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    with suppress(OSError):
        resource_tracker.ensure_running()  # else started by the first process, which unblocks
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
