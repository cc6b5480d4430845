"""Columns that may hold counts under a name that is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crisis_sim.profiles.places import MOST_ASKED, Places
from crisis_sim.profiles.rounds import quoted
from crisis_sim.tables.cells import number_in
from crisis_sim.tables.read import Row

__all__ = ["Uncounted"]

_NUMBERED = frozenset(
    (
        *("id", "index", "row", "case", "participant", "subject", "player", "session", "group"),
        *("subsession", "round", "period", "trial", "age", "year"),
    )
)
"""How columns of whole numbers begin that are no counts."""
_LEAST_RUN = 3


class Uncounted:
    """Follows the columns without a meaning, in the rows of a table without counts."""

    def __init__(self, names: Sequence[str], known: Iterable[int], places: Places) -> None:
        self.names, self.places, self.rows = names, places, 0
        own = set(known)
        self.whole = {
            number for number, name in enumerate(names) if number not in own and _may_count(name)
        }
        self.ones, self.running = set(self.whole), set(self.whole)

    def add(self, row: Row) -> None:
        """Look at the cells of a row."""
        self.rows += 1
        for number in list(self.whole):
            value = number_in(row.cells[number], grouped=True)
            if value is None or value < 0 or value.denominator != 1:
                self.whole.remove(number)
            if value != 1:
                self.ones.discard(number)
            if value != self.rows:
                self.running.discard(number)

    def fault(self) -> str:
        """What is said where all rows differ; nothing where no column may hold counts."""
        passed = self.ones | (self.running if self.rows >= _LEAST_RUN else set())
        found = [self.names[number] for number in sorted(self.whole - passed)]
        if not found or not self.rows:
            return ""
        if len(found) > 1 and all(map(self.is_action, found)):
            return f"{quoted(found)} are actions: write a row for each with how often it was taken"
        what, one, them = (
            ("column", "it", "it") if len(found) == 1 else ("columns", "that of counts", "them")
        )
        return (
            f"the {what} {quoted(found)} may hold counts: call {one} 'count', or leave {them} out "
            "if each row is one play"
        )

    def is_action(self, name: str) -> bool:
        """Whether an information set has an action of that name."""
        sets = list(self.places.sets)[:MOST_ASKED]
        return any(self.places.actions(one).meant(name) for one in sets)


def _may_count(name: str) -> bool:
    first, *rest = re.split(r"[\W_]+", name.casefold().strip())
    return first not in _NUMBERED and rest[-1:] != ["id"]
