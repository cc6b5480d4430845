"""How a table of text is separated, told from its first lines."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TextIO

from crisis_sim.tables.cells import MISSING, NUMBERS, WHOLE, kind_of

__all__ = ["Dialect", "dialect_of", "first_row", "reader_options"]

SEPARATORS = (",", ";", "\t", "|", " ")
_SAID = re.compile(r'\s*"?sep=(.)"?\s*$', re.IGNORECASE)
_LOOKED_AT = 20
_FIRST = 65_536


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are separated.

    Attributes
    ----------
    separator : between cells.
    skipped : lines before the header: Excel's ``sep=;``, remarks that begin with ``#``.
    row_names : whether rows begin with a name over which the header has none, as R writes them.
    remarks : whether remarks are among what is skipped.
    marked : whether the header itself begins with ``#``, as NumPy writes it.
    """

    separator: str
    skipped: int = 0
    row_names: bool = False
    remarks: bool = False
    marked: bool = False

    def from_header(self, text: TextIO) -> Iterable[str]:
        """The lines of a text from its header on."""
        for _ in range(self.skipped):
            text.readline()
        if not self.marked:
            return text
        return itertools.chain([text.readline().removeprefix("#").lstrip(" ")], text)


def dialect_of(sample: str) -> Dialect:
    """The dialect of a table that begins so.

    The separator is the one that makes the rows as long as the header, and of several the one that
    makes most columns; the header alone decides where none does.
    """
    lines = list(io.StringIO(sample, newline=""))
    said = _SAID.fullmatch(lines[0]) if lines else None
    if said:
        return Dialect(said[1], skipped=1)
    remarks = 0
    while remarks < len(lines) and lines[remarks].startswith("#"):
        remarks += 1
    if not remarks:
        return _separated(lines)
    header = lines[remarks - 1].removeprefix("#").lstrip(" ")
    marked = _separated([header, *lines[remarks:]])
    rows = _rows([header, *lines[remarks:]], marked.separator)
    if len(rows) > 1 and _heads(rows):
        return replace(marked, skipped=remarks - 1, remarks=remarks > 1, marked=True)
    return replace(_separated(lines[remarks:]), skipped=remarks, remarks=True)


def _heads(rows: list[list[str]]) -> bool:
    """Whether the first row can be the names of the others, and the second cannot."""
    numbers = [any(kind_of(cell.strip()) in NUMBERS for cell in row) for row in rows]
    even = len(rows[0]) == len(rows[1]) > 1 or len(rows[0]) + 1 == len(rows[1])
    return not numbers[0] and (numbers[1] or (even and not any(numbers)))


def _separated(lines: list[str]) -> Dialect:
    best, chosen = (False, 0), Dialect(",")
    for separator in SEPARATORS:
        rows = _rows(lines, separator)
        width = len(rows[0]) if rows else 0
        even = all(len(row) == width for row in rows)
        named = _row_names(lines, rows, separator)
        if separator == " " and not (even or named):
            continue
        if (width > 1 or named) and (even or named, width) > best:
            best, chosen = (even or named, width), Dialect(separator, row_names=named)
    return chosen


def first_row(sample: str) -> list[str]:
    """The header of a table that begins so, and of a text that is none its first line somehow."""
    found = dialect_of(sample[:_FIRST])
    lines = found.from_header(io.StringIO(sample[:_FIRST], newline=""))
    rows = _rows(list(lines), found.separator)
    return [name.strip() for name in rows[0]] if rows else []


def reader_options(separator: str) -> dict[str, object]:
    """How :func:`csv.reader` is to read: nothing unclear is let pass."""
    return {"delimiter": separator, "strict": True, "skipinitialspace": True}


def _rows(lines: list[str], separator: str) -> list[list[str]]:
    """The first rows that hold something; fewer where one cannot be read."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=separator, skipinitialspace=True):
            if any(row):
                rows.append(row)
            if len(rows) > _LOOKED_AT:
                break
    except csv.Error:
        pass
    return rows


def _row_names(lines: list[str], rows: list[list[str]], separator: str) -> bool:
    """Whether rows have a cell more than the header, and it is a name as R writes those.

    It may be a number of rows, 1, 2, 3, or a text that stands nowhere twice; other numbers where
    they can be no part of 0,5 or 1 234. In quotation marks alone where commas separate.
    """
    if len(rows) < 2 or any(len(row) != len(rows[0]) + 1 for row in rows[1:]):
        return False
    names = [row[0].strip() for row in rows[1:]]
    if len(set(names)) < len(names) or not any(row[-1].strip() for row in rows[1:]):
        return False
    written = [line for line in lines if line.strip()]
    quoted = written[0].startswith('"')
    if not quoted and (separator == "," or len(rows[0]) == 1):
        return False
    if len(rows[0]) == 1 and not all(line.startswith('"') for line in written[: len(rows)]):
        return False
    counted = any(names == [str(first + row) for row in range(len(names))] for first in (0, 1))
    kinds = {kind_of(name) for name in names}
    texts = kinds.isdisjoint(NUMBERS | {MISSING})
    whole = kinds == {WHOLE} and separator != "," and (quoted or separator != " ")
    return counted or texts or whole
