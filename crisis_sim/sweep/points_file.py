"""A table of points from a file."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.game.game import Floats
from crisis_sim.sweep.design import PointTable

__all__ = ["points_table", "read_points"]

MOST_BYTES = 1_000_000_000


def read_points(path: Path) -> PointTable:
    """Read the points of a ``.csv`` or ``.parquet`` file, a column for each name.

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
            columns = _parquet(path)
        elif path.suffix.lower() == ".csv":
            columns = _csv(path)
        else:
            raise InputError(f"points are read from .csv or .parquet, not from '{path.name}'")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    return points_table(columns, path.name)


def points_table(columns: Mapping[str, Sequence[float] | Floats], source: str) -> PointTable:
    """A table of points from columns of equal length.

    Raises InputError for no columns or rows, and for what are not finite numbers.
    """
    arrays = {str(name): _column(str(name), values, source) for name, values in columns.items()}
    lengths = {len(array) for array in arrays.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise InputError(f"{source} holds no points: expected columns of equal length, not empty")
    digest = hashlib.sha256()
    for name, array in arrays.items():
        digest.update(f"{name}:{len(array)};".encode())
        digest.update(array.astype("<f8").tobytes())
    return PointTable(arrays, source, digest.hexdigest())


def _column(name: str, values: Sequence[float] | Floats, source: str) -> Floats:
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{source}: the column '{name}' holds what is not a number") from None
    if array.ndim != 1 or not np.isfinite(array).all():
        row = int(np.flatnonzero(~np.isfinite(array))[0]) + 1 if array.ndim == 1 else 1
        raise InputError(f"{source}: '{name}' is not a finite number at point {row}")
    array.setflags(write=False)
    return array


def _csv(path: Path) -> dict[str, Floats]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            names = [name.strip() for name in next(csv.reader(file), [])]
        if len(set(names)) < len(names) or not all(names):
            raise InputError(f"{path}: expected a first line of different names")
        table = np.loadtxt(
            path, delimiter=",", skiprows=1, ndmin=2, comments=None, quotechar='"', encoding="utf-8"
        )
    except ValueError as error:
        raise InputError(f"{path}: {error}") from None
    if not table.size:
        return {name: np.zeros(0) for name in names}
    if table.shape[1] != len(names):
        raise InputError(f"{path}: {len(names)} names over {table.shape[1]} columns")
    return {name: table[:, column] for column, name in enumerate(names)}


def _parquet(path: Path) -> dict[str, Floats]:
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
