"""Rows of an information set, an action and how often it was taken, or of one play each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisis_sim.game.game import Floats
from crisis_sim.numbers.written import counted
from crisis_sim.profiles.count_column import NAMELESS, CountColumn
from crisis_sim.profiles.faults import Faults
from crisis_sim.profiles.places import Places
from crisis_sim.profiles.rounds import RoundColumns, columns_of, is_own, quoted
from crisis_sim.tables.names import shown
from crisis_sim.tables.read import Row
from crisis_sim.tables.source import OpenTable

__all__ = ["CountedRows"]


class CountedRows:
    """Adds up rows, into ``found``, (choices,)."""

    def __init__(
        self,
        source: OpenTable,
        rounds: Sequence[RoundColumns],
        places: Places,
        found: Floats,
        faults: Faults,
    ) -> None:
        self.source, self.rounds, self.places, self.faults = source, rounds, places, faults
        columns = [one.count for one in rounds if one.count is not None]
        self.counts = CountColumn(
            *(source, columns, places, found, faults),
            known=[number for one in rounds for number in one.numbers()],
        )
        self.empty = self.seen = 0

    @classmethod
    def of(
        cls, source: OpenTable, places: Places, found: Floats, faults: Faults
    ) -> CountedRows | None:
        """What adds up the rows of a table; None for one without the two first columns."""
        rounds, wrong = columns_of(source.names)
        for said in wrong:
            faults.of_header(said)
        return cls(source, rounds, places, found, faults) if rounds else None

    def add(self, row: Row, *, bot: bool) -> None:
        """Add one row, unless a bot played it."""
        if bot:
            return
        if row.cells == self.source.names:
            self.faults.add(row, "the names of the columns stand here again; leave this line out")
            return
        for one in self.rounds:
            self.add_round(row, one)

    def add_round(self, row: Row, columns: RoundColumns) -> None:
        """Add one round of a row; an empty one of several side by side was not reached."""
        cells = [row.cells[number] for number in columns.numbers()]
        where, action = cells[:2]
        self.seen += 1
        if len(self.rounds) > 1 and not any(cells):
            self.empty += 1
            return
        if not where and not action:
            self.faults.add(row, NAMELESS)
            return
        place = self.places.place(where)
        choice, wrong = None, place.said
        if place.held is not None:
            choice, wrong = self.places.choice(place.held.label, action)
        if wrong:
            self.faults.add(row, wrong)
        number = self.counts.number(row, action, columns.count)
        if choice is not None and number is not None:
            self.counts.add(choice, number)

    def judge(self) -> None:
        """Find fault with what stands in place of counts."""
        self.counts.judge(apart=self.counts.rows.max(initial=0) == 1)

    def notes(self) -> Iterator[str]:
        """What was passed over, added up or taken as it is."""
        yield from self.counts.notes()
        for one in self.rounds:
            held = [self.source.names[number] for number in one.numbers()]
            if len({name.rpartition(".")[0] for name in held}) > 1:
                yield f"taken together: the columns {quoted(held)}"
        if len(self.rounds) > 1:
            names = [self.source.names[one.where] for one in self.rounds]
            yield f"pooled: {len(names):,} rounds or apps side by side, {quoted(names)}"
        if self.empty:
            told = counted(self.seen, "round")
            yield f"empty: {self.empty:,} of {told}, taken for rounds that were not reached"
        for name in self.others():
            yield f"passed over: the column '{shown(name)}'"

    def others(self) -> Iterator[str]:
        """The columns that could have been meant too."""
        own = {number for one in self.rounds for number in one.numbers()}
        for number, name in enumerate(self.source.names):
            last = name.rpartition(".")[2]
            if number not in own and (is_own(last) or self.places.place(last).held is not None):
                yield name
