"""The sheets of a workbook, and their rows as texts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.numbers.written import counted
from crisis_sim.tables.damage import guarded
from crisis_sim.tables.names import shown
from crisis_sim.tables.source import MOST_CELLS, MOST_COLUMNS
from crisis_sim.tables.typed import Unsaved
from crisis_sim.tables.unpacked import MOST_ROWS, Archive, SeenPart

__all__ = ["Sheets", "refuse_unsaved"]

MOST_LOOKED_AT = 5_000_000
"""Cells and rows that are gone through to choose a sheet; some programs end an empty sheet with a
row at the last place."""
_SAVE = "open the file in Excel or LibreOffice and save it"
_EITHER = "hidden, of one column, or no table"


@dataclass(slots=True)
class _Room:
    """How many cells may be gone through, a row counted as one, and what is said of more."""

    most: int
    said: str
    seen: int = 0

    def take(self, count: int) -> None:
        """Raises InputError where there is no room for so many."""
        self.seen += count
        if self.seen > self.most:
            raise InputError(self.said)


class Sheets:
    """The sheets of cells in a workbook.

    Raises InputError for a workbook that holds none, or too much, or one whose rows or cells are
    out of order.
    """

    def __init__(self, held: BinaryIO, file: str) -> None:
        try:
            from crisis_sim.tables.excel_reader import read_sheets
        except ImportError:
            raise MissingExtra("data", "reading an Excel file") from None
        self.file = file
        self.archive = Archive(held, file)
        self.values, gone = read_sheets(held, self.archive)
        if gone:
            told = f"{file} lacks the part that holds its sheet '{shown(gone[0])}'"
            raise InputError(f"{told}, as if damaged; {_SAVE}")
        if not self.values:
            raise InputError(f"{file} holds no sheet of cells")
        for number, sheet in enumerate(self.values):
            if fault := self.part(number).order.fault:
                where = f"{file}, sheet '{shown(sheet.title)}'"
                raise InputError(f"{where}: {fault}; {_SAVE}")

    def choose(self) -> tuple[int, list[str]]:
        """The sheet to read: the first in sight with rows under a header, and what is said of it.

        Sheets out of sight, of one column, and of one row are read if there is nothing better.
        """
        if len(self.values) == 1:
            return 0, self.hidden(0)
        count = range(len(self.values))
        hidden = [sheet.hidden for sheet in self.values]
        said = f"{self.file} has more than {MOST_LOOKED_AT:,} cells or rows above its tables"
        room = _Room(MOST_LOOKED_AT, f"{said}; save the table as .csv")
        heads = [list(itertools.islice(self.filled(number, room), 2)) for number in count]
        filled = [len(head) for head in heads]
        wide = [bool(head) and len(head[0][1]) > 1 for head in heads]
        chosen = max(
            count,
            key=lambda one: (filled[one] == 2, bool(filled[one]), not hidden[one], wide[one]),
        )
        name = shown(self.values[chosen].title)
        self.file += f", sheet '{name}'"
        if not chosen:
            return 0, [f"only the first sheet, '{name}', was read", *self.hidden(0)]
        why = _why_not(hidden[:chosen], filled[:chosen])
        return chosen, [f"only the sheet '{name}' was read; {why}", *self.hidden(chosen)]

    def hidden(self, number: int) -> list[str]:
        """What is said of rows that the sheet does not show, those that a filter hides for one."""
        count = self.part(number).hidden
        told = counted(count, "row that the sheet hides was", "rows that the sheet hides were")
        return [f"{told} read too"] if count else []

    def part(self, number: int) -> SeenPart:
        """What was seen in the part that holds a sheet."""
        return self.archive.part(self.values[number].part)

    def rows(self, number: int) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet that hold something, without the empty cells at their ends."""
        said = f"{self.file} has more than {MOST_CELLS:,} cells"
        return self.filled(number, _Room(MOST_CELLS, said))

    def filled(self, number: int, room: _Room) -> Iterator[tuple[int, list[str]]]:
        """The same rows, as long as there is room for what is gone through."""
        return guarded(self._filled(number, room), self.file, "Excel")

    def _filled(self, number: int, room: _Room) -> Iterator[tuple[int, list[str]]]:
        for place, row in self.values[number].rows():
            room.take(len(row) + 1)
            if len(row) > MOST_COLUMNS:
                raise InputError(f"{self.file} has more than {MOST_COLUMNS:,} columns")
            if place > MOST_ROWS:
                raise InputError(f"{self.file} has rows beyond the last that a sheet can have")
            while row and not row[-1]:
                row.pop()
            if row:
                yield place, row


def _why_not(hidden: Sequence[bool], filled: Sequence[int]) -> str:
    """Why the sheets before the one that is read are none to read."""
    which = "the one before it is" if len(hidden) == 1 else "those before it are"
    if min(filled) == 2 and not any(hidden):
        return f"{which} of one column"
    if not any(filled):
        return f"{which} empty"
    return f"{which} {'hidden' if all(hidden) else 'no table' if not any(hidden) else _EITHER}"


def refuse_unsaved(file: str, place: int, cells: Sequence[tuple[str, str]]) -> None:
    """Refuse a row with a formula whose value the file does not hold.

    Raises InputError that says where, and what helps.
    """
    for name, cell in cells:
        if isinstance(cell, Unsaved):
            raise InputError(
                f"{file}: row {place} holds a formula whose value was not saved, "
                f"'{shown(cell, 40)}' under '{shown(name)}'; {_SAVE}"
            )
