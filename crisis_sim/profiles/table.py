"""Profiles given as tables: a row for each action with its probability."""

from __future__ import annotations

from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.profiles.rounds import quoted
from crisis_sim.scenario.positions import Document, Place
from crisis_sim.tables.cells import NUMBERS, number_kind, plain
from crisis_sim.tables.column import percent_fault
from crisis_sim.tables.decimals import decimals_of
from crisis_sim.tables.dialect import first_row
from crisis_sim.tables.marks import PERCENT
from crisis_sim.tables.names import find, shown
from crisis_sim.tables.read import table_rows
from crisis_sim.tables.source import OpenTable

__all__ = ["is_profile_table", "read_profile_table", "refuse_second"]

_LONGEST = 300
COLUMNS = ("information set", "action", "probability")


def is_profile_table(text: str) -> bool:
    """Whether a text begins with the names of the columns, but perhaps one."""
    row = first_row(text)
    return sum(find(name, row) is not None for name in COLUMNS) >= len(COLUMNS) - 1


def refuse_second(which: int) -> None:
    """Raise InputError for another equilibrium than the first of a single profile."""
    if which:
        raise InputError(f"there is no equilibrium {which + 1}; one profile is given")


def read_profile_table(source: OpenTable, document: Document, which: int) -> None:
    """Put the rows into a document; those of one equilibrium, if there are several.

    Raises InputError for a table without the columns, or without that equilibrium, or with
    probabilities that can mean two numbers.
    """
    names = source.names
    found = [_optional(names, name) for name in COLUMNS]
    columns = [number for number in found if number is not None]
    if len(columns) < len(COLUMNS):
        raise InputError(f"{source.file}: {_missing(names)}")
    exact, equilibrium = (_optional(names, name) for name in ("exact", "equilibrium"))
    numbers = [names[one] for one in (columns[2], exact) if one is not None]
    decimals = decimals_of(source, list(dict.fromkeys(numbers)))
    for reading in decimals.readings:
        if fault := decimals.faults[reading.name] or percent_fault(reading):
            raise InputError(f"{source.file}: the column '{shown(reading.name)}' {fault}")
    if equilibrium is None:
        refuse_second(which)
    wanted = str(which + 1)
    data: dict[str, dict[str, Any]] = {}
    for row in table_rows(source):
        line = row.place - 1
        document.lines += [""] * (line + 1 - len(document.lines))
        document.lines[line] = source.separator.join(row.cells)
        if equilibrium is not None and (row.cells[equilibrium] or wanted) != wanted:
            continue
        one, action, probability = (row.cells[number] for number in columns)
        one, action = _bounded(one), _bounded(action)
        written = columns[2]
        if exact is not None and row.cells[exact]:
            written, probability = exact, row.cells[exact]
        held = data.setdefault(one, {})
        for keys in ((one,), (one, action)):
            document.places.setdefault(keys, Place(line, 0, line, 0))
        if action in held:
            document.add_at(line, 0, f"'{action}' at '{one}' stands here twice")
        held[action] = _with_point(probability, grouped=names[written] in decimals.grouped)
    if not data:
        raise InputError(f"{source.file}: the table holds no equilibrium {wanted}")
    document.data = data


def _bounded(text: str) -> str:
    """A name as far as messages can tell it; none in a game is longer."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _optional(names: tuple[str, ...], name: str) -> int | None:
    found = find(name, names)
    return names.index(found) if found is not None else None


def _missing(names: tuple[str, ...]) -> str:
    """What is said of a table without some of the columns."""
    gone = [name for name in COLUMNS if _optional(names, name) is None]
    is_gone = "columns {} are" if len(gone) > 1 else "column {} is"
    found = quoted(names, most=8) or "none"
    return f"the {is_gone.format(quoted(gone))} missing; found: {found}"


def _with_point(text: str, *, grouped: bool) -> str:
    """A number with a decimal comma, such as 0,5, with a point, and 12 % as 12e-2."""
    written, kind, mark = number_kind(text)
    if kind not in NUMBERS or ("," not in text and mark != PERCENT):
        return text
    number = plain(written, kind, grouped=grouped)
    return f"{number}e-2" if mark == PERCENT else number
