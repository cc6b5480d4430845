"""A time that whoever calls can set for work whose length cannot be foretold.

What counts is the time of processors, this process and those that it waited for together, so that a
machine busy with other things does not give up sooner; compiling does not count.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from crisis_sim.errors import NotSolved
from crisis_sim.interruption import Interrupted
from crisis_sim.near_names import listed
from crisis_sim.remedy import MessageParts, Remedy
from crisis_sim.stopwatch import Stopwatch

__all__ = [
    "CUT_SHORT",
    "IN_TIME",
    "OutOfTime",
    "as_found",
    "check_time",
    "finished",
    "others_counted",
    "passed_over",
    "seconds_left",
    "seconds_spent",
    "share_of_time",
    "time_is_over",
    "time_limit",
    "unfinished",
    "why_cut_short",
]

MOMENT = 0.02
"""Seconds from one look at the clock of processors to the next, where it is asked all the time."""

Found = TypeVar("Found")
_looked = -math.inf
IN_TIME = "in the time allowed"
_OVER = f"no answer {IN_TIME}"
_ADVICE: ContextVar[MessageParts] = ContextVar(
    "what whoever set the time may do",
    default=("allow more time, or give parameters values (", Remedy("values"), ")"),
)
_UNTIL: ContextVar[float] = ContextVar("work ends", default=math.inf)


class OutOfTime(NotSolved):
    """The time that was set is over."""

    def __init__(self, *parts: Remedy | str) -> None:
        super().__init__(*(parts or (_OVER, "; ", *_ADVICE.get())))

    @classmethod
    def before(cls, left: str) -> OutOfTime:
        """That it was over before what was ``left`` to do, with what serves then."""
        return cls(left, "; ", *_ADVICE.get())


CUT_SHORT = (KeyboardInterrupt, OutOfTime)
"""What ends work before it is done, by no fault of its own."""


def as_found(stop: BaseException | None, found: Found) -> Found:
    """What work hands back: what it ``found``, until its time was over if that is the ``stop``.

    Raises
    ------
    Interrupted
        With the same, if it was an interruption that stopped it.
    """
    if isinstance(stop, KeyboardInterrupt):
        raise Interrupted(found) from None
    return found


def finished(found: Found) -> Found:
    """What was found, if nothing of it was ``left`` for want of time.

    Raises OutOfTime otherwise.
    """
    if left := getattr(found, "left", ""):
        raise OutOfTime.before(left)
    return found


def unfinished(errors: Mapping[str, Exception | None]) -> str:
    """What the time was over for, of several things with why they failed; empty if for nothing."""
    late = {name: f"{error}" for name, error in errors.items() if isinstance(error, OutOfTime)}
    why = next(iter(late.values()), "").partition(";")[0]
    return f"{listed(late)}: {why}" if late else ""


@contextmanager
def share_of_time(share: float = 0.5) -> Iterator[None]:
    """Leave something of the time that is left to what follows, if there is a limit."""
    with time_limit(share * max(seconds_left(), 0.0)):
        yield


def why_cut_short(stop: BaseException | None) -> str:
    """Why there is no more, in words that follow what was not done."""
    return "being interrupted" if isinstance(stop, KeyboardInterrupt) else IN_TIME


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


class _Others:
    """Processor seconds of processes that have not ended, which the system does not tell."""

    seconds = 0.0


_others = _Others()


@contextmanager
def others_counted() -> Iterator[Callable[[float], None]]:
    """Count what other processes take as well, which the block tells; they end with it."""

    def add(seconds: float) -> None:
        _others.seconds += seconds

    before = _others.seconds
    try:
        yield add
    finally:
        _others.seconds = before


def _processors() -> float:
    ended = os.times()
    known = ended.children_user + ended.children_system
    return time.process_time() + known + _others.seconds


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
