"""Tables in Excel's workbooks: a sheet of cells, its first row the names."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO

from crisis_sim.errors import InputError
from crisis_sim.tables.damage import damage_told
from crisis_sim.tables.header import (
    EMPTY,
    Header,
    refuse_title,
    refuse_two_headers,
    refuse_units,
    titles,
)
from crisis_sim.tables.names import blank_note, refuse_summary, total_note
from crisis_sim.tables.sheets import Sheets, refuse_unsaved
from crisis_sim.tables.source import AT_ONCE, Batch

__all__ = ["Workbook"]

_LOOKED_AT = 6


class Workbook:
    """A workbook; see :class:`crisis_sim.tables.source.Source`.

    A number in a cell is the shortest decimal of its float, as the sheet shows it.
    """

    unit = "row"
    separator, commas_group = ",", True
    said: Mapping[str, str] = MappingProxyType({})

    def __init__(self, held: BinaryIO, file: str) -> None:
        with damage_told(file, "Excel"):
            self.sheets = Sheets(held, file)
        named, notes = self.sheets.choose()
        self.file = self.sheets.file
        first = list(itertools.islice(self.sheets.rows(named), _LOOKED_AT))
        header, *rows = [row for _, row in first] or [[]]
        if titles([header, *rows]):
            refuse_title(self.file, self.unit, first[0][0], header[0])
        refuse_two_headers(self.file, self.unit, first[0][0] if first else 0, [header, *rows])
        refuse_units(self.file, self.unit, first[1][0] if rows else 0, [header, *rows])
        refuse_summary(self.file, rows)
        found = Header(self.file, header)
        self.chosen, self.header, self.notes = (
            named,
            header,
            (*notes, *found.notes, *([EMPTY] if found.nameless else [])),
        )
        self.found, self.nameless, self.width = found, found.nameless, found.width
        self.names = tuple(found.places)
        self.first, self.count = first[0][0] if first else 0, 0

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
        rows = itertools.islice(self.sheets.rows(self.chosen), 1, None)
        at_once = max(1, AT_ONCE // max(1, self.width))
        last: tuple[int, list[str]] | None = None
        self.count = 0
        while many := list(itertools.islice(rows, at_once)):
            for place, row in many:
                self.check(place, row)
                row += [""] * (self.width - len(row))
                refuse_unsaved(
                    self.file, place, [(name, row[self.found.places[name]]) for name in names]
                )
            last = many[-1]
            self.count += len(many)
            at, held = [place for place, _ in many], [row for _, row in many]
            yield self.found.batch(self.unit, at, held, names)
        if last is not None:
            self.notes += total_note(self.unit, *last, self.notes)
            self.notes += blank_note(last[0] - self.first - self.count, self.notes)

    def check(self, place: int, row: Sequence[str]) -> None:
        """Refuse a row that has cells under no name."""
        under = [number for number in self.nameless if number < len(row) and row[number]]
        if under or len(row) > self.width:
            beyond = (number for number in range(self.width, len(row)) if row[number])
            column = min([*under, *beyond], default=self.width) + 1
            said = f"column {column} has no name, but a cell in row {place}"
            hint = "give each its own name; of merged cells only the first has one"
            raise InputError(f"{self.file}: {said}; {hint}")
