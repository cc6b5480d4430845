"""A time that whoever calls can set for work whose length cannot be foretold.

What counts is the time of processors, this process and those that it waited for together, so that a
machine busy with other things does not give up sooner; compiling does not count.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from crisis_sim.errors import NotSolved
from crisis_sim.remedy import MessageParts, Remedy
from crisis_sim.stopwatch import Stopwatch

__all__ = [
    "OutOfTime",
    "check_time",
    "passed_over",
    "seconds_left",
    "seconds_spent",
    "time_is_over",
    "time_limit",
]

MOMENT = 0.02
"""Seconds from one look at the clock of processors to the next, where it is asked all the time."""

_looked = -math.inf
_OVER = "no answer in the time allowed"
_ADVICE: ContextVar[MessageParts] = ContextVar(
    "what whoever set the time may do",
    default=("allow more time, or give parameters values (", Remedy("values"), ")"),
)
_UNTIL: ContextVar[float] = ContextVar("work ends", default=math.inf)


class OutOfTime(NotSolved):
    """The time that was set is over."""

    def __init__(self, *parts: Remedy | str) -> None:
        super().__init__(*(parts or (_OVER, "; ", *_ADVICE.get())))


@contextmanager
def time_limit(seconds: float, *, advice: MessageParts = ()) -> Iterator[None]:
    """Stop work within the block when it took so many seconds, by :class:`OutOfTime`.

    Its message ends with the ``advice``, or that of a limit around this one. A limit that is set
    already and ends sooner stays. Searches in stages end with what they have found instead.

    >>> import crisis_sim as cs
    >>> with cs.time_limit(10):
    ...     len(cs.load("brinkmanship").solve().equilibria)
    1
    """
    global _looked
    advised = _ADVICE.set(advice or _ADVICE.get())
    token = _UNTIL.set(min(_UNTIL.get(), seconds_spent() + seconds))
    _looked = -math.inf
    try:
        yield
    finally:
        _UNTIL.reset(token)
        _ADVICE.reset(advised)


@contextmanager
def passed_over() -> Iterator[None]:
    """What the block takes does not count, as compiling once does not."""
    with _watch.standing():
        yield


def _processors() -> float:
    others = os.times()
    return time.process_time() + others.children_user + others.children_system


_watch = Stopwatch(_processors)


def seconds_spent() -> float:
    """Seconds of processor time so far, but for those passed over."""
    return _watch.seconds()


def seconds_left() -> float:
    """Seconds until the limit; infinite without one."""
    return _UNTIL.get() - seconds_spent()


def time_is_over() -> bool:
    """Whether the time that was set is over; what was true a moment ago counts.

    It may be asked at every step: the clock of processors costs as much as hundreds of steps.
    """
    global _looked
    until, now = _UNTIL.get(), time.monotonic()
    if until == math.inf or now < _looked + MOMENT:
        return False
    if seconds_spent() >= until:
        return True
    _looked = now
    return False


def check_time() -> None:
    """Raise :class:`OutOfTime` if the time that was set is over."""
    if time_is_over():
        raise OutOfTime
