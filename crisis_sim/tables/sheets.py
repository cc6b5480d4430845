"""The sheets of a workbook, and their rows as texts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.numbers.written import counted
from crisis_sim.tables.damage import guarded
from crisis_sim.tables.names import shown
from crisis_sim.tables.source import MOST_CELLS, MOST_COLUMNS
from crisis_sim.tables.typed import as_cell
from crisis_sim.tables.unpacked import MOST_ROWS, unpacked

__all__ = ["Sheets", "refuse_unsaved"]

_EITHER = "hidden, of one column, or no table"


class Unsaved(str):
    """A formula whose value the file does not hold."""


class Sheets:
    """The sheets of cells in a workbook.

    Formulas are looked at too where there are any: programs that write them without their values
    would otherwise leave empty cells.

    Raises InputError for a workbook that holds none, or too much.
    """

    def __init__(self, held: BinaryIO, file: str) -> None:
        try:
            import openpyxl
        except ImportError:
            raise MissingExtra("data", "reading an Excel file") from None
        self.file = file
        self.parts = unpacked(held, file)

        def sheets(*, values: bool) -> list[Any]:
            book = openpyxl.load_workbook(held, read_only=True, data_only=values, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
            return list(book.worksheets)

        self.values = sheets(values=True)
        formulas = any(part.formulas for part in self.parts.values())
        self.formulas = sheets(values=False) if formulas else None
        if not self.values:
            raise InputError(f"{file} holds no sheet of cells")

    def choose(self) -> tuple[int, list[str]]:
        """The sheet to read: the first in sight with rows under a header, and what is said of it.

        Sheets out of sight, of one column, and of one row are read if there is nothing better.
        """
        if len(self.values) == 1:
            return 0, self.hidden(0)
        count = range(len(self.values))
        hidden = [sheet.sheet_state != "visible" for sheet in self.values]
        heads = [list(itertools.islice(self.rows(number), 2)) for number in count]
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
        path = getattr(self.values[number], "_worksheet_path", "")
        count = self.parts[path].hidden if path in self.parts else 0
        told = counted(count, "row that the sheet hides was", "rows that the sheet hides were")
        return [f"{told} read too"] if count else []

    def rows(self, number: int) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet that hold something, without the empty cells at their ends."""
        seen = 0
        for place, row in enumerate(guarded(self._texts(number), self.file, "Excel"), 1):
            seen += len(row) + 1
            if seen > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise InputError(f"{self.file} has more than {MOST_CELLS:,} cells")
            if place > MOST_ROWS:
                raise InputError(f"{self.file} has rows beyond the last that a sheet can have")
            while row and not row[-1]:
                row.pop()
            if row:
                yield place, row

    def _texts(self, number: int) -> Iterator[list[str]]:
        if self.formulas is None:
            for row in self.values[number].iter_rows(values_only=True):
                yield [as_cell(value).strip() for value in row]
            return
        both = self.values[number].iter_rows(), self.formulas[number].iter_rows(values_only=True)
        for row, formulas in zip(*both, strict=False):
            yield [_cell(*one) for one in itertools.zip_longest(row, formulas)]


def _why_not(hidden: Sequence[bool], filled: Sequence[int]) -> str:
    """Why the sheets before the one that is read are none to read."""
    which = "the one before it is" if len(hidden) == 1 else "those before it are"
    if min(filled) == 2 and not any(hidden):
        return f"{which} of one column"
    if not any(filled):
        return f"{which} empty"
    return f"{which} {'hidden' if all(hidden) else 'no table' if not any(hidden) else _EITHER}"


def _cell(cell: Any, formula: Any) -> str:
    """The text of a cell, or its formula where the value was not saved.

    An empty text that a formula gives is a value; it has a type of its own.
    """
    value = None if cell is None else cell.value
    if value is None and formula is not None and getattr(cell, "data_type", "n") != "str":
        return Unsaved(formula if isinstance(formula, str) else "a formula")
    return as_cell(value).strip()


def refuse_unsaved(file: str, place: int, cells: Sequence[tuple[str, str]]) -> None:
    """Refuse a row with a formula whose value the file does not hold.

    Raises InputError that says where, and what helps.
    """
    for name, cell in cells:
        if isinstance(cell, Unsaved):
            raise InputError(
                f"{file}: row {place} holds a formula whose value was not saved, "
                f"'{shown(cell, 40)}' under '{shown(name)}'; open the file in Excel or LibreOffice "
                "and save it"
            )
