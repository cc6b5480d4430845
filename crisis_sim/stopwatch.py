"""A clock that stands still while something is done that does not count."""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["Stopwatch"]


class Stopwatch:
    """Seconds of a clock, but for those in which it is stopped, by any thread, for all of them.

    It goes again when it has been started as often as it was stopped.
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

    def stop(self) -> bool:
        """Have it stand still; whether it was going."""
        with self._lock:
            if not self._stops:
                self._since = self._clock()
            self._stops += 1
            return self._stops == 1

    def start(self) -> None:
        """Have it go on, if this was the last that stopped it."""
        with self._lock:
            self._stops -= 1
            if not self._stops:
                self._aside += self._clock() - self._since
