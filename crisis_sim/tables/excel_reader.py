"""Excel's sheets of cells as openpyxl reads them, a row at a time."""

from __future__ import annotations

from typing import Any, BinaryIO

from openpyxl.reader.excel import ExcelReader

from crisis_sim.tables.unpacked import Archive

__all__ = ["read_sheets"]


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads a workbook without its charts; texts that cells share are stripped, and held once."""

    def read_strings(self) -> None:
        with self.archive.read_by():
            super().read_strings()
        for number, text in enumerate(self.shared_strings):
            self.shared_strings[number] = text.strip()

    def read_chartsheet(self, *_: Any) -> None:
        pass


def read_sheets(held: BinaryIO, archive: Archive, *, values: bool) -> list[Any]:
    """The sheets of cells in a workbook, with the values of formulas or with the formulas."""
    reader = _Reader(held, read_only=True, data_only=values, keep_links=False)
    reader.archive = archive
    reader.read()
    for sheet in reader.wb.worksheets:
        sheet.reset_dimensions()
    return list(reader.wb.worksheets)
