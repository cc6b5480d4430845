"""Tables in Excel's workbooks: the first sheet, its first row the names."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.tables.damage import damage_told, guarded
from crisis_sim.tables.names import index_note, is_index, refuse_repeated, shown
from crisis_sim.tables.source import AT_ONCE, MOST_CELLS, MOST_COLUMNS, Batch
from crisis_sim.tables.typed import as_cell

__all__ = ["Workbook"]

MOST_ROWS = 1_048_576
MOST_UNPACKED = 300_000_000
"""Bytes to which a workbook may unpack; it is a zip archive."""


class Workbook:
    """A workbook; see :class:`crisis_sim.tables.source.Source`.

    A number in a cell is the shortest decimal of its float, as the sheet shows it.
    """

    unit = "row"
    commas_group = True

    def __init__(self, held: BinaryIO, file: str) -> None:
        try:
            import openpyxl
        except ImportError:
            raise MissingExtra("data", "reading an Excel file") from None
        self.file = file
        with damage_told(file, "Excel"):
            with zipfile.ZipFile(held) as packed:
                unpacked = sum(one.file_size for one in packed.infolist())
            if unpacked > MOST_UNPACKED:
                raise InputError(f"{file} unpacks to more than {MOST_UNPACKED:,} bytes")
            book = openpyxl.load_workbook(held, read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                raise InputError(f"{file} holds no sheet of cells")
            self.sheet: Any = book.worksheets[0]
            others = len(book.worksheets) - 1
        notes = [f"only the first sheet, '{shown(self.sheet.title)}', was read"] if others else []
        header = next(self.rows(), (1, []))[1]
        refuse_repeated(file, header)
        index = len(header) > 1 and is_index(header[0])
        if index:
            notes.append(index_note(header[0]))
        self.places = {
            name: number
            for number, name in enumerate(header)
            if name and not (index and not number)
        }
        self.nameless = [number for number, name in enumerate(header) if not name and number]
        self.width = len(header)
        self.names = tuple(self.places)
        self.notes = tuple(notes)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold something, without the empty cells at their ends."""
        seen = 0
        rows = guarded(self.sheet.iter_rows(values_only=True), self.file, "Excel")
        for place, row in enumerate(rows, 1):
            seen += len(row) + 1
            if seen > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise InputError(f"{self.file} has more than {MOST_CELLS:,} cells")
            if place > MOST_ROWS:
                raise InputError(f"{self.file} has rows beyond the last that a sheet can have")
            cells = [as_cell(value).strip() for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield place, cells

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
        wanted = [self.places[name] for name in names]
        rows = itertools.islice(self.rows(), 1, None)
        at_once = max(1, AT_ONCE // max(1, self.width))
        while many := list(itertools.islice(rows, at_once)):
            for place, row in many:
                self.check(place, row)
                row += [""] * (self.width - len(row))
            yield [place for place, _ in many], [[row[key] for _, row in many] for key in wanted]

    def check(self, place: int, row: Sequence[str]) -> None:
        """Refuse a row that has cells under no name."""
        under = [number for number in self.nameless if number < len(row) and row[number]]
        if under or len(row) > self.width:
            column = (under[0] if under else self.width) + 1
            raise InputError(f"{self.file}: column {column} has no name, but a cell in row {place}")
