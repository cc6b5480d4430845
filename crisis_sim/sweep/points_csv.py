"""The cells of a ``.csv`` file as the numbers that they write."""

from __future__ import annotations

import csv
import itertools
import re
from array import array
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.scenario.scenario import exact

__all__ = ["read_csv"]

AT_ONCE = 10_000
"""Rows that are looked at together."""
SURE = 15
"""Digits that a float always keeps: the shortest decimal of the float is the number written."""

_DECIMAL = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
_FRACTION = re.compile(r"[-+]?\d+/\d*[1-9]\d*")

Known = dict[int, Fraction]


def read_csv(path: Path) -> tuple[dict[str, Floats], dict[str, Known]]:
    """The columns by their names in the first line, and by row the numbers that floats do not tell.

    Costs some 100 nanoseconds a cell, several times that where cells have more than 15 digits.

    Raises
    ------
    InputError
        Names that are missing or double, rows of another length, cells that are no numbers.
    OSError
        The file cannot be read.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            names = [name.strip() for name in next(rows, [])]
            if len(set(names)) < len(names) or not all(names):
                raise InputError(f"{path}: expected a first line of different names")
            columns = [_Column(path, name) for name in names]
            for many in _batches(path, names, rows):
                for column, cells in zip(columns, zip(*many, strict=True), strict=True):
                    column.add(cells)
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: {error}") from None
    found = {one.name: np.frombuffer(one.floats) if one.floats else np.zeros(0) for one in columns}
    return found, {one.name: one.known for one in columns if one.known}


def _batches(
    path: Path, names: Sequence[str], rows: Iterator[list[str]]
) -> Iterator[list[list[str]]]:
    while many := list(itertools.islice(rows, AT_ONCE)):
        many = [row for row in many if row]
        for row in many:
            if len(row) != len(names):
                raise InputError(f"{path}: {len(names)} names over {len(row)} columns")
        if many:
            yield many


class _Column:
    """A column as far as it has been read."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.floats = array("d")
        self.known: Known = {}

    def add(self, cells: Sequence[str]) -> None:
        """Read the cells of further rows."""
        start = len(self.floats)
        try:
            if "_" in "".join(cells):
                raise ValueError
            floats = list(map(float, cells))
        except ValueError:
            floats = [self.number(start + row, cell) for row, cell in enumerate(cells)]
        self.floats.extend(floats)
        if max(map(len, cells)) > SURE:
            for row, cell in enumerate(cells):
                if len(cell) > SURE and cell != repr(floats[row]):
                    self.remember(start + row, cell.strip())

    def number(self, row: int, cell: str) -> float:
        """The float of a cell; fractions are remembered."""
        text = cell.strip()
        try:
            if "_" in text:
                raise ValueError
            return self.remember(row, text) if _FRACTION.fullmatch(text) else float(text)
        except (ValueError, OverflowError):
            raise InputError(
                f"{self.path}: could not convert '{cell:.40}' to a number, "
                f"at point {row + 1} of '{self.name}'"
            ) from None

    def remember(self, row: int, text: str) -> float:
        """Keep the number of a cell where its float does not tell it."""
        if not (_DECIMAL.fullmatch(text) or _FRACTION.fullmatch(text)):
            return float(text)
        number = Fraction(text)
        if number != exact(float(number)):
            self.known[row] = number
        return float(number)
