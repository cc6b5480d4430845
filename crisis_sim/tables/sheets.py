"""The sheets of a workbook, and their rows as texts."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.tables.damage import guarded
from crisis_sim.tables.names import shown
from crisis_sim.tables.source import MOST_CELLS, MOST_COLUMNS
from crisis_sim.tables.typed import as_cell

__all__ = ["Sheets", "refuse_unsaved"]

MOST_ROWS = 1_048_576
MOST_UNPACKED = 300_000_000
"""Bytes to which a workbook may unpack; it is a zip archive."""
_FORMULA = re.compile(rb"<(?:\w{1,9}:)?f[ />]")
_CONTENTS = "[Content_Types].xml"
_UNPACK = "unpack it, or save the table in it as .xlsx or .csv"
_BLOCK = 1 << 20
_EITHER = "hidden, or no table"


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
        with zipfile.ZipFile(held) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
            if unpacked > MOST_UNPACKED:
                raise InputError(f"{file} unpacks to more than {MOST_UNPACKED:,} bytes")
            if _CONTENTS not in packed.namelist():
                raise InputError(f"{file} is a zip archive, but no .xlsx file; {_UNPACK}")
            formulas = _has_formulas(packed)

        def sheets(*, values: bool) -> list[Any]:
            book = openpyxl.load_workbook(held, read_only=True, data_only=values, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
            return list(book.worksheets)

        self.values = sheets(values=True)
        self.formulas = sheets(values=False) if formulas else None
        if not self.values:
            raise InputError(f"{file} holds no sheet of cells")

    def choose(self) -> tuple[int, list[str]]:
        """The sheet to read: the first in sight with rows under a header, and what is said of it.

        Sheets out of sight, and those of one row alone, are read if there is nothing better.
        """
        if len(self.values) == 1:
            return 0, []
        count = range(len(self.values))
        hidden = [sheet.sheet_state != "visible" for sheet in self.values]
        filled = [sum(1 for _ in itertools.islice(self.rows(number), 2)) for number in count]
        chosen = max(count, key=lambda one: (filled[one] == 2, bool(filled[one]), not hidden[one]))
        name = shown(self.values[chosen].title)
        if not chosen:
            return 0, [f"only the first sheet, '{name}', was read"]
        why = _why_not(hidden[:chosen], filled[:chosen])
        return chosen, [f"only the sheet '{name}' was read; {why}"]

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


def _has_formulas(packed: zipfile.ZipFile) -> bool:
    """Whether any sheet of a workbook has formulas."""
    for name in packed.namelist():
        if not name.startswith("xl/worksheets/"):
            continue
        with packed.open(name) as file:
            before = b""
            while block := file.read(_BLOCK):
                if _FORMULA.search(before + block):
                    return True
                before = block[-16:]
    return False
