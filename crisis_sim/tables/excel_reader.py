"""Excel's sheets of cells as openpyxl reads them, a row at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, NamedTuple, SupportsIndex
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from crisis_sim.tables.typed import Unsaved, as_cell
from crisis_sim.tables.unpacked import Archive

__all__ = ["read_sheets"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHART = "chartsheet"
_TEXTS = frozenset(("str", "inlineStr"))


class _Shared(list[str]):
    """Texts that cells share, none of which stands before the first."""

    def __getitem__(self, number: SupportsIndex) -> str:  # type: ignore[override]
        if number.__index__() < 0:
            raise IndexError(number)
        return super().__getitem__(number)


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads the table in a workbook; texts that cells share are held once, and stripped."""

    shared_strings: list[str]

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.read_by(), self.archive.open(part.PartName[1:]) as held:
                self.shared_strings = _Shared(_texts(held))

    def read_nothing(self, *_: Any) -> None:
        """Pass over what no table needs."""

    read_properties = read_custom = read_theme = read_worksheets = read_nothing


class _Rows(WorkSheetParser):  # type: ignore[misc]
    """The rows of a sheet, the value of each cell as a text.

    A formula without its value is unsaved; but an empty text that it gives, which has a type of its
    own, is a value.
    """

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        value, kind = cell["value"], element.get("t")
        if value is None and kind != "str" and (held := element.find(FORMULA_TAG)) is not None:
            cell["value"] = Unsaved(f"={held.text}" if held.text else "a formula")
        else:
            text = as_cell(value)
            cell["value"] = (_decoded(text) if kind in _TEXTS else text).strip()
        return cell


def _texts(part: IO[bytes]) -> Iterator[str]:
    """The texts that cells share, stripped, without how they are pronounced.

    They are what openpyxl reads, which makes several objects of each and takes twice as long.
    """
    for _, node in iterparse(part):
        if node.tag == f"{_MAIN}si":
            runs = (run.findtext(f"{_MAIN}t", "") for run in node.iterfind(f"{_MAIN}r"))
            yield _decoded("".join((node.findtext(f"{_MAIN}t", ""), *runs))).strip()
            node.clear()


def _decoded(text: str) -> str:
    """A text without Excel's escapes, as _x000D_; of a letter in two of them both together.

    >>> _decoded("junta_x0041__x005F_x0041_")
    'juntaA_x0041_'
    """
    if "_x" not in text:
        return text
    letters: str = unescape(text)
    return letters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of cells; whether it is hidden, and the part that holds it."""

    title: str
    hidden: bool
    part: str
    reader: _Reader

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that it holds, and where each stands, counted from 1."""
        book = self.reader.wb
        with self.reader.archive.open(self.part) as held:
            rows = _Rows(
                held,
                self.reader.shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for place, cells in rows.parse():
                texts = [""] * (cells[-1]["column"] if cells else 0)
                for cell in cells:
                    texts[cell["column"] - 1] = cell["value"]
                yield place, texts


class FoundSheets(NamedTuple):
    """The sheets of cells in a workbook, and the names of those whose part is not there."""

    held: list[_Sheet]
    gone: list[str]


def read_sheets(held: BinaryIO, archive: Archive) -> FoundSheets:
    """The sheets of cells in a workbook."""
    reader = _Reader(held, read_only=True, data_only=True, keep_links=False)
    reader.archive = archive
    reader.shared_strings = _Shared()
    reader.read()
    parts = set(archive.namelist())
    found = list(reader.parser.find_sheets())
    sheets = [
        _Sheet(sheet.name, sheet.state != "visible", relation.target, reader)
        for sheet, relation in found
        if relation.target in parts and _CHART not in relation.Type
    ]
    return FoundSheets(sheets, [one.name for one, other in found if other.target not in parts])
