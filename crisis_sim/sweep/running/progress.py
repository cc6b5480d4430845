"""How far a sweep has come, in words."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crisis_sim.compilation import clock, compiling_told, under_way
from crisis_sim.reporter import Reporter

__all__ = ["Progress", "bulk", "duration", "many"]

QUIET = 1.0
"""Seconds during which nothing is said: quick sweeps stay silent."""
EVERY = 0.2
"""Seconds from one telling to the next."""
RECENT, MARKS = 20.0, 16
"""Seconds by which the rate is reckoned, or so many tellings where they take longer."""


class Progress:
    """Reports how many points are done, how fast of late, and how long it will take."""

    def __init__(
        self,
        total: int,
        report: Reporter,
        *,
        doing: str = "",
        clock: Callable[[], float] = clock,
    ) -> None:
        self.total = total
        self.report = report
        self.doing = f"{doing}: " if doing else ""
        self.clock = clock
        self.done = self.fresh = 0
        self.start()

    def start(self) -> None:
        """Set the clock by which the rate is reckoned."""
        self.started = self.clock()
        self.said = self.started + QUIET - EVERY
        self.marks = deque[tuple[float, int]]()

    @contextmanager
    def waiting(self, words: str) -> Iterator[None]:
        """Say what is waited for, if it takes more than a moment; the clock starts afterwards.

        A compilation is told instead.
        """

        def tell() -> None:
            if not under_way():
                self.tell(words)

        timer = threading.Timer(QUIET, tell)
        timer.daemon = True
        timer.start()
        try:
            with compiling_told(self.tell):
                yield
        finally:
            timer.cancel()
            timer.join()
        self.start()

    def add(self, points: int, *, fresh: bool = True) -> None:
        """Count points; those that were found finished tell nothing of the rate."""
        self.done += points
        if not fresh:
            return
        now = self.clock()
        self.fresh += points
        self.mark(now)
        if now - self.started >= QUIET and now - self.said >= EVERY:
            self.said = now
            self.report(self.done, self.line(now))

    def mark(self, now: float) -> None:
        """Note how much is done, and forget what was long ago.

        The first points begin the reckoning: what went before them may have been the start of
        processes.
        """
        marks = self.marks
        if not marks or now - marks[-1][0] >= EVERY:
            marks.append((now, self.fresh))
        while len(marks) > MARKS and marks[1][0] <= now - RECENT:
            marks.popleft()

    def line(self, now: float) -> str:
        """Share and points; rate and time left once points were done after the first ones."""
        share = 100 * self.done // max(self.total, 1)
        said = f"{self.doing}{share:3d} %  {self.done:,} of {self.total:,} points"
        since, before = self.marks[0]
        if self.fresh == before or now <= since:
            return said
        rate = (self.fresh - before) / (now - since)
        left = (self.total - self.done) / rate
        return f"{said}, {many(rate)} points/s, {duration(left)} left"

    def tell(self, words: str) -> None:
        """Tell something for now."""
        self.report(self.done, words)

    def say(self, words: str) -> None:
        """Tell something that stays."""
        self.tell(f"{words}\n")


def bulk(size: int) -> str:
    """A number of bytes to three digits."""
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if size >= unit:
            return (
                f"{size / unit:,.3g} {name}" if size < 1000 * unit else f"{size / unit:,.0f} {name}"
            )
    return f"{size / 1e3:,.0f} kB"


def many(count: float) -> str:
    """A count to three digits: 1,230 or 4.56 million."""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if count >= size:
            return f"{count / size:.3g}{word}"
    return f"{count:,.0f}" if count >= 10 else f"{count:.2g}"


def duration(seconds: float) -> str:
    """A time in the two largest units that say something."""
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min {int(seconds % 60)} s"
    hours = minutes // 60
    return f"{hours} h {minutes % 60} min" if hours < 48 else f"{hours // 24} days"
