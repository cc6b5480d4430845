"""The workers of a Dask cluster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from typing import Any

from crisis_sim.errors import InputError, MissingExtra, WorkerLost
from crisis_sim.remedy import Remedy
from crisis_sim.sweep.results.answers import Answers
from crisis_sim.sweep.running.processes import Task
from crisis_sim.sweep.running.worker import solve_task
from crisis_sim.time_limits import check_time, others_counted

__all__ = ["solve_on_cluster"]

PATIENCE = 15
"""Seconds to wait for a scheduler to answer, then for its first worker, and for a lost one."""
MOMENT = 0.5
"""Seconds from one look at the time to the next: that which passes counts, as work of one."""
AHEAD = 2
"""Parts submitted for each thread of a worker; more would wait in memory."""
ALONE = "the cluster has no workers left; the sweep goes on when one comes back, Ctrl-C ends it"


def solve_on_cluster(
    data: bytes, tasks: Sequence[Task], address: str, say: Callable[[str], None]
) -> Iterator[tuple[int, Answers]]:
    """The answers of the parts in the order in which they are ready, each with its number.

    A worker that is lost has its parts solved by another; where none is left, ``say`` is told, and
    one is waited for.

    Raises
    ------
    MissingExtra
        Dask is not installed.
    InputError
        No scheduler answers at the address, it has no workers, or they lack what the sweep needs.
    WorkerLost
        The scheduler is gone, or one worker after another died of the same part.
    """
    running: dict[Future[Answers], int] = {}
    with others_counted() as spent, _connected(address) as (client, threads):
        executor = client.get_executor(pure=False)
        try:
            for number, start, stop in tasks:
                running[executor.submit(solve_task, data, start, stop)] = number
                if len(running) >= AHEAD * threads:
                    yield from _finished(client, running, say, spent)
            while running:
                yield from _finished(client, running, say, spent)
        except (CancelledError, OSError):
            raise WorkerLost(
                f"the Dask scheduler at '{address}' is gone; start it again, or give another ",
                Remedy("scheduler"),
            ) from None
        except ModuleNotFoundError as error:
            raise InputError(
                f"a worker of the cluster cannot load the sweep ({error}): it needs the same "
                "version of crisis_sim"
            ) from None
        finally:
            for future in running:
                future.cancel()


def _finished(
    client: Any,
    running: dict[Future[Answers], int],
    say: Callable[[str], None],
    spent: Callable[[float], None],
) -> Iterator[tuple[int, Answers]]:
    from distributed.scheduler import KilledWorker

    told = False
    done: set[Future[Answers]] = set()
    started = looked = time.monotonic()
    while not done:
        check_time()
        done, _ = wait(running, timeout=MOMENT, return_when=FIRST_COMPLETED)
        now = time.monotonic()
        spent(now - looked)
        looked = now
        alone = not done and now - started >= PATIENCE
        if alone and not told and not client.scheduler_info()["workers"]:
            say(ALONE)
            told = True
    for future in sorted(done, key=lambda one: running[one]):
        number = running.pop(future)
        try:
            yield number, future.result()
        except KilledWorker:
            raise WorkerLost(
                f"one worker after another died solving part {number}, perhaps for want of memory; "
                "smaller parts (",
                Remedy("part_points"),
                ") need less",
            ) from None


@contextmanager
def _connected(address: str) -> Iterator[tuple[Any, int]]:
    """A client of the scheduler, and how many parts its workers solve at once."""
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtra("cluster", "a scheduler") from None
    with _silence():
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(f"no Dask scheduler answers at '{address}': {error}") from None
        try:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError:
                raise InputError(f"the scheduler at '{address}' has no workers yet") from None
            yield client, max(sum(client.nthreads().values()), 1)
        finally:
            client.close()


@contextmanager
def _silence() -> Iterator[None]:
    """Keep libraries from logging tracebacks beside our words.

    After a failure it stays silent: what they left unfinished they tell of much later.
    """
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(before)
