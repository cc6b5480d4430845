"""Reading results back: what a file says of itself, and its columns."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.input_file import check_there
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.sweep.files.seal import is_sealed
from crisis_sim.sweep.files.sidecar import sidecar_of
from crisis_sim.tables.column import Column
from crisis_sim.tables.damage import damage_told
from crisis_sim.tables.read import Table, Wanted, read_table
from crisis_sim.tables.source import MOST_CELLS, opened
from crisis_sim.whole_file import shown

__all__ = ["read_columns", "read_sheet"]

KEY = "crisis_sim_sheet"
MOST_SIDECAR = 200_000_000
"""Bytes of the file beside a table; the longest are of games with thousands of equilibria."""


def read_sheet(path: Path) -> Mapping[str, Any]:
    """What a results file says of itself: description, columns and codes.

    Raises InputError for a file that is no sweep's, and MissingExtra without the packages that read
    it.
    """
    check_there(path)
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        _refuse_pipe(path)
    try:
        with damage_told(shown(path), "sweep's"):
            found = json.loads(_said(path, suffix))
    except InputError as error:
        raise InputError(f"{shown(path)} does not say what sweep it holds ({error})") from None
    if not _is_sheet(found):
        raise InputError(f"{shown(path)} does not say what sweep it holds")
    return dict(found)


def _refuse_pipe(path: Path) -> None:
    """Refuse what gives its bytes once, where what it says of itself is read before its columns."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise InputError(f"{shown(path)} is a pipe or a device; save it in a file")


def _said(path: Path, suffix: str) -> str | bytes:
    """The text in which a file describes itself."""
    if suffix == ".parquet":
        try:
            import pyarrow.parquet as pq
        except ImportError:
            raise MissingExtra("data", "reading a Parquet file") from None
        with opened(path) as file:
            return bytes(pq.ParquetFile(file).metadata.metadata[b"crisis_sim"])
    if suffix == ".nc":
        with _netcdf(path) as file:
            value = file[KEY][()]
            return value if isinstance(value, bytes) else str(value)
    beside = sidecar_of(path)
    if not beside.exists():
        raise InputError(f"there is no {shown(beside)}")
    with opened(beside) as file:
        data = file.read(MOST_SIDECAR + 1)
    if len(data) > MOST_SIDECAR:
        raise InputError(f"{shown(beside)} is larger than {MOST_SIDECAR:,} bytes")
    return data


def _is_sheet(found: Any) -> bool:
    """Whether a description has what is asked of it."""
    if not isinstance(found, dict):
        return False
    described, columns = found.get("description"), found.get("columns")
    if not isinstance(described, dict) or not isinstance(columns, list):
        return False
    categories = described.get("categories", {})
    return (
        isinstance(categories, dict)
        and all(isinstance(one, str) for one in categories.values())
        and all(_is_column(one) for one in columns)
    )


def _is_column(one: Any) -> bool:
    return isinstance(one, dict) and all(
        isinstance(one.get(key), str) for key in ("name", "kind", "of")
    )


def read_columns(
    path: Path, names: Wanted = None, report: Reporter = nobody, *, exact: bool = False
) -> Table:
    """Columns of a results file, or of any other table; see :mod:`crisis_sim.tables.read`.

    All of them without ``names``; their values are floats, beside them with ``exact`` the numbers
    that floats do not tell. ``report`` is told how many rows of a table have been read.

    Raises
    ------
    InputError
        A file that cannot be read, or is damaged.
    MissingExtra
        The packages that read such a file are not installed.
    """
    if path.suffix.lower() != ".nc":
        return read_table(path, names, exact=exact, report=report)
    found = _netcdf_columns(path, names)
    columns = {name: Column(name, values.astype(np.float64)) for name, values in found.items()}
    return Table(shown(path), columns, (), "point", range(1, len(next(iter(found.values()))) + 1))


@contextmanager
def _netcdf(path: Path) -> Iterator[Any]:
    """A sweep's netCDF file, whose digest is compared first: HDF5 can hang on a damaged one."""
    try:
        import h5netcdf
    except ImportError:
        raise MissingExtra("data", "reading a netCDF file") from None
    _refuse_pipe(path)
    with opened(path):
        sealed = is_sealed(path)
    if not sealed:
        said = "is not as the sweep wrote it" if sealed is False else "is of no sweep"
        raise InputError(f"{shown(path)} {said}, or damaged (by its SHA-256)")
    told = damage_told(shown(path), "netCDF")
    with opened(path) as held, told, h5netcdf.File(held, "r") as file:
        yield file


def _netcdf_columns(path: Path, names: Wanted) -> dict[str, NDArray[Any]]:
    """Each array spread over all points, those with outcomes and players column by column."""
    columns = read_sheet(path)["columns"]
    with _netcdf(path) as file:
        dimensions = file["status"].dimensions
        shape = file["status"].shape
        known = [one["name"] for one in columns]
        wanted = set(known if names is None else names(known) if callable(names) else names)
        if math.prod(shape) * max(1, len(wanted)) > MOST_CELLS:
            raise InputError(f"{shown(path)} has more than {MOST_CELLS:,} cells")
        found: dict[str, NDArray[Any]] = {}
        stacked = {"probability": 0, "payoff": 0}
        for column in columns:
            name, kind = column["name"], column["kind"]
            number = stacked.get(kind)
            if number is not None:
                stacked[kind] = number + 1
            if name not in wanted:
                continue
            if number is not None:
                values = file[kind][number]
            elif kind == "place":
                values = np.broadcast_to(np.arange(shape[-1]), shape)
            else:
                own = file[name]
                values = _spread(np.asarray(own[...]), own.dimensions, dimensions, shape)
            found[name] = np.asarray(values).reshape(-1)
    return found


def _spread(
    values: NDArray[Any], own: tuple[str, ...], names: tuple[str, ...], shape: tuple[int, ...]
) -> NDArray[Any]:
    sizes = [size if name in own else 1 for name, size in zip(names, shape, strict=True)]
    return np.broadcast_to(values.reshape(sizes), shape)
