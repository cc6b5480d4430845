"""What every sweep shows of itself, whether its answers are in memory, in a file or added up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crisis_sim.shown import AsTable, Shown
from crisis_sim.sweep.results.sheet import Sheet
from crisis_sim.sweep.results.summary import Summary

__all__ = ["Swept", "outcomes_table", "size_told"]


@dataclass(frozen=True, eq=False, repr=False)
class Swept(Shown):
    """A sweep whose answers went to a file, or were added up and forgotten.

    Attributes
    ----------
    sheet : the columns with their meanings, and where the numbers come from.
    summary : what they come to; None where the file was complete already.
    path : the file, if one was written.
    seconds, compiling : the time it took without compiling, and that of compiling.
    """

    sheet: Sheet
    summary: Summary | None
    path: Path | None
    seconds: float
    compiling: float

    @property
    def left(self) -> str:
        """How many points were not reached; empty if all were."""
        return self.summary.left if self.summary is not None else ""

    @property
    def caption(self) -> str:
        """What was swept over, and where the answers are."""
        where = f"; in {self.path}" if self.path is not None else ""
        return f"{size_told(self.sheet)}{where}"

    def table(self) -> AsTable:
        """The probability of each outcome, and category, averaged over the solved points."""
        return outcomes_table(self.summary)


def size_told(sheet: Sheet) -> str:
    """The title, and the dimensions with their sizes."""
    sizes = [f"{one.name} ({one.size:,})" for one in sheet.dimensions]
    return f"{sheet.description['title']}: " + " \N{MULTIPLICATION SIGN} ".join(sizes)


def outcomes_table(summary: Summary | None) -> AsTable:
    """The probability of each outcome, and category, averaged over the solved points."""
    shares = summary.shares if summary is not None else ()
    rows = [(f"{one.case} {one.name}".strip(), f"{one.mean:.4f}") for one in shares if one.mean > 0]
    return ("outcome", "mean probability"), rows
