"""How often each action was taken, from a table, with all its mistakes at once.

Two forms are read: rows of an information set, an action and a count, or of one play each where
there is no count; and, as oTree exports them, a column for each information set whose cells are the
actions taken there, see :mod:`crisis_sim.profiles.plays`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from crisis_sim.errors import Problem, ScenarioError, nearest
from crisis_sim.game.game import Floats, Game
from crisis_sim.profiles.plays import Places, count_plays, fields
from crisis_sim.tables.cells import number_in
from crisis_sim.tables.names import find, shown
from crisis_sim.tables.opening import open_bytes, open_source
from crisis_sim.tables.read import Row, table_rows
from crisis_sim.tables.source import Source

__all__ = ["COLUMNS", "parse_counts", "read_counts"]

COLUMNS = ("information set", "action", "count")
ALSO = ("counts", "n", "freq", "frequency", "times")
"""What other programs call the column of counts."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
MOST_PLAYS = 10**15
MOST_PROBLEMS = 100
"""Reading stops there: enough is wrong with the table already."""


def read_counts(path: Path, game: Game) -> Floats:
    """(choices,) the counts in a file of any kind that tables have; see :func:`parse_counts`.

    Raises
    ------
    InputError
        A file that cannot be read, or is damaged.
    ScenarioError
        A file with mistakes in it, all of them listed.
    MissingExtra
        The packages that read such a file are not installed.
    """
    with open_source(path) as source:
        return _counts(source, game)


def parse_counts(text: str | bytes, game: Game, *, file: str = "the counts") -> Floats:
    """(choices,) the counts in a table, given as text or as the bytes of a file.

    It has the columns :data:`COLUMNS`, the last perhaps under one of the names :data:`ALSO`; others
    are passed over. Rows of one action are added up, and actions without a row were never taken.
    Without the column of counts each row counts once. Names of columns, places and actions may be
    spelled in capitals or not, with spaces or underscores.

    Raises ScenarioError with every mistake and its line, up to 100.
    """
    with open_bytes(text, file) as source:
        return _counts(source, game)


def _counts(source: Source, game: Game) -> Floats:
    places: dict[str, list[Mapping[str, int]]] = {}
    for one in game.tree.information_sets:
        choices = dict(zip(one.actions, one.choices, strict=True))
        places.setdefault(one.label, []).append(choices)
    found = np.zeros(len(game.tree.choice_set))
    named = fields(source.names)
    where, action, count = (find(name, named) for name in COLUMNS)
    count = count or next((name for one in ALSO if (name := find(one, named))), None)
    if where is not None and action is not None:
        columns = [named[name] for name in (where, action, count) if name is not None]
        problems = _add_rows(source, columns, places, found)
    else:
        held = count_plays(source, places, found)
        if held is None:
            missing = [
                name
                for name, one in zip(COLUMNS, (where, action, count), strict=True)
                if one is None
            ]
            said = f"expected the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}"
            hint = "Or a column for each information set, named after it, and a row for each play."
            held = [Problem(said, line=1, column=1, hint=hint)]
        problems = held
    if problems:
        raise ScenarioError(source.file, problems)
    return found


def _add_rows(source: Source, columns: list[int], places: Places, found: Floats) -> list[Problem]:
    """Add up rows of an information set, an action and perhaps a count."""
    problems: list[Problem] = []
    for row in table_rows(source):
        cells = [row.cells[number] for number in columns]
        choice, wrong = _choice(places, *cells[:2])
        number = _count(cells[2], source) if len(cells) > 2 else 1.0
        if len(cells) > 2 and _GROUPED.fullmatch(cells[2].strip()):
            told = f"'{shown(cells[2])}' can mean thousands or a fraction"
            wrong.append(f"{told}; write whole counts without a mark")
        elif number is None:
            said = f"expected how often '{shown(cells[1])}' was taken, 0 or more; "
            wrong.append(f"{said}found '{shown(cells[2])}'")
        problems += [_problem(row, said) for said in wrong]
        if len(problems) >= MOST_PROBLEMS:
            break
        if choice is not None and number is not None:
            found[choice] += number
    return problems


def _problem(row: Row, said: str) -> Problem:
    return Problem(said, line=row.place, column=1, excerpt=",".join(row.cells))


def _choice(places: Places, where: str, action: str) -> tuple[int | None, list[str]]:
    """The choice that a row counts, or what is wrong with its names."""
    label = find(where, places)
    if label is None:
        return None, [f"no information set is called '{shown(where)}'. {nearest(where, places)}"]
    held = places[label]
    if len(held) > 1:
        return None, [f"{len(held)} information sets are called '{label}'; name them apart"]
    taken = find(action, held[0])
    if taken is None:
        return None, [f"'{label}' has no action '{shown(action)}'. {nearest(action, held[0])}"]
    return held[0][taken], []


def _count(text: str, source: Source) -> float | None:
    number = number_in(text, grouped=source.commas_group)
    return float(number) if number is not None and 0 <= number < MOST_PLAYS else None
