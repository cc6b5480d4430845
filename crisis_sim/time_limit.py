"""A time that whoever calls can set for work whose length cannot be foretold."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from crisis_sim.errors import NotSolved

__all__ = ["OutOfTime", "check_time", "seconds_left", "time_limit"]

_UNTIL: ContextVar[float] = ContextVar("work ends", default=math.inf)


class OutOfTime(NotSolved):
    """The time that was set is over."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop work within the block when so many seconds are over, by :class:`OutOfTime`.

    A limit that is set already and ends sooner stays.
    """
    token = _UNTIL.set(min(_UNTIL.get(), time.perf_counter() + seconds))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def seconds_left() -> float:
    """Seconds until the limit; infinite without one."""
    return _UNTIL.get() - time.perf_counter()


def check_time() -> None:
    """Raise :class:`OutOfTime` if the time that was set is over."""
    if time.perf_counter() > _UNTIL.get():
        raise OutOfTime(
            "no answer in the time allowed; give parameters values (-s) or narrower ranges, choose "
            "another concept (-c), or allow more time (--seconds)"
        )
