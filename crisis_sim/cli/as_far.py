"""Work that may be cut short: what it found is told, then how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, TypeVar

from crisis_sim.cli.progress import progress_bar
from crisis_sim.errors import NotSolved
from crisis_sim.interruption import Interrupted
from crisis_sim.time_limits import finished

if TYPE_CHECKING:
    from crisis_sim.reporter import Reporter

__all__ = ["as_far"]

Found = TypeVar("Found")


@contextmanager
def as_far(
    work: Callable[..., Found], progress: AbstractContextManager[Reporter] | None = None
) -> Iterator[Found]:
    """What ``work`` comes to, or had come to when it was cut short; the block tells it.

    With ``progress`` it is handed a ``report`` of how far it is; without, a bar shows how long it
    takes. What is found says by ``left`` what was not done for want of time.

    Raises
    ------
    KeyboardInterrupt
        At the end of the block, where the work was interrupted.
    NotSolved
        There, where something was left.
    """
    interrupted = False
    try:
        with progress or progress_bar("Working", None) as report:
            found = work(report=report) if progress else work()
    except Interrupted as stop:
        found, interrupted = stop.found, True
    with suppress(NotSolved) if interrupted else nullcontext():
        yield found
    if interrupted:
        raise KeyboardInterrupt
    finished(found)
