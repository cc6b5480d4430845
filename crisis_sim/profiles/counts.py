"""How often each action was taken, from a table, with all its mistakes at once."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from crisis_sim.errors import Problem, ScenarioError, nearest
from crisis_sim.game.game import Floats, Game
from crisis_sim.profiles.read_text import read_text

__all__ = ["COLUMNS", "parse_counts", "read_counts"]

COLUMNS = ("information set", "action", "count")

Places = Mapping[str, list[Mapping[str, int]]]


def read_counts(path: Path, game: Game) -> Floats:
    """(choices,) the counts in a file; see :func:`parse_counts`.

    Raises
    ------
    InputError
        A file that cannot be read.
    ScenarioError
        A file with mistakes in it, all of them listed.
    """
    return parse_counts(read_text(path), game, file=str(path))


def parse_counts(text: str, game: Game, *, file: str = "the counts") -> Floats:
    """(choices,) the counts in a table of the columns :data:`COLUMNS`; others are passed over.

    Rows of one action are added up, and actions without a row were never taken.

    Raises ScenarioError with every mistake and its line.
    """
    lines = text.splitlines()
    rows = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        said = f"expected the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}"
        raise ScenarioError(file, [Problem(said, line=1, column=1)])
    places: dict[str, list[Mapping[str, int]]] = {}
    for one in game.tree.information_sets:
        choices = dict(zip(one.actions, one.choices, strict=True))
        places.setdefault(one.label, []).append(choices)
    found = np.zeros(len(game.tree.choice_set))
    problems = []
    for row in rows:
        where, action, count = ((row.get(name) or "").strip() for name in COLUMNS)
        choice, wrong = _choice(places, where, action)
        number = _count(count)
        if number is None:
            wrong.append(f"expected how often '{action}' was taken, 0 or more; found '{count}'")
        line = rows.line_num
        problems += [Problem(said, line=line, column=1, excerpt=lines[line - 1]) for said in wrong]
        if choice is not None and number is not None:
            found[choice] += number
    if problems:
        raise ScenarioError(file, problems)
    return found


def _choice(places: Places, where: str, action: str) -> tuple[int | None, list[str]]:
    """The choice that a row counts, or what is wrong with its names."""
    held = places.get(where)
    if held is None:
        return None, [f"no information set is called '{where}'. {nearest(where, places)}"]
    if len(held) > 1:
        return None, [f"{len(held)} information sets are called '{where}'; name them apart"]
    if action not in held[0]:
        return None, [f"'{where}' has no action '{action}'. {nearest(action, held[0])}"]
    return held[0][action], []


def _count(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
