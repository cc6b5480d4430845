"""Plays counted one by one: a row for each play, a column for each information set.

So oTree exports what was played: a row for each participant and round, with columns such as
``player.id_in_group``, of which the last part is the field's name; or, for all apps at once, a row
for each participant with columns such as ``chicken.1.player.decision``. What is named after an
information set is counted, an empty cell is a place that was not reached. A field of a group stands
in the row of each of its members, and is counted once. Fields of a participant or a session are
repeated from row to row and hold no choices.

Programs that count equal rows, as pandas' value_counts() and R's table() do, write each once beside
a column of counts: it is as many plays.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisis_sim.game.game import Floats
from crisis_sim.numbers.written import counted
from crisis_sim.profiles.count_column import NAMELESS, CountColumn
from crisis_sim.profiles.faults import Faults
from crisis_sim.profiles.misnamed import what_to_write
from crisis_sim.profiles.places import Places
from crisis_sim.profiles.rounds import count_among, is_own, quoted
from crisis_sim.tables.cells import MISSING, kind_of
from crisis_sim.tables.folded import folded
from crisis_sim.tables.names import shown
from crisis_sim.tables.read import Row
from crisis_sim.tables.source import OpenTable

__all__ = ["Plays"]

_EXPECTED = "expected the columns 'information set', 'action' and 'count'"
_HINT = "Or a column for each information set, named after it, and a row for each play."
_GROUP, _ID = "group", "id_in_subsession"
_SESSION, _ROUND = "session.code", "subsession.round_number"
_NO_CHOICES = frozenset(("participant", "session", "subsession"))
_MOST_KINDS = 100
"""So many different rows may be those of a table of counts."""
_ALIKE, _MOST_COMPARED = 0.85, 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """A column of choices.

    ``key`` has the columns that together name a group, where its field is a group's.
    """

    name: str
    number: int
    label: str
    key: tuple[int, ...]


class Plays:
    """Adds to ``found``, (choices,), for each action in the columns named after sets."""

    def __init__(self, source: OpenTable, places: Places, found: Floats, faults: Faults) -> None:
        self.names, self.places, self.faults = source.names, places, faults
        self.asked: list[_Asked] = []
        self.passed: list[str] = []
        for number, name in enumerate(self.names):
            self.ask(number, name)
        self.seen: dict[tuple[str, ...], str] = {}
        self.with_bots: set[tuple[str, ...]] = set()
        self.empty = self.cells = 0
        self.count = self.column_of_counts() if self.asked else None
        columns = [] if self.count is None else [self.count]
        self.counts = CountColumn(
            *(source, columns, places, found, faults), known=[one.number for one in self.asked]
        )
        self.rows, self.kinds = 0, set[tuple[str, ...]]()
        if not self.asked:
            self.refuse(source)

    def column_of_counts(self) -> int | None:
        """The column that says how many plays a row is."""
        wrong: list[str] = []
        taken = {one.name for one in self.asked}
        name = count_among([name for name in self.names if name not in taken], wrong)
        if name is not None and (of := next((one for one in self.asked if one.key), None)):
            wrong.append(f"'{shown(of.name)}' is a group's; leave '{shown(name)}' out")
        for said in wrong:
            self.faults.of_header(said)
        return None if name is None else self.names.index(name)

    def ask(self, number: int, name: str) -> None:
        """Take a column for one of choices if it is named after an information set."""
        *owners, last = name.split(".")
        own, field = self.places.place(name), self.places.place(last)
        found = own if own.held is not None or not owners else field
        if found.held is None:
            if found.unclear:
                self.faults.of_header(found.said)
            return
        if found is not own and _NO_CHOICES.intersection(map(str.casefold, owners)):
            self.passed.append(name)
            return
        key, wrong = _group(self.names, name) if found is not own else ((), "")
        if wrong:
            self.faults.of_header(wrong)
        self.asked.append(_Asked(name, number, found.held.label, key))

    def refuse(self, source: OpenTable) -> None:
        """Say that this is no table of plays."""
        if self.faults.first:
            return
        if self.passed:
            said = "holds no choices, but what is the same in every row of a participant or session"
            self.faults.of_header(f"the column '{shown(self.passed[0])}' {said}", _HINT)
            return
        held = {folded(name.rpartition(".")[2]) for name in self.names}
        wanted = {name: folded(name) for name in ("information set", "action")}
        missing = [name for name, spelling in wanted.items() if spelling not in held]
        found = quoted(self.names, most=8)
        told = what_to_write(source, self.places) or f"{_HINT} {self.places.known()}".rstrip()
        self.faults.of_header(f"{_EXPECTED}; missing: {quoted(missing)}; found: {found}", told)

    def add(self, row: Row, *, bot: bool) -> None:
        """Add the choices of one row; of a bot's row nothing but the groups that it was in."""
        number = None if bot else self.often(row)
        for one in self.asked:
            cell = row.cells[one.number]
            group = (one.name, *(row.cells[number] for number in one.key))
            if bot:
                if one.key:
                    self.with_bots.add(group)
                continue
            self.cells += 1
            choice, said = self.places.choice(one.label, cell)
            if choice is None and kind_of(cell) == MISSING:
                self.empty += 1
                continue
            before = self.seen.get(group) if one.key else None
            if before == cell:
                continue
            if before is not None:
                said = f"'{shown(one.name)}' was '{shown(before)}' in another row of the group"
                choice = None
            if one.key:
                self.seen[group] = cell
            if choice is None:
                self.faults.add(row, said)
            elif number is not None:
                self.counts.add(choice, number)

    def often(self, row: Row) -> float | None:
        """How many plays a row is; None where it does not say, which is a fault."""
        cells = tuple(row.cells[one.number] for one in self.asked)
        self.rows += 1
        if len(self.kinds) < _MOST_KINDS:
            self.kinds.add(cells)
        if self.count is not None and not any(cells):
            self.faults.add(row, NAMELESS)
            return None
        return self.counts.number(row, next(filter(None, cells), ""), self.count)

    def judge(self) -> None:
        """Find fault with what stands in place of counts."""
        self.counts.judge(apart=self.rows == len(self.kinds))

    def notes(self) -> Iterator[str]:
        """What was pooled, passed over or empty."""
        by_label: dict[str, list[str]] = {}
        for one in self.asked:
            by_label.setdefault(one.label, []).append(one.name)
        for label, names in by_label.items():
            if len(names) > 1:
                yield f"pooled for '{label}': {len(names)} columns, {quoted(names)}"
        yield from self.how_often()
        of_groups = [one.name for one in self.asked if one.key]
        if of_groups:
            yield f"counted once for each group, not for each member: {quoted(of_groups)}"
        if self.empty:
            cells = counted(self.cells, "cell")
            yield f"empty: {self.empty:,} of {cells}, taken for places that were not reached"
        mixed = len(self.with_bots.intersection(self.seen))
        if mixed:
            yield f"counted: {counted(mixed, 'choice')} of groups in which people met bots"
        for name in self.passed:
            yield f"passed over: the column '{shown(name)}', which holds no choices of a player"
        taken = {self.count, *(one.number for one in self.asked)}
        for number, name in enumerate(self.names):
            if number not in taken and is_own(name.rpartition(".")[2]):
                yield f"passed over: the column '{shown(name)}'"
        yield from self.misspelled()

    def how_often(self) -> Iterator[str]:
        """How the rows were counted, where they may have been counted before."""
        if self.count is not None:
            yield f"counted: each row as often as '{shown(self.names[self.count])}' says"
        if self.count is not None or (1 < self.rows == len(self.kinds) and len(self.names) > 1):
            yield from self.counts.notes()

    def misspelled(self) -> Iterator[str]:
        """The columns whose names are nearly those of information sets without a column."""
        asked = {one.label for one in self.asked}
        left = {folded(one): one for one in self.places.sets if one not in asked}
        if len(left) > _MOST_COMPARED or len(self.names) > _MOST_COMPARED:
            return
        taken = {one.number for one in self.asked}
        for number, name in enumerate(self.names):
            last = folded(name.rpartition(".")[2])
            close = difflib.get_close_matches(last, left, n=1, cutoff=_ALIKE)
            if close and number not in taken and name not in self.passed and len(last) < 200:
                meant = left[close[0]]
                yield f"passed over: the column '{shown(name)}'; was '{meant}' meant?"


def _group(names: Sequence[str], name: str) -> tuple[tuple[int, ...], str]:
    """The columns that name the group of a group's field, or what is missing."""
    prefix = name.rpartition(".")[0]
    if prefix.rpartition(".")[2].casefold() != _GROUP:
        return (), ""
    own = f"{prefix}.{_ID}"
    if own not in names:
        return (), (
            f"'{shown(name)}' stands in the row of each member of a group; without the column "
            f"'{shown(own)}' it cannot be counted once"
        )
    app = prefix.rpartition(".")[0]
    others = (_SESSION, _ROUND, f"{app}.{_ROUND}")
    return tuple(names.index(one) for one in (own, *others) if one in names), ""
