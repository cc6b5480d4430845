"""Compilations as they happen: who waits is told, and a clock stands still meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["WORDS", "clock", "compiling", "compiling_told", "under_way"]

WORDS = "compiling, once on this machine; it may take a minute"
PATIENCE = 1.0
"""Seconds after which a compilation is told."""
_TELL: ContextVar[Callable[[str], None] | None] = ContextVar("tells of compilations", default=None)


class _Watch:
    """Seconds that compilations took, and since when one has been under way."""

    seconds = 0.0
    since: float | None = None


_watch = _Watch()


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
    if under_way():
        yield
        return
    timer = threading.Timer(PATIENCE, _TELL.get() or str, [WORDS])
    timer.daemon = True
    _watch.since = time.monotonic()
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _watch.seconds += time.monotonic() - _watch.since
        _watch.since = None


def under_way() -> bool:
    """Whether something is being compiled."""
    return _watch.since is not None


def clock() -> float:
    """Seconds that pass while nothing is compiled."""
    now = _watch.since if _watch.since is not None else time.monotonic()
    return now - _watch.seconds
