"""A table of points from a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.game.game import Floats
from crisis_sim.sweep.design import PointTable
from crisis_sim.sweep.exact_values import exactly
from crisis_sim.sweep.points_csv import read_csv

__all__ = ["points_table", "read_points"]

MOST_BYTES = 1_000_000_000


def read_points(path: Path) -> PointTable:
    """Read the points of a ``.csv`` or ``.parquet`` file, a column for each name.

    The cells of a ``.csv`` file are the numbers as written, fractions among them.

    Raises
    ------
    InputError
        A file that cannot be read, has no rows, or holds what are not finite numbers.
    MissingExtra
        Parquet without the package that reads it.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path} is larger than {MOST_BYTES:,} bytes")
        if path.suffix.lower() == ".parquet":
            return points_table(_parquet(path), path.name)
        if path.suffix.lower() == ".csv":
            columns, known = read_csv(path)
            return points_table(columns, path.name, known)
        raise InputError(f"points are read from .csv or .parquet, not from '{path.name}'")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None


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
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{source}: the column '{name}' holds what is not a number") from None
    if array.ndim != 1 or not np.isfinite(array).all():
        row = int(np.flatnonzero(~np.isfinite(array))[0]) + 1 if array.ndim == 1 else 1
        raise InputError(f"{source}: '{name}' is not a finite number at point {row}")
    array.setflags(write=False)
    return array


def _parquet(path: Path) -> dict[str, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtra("data", "reading a Parquet file") from None
    try:
        table = pq.read_table(path)
    except pa.ArrowInvalid as error:
        raise InputError(f"{path}: {error}") from None
    return {name: np.asarray(table[name].to_numpy()) for name in table.column_names}
