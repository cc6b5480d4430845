"""How often, as the cells of a table say it: numbers, weights, and what is neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.numbers.written import counted
from crisis_sim.profiles.faults import Faults
from crisis_sim.profiles.places import Places
from crisis_sim.profiles.rounds import COLUMNS
from crisis_sim.profiles.uncounted import Uncounted
from crisis_sim.tables.cells import MISSING, kind_of, number_in
from crisis_sim.tables.decimals import decimals_of
from crisis_sim.tables.folded import folded
from crisis_sim.tables.names import shown
from crisis_sim.tables.read import Row
from crisis_sim.tables.source import OpenTable

__all__ = ["MOST_PLAYS", "NAMELESS", "CountColumn"]

NAMELESS = "a count without a name seems to be a total; leave this line out"

MOST_PLAYS = 10**15
_SHARES = frozenset(
    (
        *("share", "shares", "proportion", "proportions", "prop", "probability", "prob"),
        *("percent", "percentage", "pct", "relfreq", "relativefrequency"),
    )
)
_ROUNDED = 0.02
"""How far from their sum shares may be, relative to it, when they are rounded."""
_LEAST_RUN = 3


class CountColumn:
    """Adds counts to ``found``, (choices,), or ones where no column has them.

    Parameters
    ----------
    columns : those of counts, one for each round; none where each row is one play.
    known : those of places and actions.
    """

    def __init__(
        self,
        source: OpenTable,
        columns: Sequence[int],
        places: Places,
        found: Floats,
        faults: Faults,
        *,
        known: Iterable[int],
    ) -> None:
        self.uncounted = Uncounted(source.names, known, places)
        self.source, self.columns, self.places = source, columns, places
        self.found, self.faults = found, faults
        self.rows = np.zeros(len(found), dtype=np.int64)
        self.fraction, self.fractional, self.read = "", 0, 0
        self.running = True
        self.decimals = decimals_of(source, [source.names[one] for one in columns])
        for name, fault in self.decimals.faults.items():
            if fault:
                faults.of_header(f"the column '{shown(name)}' {fault}")

    def add(self, choice: int, number: float) -> None:
        """Count a choice."""
        self.found[choice] += number
        self.rows[choice] += 1

    def number(self, row: Row, action: str, column: int | None) -> float | None:
        """A count, one without a column; None where there is none, which is a fault."""
        if column is None:
            self.uncounted.add(row)
            return 1.0
        text, grouped = row.cells[column], self.source.names[column] in self.decimals.grouped
        number = number_in(text, grouped=grouped) if "%" not in text else None
        if number is None or not 0 <= number <= MOST_PLAYS:
            self.faults.add(row, _no_count(action, text))
            return None
        self.read += 1
        self.running = self.running and number == self.read
        if number.denominator != 1:
            self.fractional += 1
            self.fraction = self.fraction or f"{shown(text)} in {self.source.unit} {row.place}"
        return float(number)

    def judge(self, *, apart: bool) -> None:
        """Find fault with shares, or numbers of rows, that stand in place of counts.

        ``apart`` says whether no two rows are alike, as those that were counted are.
        """
        if self.fractional and not self.faults.first and self.all_add_up_to(1.0):
            self.faults.of_header(
                "the counts add up to 1, as shares do; expected how often each action was taken",
                "The standard error depends on the number of plays.",
            )
        other = next((one for one in self.source.names if folded(one) in _SHARES), None)
        if other and not self.columns and self.rows.max(initial=0) == 1:
            self.faults.of_header(
                f"the column '{shown(other)}' holds shares; expected how often each action was "
                "taken, in a column 'count', or a row for each play"
            )
        elif apart and not self.columns and (said := self.uncounted.fault()):
            self.faults.of_header(said)
        if self.running and self.read >= _LEAST_RUN:
            name = self.source.names[self.columns[0]]
            if folded(name) != COLUMNS[-1]:
                self.faults.of_header(
                    f"the column '{shown(name)}' seems to number the rows; leave it out, or call "
                    "it 'count'"
                )

    def all_add_up_to(self, whole: float) -> bool:
        """Whether the counts add up to that wherever there are any."""
        held = (one for sets in self.places.sets.values() for one in sets)
        totals = [self.found[list(one.choices)].sum() for one in held]
        return all(abs(one - whole) <= _ROUNDED * whole for one in totals if one)

    def notes(self) -> Iterator[str]:
        """What was added up or taken as it is."""
        if not self.columns:
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


def _no_count(action: str, text: str) -> str:
    said = f"expected how often '{shown(action)}' was taken, from 0 to 10^15; found "
    if "%" in text:
        return f"{said}'{shown(text)}', a share; write in how many plays, a whole number"
    if not text:
        return f"{said}an empty cell; write 0 if it never was"
    if kind_of(text) == MISSING:
        return f"{said}'{shown(text)}', a missing value; write 0 if it never was"
    return f"{said}'{shown(text)}'"
