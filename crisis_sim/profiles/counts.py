"""How often each action was taken, from a table, with all its mistakes at once.

Two forms are read: rows of an information set, an action and a count, or of one play each where
there is no count, see :mod:`crisis_sim.profiles.counted_rows`; and, as oTree exports them, a column
for each information set whose cells are the actions taken there, see
:mod:`crisis_sim.profiles.plays`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crisis_sim.errors import GivenError, InputError
from crisis_sim.game.game import Floats, Game
from crisis_sim.input_file import standard_input
from crisis_sim.profiles.counted_rows import CountedRows
from crisis_sim.profiles.faults import Faults
from crisis_sim.profiles.misnamed import names_that_are_values
from crisis_sim.profiles.participants import Participants
from crisis_sim.profiles.places import Places
from crisis_sim.profiles.plays import Plays
from crisis_sim.tables.opening import open_bytes, open_source
from crisis_sim.tables.read import table_rows
from crisis_sim.tables.source import OpenTable

__all__ = ["PlayedCounts", "parse_counts", "read_counts"]

MOST_SAID = 5
"""Columns of which it is told how they are read."""


@dataclass(frozen=True, eq=False)
class PlayedCounts:
    """What was played.

    Attributes
    ----------
    counts : (choices,) how often each action was taken.
    notes : what was left out, pooled or passed over, a sentence each without its point.
    """

    counts: Floats
    notes: tuple[str, ...] = ()


def read_counts(path: Path, game: Game) -> PlayedCounts:
    """The counts in a file of any kind that tables have; ``-`` reads standard input.

    See :func:`parse_counts` for what it holds.

    Raises
    ------
    InputError
        A file that cannot be read, or is damaged, or in which nothing was played.
    GivenError
        A file with mistakes in it, all of them listed.
    MissingExtra
        The packages that read such a file are not installed.
    """
    if path == Path("-"):
        return parse_counts(standard_input(), game, file="<stdin>")
    with open_source(path) as source:
        return _counts(source, game)


def parse_counts(text: str | bytes, game: Game, *, file: str = "the counts") -> PlayedCounts:
    """The counts in a table, given as text or as the bytes of a file.

    It has the columns :data:`COLUMNS`, the last perhaps under another usual name; or a column for
    each information set. Rows of one action are added up, and actions without a row were never
    taken. Without the column of counts each row counts once. Rows played by bots are left out.
    Names of columns, places and actions may be spelled in capitals or not, with spaces or
    underscores.

    Raises
    ------
    InputError
        A table in which nothing was played.
    GivenError
        Every mistake and its line, up to 100 kinds.
    """
    with open_bytes(text, file) as source:
        return _counts(source, game)


def _counts(source: OpenTable, game: Game) -> PlayedCounts:
    faults, found = Faults(source.separator), np.zeros(len(game.tree.choice_set))
    places, people = Places(game), Participants(source.names)
    if said := names_that_are_values(source, places):
        faults.of_header(said)
        raise GivenError(source.file, faults.problems())
    rows = CountedRows.of(source, places, found, faults)
    form = rows or Plays(source, places, found, faults)
    empty = True
    for row in () if faults.first else table_rows(source):
        empty = False
        form.add(row, bot=people.is_bot(row))
        if faults.full:
            break
    form.judge()
    if faults.first:
        raise GivenError(source.file, faults.problems())
    read = tuple(source.said.values())[:MOST_SAID]
    notes = (*source.notes, *read, *people.notes(), *form.notes())
    if empty:
        raise InputError(f"{source.file} has names of columns, but no rows below them")
    if not found.any():
        why = "".join(f"; {one}" for one in notes)
        raise InputError(f"{source.file}: no play was observed: every count is zero{why}")
    return PlayedCounts(found, notes)
