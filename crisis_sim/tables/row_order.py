"""Whether the rows of a sheet, and the cells of a row, stand in order.

A workbook may name the place of each. Who reads it goes on to that place, and passes over what
stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["RowOrder"]

_ORDER = ", out of order"
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,9})", re.ASCII)


class RowOrder:
    """Where the last row and the last cell stand.

    Attributes
    ----------
    fault : the first row or cell that stands where none can; empty where all are in order.
    """

    def __init__(self) -> None:
        self.row = self.column = 0
        self.cell = self.fault = ""

    def add_row(self, attributes: Mapping[str, str]) -> None:
        """Go on to a row; one that names no place is the next."""
        before, self.column, self.cell = self.row, 0, ""
        self.row = _number(attributes.get("r", ""), before + 1)
        if self.row < 1 and not self.fault:
            self.fault = f"a row has the number {self.row}, which none can have"
        elif self.row <= before and not self.fault:
            self.fault = f"row {self.row} stands after row {before}{_ORDER}"

    def add_cell(self, attributes: Mapping[str, str]) -> None:
        """Go on to a cell of that row; one that names no place is the next."""
        before, self.column = self.column, self.column + 1
        found = _PLACE.fullmatch(attributes.get("r", ""))
        if found is None:
            return
        last, self.cell, self.column = self.cell, found[0], _column(found[1])
        if self.fault:
            return
        if int(found[2]) != self.row:
            self.fault = f"the cell {self.cell} stands in row {self.row}{_ORDER}"
        elif self.column <= before:
            self.fault = f"the cell {self.cell} stands after {last or 'another'}{_ORDER}"


def _number(text: str, other: int) -> int:
    """A number as openpyxl reads it; the other one where it reads none."""
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return other


@lru_cache(1 << 15)
def _column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
