"""Excel's sheets of cells as openpyxl reads them, a row at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any, BinaryIO, NamedTuple
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader

from crisis_sim.tables.unpacked import Archive

__all__ = ["read_sheets"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads the table in a workbook; texts that cells share are held once, and stripped."""

    shared_strings: list[str]

    def read_strings(self) -> None:
        if self.shared_strings:
            return
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.read_by(), self.archive.open(part.PartName[1:]) as held:
                self.shared_strings = list(_texts(held))

    def read_nothing(self, *_: Any) -> None:
        """Pass over what no table needs."""

    read_properties = read_custom = read_theme = read_chartsheet = read_nothing


def _texts(part: IO[bytes]) -> Iterator[str]:
    """The texts that cells share, stripped, without how they are pronounced.

    They are what openpyxl reads, which makes several objects of each and takes twice as long.
    """
    for _, node in iterparse(part):
        if node.tag == f"{_MAIN}si":
            runs = (run.findtext(f"{_MAIN}t", "") for run in node.iterfind(f"{_MAIN}r"))
            text = "".join((node.findtext(f"{_MAIN}t", ""), *runs))
            yield text.replace("x005F_", "").strip()
            node.clear()


class FoundSheets(NamedTuple):
    """The sheets of cells in a workbook, and the names of those whose part is not there."""

    held: list[Any]
    gone: list[str]


def read_sheets(
    held: BinaryIO, archive: Archive, *, formulas_of: Sequence[Any] = ()
) -> FoundSheets:
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
    return FoundSheets(list(reader.wb.worksheets), gone)
