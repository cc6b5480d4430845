"""Tables of text, whatever separates their cells and in whichever of Unicode's encodings."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import BinaryIO

from crisis_sim.errors import InputError
from crisis_sim.numbers.written import counted
from crisis_sim.tables.dialect import Dialect, dialect_of, reader_options
from crisis_sim.tables.header import Header
from crisis_sim.tables.names import total_note
from crisis_sim.tables.source import AT_ONCE, MOST_COLUMNS, Batch

__all__ = ["TextTable"]

_SAMPLE = 65_536
_LONGEST_CELL = 2**31 - 1
_PASSED_OVER = "lines that begin with # were passed over"


class TextTable:
    """A table of text; see :class:`crisis_sim.tables.source.Source`."""

    unit = "line"
    said: Mapping[str, str] = MappingProxyType({})

    def __init__(self, held: BinaryIO, file: str) -> None:
        self.held, self.file = held, file
        with self.errors_told():
            self.encoding = self.encoded()
            self.dialect = self.told_by_sample()
            header = next(self.rows(), (1, [""]))[1]
        if len(header) > MOST_COLUMNS:
            raise InputError(f"{file} has more than {MOST_COLUMNS:,} columns")
        header = [name.strip() for name in header]
        found = Header(file, header, row_names=self.dialect.row_names)
        self.header, self.width = header, found.width
        self.places, self.nameless = found.places, found.nameless
        self.notes = (*found.notes, *([_PASSED_OVER] if self.dialect.remarks else []))
        self.names = tuple(self.places)
        self.commas_group = self.dialect.separator == ","

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
        wanted = [self.places[name] for name in names]
        at_once = max(1, AT_ONCE // max(1, self.width))
        places: list[int] = []
        rows: list[list[str]] = []
        last: tuple[list[int], list[list[str]]] = [], []
        with self.errors_told():
            for place, row in self.rows(skip=1):
                if len(row) != self.width or self.nameless:
                    self.check(place, row)
                places.append(place)
                rows.append(row)
                if len(rows) == at_once:
                    yield places, [[row[key] for row in rows] for key in wanted]
                    last = places[-1:], rows[-1:]
                    places, rows = [], []
        if rows:
            yield places, [[row[key] for row in rows] for key in wanted]
            last = places[-1:], rows[-1:]
        for place, row in zip(*last, strict=True):
            self.notes += total_note(self.unit, place, row, self.notes)

    def rows(self, *, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold something, each with its line."""
        self.held.seek(0)
        text = io.TextIOWrapper(self.held, self.encoding, newline="")
        skipped = self.dialect.skipped
        reader = csv.reader(
            self.dialect.from_header(text),
            **reader_options(self.dialect.separator),  # type: ignore[arg-type]
        )
        self.reader = reader
        try:
            for row in reader:
                if not any(row) or row == ["\x1a"]:
                    continue
                if skip:
                    skip -= 1
                else:
                    yield reader.line_num + skipped, row
        finally:
            if not self.held.closed:
                text.detach()

    def check(self, place: int, row: Sequence[str]) -> None:
        """Refuse a row that is longer or shorter than the header, or has cells under no name."""
        over = row[self.width :]
        under = [row[number] for number in self.nameless if number < len(row)]
        if len(row) >= self.width and not any(over) and not any(cell.strip() for cell in under):
            return
        if under and len(row) == self.width:
            said = f"column {self.nameless[0] + 1} has no name in the header"
        else:
            names = counted(self.width - self.dialect.row_names, "name")
            said = f"{names} over {counted(len(row), 'column')} in line {place}"
        hint = ""
        if len(self.header) == 1 and len(row) > 2:
            hint = "; the first line must hold the names: delete a title above them"
        elif self.dialect.separator == "," and len(row) > self.width:
            hint = "; write 0.5 with a point, or put text with commas in quotation marks"
        raise InputError(f"{self.file}: {said}{hint}")

    def encoded(self) -> str:
        """The encoding that the first bytes show."""
        start = self.held.read(4)
        found = json.detect_encoding(start)
        return "utf-8-sig" if found == "utf-8" else found

    def told_by_sample(self) -> Dialect:
        """The dialect that the beginning shows."""
        self.held.seek(0)
        text = io.TextIOWrapper(self.held, self.encoding, newline="")
        try:
            sample = text.read(_SAMPLE)
        finally:
            text.detach()
        cut = max(sample.rfind("\n"), sample.rfind("\r")) if len(sample) == _SAMPLE else -1
        return dialect_of(sample[:cut] if cut > 0 else sample)

    @contextmanager
    def errors_told(self) -> Iterator[None]:
        """Say where the text is damaged; cells of any length are read meanwhile."""
        csv.field_size_limit(_LONGEST_CELL)
        try:
            yield
        except csv.Error as error:
            line = self.reader.line_num + self.dialect.skipped
            said = f"misplaced quotation marks up to line {line}: {error}"
            raise InputError(f"{self.file}: {said}") from None
        except UnicodeError:
            raise InputError(f"{self.file}: {self.undecoded()}") from None

    def undecoded(self) -> str:
        """Where bytes stand that are not of the encoding."""
        name = self.encoding.upper().removesuffix("-SIG")
        said = f"not {name} text"
        if name == "UTF-8":
            self.held.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            for number, line in enumerate(self.held, 1):
                try:
                    decoder.decode(line)
                except UnicodeDecodeError as found:
                    byte = found.object[found.start]
                    said += f": the byte {byte:#04x} in line {number} cannot be read"
                    break
        return f"{said}; save it as UTF-8"
