"""The columns of a table by its header: those that name the rows are left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from crisis_sim.errors import InputError
from crisis_sim.tables.cells import FRACTION, MISSING, NUMBERS, TEXT, kind_of, number_in
from crisis_sim.tables.names import refuse_repeated, shown
from crisis_sim.tables.no_number import says_missing
from crisis_sim.tables.source import Batch

__all__ = [
    "EMPTY",
    "Header",
    "of_values",
    "refuse_title",
    "refuse_two_headers",
    "refuse_units",
    "titles",
]

EMPTY = "the empty columns without a name were left out"

_FIRST = re.compile(r"|unnamed: 0(?:\.\d+)*", re.IGNORECASE)
"""Names of the first columns that name the rows."""
_STORED = re.compile(r"__index_level_\d+__")
"""What pandas calls them, wherever they stand."""
_FEWEST = 2
"""Names of columns below a title; one alone may be the title of a column."""
_LISTED = 3
_ROW_NAMES = "the first column, without a name, names the rows and was left out"


def titles(rows: Sequence[Sequence[str]]) -> int:
    """How many of a table's first rows are titles: one cell each, above names and a row.

    >>> titles([["Table 1"], ["p", "q"], ["0.1", "0.2"]]), titles([["p"], ["0.1", "0.2"]])
    (1, 0)
    """
    held = [[cell.strip() for cell in row] for row in rows]
    above = list(itertools.takewhile(lambda row: bool(row) and row[0] == "".join(row), held))
    names, *below = held[len(above) :] or [[]]
    texts = [cell for cell in names if cell]
    if len(texts) < _FEWEST or not any(below) or any(kind_of(one) != TEXT for one in texts):
        return 0
    return len(above)


def refuse_title(file: str, unit: str, place: int, title: str) -> None:
    """Refuse a table with a title above its names.

    Raises InputError that says where.
    """
    said = f"{unit} {place} seems to be a title, '{shown(title)}'"
    raise InputError(f"{file}: {said}; delete what stands above the names")


def refuse_two_headers(file: str, unit: str, place: int, rows: Sequence[Sequence[str]]) -> None:
    """Refuse a table whose first two rows can both be its names, such as a title with a comma.

    Raises InputError where the second has texts alone, and some column two numbers or more below.
    """
    names, *below = [[kind_of(cell.strip()) for cell in row] for row in rows[1:]] or [[]]
    even = len(names) >= _FEWEST and all(len(row) == len(names) for row in below)
    if not even or len(below) < _FEWEST or set(names) != {TEXT}:
        return
    if any(set(column) <= NUMBERS for column in zip(*below, strict=True)):
        raise InputError(
            f"{file}: {unit}s {place} and {place + 1} can both be names of columns, above numbers: "
            "delete the one that is not"
        )


def refuse_units(file: str, unit: str, place: int, rows: Sequence[Sequence[str]]) -> None:
    """Refuse a table with a row of units between its names and its numbers.

    ``rows`` are the first ones, and ``place`` is that of the second. Raises InputError where all
    that stands in it is text or a quotient, and the texts, two or more or one alone, are above
    numbers.
    """
    width = max(map(len, rows), default=0)
    units, *below = [[*row, *[""] * (width - len(row))] for row in rows[1:]] or [[]]
    cells = [cell.strip() for cell in units]
    kinds = [kind_of(cell) for cell in cells]
    texts = [number for number, kind in enumerate(kinds) if kind == TEXT]
    alone = len(texts) == len([cell for cell in cells if cell])
    if len(below) < _FEWEST or not set(kinds) <= {TEXT, MISSING, FRACTION}:
        return
    if not (texts and (alone or len(texts) > 1)) or any(says_missing(cells[n]) for n in texts):
        return
    columns = [{kind_of(row[number].strip()) for row in below} - {MISSING} for number in texts]
    if all(column and column <= NUMBERS for column in columns):
        told = ", ".join(f"'{shown(cells[one])}'" for one in texts[:_LISTED])
        raise InputError(f"{file}: {unit} {place} seems to hold units, {told}: delete it")


def of_values(names: Sequence[str]) -> str:
    """What is said of names that are numbers, but for few; nothing of others."""
    numbers = [name for name in names if kind_of(name.strip()) in NUMBERS]
    if 2 * len(numbers) <= len([name for name in names if name]):
        return ""
    told = ", ".join(f"'{shown(one)}'" for one in numbers[:_LISTED])
    return f"The first row seems to hold values, {told}: if it does, write names in a row above"


class Header:
    """The names of columns, and where they stand.

    Attributes
    ----------
    places : by name; neither columns without one, nor those that name the rows, unless no other
        would be left.
    index : where those stand that name the rows.
    nameless : the columns without a name, but for those.
    width : the number of cells in a row.
    notes : what was left out, a sentence each.

    Raises InputError for a name that stands twice.
    """

    def __init__(self, file: str, names: Sequence[str], *, row_names: bool = False) -> None:
        refuse_repeated(file, names, of_values(names))
        self.file = file
        shift = int(row_names)
        self.index = [] if row_names else list(_index(names))
        kept = [number for number in range(len(names)) if number not in set(self.index)]
        self.places = {names[number]: number + shift for number in kept if names[number]}
        self.nameless = [number + shift for number in kept if not names[number]]
        self.width = len(names) + shift
        self.notes = [_ROW_NAMES] if row_names else _notes([names[number] for number in self.index])

    def batch(
        self, unit: str, places: Sequence[int], rows: Sequence[Sequence[str]], names: Sequence[str]
    ) -> Batch:
        """The cells of some columns in rows at ``places``.

        Raises InputError for decimals without a name: those do not name the rows.
        """
        for key in self.index:
            for place, row in zip(places, rows, strict=True):
                if _is_decimal(row[key]):
                    column = f"column {key + 1}, without a name of its own,"
                    said = f"holds '{shown(row[key].strip(), 40)}' in {unit} {place}"
                    raise InputError(f"{self.file}: {column} {said}; name it, or delete it")
        return places, [[row[self.places[name]] for row in rows] for name in names]


def _is_decimal(cell: str) -> bool:
    number = number_in(cell, grouped=True) if "." in cell or "," in cell else None
    return number is not None and number.denominator > 1


def _index(names: Sequence[str]) -> Iterator[int]:
    """The columns that name the rows; not all there are."""
    first, left = True, len(names)
    for number, name in enumerate(names):
        first = first and _FIRST.fullmatch(name) is not None
        if left > 1 and (first or _STORED.fullmatch(name)):
            left -= 1
            yield number


def _notes(names: Sequence[str]) -> list[str]:
    """What is said of columns that name the rows."""
    if len(names) > 1:
        told = ", ".join(f"'{shown(name)}'" for name in names[:5] if name) or "without names"
        return [f"{len(names)} columns, {told}, name the rows and were left out"]
    called = (f"'{shown(name)}'" if name else "without a name" for name in names)
    return [f"the column {one} names the rows and was left out" for one in called]
