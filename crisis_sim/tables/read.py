"""The one reader of tables: columns of numbers and of categories, and rows as written.

The mark of decimals is judged over the columns read: where commas separate the cells, 612,000 is
612000; elsewhere, what another cell shows for certain, 0,5 or 0.5, decides, and nothing is guessed
where none does.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.tables.column import Column
from crisis_sim.tables.decimals import Decimals, read_again
from crisis_sim.tables.header import of_values
from crisis_sim.tables.names import find, find_column, shown
from crisis_sim.tables.opening import open_source
from crisis_sim.tables.reading import Reading
from crisis_sim.tables.source import Cells, OpenTable, checked

__all__ = ["Row", "Table", "Wanted", "read_table", "table_rows"]

Wanted = Sequence[str] | Callable[[Sequence[str]], Sequence[str]] | None
"""Columns that are asked for: by their names, or chosen among those there are; all with None."""


_LOOKED_AT = 20
"""Rows in which names of columns are looked for."""


@dataclass(frozen=True)
class Table:
    """Columns of a table.

    Attributes
    ----------
    file : its name.
    columns : by their names in the header.
    notes : what was left out, and how commas were read.
    """

    file: str
    columns: dict[str, Column]
    notes: tuple[str, ...]
    unit: str
    places: Sequence[int] = field(repr=False)

    def refuse_empty(self) -> None:
        """Raises InputError for a table without rows."""
        if not self.places:
            raise InputError(f"{self.file} has names of columns, but no rows below them")

    def place(self, row: int) -> str:
        """Where a row, counted from 0, stands in the file."""
        return f"{self.unit} {self.places[row]}"

    def find(self, name: str) -> Column:
        """The column that is meant by a name in any spelling.

        Raises InputError where there is none.
        """
        return self.columns[find_column(self.file, name, tuple(self.columns))]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as written, and where it stands."""

    place: int
    cells: tuple[str, ...]


def read_table(
    path: Path, names: Wanted = None, *, exact: bool = True, report: Reporter = nobody
) -> Table:
    """The columns of a table in a file, in the order asked for; all without ``names``.

    ``names`` may also choose among the names that the table has. The file is opened once. Numbers
    that floats do not tell are kept if ``exact``. ``report`` is told how many rows have been read.

    Raises
    ------
    InputError
        A file that cannot be read or is damaged, or that has no such column.
    MissingExtra
        The packages that read such a file are not installed.
    """
    with open_source(path) as source:
        wanted = source.names
        if names is not None:
            asked = names(source.names) if callable(names) else names
            wanted = tuple(_found(source, name, asked) for name in asked)
        return _read(source, tuple(dict.fromkeys(wanted)), exact, report)


def _found(source: OpenTable, name: str, asked: Sequence[str]) -> str:
    """The column that is meant; where none is, it is looked for the names of columns further below.

    Raises InputError.
    """
    if find(name, source.names) is not None:
        return find_column(source.file, name, source.names)
    none = f"{source.file} has no column '{shown(name)}'. "
    for row in itertools.islice(table_rows(source), _LOOKED_AT):
        if all(find(one, row.cells) is not None for one in asked):
            where = f"{source.unit} {row.place}"
            raise InputError(f"{none}The names seem to stand in {where}: delete what is above it")
    if told := of_values(source.names):
        raise InputError(none + told)
    return find_column(source.file, name, source.names)


def table_rows(source: OpenTable) -> Iterator[Row]:
    """The rows of a table that is open, all their cells as text; equal ones of a batch are one.

    Raises InputError for what is damaged.
    """
    for places, cells in checked(source, source.names):
        texts = [_written(column) for column in cells]
        for number, place in enumerate(places):
            yield Row(place, tuple(column[number] for column in texts))


def _written(cells: Cells) -> Sequence[str]:
    if not isinstance(cells, np.ndarray):
        stripped = {cell: cell.strip() for cell in dict.fromkeys(cells)}
        return [stripped[cell] for cell in cells]
    return ["" if value != value else f"{value!r}".removesuffix(".0") for value in cells.tolist()]


def _read(source: OpenTable, names: tuple[str, ...], exact: bool, report: Reporter) -> Table:
    readings = [Reading(name, source.unit, fast=source.commas_group, exact=exact) for name in names]
    places = array("q")
    for at, cells in checked(source, names, report):
        places.extend(at)
        for reading, column in zip(readings, cells, strict=True):
            reading.add(at, column)
    sure = any(one.sure_comma() for one in readings)
    doubtful = [one.name for one in readings if sure and one.unseen]
    slow = {one.name: one for one in read_again(source, doubtful, exact=exact)}
    readings = [slow.get(one.name, one) for one in readings]
    decimals = Decimals(readings, source)
    grouped = read_again(source, decimals.grouped, grouped=True, exact=exact)
    anew = {one.name: one for one in grouped}
    columns = {}
    for reading in readings:
        held = anew.get(reading.name, reading)
        columns[reading.name] = held.column(places, decimals.faults[reading.name])
    notes = [*source.notes, *(source.said[name] for name in names if name in source.said)]
    notes += decimals.notes()
    notes += [note for column in columns.values() for note in column.notes]
    return Table(source.file, columns, tuple(notes), source.unit, places)
