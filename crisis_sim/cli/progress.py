"""How far work has come, on standard error: a bar, or the words of those who tell it."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Task

    from crisis_sim.reporter import Reporter

__all__ = ["ProgressLines", "progress_bar", "progress_lines"]

PATIENCE = 1.0
"""Seconds before the bar is shown."""
LOG_EVERY = 10.0
"""Seconds from one line to the next where lines are kept."""


@contextmanager
def progress_bar(
    title: str, total: int | None, console: Console | None = None
) -> Iterator[Reporter]:
    """A bar with the rate, the time left at this rate, and a note.

    Call what is given with how much is done and the note. Without ``total`` nobody knows how much
    there is. The bar shows on a terminal only, after a second, told or not, and is wiped when the
    work is done or interrupted.
    """
    bar = _Awaited(title, total, console)
    timer = threading.Timer(PATIENCE, bar.show)
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        bar.stop()


class _Awaited:
    """A bar that shows when patience is at an end, whoever asks first."""

    def __init__(self, title: str, total: int | None, console: Console | None) -> None:
        self.begun = title, total, console
        self.started = time.monotonic()
        self.lock = threading.Lock()
        self.bar: _Bar | None = None
        self.stopped = False

    def __call__(self, done: int, note: str = "", /) -> None:
        if self.bar is None and time.monotonic() - self.started >= PATIENCE:
            self.show()
        if self.bar is not None:
            self.bar.update(done, note)

    def show(self) -> None:
        """Show it, unless it is shown, or no longer needed."""
        with self.lock:
            if self.bar is None and not self.stopped:
                self.bar = _Bar(*self.begun)

    def stop(self) -> None:
        """Wipe it."""
        with self.lock:
            self.stopped = True
        if self.bar is not None:
            self.bar.stop()


class _Bar:
    def __init__(self, title: str, total: int | None, console: Console | None) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        class Rate(TextColumn):
            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:,.4g}/s" if task.speed else "")

        console = console or Console(stderr=True)
        self.progress = Progress(
            TextColumn(title),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(""),
            TimeElapsedColumn() if total is None else TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.progress.add_task(title, total=total, note="")
        self.progress.start()

    def update(self, done: int, note: str) -> None:
        self.progress.update(self.task, completed=done, note=note)

    def stop(self) -> None:
        self.progress.stop()


@contextmanager
def progress_lines() -> Iterator[Reporter]:
    """What is told on standard error, as :class:`ProgressLines` write it."""
    lines = ProgressLines(sys.stderr)
    try:
        yield lines
    finally:
        lines.close()


class ProgressLines:
    """Writes what is told of work: on a terminal over the last line, elsewhere now and then.

    Nobody may be left to read it: work does not end for want of a listener.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream, self.clock = stream, clock
        self.terminal = stream.isatty()
        self.shown = False
        self.done, self.due = 0, -math.inf

    def __call__(self, done: int, note: str = "", /) -> None:
        """Write it, unless a line of how much was done stands there since less than a while."""
        stays = note.endswith("\n")
        if self.terminal:
            self._write(f"\r{note.removesuffix(chr(10))}\x1b[K" + "\n" * stays)
            self.shown = not stays
        elif stays or done == self.done:
            self._write(note.removesuffix("\n") + "\n")
        elif self.clock() >= self.due:
            self.done, self.due = done, self.clock() + LOG_EVERY
            self._write(f"{note}\n")

    def close(self) -> None:
        """Clear what was to be written over."""
        if self.shown:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self.stream.write(text)
            self.stream.flush()
