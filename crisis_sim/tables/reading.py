"""A column as far as it has been read."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from crisis_sim.tables import cells as kinds
from crisis_sim.tables.column import MOST_DISTINCT, Column, column_of
from crisis_sim.tables.marks import PERCENT
from crisis_sim.tables.names import shown
from crisis_sim.tables.source import Cells

__all__ = ["Column", "Reading"]

SURE = 15
"""Digits that a float always keeps: the shortest decimal of the float is the number written."""
_FAR = re.compile(r"[eE][-+]?\d{4}")
"""An exponent whose number is not written out: 1e-999999999."""
_ELSE = "_nN"
"""What Python takes for a part of a number, and a table does not: 1_000, nan."""
_ODD = re.compile("[eE/]")
"""What a short text has whose float may not tell its number: 1e-320, 1/3."""
_NOTHING = frozenset((kinds.MISSING, kinds.CODE, kinds.ERROR))


class Reading:
    """Reads the cells of a column, batch by batch.

    Parameters
    ----------
    fast : whether batches of numbers are read without a look at each; not where a comma may be a
        decimal mark and 1.234 therefore something else.
    grouped : whether 612,000 is 612000.
    """

    def __init__(self, name: str, unit: str, *, fast: bool, grouped: bool = False) -> None:
        self.name, self.unit, self.fast, self.grouped = name, unit, fast, grouped
        self.floats = array("d")
        self.known: dict[int, Fraction] = {}
        self.counts: Counter[str] = Counter()
        self.first: dict[str, tuple[int, str]] = {}
        self.texts: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        self.codes: dict[str, array[int]] = {}
        self.large: dict[int, str] = {}
        self.may_be_dates = 0
        self.share = np.nan

    def add(self, places: Sequence[int], cells: Cells) -> None:
        """Read the cells of further rows."""
        if isinstance(cells, np.ndarray):
            self.floats.frombytes(np.ascontiguousarray(cells, dtype=np.float64).tobytes())
            self.counts[kinds.PLAIN] += len(cells)
        elif not (self.fast and self.add_numbers(cells)):
            self.floats.extend(self.each(places, cells))

    def add_numbers(self, cells: Sequence[str]) -> bool:
        """Read cells that are all numbers with a decimal point; whether they were.

        Which of them can mean two numbers is not kept; see :attr:`doubtful`.
        """
        longest = max(map(len, cells), default=0)
        if longest > kinds.LONGEST:
            return False
        try:
            joined = ",".join(cells)
            odd = not joined.isascii() or any(one in joined for one in _ELSE)
            if odd or _FAR.search(joined):
                return False
            floats = list(map(float, cells))
        except ValueError:
            return False
        start = len(self.floats)
        if longest > SURE or "e" in joined or "E" in joined:
            for row, cell in enumerate(cells):
                if cell != repr(floats[row]):
                    self.remember(start + row, cell.strip())
        self.floats.extend(floats)
        self.counts[kinds.PLAIN] += len(cells)
        return True

    def each(self, places: Sequence[int], cells: Sequence[str]) -> Iterator[float]:
        """The value of each cell: a number, or the code of a text."""
        start = len(self.floats)
        for row, cell in enumerate(cells):
            text, mark = cell.strip(), ""
            kind = self.kinds.get(text) or kinds.kind_of(text)
            if kind == kinds.TEXT and text not in self.kinds:
                text, kind, mark = kinds.number_kind(text)
            self.counts[kind] += 1
            self.first.setdefault(kind, (places[row], text))
            if kind in kinds.NUMBERS:
                written = kinds.plain(text, kind, grouped=self.grouped)
                if mark:
                    written = self.marked(places[row], cell.strip(), written, mark)
                elif kind == kinds.FRACTION:
                    self.may_be_dates += kinds.may_be_date(text)
                yield self.remember(start + row, written)
            elif kind in _NOTHING:
                self.nothing(start + row, places[row], text, kind)
                yield np.nan
            else:
                self.kinds[text] = kind
                yield self.code(text)
                if len(self.kinds) > MOST_DISTINCT:
                    self.kinds.clear()

    def marked(self, place: int, cell: str, written: str, mark: str) -> str:
        """The number of a cell that is written with a mark, see :mod:`crisis_sim.tables.marks`."""
        self.counts[mark] += 1
        self.first.setdefault(mark, (place, cell))
        if mark != PERCENT:
            return written
        if self.counts[mark] == 1:
            self.share = float(written) / 100
        return f"{written}e-2"

    def nothing(self, row: int, place: int, text: str, kind: str) -> None:
        """Keep what stands in a cell without a value."""
        if kind == kinds.CODE:
            self.codes.setdefault(text, array("q")).append(row)
        elif text:
            self.first.setdefault(kinds.WORD, (place, text))

    def code(self, text: str) -> float:
        """The code of a text; none of texts beyond the most that are kept."""
        if len(self.texts) < MOST_DISTINCT or text in self.texts:
            return float(self.texts.setdefault(text, len(self.texts)))
        return np.nan

    def remember(self, row: int, text: str) -> float:
        """The float of a number; the number is kept where its float does not tell it."""
        if len(text) <= SURE and not _ODD.search(text):
            return float(text)
        try:
            number = Fraction(text)
            value = float(number)
        except OverflowError:
            self.large = self.large or {row: text}
            return -np.inf if text.startswith("-") else np.inf
        except ValueError:
            return float(text)
        if number != Fraction(repr(value)):
            self.known[row] = number
        return value

    def column(self, places: Sequence[int], fault: str = "") -> Column:
        """What the column holds, its rows at ``places``; ``fault`` says what is unclear in it."""
        return column_of(self, places, fault)

    def at(self, kind: str) -> str:
        """The first cell of a kind, and where."""
        place, text = self.first[kind]
        return f"'{shown(text, 40)}' in {self.unit} {place}"

    @property
    def doubtful(self) -> bool:
        """Whether cells were read with a decimal point unseen that another cell casts doubt on."""
        return self.fast and self.sure_comma() and bool(self.counts[kinds.PLAIN])

    def sure_comma(self) -> bool:
        """Whether a comma is certainly a decimal mark here."""
        return bool(self.counts[kinds.COMMA])

    def sure_point(self) -> bool:
        """Whether a point is certainly a decimal mark here."""
        return bool(self.counts[kinds.POINT] + self.counts[kinds.GROUPED])
