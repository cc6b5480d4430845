"""A column as far as it has been read, and what it turns out to hold."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from crisis_sim.tables import cells as kinds
from crisis_sim.tables.names import shown
from crisis_sim.tables.source import Cells, Floats

__all__ = ["MOST_CATEGORIES", "Column", "Reading"]

MOST_CATEGORIES = 50
SURE = 15
"""Digits that a float always keeps: the shortest decimal of the float is the number written."""
_DISTINCT = 1_000
_FAR = re.compile(r"[eE][-+]?\d{4}")
"""An exponent whose number is not written out: 1e-999999999."""
_ODD = re.compile("[eE/]")
"""What a short text has whose float may not tell its number: 1e-320, 1/3."""
_TRUTHS = ("false", "true")

Known = Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    values : (rows,) numbers, or the codes of ``words``; nan where there is none.
    words : the texts of a column of categories, by code; empty for numbers.
    known : by row the numbers that their floats do not tell.
    fault : why the values are of no use; empty where they are.
    example : the first text of a column of categories, and where.
    """

    name: str
    values: Floats
    words: tuple[str, ...] = ()
    known: Known = field(default_factory=dict)
    fault: str = ""
    example: str = ""


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

    def add(self, places: Sequence[int], cells: Cells) -> None:
        """Read the cells of further rows."""
        if isinstance(cells, np.ndarray):
            self.floats.frombytes(np.ascontiguousarray(cells, dtype=np.float64).tobytes())
            self.counts[kinds.PLAIN] += len(cells)
        elif not (self.fast and self.add_numbers(cells)):
            self.floats.extend(self.each(places, cells))

    def add_numbers(self, cells: Sequence[str]) -> bool:
        """Read cells that are all numbers with a decimal point; whether they were."""
        try:
            joined = ",".join(cells)
            if "_" in joined or _FAR.search(joined):
                return False
            floats = list(map(float, cells))
        except ValueError:
            return False
        start = len(self.floats)
        longest = max(map(len, cells), default=0)
        if longest > kinds.LONGEST:
            return False
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
            text = cell.strip()
            kind = kinds.kind_of(text)
            self.counts[kind] += 1
            self.first.setdefault(kind, (places[row], text))
            if kind == kinds.MISSING:
                yield np.nan
            elif kind in kinds.NUMBERS:
                yield self.remember(start + row, kinds.plain(text, kind, grouped=self.grouped))
            elif len(self.texts) < _DISTINCT or text in self.texts:
                yield float(self.texts.setdefault(text, len(self.texts)))
            else:
                yield np.nan

    def remember(self, row: int, text: str) -> float:
        """The float of a number; the number is kept where its float does not tell it."""
        if len(text) <= SURE and not _ODD.search(text):
            return float(text)
        try:
            number = Fraction(text)
            value = float(number)
        except OverflowError:
            return np.inf
        except ValueError:
            return float(text)
        if number != Fraction(repr(value)):
            self.known[row] = number
        return value

    def column(self, fault: str = "") -> Column:
        """What the column holds; ``fault`` says what is unclear in its commas."""
        values = np.frombuffer(self.floats) if self.floats else np.zeros(0)
        texts = sum(self.counts[kind] for kind in (kinds.TRUTH, kinds.DATE, kinds.TEXT))
        numbers = sum(self.counts[kind] for kind in kinds.NUMBERS)
        fault = fault or (self.mixed() if numbers and texts else "")
        if fault or not texts:
            return Column(self.name, values, known=self.known, fault=fault)
        if self.counts[kinds.DATE] == texts:
            return Column(self.name, values, fault=f"holds dates, such as {self.at(kinds.DATE)}")
        if len(self.texts) > MOST_CATEGORIES:
            many = f"more than {_DISTINCT:,}" if len(self.texts) == _DISTINCT else len(self.texts)
            said = f"holds {many} different texts; at most {MOST_CATEGORIES} can be categories"
            return Column(self.name, values, fault=said)
        return self.categories(values)

    def categories(self, values: Floats) -> Column:
        """The column with its texts in order; truths in whichever letters are the same."""
        truths = self.counts[kinds.TEXT] + self.counts[kinds.DATE] == 0
        plain = {text: text.casefold() if truths else text for text in self.texts}
        words = _TRUTHS if truths else tuple(sorted(set(plain.values())))
        codes = np.array([*(words.index(plain[text]) for text in self.texts), np.nan])
        missing = len(self.texts)
        coded = codes[np.nan_to_num(values, nan=missing).astype(int)]
        first = "" if truths else self.at(kinds.TEXT if self.counts[kinds.TEXT] else kinds.DATE)
        return Column(self.name, coded, words, example=first)

    def mixed(self) -> str:
        """What is said of a column of numbers that holds something else."""
        kind = next(one for one in (kinds.TEXT, kinds.DATE, kinds.TRUTH) if self.counts[one])
        what = {kinds.DATE: "dates", kinds.TRUTH: "truths", kinds.TEXT: "text"}[kind]
        return f"holds {what} among its numbers, {self.at(kind)}"

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
