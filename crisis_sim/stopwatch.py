"""A clock that stands still while something is done that does not count."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Stopwatch"]


class Stopwatch:
    """Seconds of a clock, but for those in which it is stopped, by any thread, for all of them.

    It goes again when the last that stopped it is done.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._stops = 0
        self._since = self._aside = 0.0

    @property
    def stopped(self) -> bool:
        """Whether it stands still."""
        return self._stops > 0

    def seconds(self) -> float:
        """What it shows."""
        with self._lock:
            return (self._since if self._stops else self._clock()) - self._aside

    @contextmanager
    def standing(self) -> Iterator[bool]:
        """Have it stand still during the block, which is told whether it was going."""
        with self._lock:
            going = not self._stops
            if going:
                self._since = self._clock()
            self._stops += 1
        try:
            yield going
        finally:
            with self._lock:
                self._stops -= 1
                if not self._stops:
                    self._aside += self._clock() - self._since
