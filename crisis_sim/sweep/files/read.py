"""Reading results back: what a file says of itself, and its columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.sweep.files.writer import check_suffix, sidecar_path

__all__ = ["read_columns", "read_sheet"]

Columns = dict[str, NDArray[Any]]
KEY = "crisis_sim_sheet"


def read_sheet(path: Path) -> Mapping[str, Any]:
    """What a results file says of itself: description, columns and codes.

    Raises InputError for a file that is no sweep's, and MissingExtra without the packages that read
    it.
    """
    suffix = check_suffix(path)
    try:
        if suffix == ".parquet":
            found = json.loads(_parquet(path).metadata.metadata[b"crisis_sim"])
        elif suffix == ".nc":
            with _netcdf(path) as file:
                found = json.loads(_text(file[KEY][()]))
        else:
            found = json.loads(sidecar_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} does not say what sweep it holds ({error})") from None
    if not isinstance(found, dict) or not {"description", "columns"} <= set(found):
        raise InputError(f"{path} does not say what sweep it holds")
    return found


def read_columns(path: Path) -> Columns:
    """The columns of a results file as a table has them, (points,) each; text stays text.

    Raises
    ------
    InputError
        A file that cannot be read.
    MissingExtra
        The packages that read such a file are not installed.
    """
    suffix = check_suffix(path)
    try:
        if suffix == ".parquet":
            table = _parquet(path).read()
            return {name: table[name].to_numpy() for name in table.column_names}
        if suffix == ".nc":
            return _netcdf_columns(path)
        if suffix == ".dta":
            return _stata(path)
        return _csv(path)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"cannot read {path}: {error}") from None


def _parquet(path: Path) -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtra("data", "reading a Parquet file") from None
    return pq.ParquetFile(path)


def _netcdf(path: Path) -> Any:
    try:
        import h5netcdf
    except ImportError:
        raise MissingExtra("data", "reading a netCDF file") from None
    return h5netcdf.File(path, "r")


def _netcdf_columns(path: Path) -> Columns:
    """Each array spread over all points, those with outcomes and players column by column."""
    columns = read_sheet(path)["columns"]
    with _netcdf(path) as file:
        names = file["status"].dimensions
        shape = file["status"].shape
        found: Columns = {}
        stacked = {"probability": 0, "payoff": 0}
        for column in columns:
            name, kind = column["name"], column["kind"]
            if kind in stacked:
                values = file[kind][stacked[kind]]
                stacked[kind] += 1
            elif kind == "place":
                values = np.broadcast_to(np.arange(shape[-1]), shape)
            else:
                own = file[name]
                values = _spread(np.asarray(own[...]), own.dimensions, names, shape)
            found[name] = np.asarray(values).reshape(-1)
    return found


def _spread(
    values: NDArray[Any], own: tuple[str, ...], names: tuple[str, ...], shape: tuple[int, ...]
) -> NDArray[Any]:
    sizes = [size if name in own else 1 for name, size in zip(names, shape, strict=True)]
    return np.broadcast_to(values.reshape(sizes), shape)


def _stata(path: Path) -> Columns:
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtra("data", "reading a Stata file") from None
    frame = pd.read_stata(path, convert_categoricals=False)
    return {str(name): frame[name].to_numpy() for name in frame.columns}


def _csv(path: Path) -> Columns:
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.reader(file)
        names = next(rows, [])
        columns: list[list[str]] = [[] for _ in names]
        for row in rows:
            for held, text in zip(columns, row, strict=True):
                held.append(text)
    return {name: _typed(texts) for name, texts in zip(names, columns, strict=True)}


def _typed(texts: list[str]) -> NDArray[Any]:
    try:
        return np.array([float(text) if text else np.nan for text in texts])
    except ValueError:
        return np.array(texts)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
