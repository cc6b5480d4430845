"""Results as the objects of pandas and xarray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from crisis_sim.errors import MissingExtra
from crisis_sim.sweep.files.sidecar import sheet_object
from crisis_sim.sweep.results.arrays import coordinates, global_attributes, listed_inputs, variables
from crisis_sim.sweep.results.sheet import in_words

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from crisis_sim.sweep.results.result import SweepResult

__all__ = ["to_pandas", "to_xarray"]


def to_pandas(result: SweepResult) -> pd.DataFrame:
    """A row for each point; alternatives and statuses are categories, in words.

    Raises MissingExtra without pandas.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtra("data", "a pandas table") from None
    columns: dict[str, Any] = {}
    for column in result.sheet.columns:
        values = result.rows[column.name]
        if in_words(column):
            words = list(column.meanings.values())
            columns[column.name] = pd.Categorical.from_codes(values, words)
        else:
            columns[column.name] = values.astype(bool) if column.name == "tied" else values
    frame = pd.DataFrame(columns)
    frame.attrs = sheet_object(result.sheet)
    return frame


def to_xarray(result: SweepResult) -> xr.Dataset:
    """Arrays over the dimensions of the design; the same that a ``.nc`` file holds.

    Raises MissingExtra without xarray.
    """
    try:
        import xarray as xr
    except ImportError:
        raise MissingExtra("data", "an xarray dataset") from None
    sheet, rows = result.sheet, result.rows
    last = result.shape[-1]
    coords: dict[str, Any] = {
        one.name: (one.dimension, np.asarray(one.values), one.attributes)
        for one in coordinates(sheet)
    }
    for one in listed_inputs(sheet):
        coords[one.name] = (one.dimensions, rows[one.columns[0]][:last], one.attributes)
    data: dict[str, Any] = {}
    for variable in variables(sheet):
        arrays = [rows[name].reshape(result.shape) for name in variable.columns]
        stacked = len(variable.dimensions) > len(result.shape)
        array = np.stack(arrays) if stacked else arrays[0]
        data[variable.name] = (variable.dimensions, array, variable.attributes)
    return xr.Dataset(data, coords, global_attributes(sheet))
