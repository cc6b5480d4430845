"""One process at a time writes a file of results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.whole_file import shown

__all__ = ["locked"]

PATIENCE = 0.5
"""Seconds to wait for another process: it may be about to end."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other processes from writing the same results, by a lock file beside them.

    The lock goes with the process, however that ends. The file goes while it is held: whoever had
    it open finds out, and tries again (see :class:`filelock.FileLock`).

    Raises
    ------
    InputError
        Another process holds it, or something else lies in its place.
    OSError
        The lock file cannot be written.
    """
    from filelock import FileLock, Timeout

    path.parent.stat()  # the lock would make folders that are missing
    beside = path.with_name(f".{path.name}.lock")
    if _size(beside):
        raise InputError(
            f"{shown(beside)} is in the way: another process is writing {shown(path.name)}, or it "
            "is no lock"
        )
    try:
        lock = FileLock(beside, timeout=PATIENCE, is_singleton=False)
        lock.acquire()
    except Timeout:
        if not beside.exists():
            beside.touch()  # where no file can be made, this says why
        raise InputError(
            f"another process is writing {shown(path)}; wait until it is done, or write another "
            "file"
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        lock.release()


def _size(path: Path) -> int:
    """The bytes of a file; none where it is not there, or has just gone."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
