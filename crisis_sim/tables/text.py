"""Tables of text, whatever separates their cells and in whichever of Unicode's encodings."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import BinaryIO, TextIO

from crisis_sim.errors import InputError
from crisis_sim.numbers.written import counted
from crisis_sim.tables.cells import TEXT, kind_of
from crisis_sim.tables.dialect import dialect_of, first_rows, reader_options, title_of
from crisis_sim.tables.header import EMPTY, Header, refuse_title, refuse_two_headers, refuse_units
from crisis_sim.tables.names import blank_note, refuse_summary, shown, total_note
from crisis_sim.tables.source import AT_ONCE, MOST_CELLS, MOST_COLUMNS, Batch
from crisis_sim.text_file import OLDER, likely

__all__ = ["TextTable"]

_SAMPLE = 65_536
_NEAR = 20
"""Bytes on either side of a damaged one that are shown."""
_LONGEST_CELL = 1_000_000
_LONGEST_LINE = 20_000_000
"""Letters; the most columns with a thousand each."""
_LETTERS_AT_ONCE = 10_000_000
_MARKS = 'leave it out, or double it within a text in quotation marks: "5"" guns"'
_BREAK = re.compile(r"\r\n?|\n")
_PASSED_OVER = "lines that begin with # were passed over"


class TextTable:
    """A table of text; see :class:`crisis_sim.tables.source.Source`."""

    unit = "line"
    said: Mapping[str, str] = MappingProxyType({})

    def __init__(self, held: BinaryIO, file: str) -> None:
        self.held, self.file = held, file
        self.width = self.read = self.begun = self.letters = self.blank = 0
        self.line = ""
        with self.errors_told():
            self.encoding = self.encoded()
            sample = self.sample()
            self.dialect = dialect_of(sample)
            if title := title_of(sample, self.dialect):
                refuse_title(file, self.unit, *title)
            refuse_two_headers(
                file, self.unit, self.dialect.skipped + 1, first_rows(sample, self.dialect)
            )
            if self.dialect.doubt:
                raise InputError(f"{file}: {self.dialect.doubt}")
            first = list(itertools.islice(self.rows(), 3))
            header, *rows = [row for _, row in first] or [[""]]
            place = first[1][0] if rows else 0
            refuse_units(file, self.unit, place, first_rows(sample, self.dialect))
        refuse_summary(file, rows)
        if len(header) > MOST_COLUMNS:
            raise InputError(f"{file} has more than {MOST_COLUMNS:,} columns")
        header = [name.strip() for name in header]
        found = Header(file, header, row_names=self.dialect.row_names)
        self.header, self.width = header, found.width
        self.found, self.nameless = found, found.nameless
        self.notes = (
            *found.notes,
            *([_PASSED_OVER] if self.dialect.remarks else []),
            *([EMPTY] if self.nameless else []),
        )
        self.names = tuple(found.places)
        self.separator = self.dialect.separator
        self.commas_group = self.separator == ","

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
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
                if len(rows) == at_once or self.letters > _LETTERS_AT_ONCE:
                    yield self.found.batch(self.unit, places, rows, names)
                    last = places[-1:], rows[-1:]
                    places, rows, self.letters = [], [], 0
        if rows:
            yield self.found.batch(self.unit, places, rows, names)
            last = places[-1:], rows[-1:]
        for place, row in zip(*last, strict=True):
            self.notes += total_note(self.unit, place, row, self.notes)
        self.notes += blank_note(self.blank, self.notes)

    def rows(self, *, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold something, each with its line.

        Two quotation marks are a row of one empty cell. A blank line may be one too where rows have
        one cell: it is counted if it is not the last.
        """
        self.held.seek(0)
        text = io.TextIOWrapper(self.held, self.encoding, newline="")
        separator = self.dialect.separator
        lines = self.dialect.from_header(self.lines(text))
        reader = csv.reader(lines, **reader_options(separator))  # type: ignore[arg-type]
        self.begun, self.blank, between = self.dialect.skipped + 1, 0, 0
        try:
            for row in reader:
                if self.read > self.begun:
                    self.refuse_swallowed(row)
                self.begun = self.read + 1
                empty = row == [""] and '"' in self.line
                if not (empty or any(row)) or row == ["\x1a"]:
                    self.blank += len(row) > 1
                    between += self.width == 1 and len(row) < 2 and not skip
                    if reader.line_num > MOST_CELLS:
                        raise InputError(f"{self.file} has more than {MOST_CELLS:,} lines")
                    continue
                self.blank, between = self.blank + between, 0
                if skip:
                    skip -= 1
                else:
                    yield self.read, row
        finally:
            if not self.held.closed:
                text.detach()

    def lines(self, text: TextIO) -> Iterator[str]:
        """The lines of the text, counted.

        Raises InputError for one that is longer than any of a table.
        """
        self.read = self.letters = 0
        while line := text.readline(_LONGEST_LINE):
            self.read, self.line = self.read + 1, line
            self.letters += len(line)
            if len(line) == _LONGEST_LINE:
                raise InputError(f"{self.file}: {self.too_long()}")
            yield line

    def refuse_swallowed(self, row: Sequence[str]) -> None:
        """Refuse a row over several lines that all have as many separators as a row.

        A quotation mark that is not closed takes in rows up to the next one. Where it takes in one
        line alone, with a space behind each comma, it may be a sentence. One line may be odd where
        no sentence has such separators.
        """
        separator = self.dialect.separator
        inner = (self.width or len(row)) - 1
        cells = [cell if _BREAK.search(cell) else cell.replace(separator, "") for cell in row]
        lines = [line for line in _BREAK.split(separator.join(cells)) if line.strip()]
        even = sum(line.count(separator) == inner for line in lines)
        least = max(2, len(lines) - (separator in "\t|;"))
        if not inner or even < least:
            return
        prose = all(separator not in cell.replace(f"{separator} ", "") for cell in cells)
        if len(lines) > 2 or not prose:
            said = f"the quotation mark in line {self.begun} takes in the rows to line {self.read}"
            raise InputError(f"{self.file}: {said}; {_MARKS}")

    def check(self, place: int, row: Sequence[str]) -> None:
        """Refuse a row that is longer or shorter than the header, or has cells under no name."""
        over = row[self.width :]
        under = [row[number] for number in self.nameless if number < len(row)]
        if len(row) >= self.width and not any(over) and not any(cell.strip() for cell in under):
            if over and self.dialect.separator == ",":
                self.refuse_decimal_commas(place, row)
            return
        if under and len(row) == self.width:
            said = f"column {self.nameless[0] + 1} has no name in the header"
        else:
            names = counted(self.width - self.dialect.row_names, "name")
            said = f"{names} over {counted(len(row), 'column')} in line {place}"
        hint = ""
        if len(row) == 1 and kind_of(row[0].strip()) == TEXT:
            hint = "; leave out what is no row of the table"
        elif self.dialect.separator == "," and len(row) > self.width:
            hint = "; write 0.5 with a point, or put text with commas in quotation marks"
        raise InputError(f"{self.file}: {said}{hint}")

    def refuse_decimal_commas(self, place: int, row: Sequence[str]) -> None:
        """Refuse a row with an empty cell too many where a comma can be within a number."""
        found = re.search(r"(?<![^,])[-+]?\d+,\d+(?![^,])", ",".join(cell.strip() for cell in row))
        if found:
            said = f"line {place} has a cell more than the header has names, the last one empty"
            raise InputError(
                f"{self.file}: {said}: write '{found[0].replace(',', '.')}' with a point if it is "
                "one number, or else take away the comma at the end of each line"
            )

    def encoded(self) -> str:
        """The encoding that the first bytes show."""
        start = self.held.read(4)
        found = json.detect_encoding(start)
        return "utf-8-sig" if found == "utf-8" else found

    def sample(self) -> str:
        """The first lines."""
        self.held.seek(0)
        text = io.TextIOWrapper(self.held, self.encoding, newline="")
        try:
            sample = text.read(_SAMPLE)
        finally:
            text.detach()
        cut = max(sample.rfind("\n"), sample.rfind("\r")) if len(sample) == _SAMPLE else -1
        return sample[:cut] if cut > 0 else sample

    @contextmanager
    def errors_told(self) -> Iterator[None]:
        """Say where the text is damaged."""
        csv.field_size_limit(_LONGEST_CELL)
        try:
            yield
        except csv.Error as error:
            raise InputError(f"{self.file}: {self.misplaced(str(error))}") from None
        except UnicodeError:
            raise InputError(f"{self.file}: {self.undecoded()}") from None

    def misplaced(self, error: str) -> str:
        """What is said of an error of :func:`csv.reader`."""
        if "limit" not in error and "end of data" not in error:
            return f"misplaced quotation marks up to line {self.read}; {_MARKS}"
        if "limit" in error and self.read == self.begun:
            return self.too_long()
        within = f" within {_LONGEST_CELL:,} letters" if "limit" in error else ""
        return f"the quotation mark in line {self.begun} is not closed{within}; {_MARKS}"

    def too_long(self) -> str:
        """Which cell of the last line is longer than any that is read."""
        cells = enumerate(self.line.split(self.dialect.separator), 1)
        column = next((number for number, cell in cells if len(cell) > _LONGEST_CELL), None)
        if column is None:
            return f"line {self.read} is longer than {_LONGEST_LINE:,} letters"
        where = f"the cell in line {self.read}, column {column},"
        return f"{where} is longer than {_LONGEST_CELL:,} letters"

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
                    byte, at = found.object[found.start], found.start
                    said += f": the byte {byte:#04x} in line {number} cannot be read{likely(byte)}"
                    near = found.object[max(0, at - _NEAR) : at + _NEAR].decode(OLDER, "replace")
                    said += f", in '{shown(near.strip())}'" if likely(byte) else ""
                    break
        return f"{said}; save it as UTF-8, in Excel as 'CSV UTF-8'"
