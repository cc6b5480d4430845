"""Interruptions (Ctrl-C) put off while something is done that must not be cut in two.

Where a compiler or a C library calls Python back, an exception cannot be passed on: an interruption
that arrives there is lost, with a traceback, or ends the process. It can be waited for.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

__all__ = ["Interrupted", "completing", "ended", "held", "undivided"]

Whole = TypeVar("Whole")


class Interrupted(KeyboardInterrupt):
    """An interruption (Ctrl-C) of work that holds what it had ``found`` by then."""

    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


@contextmanager
def completing(complete: Callable[[Any], Whole]) -> Iterator[Callable[[Any], Whole]]:
    """Complete what was found by the time of an interruption as what is found without one."""
    try:
        yield complete
    except Interrupted as interrupted:
        raise Interrupted(complete(interrupted.found)) from None


@contextmanager
def undivided() -> Iterator[None]:
    """Interrupted in one of its steps, the block has found nothing, whatever that step had."""
    try:
        yield
    except Interrupted:
        raise KeyboardInterrupt from None


@contextmanager
def held(words: str = "") -> Iterator[None]:
    """Raise an interruption that arrives within the block at its end.

    ``words`` tell whoever interrupts what is waited for, on standard error. Has no effect outside
    the main thread, within itself, or where the program has a way of its own to be interrupted.

    Raises
    ------
    KeyboardInterrupt
        At the end of the block, if it was asked for within.
    """
    asked: list[int] = []

    def note(number: int, _frame: object) -> None:
        if words and not asked:
            sys.stderr.write(f"{words}\n")
        asked.append(number)

    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if asked:
            raise KeyboardInterrupt


def ended() -> None:
    """Take no interruption from here on: all is done, and Python itself is about to end.

    While it ends, an interruption would kill it without a word and without its status.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
