"""Which of comma and point is the decimal mark, judged over columns that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisis_sim.tables import cells as kinds
from crisis_sim.tables.column import thousands_note
from crisis_sim.tables.names import shown
from crisis_sim.tables.reading import Reading
from crisis_sim.tables.source import OpenTable, checked

__all__ = ["Decimals", "decimals_of", "read_again"]

_TWO = "which can mean two numbers"
_BOTH = f"{_TWO}: commas and points are both decimal marks in this table"


class Decimals:
    """How numbers are written in some columns.

    Attributes
    ----------
    grouped : the columns in which commas group thousands.
    faults : by column, what is unclear in it; empty where nothing is.
    """

    def __init__(self, readings: Sequence[Reading], source: OpenTable) -> None:
        self.readings, self.source = readings, source
        comma = any(one.sure_comma() for one in readings)
        point = any(one.sure_point() for one in readings)
        marks = {one.name: _mark(one, source, comma, point) for one in readings}
        self.grouped = [name for name, (grouped, _) in marks.items() if grouped]
        self.faults = {name: fault for name, (_, fault) in marks.items()}

    def notes(self) -> Iterator[str]:
        """How commas and points are read, where that is not the only way."""
        for name in self.grouped:
            yield f"in the column '{shown(name)}' commas group thousands"
        for one in self.readings:
            clear = not self.faults[one.name] and one.name not in self.grouped
            if clear and not self.source.commas_group:
                yield from _as_elsewhere(one)

    def cell_notes(self) -> Iterator[str]:
        """The same for who reads the cells one by one: spaces between thousands too, and 14.000."""
        yield from self.notes()
        for one in self.readings:
            if one.counts[kinds.AMBIGUOUS_POINT] and not self.faults[one.name]:
                at = one.at(kinds.AMBIGUOUS_POINT)
                yield f"in the column '{shown(one.name)}' points are decimal marks, as in {at}"
            yield from thousands_note(one)


def decimals_of(source: OpenTable, names: Sequence[str]) -> Decimals:
    """How numbers are written in some columns of a table that is open."""
    return Decimals(read_again(source, names), source)


def read_again(
    source: OpenTable, names: Sequence[str], *, grouped: bool = False, exact: bool = False
) -> list[Reading]:
    """Some columns, each cell looked at; ``grouped`` where commas group thousands."""
    readings = [
        Reading(name, source.unit, fast=False, grouped=grouped, exact=exact) for name in names
    ]
    for at, cells in checked(source, names) if names else ():
        for reading, column in zip(readings, cells, strict=True):
            reading.add(at, column)
    return readings


def _as_elsewhere(reading: Reading) -> Iterator[str]:
    """What is said of a column whose decimal mark other columns tell: 512.000 beside 0.5."""
    for kind, sure, marks in (
        (kinds.AMBIGUOUS_COMMA, reading.sure_comma(), "commas"),
        (kinds.AMBIGUOUS_POINT, reading.sure_point(), "points"),
    ):
        if reading.counts[kind] and not sure:
            yield (
                f"in the column '{shown(reading.name)}' {marks} are decimal marks, as elsewhere in "
                f"the table, also in {reading.at(kind)}"
            )


def _mark(reading: Reading, source: OpenTable, comma: bool, point: bool) -> tuple[bool, str]:
    """Whether commas group thousands in a column, and what is unclear in it.

    ``comma`` and ``point`` say which are for certain decimal marks in the table.
    """
    commas, points = kinds.AMBIGUOUS_COMMA, kinds.AMBIGUOUS_POINT
    if source.commas_group:
        comma, point = reading.sure_comma(), reading.sure_point() or not comma
    unsure = next((kind for kind in (commas, points) if reading.counts[kind]), "")
    if unsure and comma and point:
        return False, f"holds {reading.at(unsure)}, {_BOTH}"
    if reading.sure_comma() and reading.sure_point():
        sure = kinds.POINT if reading.counts[kinds.POINT] else kinds.GROUPED
        both = f"{reading.at(kinds.COMMA)}, and {reading.at(sure)}"
        return False, f"holds {both}: commas and points are both decimal marks"
    if reading.counts[commas] and point:
        return True, ""
    if reading.counts[commas] and not comma:
        return False, f"holds {reading.at(commas)}, {_TWO}; write it without the comma"
    if reading.counts[points] and not point:
        return False, f"holds {reading.at(points)}, {_TWO}; write it without the point"
    return bool(reading.counts[kinds.GROUPED]), ""
