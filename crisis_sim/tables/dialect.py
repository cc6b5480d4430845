"""How a table of text is separated, told from its first lines."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crisis_sim.sentence import listed_and
from crisis_sim.tables.cells import MISSING, NUMBERS, WHOLE, kind_of
from crisis_sim.tables.header import titles
from crisis_sim.tables.marks import THOUSANDS, usual

__all__ = ["Dialect", "dialect_of", "first_row", "first_rows", "reader_options", "title_of"]

SEPARATORS = (" ", ",", ";", "|", "\t")
"""The more seldom one stands within a cell, the later."""
_SAID = re.compile(r'\s*"?sep=(.)"?\s*$', re.IGNORECASE)
_LOOKED_AT = 20
_FIRST = 65_536
_SURPLUS = (
    "each row has a cell more than the header has names, the last one empty: give the first column "
    "a name if it names the rows, or else take away the separator at the end of each; write 0.5 "
    "with a point where commas separate"
)
_SPACES = (
    "two spaces, or one at the end of a line, can hold an empty cell: write NA in it, or commas "
    "between the cells"
)
_QUOTED = re.compile(r'"[^"]*"')
_QUOTED_NAMES = re.compile(r'"[^"]*"(?: "[^"]*")+')
_GROUPS = (
    "each line can be one number or several, as in 1 234: write numbers without spaces, or commas "
    "between the cells"
)


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
    doubt : why it may be another; empty where it is certain.
    """

    separator: str
    skipped: int = 0
    row_names: bool = False
    remarks: bool = False
    marked: bool = False
    doubt: str = ""

    def from_header(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines of a text from its header on."""
        left = itertools.islice(lines, self.skipped, None)
        if not self.marked:
            return left
        header = next(left, "").removeprefix("#").lstrip(" ")
        return itertools.chain([header], left)


def dialect_of(sample: str) -> Dialect:
    """The dialect of a table that begins so.

    The separator is the one that makes the rows as long as the header: a tab before others, a space
    after others. The header alone decides where none does, by the number of columns.
    """
    lines = list(io.StringIO(sample, newline=""))
    said = _SAID.fullmatch(lines[0]) if lines else None
    if said:
        one = _tried(lines[1:], said[1])
        return Dialect(said[1], skipped=1, row_names=one.named, doubt=_surplus(one))
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


def title_of(sample: str, dialect: Dialect) -> tuple[int, str] | None:
    """The line and the text of a title above the names; None where there is none.

    There is none where the separator makes all rows as long as the first, and that is no title;
    where it is a space, and another makes numbers of cells, words may be as many by chance.
    """
    lines = list(dialect.from_header(io.StringIO(sample, newline="")))
    own = _tried(lines, dialect.separator)
    fits = own.named or (own.fits and not titles(own.rows))
    if fits and dialect.separator != " ":
        return None
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    for separator in SEPARATORS[1:]:
        rows = _rows(lines, separator)
        above = titles(rows)
        even = len({len(row) for row in rows[above:]}) == 1
        if above and even and (not fits or _numbers(rows[above + 1 :])):
            return dialect.skipped + first + 1, rows[0][0].strip()
    return None


def _numbers(rows: list[list[str]]) -> bool:
    """Whether some column holds numbers alone."""
    columns = zip(*rows, strict=True)
    return any(all(kind_of(cell.strip()) in NUMBERS for cell in column) for column in columns)


@dataclass(frozen=True, slots=True)
class _Trial:
    """What a separator makes of the first lines: how many columns, whether in all rows.

    ``named`` says whether rows begin with a name, ``marked`` whether with a quotation mark.
    """

    separator: str
    rows: list[list[str]]
    named: bool
    marked: bool

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def fits(self) -> bool:
        return self.named or (self.width > 1 and all(len(row) == self.width for row in self.rows))


def _separated(lines: list[str]) -> Dialect:
    tried = [_tried(lines, separator) for separator in SEPARATORS]
    sure = [one for one in tried if one.fits and one.width > 1 and one.separator != " "]
    sure = [one for one in sure if not _beside(one, sure)] or sure
    sure = [one for one in sure if not _with_marks(lines, one)] or sure
    if len(sure) > 1 and sure[-1].separator != "\t":
        whole = [_tried(lines, one.separator, most=len(lines)) for one in sure]
        sure = [one for one in whole if one.fits] or sure
    if sure:
        best = sure[-1]
        clear = len(sure) == 1 or best.separator == "\t"
        doubt = _surplus(best) if clear else _rivals(sure)
        return Dialect(best.separator, row_names=best.named, doubt=doubt)
    left = [one for one in tried if one.fits or (one.width > 1 and one.separator != " ")]
    left = [one for one in left if one.separator != " " or not _parted(lines)] or left
    if not left:
        return Dialect(",", doubt=_gaps(lines))
    best = max(left, key=lambda one: (one.fits, one.width))
    doubt = _surplus(best)
    if best.separator == " ":
        groups = _GROUPS if _grouped(lines) else ""
        doubt = groups or doubt or _gaps(lines) or _shifted(lines)
    return Dialect(best.separator, row_names=best.named, doubt=doubt)


def _tried(lines: list[str], separator: str, *, most: int = _LOOKED_AT) -> _Trial:
    rows = _rows(lines, separator, most)
    marked = all(line.startswith('"') for line in _written(lines))
    return _Trial(separator, rows, _row_names(lines, rows, separator), marked)


def _written(lines: list[str]) -> list[str]:
    """The first lines that hold something."""
    return [line.rstrip("\r\n") for line in lines if line.strip()][: _LOOKED_AT + 1]


def _beside(one: _Trial, others: list[_Trial]) -> bool:
    """Whether another separator stands beside each of a trial's, as in ``a,<tab>b``."""
    for other in others:
        ends = (cell.strip()[-1:] for row in one.rows for cell in row[:-1])
        if other is not one and all(end == other.separator for end in ends):
            return True
    return False


def _with_marks(lines: list[str], one: _Trial) -> bool:
    """Whether quotation marks stand elsewhere than around cells."""
    reader = csv.reader(lines, **reader_options(one.separator))  # type: ignore[arg-type]
    try:
        return any('"' in cell for row in itertools.islice(reader, _LOOKED_AT) for cell in row)
    except csv.Error as error:
        return "end of data" not in str(error)


def _rivals(trials: list[_Trial]) -> str:
    told = listed_and([f"'{one.separator}'" for one in trials])
    lines = " or ".join(f"'sep={one.separator}'" for one in trials)
    return f"{told} can each separate its cells: write {lines} in a line above the names"


def _parted(lines: list[str]) -> bool:
    """Whether another separator than a space stands in each line, the header among them."""
    written = [line for line in lines if line.strip()][: _LOOKED_AT + 1]
    return any(all(sign in line for line in written) for sign in SEPARATORS[1:])


def _grouped(lines: list[str]) -> bool:
    """Whether each line below the header can be one number, such as 1 234."""
    rows = [line.strip() for line in lines if line.strip()][1 : _LOOKED_AT + 1]
    return bool(rows) and all(usual(row)[1] == THOUSANDS for row in rows)


def first_row(sample: str) -> list[str]:
    """The header of a table that begins so, and of a text that is none its first line somehow."""
    rows = first_rows(sample[:_FIRST], dialect_of(sample[:_FIRST]))
    return [name.strip() for name in rows[0]] if rows else []


def first_rows(sample: str, dialect: Dialect) -> list[list[str]]:
    """The header of a table that begins so, and the rows below it."""
    lines = dialect.from_header(io.StringIO(sample, newline=""))
    return _rows(list(lines), dialect.separator)


def reader_options(separator: str) -> dict[str, object]:
    """How :func:`csv.reader` is to read: nothing unclear is let pass."""
    return {"delimiter": separator, "strict": True, "skipinitialspace": True}


def _rows(lines: list[str], separator: str, most: int = _LOOKED_AT) -> list[list[str]]:
    """The first rows that hold something; fewer where one cannot be read."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=separator, skipinitialspace=True):
            if any(row):
                rows.append(row)
            if len(rows) > most:
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
    if len(set(names)) < len(names) or _ends_empty(rows):
        return False
    written = [line for line in lines if line.strip()]
    quoted = written[0].startswith('"')
    if not quoted and (separator == "," or len(rows[0]) == 1):
        return False
    if len(rows[0]) == 1 and not all(line.startswith('"') for line in written[: len(rows)]):
        return False
    kinds = {kind_of(name) for name in names}
    texts = kinds.isdisjoint(NUMBERS | {MISSING})
    whole = kinds == {WHOLE} and separator != "," and (quoted or separator != " ")
    counted = any(names == [str(first + row) for row in range(len(names))] for first in (0, 1))
    return counted or texts or whole


def _ends_empty(rows: list[list[str]]) -> bool:
    """Whether every row has a cell more than the header, and nothing in its last."""
    return all(len(row) == len(rows[0]) + 1 and not row[-1].strip() for row in rows[1:])


def _gaps(lines: list[str]) -> str:
    """Why spaces can hold an empty cell: R writes one so below names in quotation marks."""
    header, *rows = _written(lines) or [""]
    gaps = any("  " in f"{_QUOTED.sub('x', row)} " for row in rows)
    return _SPACES if gaps and _QUOTED_NAMES.fullmatch(header) else ""


def _shifted(lines: list[str]) -> str:
    """Why two spaces can hold an empty cell where nothing is in quotation marks.

    Each space separates, so that each row has a name more than the header and one cell is empty;
    but not where two spaces bring the cells below their names.
    """
    header, *rows = [line.split(" ") for line in _written(lines)] or [[""]]
    names = {row[0] for row in rows}
    even = all(len(row) == len(header) + 1 and row.count("") == 1 for row in rows)
    told = len(names) == len(rows) and _may_be_names(names)
    shifted = even and told and "" not in (*header, *names)
    return _SPACES if shifted and not _in_columns(_written(lines)) else ""


def _in_columns(lines: list[str]) -> bool:
    """Whether all cells of a column begin, or end, at one place."""
    cells = ([found.span() for found in re.finditer(r"\S+", line)] for line in lines)
    columns = zip(*cells, strict=True)
    return all(any(len(set(ends)) == 1 for ends in zip(*one, strict=True)) for one in columns)


def _may_be_names(names: Iterable[str]) -> bool:
    """Whether texts can be names of rows, none of them a decimal."""
    return {kind_of(name) for name in names}.isdisjoint(NUMBERS - {WHOLE})


def _surplus(one: _Trial) -> str:
    """Why the cells that rows have beyond the header can be their first or their last.

    Either the rows end with a separator, or names stand before them, over which there is none, and
    the last column is empty: so R writes a table, ``na = ""``.
    """
    if len(one.rows) < 2 or not _ends_empty(one.rows):
        return ""
    names = {row[0].strip() for row in one.rows[1:]}
    told = len(names) == len(one.rows) - 1 and (one.marked or _may_be_names(names))
    return _SURPLUS if told else ""
