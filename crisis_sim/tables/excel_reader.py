"""Excel's sheets of cells as openpyxl reads them, a row at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO, NamedTuple

from openpyxl.reader.excel import ExcelReader

from crisis_sim.tables.unpacked import Archive

__all__ = ["read_sheets"]


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads the table in a workbook; texts that cells share are held once, and stripped."""

    def read_strings(self) -> None:
        if self.shared_strings:
            return
        with self.archive.read_by():
            super().read_strings()
        for number, text in enumerate(self.shared_strings):
            self.shared_strings[number] = text.strip()

    def read_nothing(self, *_: Any) -> None:
        """Pass over what no table needs."""

    read_properties = read_custom = read_theme = read_chartsheet = read_nothing


class Sheets(NamedTuple):
    """The sheets of cells in a workbook, and the names of those whose part is not there."""

    held: list[Any]
    gone: list[str]


def read_sheets(held: BinaryIO, archive: Archive, *, formulas_of: Sequence[Any] = ()) -> Sheets:
    """The sheets of cells in a workbook, with values; or with formulas, those of sheets read."""
    reader = _Reader(held, read_only=True, data_only=not formulas_of, keep_links=False)
    reader.archive = archive
    reader.shared_strings = formulas_of[0]._shared_strings if formulas_of else []
    reader.read()
    for sheet in reader.wb.worksheets:
        sheet.reset_dimensions()
    parts = set(archive.namelist())
    found = reader.parser.find_sheets()
    gone = [sheet.name for sheet, relation in found if relation.target not in parts]
    return Sheets(list(reader.wb.worksheets), gone)
