"""What is wrong with the rows of a table, each kind once."""

from __future__ import annotations

from dataclasses import replace

from crisis_sim.numbers.written import counted
from crisis_sim.problem import Problem
from crisis_sim.tables.read import Row

__all__ = ["Faults"]

MOST_KINDS = 100
"""Reading stops there: enough is wrong with the table already."""
_LONGEST = 1_000


class Faults:
    """Problems as they are met; what is said of further rows in the same words is counted.

    ``separator`` stands between the cells of a row.
    """

    def __init__(self, separator: str) -> None:
        self.separator = separator
        self.first: dict[str, Problem] = {}
        self.again: dict[str, int] = {}

    @property
    def full(self) -> bool:
        """Whether no more are wanted."""
        return len(self.first) >= MOST_KINDS

    def add(self, row: Row, said: str) -> None:
        """One thing wrong with a row."""
        if said in self.first:
            self.again[said] = self.again.get(said, 0) + 1
            return
        excerpt = self.separator.join(row.cells)[:_LONGEST]
        self.first[said] = Problem(said, line=row.place, column=1, excerpt=excerpt)

    def of_header(self, said: str, hint: str = "") -> None:
        """One thing wrong with the names of the columns."""
        self.first.setdefault(said, Problem(said, line=1, column=1, hint=hint))

    def problems(self) -> list[Problem]:
        """All of them, at the first row of each."""
        return [self._told(said, one) for said, one in self.first.items()]

    def _told(self, said: str, one: Problem) -> Problem:
        rows = self.again.get(said)
        if not rows:
            return one
        return replace(one, hint=f"The same in {counted(rows, 'further row')}.")
