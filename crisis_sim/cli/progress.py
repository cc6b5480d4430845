"""A progress bar on standard error, for anything that takes more than a second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Task

__all__ = ["progress_bar"]

PATIENCE = 1.0
"""Seconds before the bar is shown."""


class Reporting(Protocol):
    """Is told how much is done, and a note."""

    def __call__(self, done: int, note: str = "") -> None:
        """Show it."""


@contextmanager
def progress_bar(
    title: str, total: int | None, console: Console | None = None
) -> Iterator[Reporting]:
    """A bar with the rate, the time left at this rate, and a note.

    Call what is given with how much is done and the note. Without ``total`` nobody knows how much
    there is. The bar shows on a terminal only, after a second, and is wiped when the work is done
    or interrupted.
    """
    started = time.monotonic()
    bar: _Bar | None = None

    def report(done: int, note: str = "") -> None:
        nonlocal bar
        if bar is None and time.monotonic() - started >= PATIENCE:
            bar = _Bar(title, total, console)
        if bar is not None:
            bar.update(done, note)

    try:
        yield report
    finally:
        if bar is not None:
            bar.stop()


class _Bar:
    def __init__(self, title: str, total: int | None, console: Console | None) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
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
            TimeRemainingColumn(),
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
