"""What a column turns out to hold once all its cells have been looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from crisis_sim.numbers.written import counted
from crisis_sim.tables import cells as kinds
from crisis_sim.tables.marks import PERCENT, THOUSANDS
from crisis_sim.tables.names import alike, of_dates, shown
from crisis_sim.tables.no_number import WRITE_MISSING, denies, of_cell, says_missing
from crisis_sim.tables.source import Floats

if TYPE_CHECKING:
    from crisis_sim.tables.reading import Reading

__all__ = [
    "MOST_CATEGORIES",
    "MOST_DISTINCT",
    "Column",
    "column_of",
    "percent_fault",
    "thousands_note",
]

MOST_CATEGORIES = 50
MOST_DISTINCT = 1_000
"""Texts that are kept of a column, to say how many there are."""
_TRUTHS = ("false", "true")
_TEXTS = (kinds.TEXT, kinds.DATE, kinds.DURATION, kinds.VAST, kinds.CODE, kinds.TRUTH)
_NO_CATEGORIES = {kinds.DATE: "dates", kinds.DURATION: "durations or times of day"}

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
    example : the first cell of a column of texts, dates or durations alone, and where.
    remedy : what to write for the first cell that is no number, where that is certain.
    odd : which cells hold something that is no finite number, and count as missing, if any do.
    notes : how its cells were read, where that is not the only way, a sentence each.
    """

    name: str
    values: Floats
    words: tuple[str, ...] = ()
    known: Known = field(default_factory=dict)
    fault: str = ""
    example: str = ""
    remedy: str = ""
    odd: str = ""
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Why the values are of no use, and what to write."""
        return f"{self.fault}; {self.remedy}" if self.fault and self.remedy else self.fault

    @property
    def empty(self) -> bool:
        """Whether there are rows, and none of them has a value."""
        return len(self.values) > 0 and bool(np.isnan(self.values).all())


def column_of(reading: Reading, places: Sequence[int], fault: str = "") -> Column:
    """The column that was read from rows at ``places``; ``fault`` says what is unclear in it."""
    name, counts = reading.name, reading.counts
    values = np.frombuffer(reading.floats) if reading.floats else np.zeros(0)
    texts = sum(counts[kind] for kind in _TEXTS if kind != kinds.CODE)
    numbers = sum(counts[kind] for kind in kinds.NUMBERS)
    mixed = texts and (numbers or counts[kinds.VAST] == texts)
    lacking = "" if fault else _lacking(reading, values, places)
    fault = fault or lacking or (_mixed(reading) if mixed else _unclear(reading, numbers))
    odd = " and ".join(_odd(reading, values, places))
    notes = [f"the column '{shown(name)}' {odd}; counted as missing"] if odd else []
    if fault or not texts:
        notes += [] if fault else _readings(reading, numbers)
        return Column(
            *(name, values),
            known=reading.known,
            fault=fault,
            remedy=WRITE_MISSING
            if lacking
            else _remedy(reading, _first_kind(reading))
            if mixed
            else "",
            odd=odd,
            notes=tuple(notes),
        )
    values = _with_codes(reading, values)
    times = [kind for kind in _NO_CATEGORIES if counts[kind]]
    if sum(counts[kind] for kind in times) == texts:
        told = (f"{_NO_CATEGORIES[kind]}, such as {reading.at(kind)}" for kind in times)
        return Column(
            *(name, values),
            fault=f"holds {', and '.join(told)}",
            example=reading.at(times[0]),
            remedy=_remedy(reading, times[0]),
            notes=tuple(notes),
        )
    if len(reading.texts) > MOST_CATEGORIES:
        first = reading.at(_first_kind(reading))
        return Column(name, values, fault=_too_many(reading), example=first, notes=tuple(notes))
    return _categories(reading, values, notes)


def _lacking(reading: Reading, values: Floats, places: Sequence[int]) -> str:
    """What is said of words for a missing value beside numbers, truths, or yes and no."""
    words = [text for text in reading.texts if says_missing(text)]
    others = {alike(text).casefold() for text in reading.texts if not says_missing(text)}
    numbers = any(reading.counts[kind] for kind in kinds.NUMBERS)
    if not words or (numbers and others) or not (numbers or _are_truths(others)):
        return ""
    count = reading.counts[kinds.TEXT]
    first = reading.at(kinds.TEXT)
    if not numbers:
        rows = np.flatnonzero(np.isin(values, [reading.texts[word] for word in words]))
        count = len(rows)
        word = next(one for one in words if reading.texts[one] == values[rows[0]])
        first = f"'{shown(word, 40)}' in {reading.unit} {places[rows[0]]}"
    cells = counted(count, "cell")
    return (
        f"holds {cells} that may say that a value is missing, {first}{' the first' * (count > 1)}"
    )


def _are_truths(words: set[str]) -> bool:
    """Whether words are true and false, or two of which one denies."""
    return bool(words) and (words <= {*_TRUTHS} or (len(words) == 2 and any(map(denies, words))))


def _with_codes(reading: Reading, values: Floats) -> Floats:
    """The codes of texts, .a and its like among them, which are missing values beside numbers."""
    if not reading.codes:
        return values
    values = values.copy()
    for text, rows in reading.codes.items():
        values[np.frombuffer(rows, dtype=np.int64)] = reading.code(text)
    return values


def _categories(reading: Reading, values: Floats, notes: list[str]) -> Column:
    """The column with its texts in order; those that look alike are one, and so are truths."""
    truths = reading.counts[kinds.TRUTH] == sum(reading.counts[kind] for kind in _TEXTS)
    plain = {text: text.casefold() if truths else alike(text) for text in reading.texts}
    words = _TRUTHS if truths else tuple(sorted(set(plain.values())))
    codes = np.array([*(words.index(plain[text]) for text in reading.texts), np.nan])
    missing = len(reading.texts)
    coded = codes[np.nan_to_num(values, nan=missing).astype(int)]
    if truths:
        return Column(reading.name, coded, words, notes=tuple(notes))
    if kinds.WORD in reading.first:
        where = reading.at(kinds.WORD)
        notes.append(f"in the column '{shown(reading.name)}' {where} is a missing value")
    kind = _first_kind(reading)
    return Column(
        *(reading.name, coded, words),
        example=reading.at(kind),
        remedy=_remedy(reading, kind),
        notes=tuple(notes),
    )


def _too_many(reading: Reading) -> str:
    count = len(reading.texts)
    many = f"more than {MOST_DISTINCT:,}" if count == MOST_DISTINCT else f"{count:,}"
    first = reading.at(_first_kind(reading))
    return (
        f"holds {many} different texts, {first} the first; at most {MOST_CATEGORIES} "
        "can be categories"
    )


def _first_kind(reading: Reading) -> str:
    """The kind of texts that is told of a column of several."""
    return next(one for one in _TEXTS if reading.counts[one])


def _mixed(reading: Reading) -> str:
    """What is said of a column of numbers that holds something else."""
    kind = _first_kind(reading)
    if kind == kinds.VAST:
        return f"holds a number of too many digits or too large an exponent, {reading.at(kind)}"
    what = (_NO_CATEGORIES | {kinds.TRUTH: "truths"}).get(kind, "text")
    return f"holds {what} among its numbers, {reading.at(kind)}"


def _remedy(reading: Reading, kind: str) -> str:
    """What to write in place of the first cell of a kind."""
    return of_cell(kind, reading.first[kind][1])


def percent_fault(reading: Reading) -> str:
    """What is said of a column of percentages and other numbers; nothing of all others."""
    numbers = sum(reading.counts[kind] for kind in kinds.NUMBERS)
    if 0 < reading.counts[PERCENT] < numbers:
        return f"holds numbers with and without a percent sign, {reading.at(PERCENT)}"
    return ""


def _unclear(reading: Reading, numbers: int) -> str:
    """Why a column of numbers cannot be told for certain; empty where it can."""
    if fault := percent_fault(reading):
        return fault
    if _may_be_dates(reading, numbers) and of_dates(reading.name):
        at = reading.at(kinds.FRACTION)
        return f"holds {at}, which can be a date or a quotient; write 1962-10-28 or 2.8"
    return ""


def _may_be_dates(reading: Reading, numbers: int) -> bool:
    return 0 < numbers == reading.may_be_dates


def _readings(reading: Reading, numbers: int) -> Iterator[str]:
    """How the numbers of a column were read, where they could be taken for something else."""
    name = shown(reading.name)
    if reading.counts[PERCENT]:
        yield (
            f"the percentages in the column '{name}' are read as shares, {reading.at(PERCENT)} "
            f"as {reading.share:g}"
        )
    else:
        yield from thousands_note(reading)
    if _may_be_dates(reading, numbers):
        _, text = reading.first[kinds.FRACTION]
        value = float(Fraction(text.replace(" ", "")))
        yield f"the column '{name}' is read as quotients, such as {text} = {value:.4g}"
    if reading.codes:
        count = sum(map(len, reading.codes.values()))
        which = f"{reading.at(kinds.CODE)}{' the first' if count > 1 else ''}"
        yield f"the column '{name}' holds {count:,} of Stata's missing values, {which}"


def thousands_note(reading: Reading) -> Iterator[str]:
    """What is said of a column in which spaces group digits."""
    if reading.counts[THOUSANDS]:
        said = "spaces or apostrophes group thousands, as in"
        yield f"in the column '{shown(reading.name)}' {said} {reading.at(THOUSANDS)}"


def _odd(reading: Reading, values: Floats, places: Sequence[int]) -> Iterator[str]:
    """What is said of cells that hold no finite number, and yet something."""
    errors = reading.counts[kinds.ERROR]
    if errors:
        told = counted(errors, "error of a spreadsheet", "errors of a spreadsheet")
        yield f"holds {told}, {reading.at(kinds.ERROR)}{' the first' if errors > 1 else ''}"
    rows = np.flatnonzero(np.isinf(values))
    if len(rows):
        row = int(rows[0])
        where = f"'{shown(reading.large.get(row, f'{values[row]:g}'), 40)}'"
        where += f" in {reading.unit} {places[row]}"
        one = "a number too large" if row in reading.large else "an infinite number"
        many = f"{len(rows):,} numbers that are infinite or too large"
        yield f"holds {one}, {where}" if len(rows) == 1 else f"holds {many}, {where} the first"
