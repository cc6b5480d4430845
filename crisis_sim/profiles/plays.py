"""Plays counted one by one: a row for each play, a column for each information set.

So oTree exports what was played: a row for each participant and round, with columns such as
``player.id_in_group`` or ``chicken.1.player.decision``, of which the last part is the field's name.
What is named after an information set is counted, an empty cell is a place that was not reached. A
field of a group stands in the row of each of its members, and is counted once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisis_sim.errors import Problem, nearest
from crisis_sim.game.game import Floats
from crisis_sim.tables.cells import MISSING, kind_of
from crisis_sim.tables.names import find, shown
from crisis_sim.tables.read import Row, table_rows
from crisis_sim.tables.source import Source

__all__ = ["Places", "count_plays", "fields"]

Places = Mapping[str, list[Mapping[str, int]]]
"""By label of information sets, for each of that label its actions and their choices."""

MOST_PROBLEMS = 100
_GROUP, _ID = "group", "id_in_subsession"
_SESSION, _ROUND = "session.code", "subsession.round_number"


def fields(names: Sequence[str]) -> dict[str, int]:
    """Where each field stands, by the name of its column or, after oTree's prefix, its own."""
    found = {name: number for number, name in enumerate(names)}
    for number, name in enumerate(names):
        found.setdefault(name.rpartition(".")[2], number)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A column of choices.

    ``key`` has the columns that together name a group, where its field is a group's.
    """

    name: str
    number: int
    label: str
    actions: Mapping[str, int]
    key: tuple[int, ...]


def count_plays(source: Source, places: Places, found: Floats) -> list[Problem] | None:
    """Add one to ``found`` for each action in the columns named after information sets.

    Returns what is wrong, up to 100 problems, or None where no column is named so.
    """
    asked: list[_Asked] = []
    problems: list[Problem] = []
    for number, name in enumerate(source.names):
        label = find(name, places) or find(name.rpartition(".")[2], places)
        if label is None:
            continue
        key, wrong = _group(source.names, name)
        if len(places[label]) > 1:
            wrong = f"{len(places[label])} information sets are called '{label}'; name them apart"
        if wrong:
            problems.append(Problem(wrong, line=1, column=1))
        asked.append(_Asked(name, number, label, places[label][0], key))
    if not asked:
        return None
    return problems or list(_count(source, asked, found))


def _group(names: Sequence[str], name: str) -> tuple[tuple[int, ...], str]:
    """The columns that name the group of a group's field, or what is missing."""
    prefix = name.rpartition(".")[0]
    if prefix.rpartition(".")[2].casefold() != _GROUP:
        return (), ""
    own = f"{prefix}.{_ID}"
    if own not in names:
        return (), (
            f"'{shown(name)}' stands in the row of each member of a group; without the column "
            f"'{shown(own)}' it cannot be counted once"
        )
    app = prefix.rpartition(".")[0]
    others = (_SESSION, _ROUND, f"{app}.{_ROUND}")
    return tuple(names.index(one) for one in (own, *others) if one in names), ""


def _count(source: Source, asked: Sequence[_Asked], found: Floats) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], str] = {}
    left = MOST_PROBLEMS
    for row in table_rows(source):
        for one in asked:
            cell = row.cells[one.number]
            if kind_of(cell) == MISSING:
                continue
            told = _told_before(one, row, cell, seen)
            action = find(cell, one.actions)
            if told is None and action is not None:
                found[one.actions[action]] += 1
                continue
            if told != "":
                known = nearest(cell, one.actions)
                said = told or f"'{one.label}' has no action '{shown(cell)}'. {known}"
                yield Problem(said, line=row.place, column=1, excerpt=",".join(row.cells))
                left -= 1
            if not left:
                return


def _told_before(one: _Asked, row: Row, cell: str, seen: dict[tuple[str, ...], str]) -> str | None:
    """None for a choice met first, nothing for the same again, and what is wrong for another."""
    if not one.key:
        return None
    group = (one.name, *(row.cells[number] for number in one.key))
    before = seen.get(group)
    if before is None:
        seen[group] = cell
        return None
    return "" if before == cell else f"'{shown(one.name)}' was '{shown(before)}' in another row"
