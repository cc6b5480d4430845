"""A table of points from a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.near_names import closest, nearest
from crisis_sim.numbers.written import counted
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import real_floats
from crisis_sim.sweep.designs.points import PointTable
from crisis_sim.sweep.formulas.exact_values import exactly
from crisis_sim.tables.cells import NUMBERS, kind_of
from crisis_sim.tables.column import Column
from crisis_sim.tables.names import find, shown, spelled
from crisis_sim.tables.no_number import WRITE_MISSING
from crisis_sim.tables.read import Table, read_table

__all__ = ["points_table", "read_points"]

MOST_FAULTS = 5
_NO_NUMBER = "write a number, or leave the row out"
_ROWS = frozenset(("index", "level0", "row", "rownumber", "case", "id", "obs", "point", "nr", "no"))
"""What programs and people call a column that numbers the rows."""


def read_points(path: Path, known: Iterable[str] = (), report: Reporter = nobody) -> PointTable:
    """Read the points of a table, a column for each name; see :mod:`crisis_sim.tables.read`.

    The cells are the numbers as written, fractions among them. A column whose header spells one of
    the ``known`` names otherwise, as ``Pi`` for ``pi``, stands for that name. ``report`` is told
    how many rows have been read.

    Raises
    ------
    InputError
        A file that cannot be read, has no rows, holds what are not finite numbers, or columns that
        are none of the ``known`` names.
    MissingExtra
        The packages that read such a file are not installed.
    """
    table, known = read_table(path, report=report), tuple(known)
    table.refuse_empty()
    if said := _in_rows(table, known):
        raise InputError(f"{table.file}: {said}")
    names = {name: find(name, known) or name for name in table.columns}
    unknown = [name for name, meant in names.items() if known and meant not in known]
    if len(unknown) == len(names):
        raise InputError(f"{table.file}: {_unknown(unknown, known)} {_form(known[: len(names)])}")
    ids = _ids(table, known)
    table = replace(table, columns={n: one for n, one in table.columns.items() if n not in ids})
    faults = [fault for column in table.columns.values() for fault in _faults(table, column)]
    if faults:
        more = (
            f" (and {len(faults) - MOST_FAULTS} more columns)" if len(faults) > MOST_FAULTS else ""
        )
        raise InputError(f"{table.file}: {'; '.join(faults[:MOST_FAULTS])}{more}")
    names = {name: meant for name, meant in names.items() if name not in ids}
    if len(set(names.values())) < len(names):
        twice = [name for name, meant in names.items() if list(names.values()).count(meant) > 1]
        raise InputError(
            f"{table.file}: the columns {_listed(twice)} are one name, spelled differently; leave "
            "one"
        )
    if unknown := [name for name in unknown if name in names]:
        raise InputError(f"{table.file}: {_unknown(unknown, known, others=True)}")
    columns = {names[name]: column.values for name, column in table.columns.items()}
    exact = {names[name]: column.known for name, column in table.columns.items() if column.known}
    return replace(points_table(columns, path.name, exact), notes=(*table.notes, *ids.values()))


def _in_rows(table: Table, known: Sequence[str]) -> str:
    """What is said of a table with a row for each name in place of a column; nothing of others."""
    for name, column in table.columns.items():
        found = [find(word, known) for word in column.words]
        meant = [one for one in known if one in found]
        if meant and None not in found:
            also = find(name, known)
            meant = [*([also] if also and also not in meant else []), *meant]
            return f"the column '{shown(name)}' holds names of parameters. {_form(meant)}"
    return ""


def _form(names: Sequence[str]) -> str:
    """How a table of points is written."""
    few = ",".join(map(shown, names[:MOST_FAULTS]))
    return f"Write names in the first row, as {few}, and below it a row of values for each point"


def _unknown(names: Sequence[str], known: Sequence[str], *, others: bool = False) -> str:
    """What is said of columns that are none of the known names, with ``others`` that are."""
    if all(kind_of(name) in NUMBERS for name in names):
        return f"expected names in the first row, found {_listed(names)}."
    said = f"no parameter or definition is called {_listed(names)}"
    near = [name for name in names[:MOST_FAULTS] if closest(name, known)]
    strange = [name for name in names[:MOST_FAULTS] if name not in near]
    if strange and others:
        told = (
            "it" if len(names) == 1 else _listed(strange) if len(strange) < len(names) else "them"
        )
        said += f"; leave {told} out"
    return f"{said}. {nearest((near or names)[0], known, most=40)}"


def _listed(names: Sequence[str]) -> str:
    """Names in quotation marks; of many the first."""
    listed = ", ".join(f"'{shown(name)}'" for name in names[:MOST_FAULTS])
    return f"{listed} and {len(names) - MOST_FAULTS} more" if len(names) > MOST_FAULTS else listed


def _ids(table: Table, known: Sequence[str]) -> dict[str, str]:
    """Columns that are none of the known names but tell the points apart, and what is said of each.

    Such are texts, and numbers of rows under a usual name.
    """
    others = [one for name, one in table.columns.items() if find(name, known) is None]
    if len(others) == len(table.columns):
        return {}
    said = {one.name: _told_apart(one) for one in others}
    return {name: f"the column '{shown(name)}' {one} left out" for name, one in said.items() if one}


def _told_apart(column: Column) -> str:
    """What a column that tells the points apart holds; nothing of all others."""
    if column.example:
        return "holds text, is no parameter, and was"
    first, count = column.values[:1], len(column.values)
    if spelled(column.name) not in _ROWS or column.fault or first[0] not in (0, 1):
        return ""
    numbers = np.array_equal(column.values, np.arange(count) + first)
    return "numbers the rows and was" if numbers else ""


def _faults(table: Table, column: Column) -> Iterator[str]:
    """What is wrong with a column of points."""
    name = shown(column.name)
    remedy = _NO_NUMBER if column.remedy == WRITE_MISSING else column.remedy
    if column.fault:
        yield f"the column '{name}' {column.fault}{remedy and f'; {remedy}'}"
    elif column.example:
        said = f"the column '{name}' holds text, {column.example}"
        yield f"{said}; {remedy}" if remedy else f"{said}, where a number was expected"
    elif column.odd:
        yield f"the column '{name}' {column.odd}"
    elif not np.isfinite(column.values).all():
        rows = np.flatnonzero(~np.isfinite(column.values))
        more = f" and {counted(len(rows) - 1, 'further row')}" if len(rows) > 1 else ""
        said = f"'{name}' is missing in {table.place(int(rows[0]))}{more}"
        yield f"{said}: {_NO_NUMBER.replace('row', 'column') if column.empty else _NO_NUMBER}"


def points_table(
    columns: Mapping[str, Sequence[float | Fraction] | Floats],
    source: str,
    known: Mapping[str, Mapping[int, Fraction]] | None = None,
) -> PointTable:
    """A table of points from columns of equal length.

    ``known`` has by name and row the numbers that floats do not tell; without it, values that are
    no floats are taken for what they are.

    Raises InputError for no columns or rows, and for what are not finite numbers.
    """
    arrays = {str(name): _column(str(name), values, source) for name, values in columns.items()}
    lengths = {len(array) for array in arrays.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise InputError(f"{source} holds no points: expected columns of equal length, not empty")
    if known is None:
        known = {str(name): exactly(values) for name, values in columns.items()}
    known = {name: one for name, one in known.items() if one}
    return PointTable(arrays, source, _digest(arrays, known), known)


def _digest(arrays: Mapping[str, Floats], known: Mapping[str, Mapping[int, Fraction]]) -> str:
    digest = hashlib.sha256()
    for name, array in arrays.items():
        digest.update(f"{name}:{len(array)};".encode())
        digest.update(array.astype("<f8").tobytes())
    for name, numbers in known.items():
        digest.update(f"{name}:{sorted(numbers.items())}".encode())
    return digest.hexdigest()


def _column(name: str, values: Sequence[float | Fraction] | Floats, source: str) -> Floats:
    try:
        array = real_floats(values)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{source}: the column '{name}' holds what is not a number") from None
    if array.ndim != 1 or not np.isfinite(array).all():
        row = int(np.flatnonzero(~np.isfinite(array))[0]) + 1 if array.ndim == 1 else 1
        raise InputError(f"{source}: '{name}' is not a finite number at point {row}")
    array.setflags(write=False)
    return array
