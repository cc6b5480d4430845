"""What to write where no column of a table has a name that those of counts or of plays have."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from crisis_sim.profiles.places import MOST_ASKED, Places
from crisis_sim.profiles.rounds import COLUMNS, quoted
from crisis_sim.sentence import capital
from crisis_sim.tables.cells import MISSING, kind_of
from crisis_sim.tables.folded import folded
from crisis_sim.tables.names import shown
from crisis_sim.tables.read import table_rows
from crisis_sim.tables.source import OpenTable

__all__ = ["names_that_are_values", "what_to_write"]

_LOOKED_AT = 20
_MOST_COLUMNS = 100
_VALUES = "the first row seems to hold values: write names in a row above"


def names_that_are_values(source: OpenTable, places: Places) -> str:
    """What is said of a table whose first row is a play like that of the next; nothing of others.

    Raises InputError for what is damaged.
    """
    found = _played(source.names, places)
    rows = itertools.islice(table_rows(source), 1) if found else ()
    return _VALUES if found and all(found & _played(row.cells, places) for row in rows) else ""


def _played(cells: Sequence[str], places: Places) -> set[tuple[int, int]]:
    """Where an information set stands, and an action of it."""
    few = list(enumerate(cells[:_MOST_COLUMNS]))
    held = [(number, place.held) for number, cell in few if (place := places.place(cell)).held]
    return {
        (number, other)
        for number, one in held
        for other, cell in few
        if one is not None and other != number and places.actions(one.label).meant(cell)
    }


def what_to_write(source: OpenTable, places: Places) -> str:
    """What would serve, told by what the first rows hold; nothing where they do not tell.

    Raises InputError for what is damaged.
    """
    rows = list(itertools.islice(table_rows(source), _LOOKED_AT))
    first_two = {folded(one) for one in COLUMNS[:2]}
    for row in rows:
        if first_two <= set(map(folded, row.cells)):
            line = f"{source.unit} {row.place}"
            return f"The names seem to stand in {line}: delete what stands above it."
    names = source.names[:_MOST_COLUMNS]
    if len(actions := [name for name in names if _sets_with([name], places)]) > 1:
        return f"{quoted(actions)} are actions: write a row for each with how often it was taken."
    cells = {
        name: [cell for row in rows if kind_of(cell := row.cells[number]) != MISSING]
        for number, name in enumerate(names)
    }
    return _renamed(cells, places)


def _renamed(cells: Mapping[str, list[str]], places: Places) -> str:
    """How to call the columns that hold information sets and actions; nothing without any."""
    where = next((name for name, held in cells.items() if _are_sets(held, places)), None)
    found = {name: _sets_with(held, places) for name, held in cells.items() if name != where}
    action = next((name for name, sets in found.items() if sets), None)
    if action is None:
        return ""
    if _sets_with([action], places):
        return f"{capital(_VALUES)}."
    if where is not None:
        given = zip((where, action), COLUMNS, strict=False)
        anew = [f"'{shown(one)}' '{to}'" for one, to in given if folded(one) != folded(to)]
        return f"Call {' and '.join(anew)}."
    sets = found[action]
    if len(sets) > 1:
        told = f"'{shown(action)}' holds actions of {quoted(sets)}"
        return f"{told}: say which in a column '{COLUMNS[0]}', and call this one '{COLUMNS[1]}'."
    owner = "".join(action.rpartition(".")[:2])
    return f"'{shown(action)}' holds actions of '{sets[0]}': call it '{shown(owner)}{sets[0]}'."


def _are_sets(cells: list[str], places: Places) -> bool:
    """Whether all cells, of which there are some, name information sets."""
    held = map(places.place, cells)
    return bool(cells) and all(one.held is not None or one.unclear for one in held)


def _sets_with(cells: Iterable[str], places: Places) -> list[str]:
    """The information sets at which all cells, if there are some, are actions."""
    different = set(cells)
    sets = itertools.islice(places.sets, MOST_ASKED if different else 0)
    return [one for one in sets if all(map(places.actions(one).meant, different))]
