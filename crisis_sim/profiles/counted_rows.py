"""Rows of an information set, an action and how often it was taken, or of one play each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import InformationSet
from crisis_sim.numbers.written import counted
from crisis_sim.profiles.faults import Faults
from crisis_sim.profiles.folded import folded
from crisis_sim.profiles.places import Places
from crisis_sim.profiles.rounds import Columns, columns_of, is_own, listed
from crisis_sim.tables.cells import MISSING, kind_of, number_in
from crisis_sim.tables.decimals import decimals_of
from crisis_sim.tables.names import shown
from crisis_sim.tables.read import Row
from crisis_sim.tables.source import Source

__all__ = ["CountedRows"]

MOST_PLAYS = 10**15
_SHARES = frozenset(
    (
        *("share", "shares", "proportion", "proportions", "prop", "probability", "prob"),
        *("percent", "percentage", "pct", "relfreq", "relativefrequency"),
    )
)
_ROUNDED = 0.02
"""How far from their sum shares may be, relative to it, when they are rounded."""


class CountedRows:
    """Adds up rows, into ``found``, (choices,)."""

    def __init__(
        self,
        source: Source,
        rounds: Sequence[Columns],
        places: Places,
        found: Floats,
        faults: Faults,
    ) -> None:
        self.source, self.rounds, self.places = source, rounds, places
        self.found, self.faults = found, faults
        self.rows = np.zeros(len(found), dtype=np.int64)
        self.fraction, self.fractional, self.empty, self.seen = "", 0, 0, 0
        counts = [source.names[one.count] for one in rounds if one.count is not None]
        self.decimals = decimals_of(source, counts)
        for name, fault in self.decimals.faults.items():
            if fault:
                faults.of_header(f"the column '{shown(name)}' {fault}")

    @classmethod
    def of(
        cls, source: Source, places: Places, found: Floats, faults: Faults
    ) -> CountedRows | None:
        """What adds up the rows of a table; None for one without the two first columns."""
        rounds, wrong = columns_of(source.names)
        for said in wrong:
            faults.of_header(said)
        return cls(source, rounds, places, found, faults) if rounds else None

    @property
    def has_counts(self) -> bool:
        """Whether there is a column of counts."""
        return self.rounds[0].count is not None

    def add(self, row: Row, *, bot: bool) -> None:
        """Add one row, unless a bot played it."""
        if bot:
            return
        if row.cells == self.source.names:
            self.faults.add(row, "the names of the columns stand here again; leave this line out")
            return
        for one in self.rounds:
            self.add_round(row, one)

    def add_round(self, row: Row, columns: Columns) -> None:
        """Add one round of a row; an empty one of several side by side was not reached."""
        cells = [row.cells[number] for number in columns.numbers()]
        where, action = cells[:2]
        self.seen += 1
        if len(self.rounds) > 1 and not any(cells):
            self.empty += 1
            return
        if not where and not action:
            self.faults.add(row, "a count without a name seems to be a total; leave this line out")
            return
        place = self.places.place(where)
        choice, wrong = None, place.said
        if place.held is not None:
            choice, wrong = self.places.choice(place.held.label, action)
        if wrong:
            self.faults.add(row, wrong)
        number = 1.0 if columns.count is None else self.number(row, action, columns.count)
        if choice is not None and number is not None:
            self.found[choice] += number
            self.rows[choice] += 1

    def number(self, row: Row, action: str, column: int) -> float | None:
        """A count; None where there is none, which is a fault."""
        text, grouped = row.cells[column], self.source.names[column] in self.decimals.grouped
        number = number_in(text, grouped=grouped) if "%" not in text else None
        if number is None or not 0 <= number <= MOST_PLAYS:
            self.faults.add(row, _no_count(action, text))
            return None
        if number.denominator != 1:
            self.fractional += 1
            self.fraction = self.fraction or f"{shown(text)} in {self.source.unit} {row.place}"
        return float(number)

    def judge(self) -> None:
        """Find fault with shares that stand in place of counts."""
        if self.fractional and not self.faults.first and self.all_add_up_to(1.0):
            self.faults.of_header(
                "the counts add up to 1, as shares do; expected how often each action was taken",
                "The standard error depends on the number of plays.",
            )
        other = next((one for one in self.source.names if folded(one) in _SHARES), None)
        if other and not self.has_counts and self.rows.max(initial=0) == 1:
            self.faults.of_header(
                f"the column '{shown(other)}' holds shares; expected how often each action was "
                "taken, in a column 'count', or a row for each play"
            )

    def all_add_up_to(self, whole: float) -> bool:
        """Whether the counts add up to that wherever there are any."""
        totals = [self.found[list(one.choices)].sum() for one in self.sets()]
        return all(abs(one - whole) <= _ROUNDED * whole for one in totals if one)

    def sets(self) -> Iterator[InformationSet]:
        """All information sets."""
        return (one for held in self.places.sets.values() for one in held)

    def notes(self) -> Iterator[str]:
        """What was passed over, added up or taken as it is."""
        if not self.has_counts:
            yield f"no column of counts: one play counted for each row, {int(self.rows.sum()):,}"
        elif (several := int((self.rows > 1).sum())) > 0:
            yield f"added up: the rows of {counted(several, 'action')} with more than one"
        if self.fractional:
            numbers = counted(self.fractional, "count")
            as_shares = (
                ", which add up to 100 as percentages do" if self.all_add_up_to(100.0) else ""
            )
            yield f"taken as weights: {numbers} with a fraction, {self.fraction}{as_shares}"
        yield from self.decimals.cell_notes()
        if len(self.rounds) > 1:
            names = [self.source.names[one.where] for one in self.rounds]
            yield f"pooled: {len(names):,} rounds or apps side by side, {listed(names)}"
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


def _no_count(action: str, text: str) -> str:
    said = f"expected how often '{shown(action)}' was taken, from 0 to 10^15; found "
    if "%" in text:
        return f"{said}'{shown(text)}', a share"
    if not text:
        return f"{said}an empty cell; write 0 if it never was"
    if kind_of(text) == MISSING:
        return f"{said}'{shown(text)}', a missing value; write 0 if it never was"
    return f"{said}'{shown(text)}'"
