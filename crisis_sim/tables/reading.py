"""A column as far as it has been read."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import inf, isinf
from typing import NamedTuple

import numpy as np

from crisis_sim.tables import cells as kinds
from crisis_sim.tables.column import MOST_DISTINCT, Column, column_of
from crisis_sim.tables.marks import PERCENT
from crisis_sim.tables.names import shown
from crisis_sim.tables.source import Cells

__all__ = ["Reading"]

SURE = 15
"""Digits that a float always keeps: the shortest decimal of the float is the number written."""
_OFTEN, _SHORT = 1_000, 60
"""So many cells, up to so many letters, are known again."""
_FAR = re.compile(r"[eE][-+]?\d{4}")
"""An exponent whose number is not written out: 1e-999999999."""
_ELSE = "_nN"
"""What Python takes for a part of a number, and a table does not: 1_000, nan."""
_ODD = re.compile("[eE/]")
"""What a short text has whose float may not tell its number: 1e-320, 1/3."""
_NOTHING = frozenset((kinds.MISSING, kinds.CODE, kinds.ERROR))


class _Cell(NamedTuple):
    """What a cell says; see :mod:`crisis_sim.tables.cells`.

    ``number`` is the one written, where its float ``value`` does not tell it.
    """

    kind: str
    text: str
    mark: str = ""
    value: float = np.nan
    number: Fraction | None = None
    may_be_date: bool = False


class Reading:
    """Reads the cells of a column, batch by batch.

    Parameters
    ----------
    exact : whether numbers are kept that their floats do not tell.
    fast : whether batches of numbers are read without a look at each; not where a comma may be a
        decimal mark and 1.234 therefore something else.
    grouped : whether 612,000 is 612000.

    Attributes
    ----------
    unseen : whether points were read as decimal marks that another cell may cast doubt on.
    """

    def __init__(
        self, name: str, unit: str, *, fast: bool, grouped: bool = False, exact: bool = True
    ) -> None:
        self.name, self.unit, self.fast = name, unit, fast
        self.grouped, self.exact = grouped, exact
        self.floats = array("d")
        self.known: dict[int, Fraction] = {}
        self.counts: Counter[str] = Counter()
        self.first: dict[str, tuple[int, str]] = {}
        self.texts: dict[str, int] = {}
        self.codes: dict[str, array[int]] = {}
        self.large: dict[int, str] = {}
        self.may_be_dates = 0
        self.share = np.nan
        self.unseen = False

    def add(self, places: Sequence[int], cells: Cells) -> None:
        """Read the cells of further rows."""
        if isinstance(cells, np.ndarray):
            self.floats.frombytes(np.ascontiguousarray(cells, dtype=np.float64).tobytes())
            self.counts[kinds.PLAIN] += len(cells)
        elif not (self.fast and self.add_numbers(cells)):
            self.floats.extend(self.each(places, cells))

    def add_numbers(self, cells: Sequence[str]) -> bool:
        """Read cells that are all numbers with a decimal point; whether they were.

        Which of them can mean two numbers is not kept; see :attr:`unseen`.
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
            self.remember(start, cells, floats)
        self.floats.extend(floats)
        self.counts[kinds.PLAIN] += len(cells)
        self.unseen = self.unseen or "." in joined
        return True

    def remember(self, start: int, cells: Sequence[str], floats: Sequence[float]) -> None:
        """Keep the numbers that floats do not tell, of rows from ``start`` on."""
        for row, cell in enumerate(cells) if self.exact else ():
            if cell != repr(floats[row]) and (number := _untold(cell.strip(), floats[row])):
                self.known[start + row] = number
        large = [floats.index(one) for one in (inf, -inf) if one in floats]
        if large and not self.large:
            self.large = {start + min(large): cells[min(large)].strip()}

    def each(self, places: Sequence[int], cells: Sequence[str]) -> Iterator[float]:
        """The value of each cell, a number or the code of a text; looked at once if it repeats."""
        last = len(cells) - 1
        first = dict(zip(reversed(cells), range(last, -1, -1), strict=True))
        values: dict[str, float] = {}
        everywhere: dict[str, _Cell] = {}
        for cell, count in Counter(cells).items():
            told = _often if len(cell) <= _SHORT else _told
            one, row = told(cell, self.grouped, self.exact), first[cell]
            self.counts[one.kind] += count
            self.first.setdefault(one.kind, (places[row], one.text))
            values[cell] = one.value
            if one.number is not None or one.kind == kinds.CODE:
                everywhere[cell] = one
            if one.kind in kinds.NUMBERS:
                self.number(one, count, len(self.floats) + row, (places[row], cell.strip()))
            elif one.kind not in _NOTHING:
                values[cell] = self.code(one.text)
            elif one.text and one.kind != kinds.CODE:
                self.first.setdefault(kinds.WORD, (places[row], one.text))
        if everywhere:
            self.keep(cells, everywhere)
        return map(values.__getitem__, cells)

    def number(self, one: _Cell, count: int, row: int, first: tuple[int, str]) -> None:
        """Keep what a number that stands in so many cells does not say by its float."""
        if isinf(one.value) and "n" not in one.text.casefold():
            self.large = self.large or {row: one.text}
        self.may_be_dates += count * one.may_be_date
        if one.mark:
            self.counts[one.mark] += count
            self.first.setdefault(one.mark, first)
        if one.mark == PERCENT and np.isnan(self.share):
            self.share = one.value

    def keep(self, cells: Sequence[str], everywhere: Mapping[str, _Cell]) -> None:
        """Keep, row by row, numbers that their floats do not tell, and codes of missing values."""
        for row, cell in enumerate(cells, len(self.floats)):
            one = everywhere.get(cell)
            if one is None:
                continue
            if one.number is not None:
                self.known[row] = one.number
            else:
                self.codes.setdefault(one.text, array("q")).append(row)

    def code(self, text: str) -> float:
        """The code of a text; none of texts beyond the most that are kept."""
        if len(self.texts) < MOST_DISTINCT or text in self.texts:
            return float(self.texts.setdefault(text, len(self.texts)))
        return np.nan

    def column(self, places: Sequence[int], fault: str = "") -> Column:
        """What the column holds, its rows at ``places``; ``fault`` says what is unclear in it."""
        return column_of(self, places, fault)

    def at(self, kind: str) -> str:
        """The first cell of a kind, and where."""
        place, text = self.first[kind]
        return f"'{shown(text, 40)}' in {self.unit} {place}"

    def sure_comma(self) -> bool:
        """Whether a comma is certainly a decimal mark here."""
        return bool(self.counts[kinds.COMMA])

    def sure_point(self) -> bool:
        """Whether a point is certainly a decimal mark here."""
        return bool(self.counts[kinds.POINT] + self.counts[kinds.GROUPED])


def _told(cell: str, grouped: bool, exact: bool) -> _Cell:
    """What a cell says; ``grouped`` and ``exact`` as in :class:`Reading`."""
    text, mark = cell.strip(), ""
    kind = kinds.kind_of(text)
    if kind == kinds.TEXT:
        text, kind, mark = kinds.number_kind(text)
    if kind not in kinds.NUMBERS:
        return _Cell(kind, text)
    written = kinds.plain(text, kind, grouped=grouped)
    if mark == PERCENT:
        written = f"{written}e-2"
    value = _nearest(written)
    number = _untold(written, value) if exact else None
    may_be_date = kind == kinds.FRACTION and kinds.may_be_date(text)
    return _Cell(kind, text, mark, value, number, may_be_date)


_often = lru_cache(_OFTEN)(_told)


def _nearest(text: str) -> float:
    """The float of a decimal or a quotient."""
    over, slash, under = text.partition("/")
    if not slash:
        return float(text)
    try:
        return int(over) / int(under)
    except OverflowError:
        return -inf if text.startswith("-") else inf


def _untold(text: str, value: float) -> Fraction | None:
    """The number of a text; None where the shortest decimal of its float tells it."""
    if isinf(value) or (len(text) <= SURE and not _ODD.search(text)):
        return None
    if "/" not in text:
        return None if Decimal(text) == Decimal(repr(value)) else Fraction(text)
    number = Fraction(text)
    return None if number == Fraction(repr(value)) else number
