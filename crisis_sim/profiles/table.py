"""Profiles given as tables: a row for each action with its probability."""

from __future__ import annotations

from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.scenario.positions import Document, Place
from crisis_sim.tables.cells import NUMBERS, kind_of, plain
from crisis_sim.tables.decimals import decimals_of
from crisis_sim.tables.dialect import first_row
from crisis_sim.tables.names import find, find_column, shown
from crisis_sim.tables.read import table_rows
from crisis_sim.tables.source import Source

__all__ = ["COLUMNS", "is_profile_table", "read_profile_table"]

_LONGEST = 300
COLUMNS = ("information set", "action", "probability")


def is_profile_table(text: str) -> bool:
    """Whether a text begins with the names of the columns."""
    row = first_row(text)
    return all(find(name, row) is not None for name in COLUMNS)


def read_profile_table(source: Source, document: Document, which: int | None) -> None:
    """Put the rows into a document; those of one equilibrium, if there are several.

    Raises InputError for a table without the columns, or without that equilibrium, or with a
    probability that can mean two numbers.
    """
    names = source.names
    columns = [names.index(find_column(source.file, name, names)) for name in COLUMNS]
    exact, equilibrium = (_optional(names, name) for name in ("exact", "equilibrium"))
    numbers = [names[one] for one in (columns[2], exact) if one is not None]
    decimals = decimals_of(source, list(dict.fromkeys(numbers)))
    for name, fault in decimals.faults.items():
        if fault:
            raise InputError(f"{source.file}: the column '{shown(name)}' {fault}")
    wanted = str(1 if which is None else which)
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


def _with_point(text: str, *, grouped: bool) -> str:
    """A number with a decimal comma, such as 0,5, with a point; all else as it is written."""
    if "," not in text:
        return text
    kind = kind_of(text)
    return plain(text, kind, grouped=grouped) if kind in NUMBERS else text
