"""The workers of a Dask cluster as an executor."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from crisis_sim.errors import InputError, MissingExtra

__all__ = ["cluster_executor"]

PATIENCE = 15
"""Seconds to wait for a scheduler to answer, and then for its first worker."""


@contextmanager
def cluster_executor(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a Dask scheduler; gives the executor and how many tasks run at once.

    A worker that is lost has its tasks done again by another.

    Raises
    ------
    MissingExtra
        Dask is not installed.
    InputError
        No scheduler answers at the address, or it has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtra("cluster", "--scheduler") from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"no Dask scheduler answers at '{address}': {error}") from None
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise InputError(f"the scheduler at '{address}' has no workers yet") from None
        yield client.get_executor(pure=False), max(sum(client.nthreads().values()), 1)
    finally:
        client.close()
