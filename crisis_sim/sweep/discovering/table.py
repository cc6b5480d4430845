"""Tables that are searched for the circumstances of an outcome: a sweep's, or any other."""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import CrisisSimError, InputError
from crisis_sim.game.game import Floats
from crisis_sim.input_file import check_there
from crisis_sim.near_names import nearest
from crisis_sim.numbers.told import WHOLE
from crisis_sim.numbers.written import counted
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.files.read import read_columns, read_sheet
from crisis_sim.sweep.results.result import SweepResult
from crisis_sim.tables.column import Column
from crisis_sim.tables.names import find, find_column, shown
from crisis_sim.tables.no_number import denies
from crisis_sim.tables.opening import open_source
from crisis_sim.tables.read import Table

__all__ = ["SweepTable", "read_table", "table_of"]


ANSWERS = frozenset(("probability", "payoff", "count", "code"))
"""The kinds of a sweep's columns that can be the outcome."""
MOST_TOLD = 8
_SUCH = "NAME,NAME,..."


@dataclass(frozen=True, eq=False)
class SweepTable:
    """Columns to search: the inputs, and what was found at each point.

    Attributes
    ----------
    inputs : (points,) numbers, or codes of ``words``; nan where a value is missing.
    answers : (points,) what an outcome can be asked of.
    groups : for each outcome and category the columns whose sum is its probability.
    solved : (points,) which points have an answer.
    words : for each input of categories their texts, by code.
    faults : why columns are of no use, by name.
    left_out : the inputs asked for that are of no use.
    notes : what else the file held, a sentence each.
    texts : for each answer that says where a column of categories has a text, both.
    file : what messages call it; empty for results in memory.
    described : what the sweep's file says of itself; empty for any other table.
    """

    inputs: Mapping[str, Floats]
    answers: Mapping[str, Floats]
    groups: Mapping[str, tuple[str, ...]]
    solved: NDArray[np.bool_]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    file: str = ""
    described: Mapping[str, Any] = field(default_factory=dict)

    def values(self, name: str) -> Floats:
        """(points,) the probability of an outcome or category, or a column by its name.

        ``column=text`` is 1 where a column of categories has that text, and otherwise 0.
        """
        known = [*self.groups, *self.answers]
        meant = find(name, known)
        if meant is not None and meant in self.groups:
            return np.asarray(np.sum([self.answers[one] for one in self.groups[meant]], axis=0))
        if meant is not None:
            return self.answers[meant]
        raise InputError(self._no_outcome(name, known))

    def _no_outcome(self, name: str, known: Sequence[str]) -> str:
        """Why an outcome cannot be searched for, and what can."""
        column, equals, text = name.partition("=")
        own = find(name, self.inputs) or (find(column, self.inputs) if equals else None)
        if own is not None:
            return f"'{shown(own)}' is an input; as the outcome it must not be searched in too"
        fault = find(name, self.faults)
        if fault is None and equals and (of := find(column, self.faults)) is not None:
            texts = [one for one in known if one.startswith(f"{of}=")]
            fault = of if len(texts) < 2 else None
        if fault is not None:
            where = f"{self.file}: " if self.file else ""
            return f"{where}'{shown(fault)}' cannot be searched for: it {self.faults[fault]}"
        one = find(column, self.answers) if equals else None
        if one is not None:
            text = text.lstrip("=").strip()
            return f"'{shown(one)}' holds no texts such as '{shown(text)}'; ask for '{shown(one)}'"
        return f"the table has no outcome '{shown(name)}'. {self._nearest(name, known)}"

    def _nearest(self, name: str, known: Sequence[str]) -> str:
        """The outcomes that may be meant; where a column is, its texts."""
        column, equals, _ = name.partition("=")
        faulty = find(column, self.faults) if equals else None
        alike = [one for one in known if faulty and one.startswith(f"{faulty}=")]
        return nearest(name, map(shown, alike or known), most=40)


def read_table(
    path: Path,
    *,
    inputs: str | Sequence[str] = (),
    outcome: str = "",
    report: Reporter = nobody,
) -> SweepTable:
    """The table in a file: a sweep's own, or any other whose ``inputs`` are named.

    A text has several names with commas between them, in quotation marks one with a comma in it.

    In a file that is no sweep's, every other column of numbers can be the outcome, and each text of
    a column of categories, as ``regime=junta``. Names may be spelled in capitals or not, with
    spaces or underscores.

    With ``outcome`` nothing else is read than what it is asked for takes. ``report`` is told how
    many rows have been read.

    Raises
    ------
    InputError
        A file that cannot be read, or that does not say which columns are inputs.
    MissingExtra
        The packages that read such a file are not installed.
    """
    inputs = _names(inputs) if isinstance(inputs, str) else inputs
    if not inputs:
        check_there(path)
        try:
            said = read_sheet(path)
        except InputError as error:
            head = f"{error}; in any other table, name the inputs: "
            raise InputError(head, Remedy("inputs", _all_but(path, outcome))) from None
        columns, described = said["columns"], said["description"]
        needed = _needed(columns, _groups(columns, described.get("categories", {})), outcome)
        held = read_columns(path, needed, report)
        return _table(columns, described, held, whole=needed is None)
    table = _of_columns(path, inputs, outcome, report)
    table.refuse_empty()
    meant = [find_column(table.file, name, tuple(table.columns)) for name in inputs]
    twice = [name for name in dict.fromkeys(meant) if meant.count(name) > 1]
    chosen = [table.columns[name] for name in dict.fromkeys(meant)]
    own = {one.name: one for one in chosen if not (one.fault or one.empty)}
    answers: dict[str, Floats] = {}
    faults: dict[str, str] = {}
    texts: dict[str, tuple[str, str]] = {}
    for name, column in table.columns.items():
        if column.fault or column.empty:
            faults[name] = column.told or "holds no value"
        elif name not in own:
            answers |= _outcomes(column)
            faults |= _how_to_name(column)
            texts |= {f"{name}={word}": (name, word) for word in column.words}
    return SweepTable(
        {name: one.values for name, one in own.items()},
        answers,
        {},
        np.ones(len(table.places), dtype=np.bool_),
        {name: one.words for name, one in own.items() if one.words},
        faults,
        tuple(one.name for one in chosen if one.name not in own),
        (
            *table.notes,
            *(f"'{shown(name)}' was named more than once as an input" for name in twice),
        ),
        texts,
        table.file,
    )


def _names(text: str) -> list[str]:
    """Names with commas between them.

    Raises InputError for a text without any.
    """
    lines = csv.reader([" ".join(text.split())], skipinitialspace=True)
    names = [name.strip() for line in lines for name in line if name.strip()]
    if text and not names:
        raise InputError(f"the inputs name no column: '{shown(text)}'")
    return names


def _all_but(path: Path, outcome: str) -> str:
    """The columns of a table but that of the outcome, as a text; of many, how to name them."""
    try:
        if not path.is_file():
            return _SUCH
        with open_source(path) as source:
            own = find(outcome, source.names) or find(outcome.partition("=")[0], source.names)
            names = [name for name in source.names if name != own]
    except CrisisSimError:
        return _SUCH
    if not 0 < len(names) <= MOST_TOLD or any(name != shown(name) for name in names):
        return _SUCH
    return ",".join(f'"{name}"' if "," in name else name for name in names)


def _of_columns(path: Path, inputs: Sequence[str], outcome: str, report: Reporter) -> Table:
    """The columns asked for; all where only the outcome is none, to say which can be one."""

    def chosen(known: Sequence[str]) -> Sequence[str]:
        column = find(outcome, known) or find(outcome.partition("=")[0], known)
        if column is None and all(find(name, known) for name in inputs):
            return known
        return (*inputs, column or outcome.partition("=")[0])

    table = read_columns(path, chosen, report, exact=True)
    columns = {name: _told_apart(one, table) for name, one in table.columns.items()}
    return replace(table, columns=columns)


def _told_apart(column: Column, table: Table) -> Column:
    """The column, of no use if between two of its whole numbers there is no float to tell them."""
    large = np.flatnonzero(np.isfinite(column.values) & (np.abs(column.values) >= WHOLE))
    if not any(one.denominator == 1 for one in column.known.values()):
        return column
    rows = {
        column.known.get(row) or Fraction(repr(float(column.values[row]))): row
        for row in large.tolist()
    }
    for low, high in itertools.pairwise(sorted(rows)):
        if np.nextafter(float(low), math.inf) >= float(high):
            two = (f"{shown(str(one), 40)} in {table.place(rows[one])}" for one in (low, high))
            fault = f"holds whole numbers too large to be told apart, {' and '.join(two)}"
            return replace(column, fault=fault, remedy="subtract the same from all of them")
    return column


def _needed(
    columns: Sequence[Mapping[str, Any]], groups: Mapping[str, tuple[str, ...]], outcome: str
) -> list[str] | None:
    """The columns of a sweep that an outcome takes; None for all."""
    answers = [one["name"] for one in columns if one["kind"] in ANSWERS]
    meant = find(outcome, [*groups, *answers]) if outcome else None
    if meant is None:
        return None
    inputs = [one["name"] for one in columns if one["kind"] == "input"]
    return [*inputs, "status", *groups.get(meant, (meant,))]


def _groups(
    columns: Sequence[Mapping[str, Any]], categories: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """By outcome and category of outcomes, the columns whose sum is its probability."""
    groups: dict[str, tuple[str, ...]] = {}
    chances = [one for one in columns if one["kind"] == "probability"]
    for one in chances:
        category = categories.get(one["of"], one["of"])
        groups[category] = (*groups.get(category, ()), one["name"])
    return groups | {one["of"]: (one["name"],) for one in chances}


def _outcomes(column: Column) -> dict[str, Floats]:
    """What can be asked of a column: its numbers, or whether it has each of its texts."""
    own = {} if column.example else {column.name: column.values}
    gone = np.isnan(column.values)
    return own | {
        f"{column.name}={word}": np.where(gone, np.nan, column.values == code)
        for code, word in enumerate(column.words)
    }


def _how_to_name(column: Column) -> dict[str, str]:
    """What is said to who asks for a column of texts as a whole."""
    if not column.example:
        return {}
    gone = int(np.isnan(column.values).sum())
    if len(column.words) == 1 and gone:
        only, other = column.words[0], "yes" if denies(column.words[0]) else "no"
        cells = counted(gone, "cell without a value", "cells without a value")
        said = f"holds one value alone, '{shown(only)}', and {cells}; write the other there"
        return {column.name: f"{said}, such as '{other}'"}
    told = " or ".join(
        f"'{column.name}={shown(one)}'" for one in sorted(column.words, key=denies)[:2]
    )
    return {column.name: f"holds text; ask for one, as {told}"}


def table_of(result: SweepResult) -> SweepTable:
    """The table of results in memory."""
    columns = [
        {"name": column.name, "kind": column.kind, "of": column.of}
        for column in result.sheet.columns
    ]
    held = {name: Column(name, np.asarray(values)) for name, values in result.rows.items()}
    table = Table("the sweep", held, (), "point", range(1, len(held["status"].values) + 1))
    return _table(columns, result.sheet.description, table)


def _table(
    columns: Sequence[Mapping[str, Any]],
    described: Mapping[str, Any],
    table: Table,
    *,
    whole: bool = True,
) -> SweepTable:
    def held(name: str) -> Column:
        column = table.columns.get(name)
        if column is None or column.fault:
            said = f"its column '{shown(name)}' is gone"
            said = f"its column '{shown(name)}' {column.fault}" if column is not None else said
            raise InputError(f"{table.file} is not as the sweep wrote it: {said}")
        return column

    inputs = {one["name"]: held(one["name"]).values for one in columns if one["kind"] == "input"}
    answers = {
        one["name"]: np.asarray(held(one["name"]).values, dtype=float)
        for one in columns
        if one["kind"] in ANSWERS and (one["name"] in table.columns or whole)
    }
    groups = {
        name: parts
        for name, parts in _groups(columns, described.get("categories", {})).items()
        if whole or all(one in answers for one in parts)
    }
    status = held("status")
    code = status.words.index("solved") if "solved" in status.words else -1
    solved = status.values == (code if status.words else Status.SOLVED)
    points = np.asarray(solved, dtype=np.bool_)
    return SweepTable(inputs, answers, groups, points, described=described)
