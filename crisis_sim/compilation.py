"""Compilations as they happen: who waits is told, and a clock stands still meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from crisis_sim.stopwatch import Stopwatch

__all__ = ["WORDS", "clock", "compiling", "compiling_told", "under_way"]

WORDS = "compiling, which may take a minute; it is done once on this machine and kept for later"
PATIENCE = 1.0
"""Seconds after which a compilation is told."""
_TELL: ContextVar[Callable[[str], None] | None] = ContextVar("tells of compilations", default=None)


_watch = Stopwatch(time.monotonic)


@contextmanager
def compiling_told(tell: Callable[[str], None]) -> Iterator[None]:
    """Have :data:`WORDS` told, once and from a thread of its own, where a compilation takes long.

    Those that were kept are loaded, which is not told.
    """
    told: list[str] = []

    def tell_once(words: str) -> None:
        if not told:
            told.append(words)
            tell(words)

    token = _TELL.set(tell_once)
    try:
        yield
    finally:
        _TELL.reset(token)


@contextmanager
def compiling() -> Iterator[None]:
    """What the block does is compile; blocks within it count as part of it."""
    timer = threading.Timer(PATIENCE, _TELL.get() or str, [WORDS])
    timer.daemon = True
    with _watch.standing() as outermost:
        if outermost:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()


def under_way() -> bool:
    """Whether something is being compiled."""
    return _watch.stopped


def clock() -> float:
    """Seconds that pass while nothing is compiled."""
    return _watch.seconds()
