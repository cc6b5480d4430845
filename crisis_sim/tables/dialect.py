"""How a table of text is separated, told from its first lines."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

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
    skipped : lines before the header: Excel's ``sep=;``.
    row_names : whether rows begin with a name over which the header has none, as R writes them.
    """

    separator: str
    skipped: int = 0
    row_names: bool = False


def dialect_of(sample: str) -> Dialect:
    """The dialect of a table that begins so.

    The separator is the one that makes the rows as long as the header, and of several the one that
    makes most columns; the header alone decides where none does.
    """
    lines = sample.splitlines(keepends=True)
    said = _SAID.fullmatch(lines[0]) if lines else None
    if said:
        return Dialect(said[1], skipped=1)
    best, chosen = (False, 1), Dialect(",")
    for separator in SEPARATORS:
        rows = _rows(lines, separator)
        width = len(rows[0]) if rows else 0
        even = all(len(row) == width for row in rows)
        named = _row_names(lines, rows)
        if separator == " " and not (even or named):
            continue
        if width > 1 and (even or named, width) > best:
            best, chosen = (even or named, width), Dialect(separator, row_names=named)
    return chosen


def first_row(sample: str) -> list[str]:
    """The header of a table that begins so, and of a text that is none its first line somehow."""
    found = dialect_of(sample[:_FIRST])
    lines = sample[:_FIRST].splitlines(keepends=True)[found.skipped :]
    rows = _rows(lines, found.separator)
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


def _row_names(lines: list[str], rows: list[list[str]]) -> bool:
    """Whether names in quotes stand over rows that have a cell more, and begin with 1, 2, 3."""
    if len(rows) < 2 or not next(line for line in lines if line.strip()).startswith('"'):
        return False
    longer = all(len(row) == len(rows[0]) + 1 for row in rows[1:])
    return longer and all(row[0] == str(number) for number, row in enumerate(rows[1:], 1))
