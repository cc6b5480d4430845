"""Results as netCDF 4: an array for each quantity over the dimensions of the design."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from crisis_sim.errors import MissingExtra
from crisis_sim.interruption import held
from crisis_sim.sweep.files.sidecar import sheet_object
from crisis_sim.sweep.files.sink import Sink
from crisis_sim.sweep.results.arrays import (
    Coordinate,
    coordinates,
    dimension_names,
    global_attributes,
    listed_inputs,
    shape_of,
    slabs,
    variables,
)
from crisis_sim.sweep.results.sheet import Rows, Sheet

__all__ = ["NetcdfWriter"]


class NetcdfWriter:
    """Uncompressed and contiguous, so that a part of the points is written where it belongs.

    The library calls back to write, and bears no failure there: see :class:`Sink`; an interruption
    waits until it is back.
    """

    def __init__(self, path: Path, sheet: Sheet) -> None:
        try:
            import h5netcdf
        except ImportError:
            raise MissingExtra("data", "writing a netCDF file") from None
        self.shape = shape_of(sheet.dimensions)
        self.variables = tuple(variables(sheet))
        self.listed_inputs = tuple(listed_inputs(sheet))
        with held():
            self.sink = Sink(path)
            self.file: Any = h5netcdf.File(self.sink, "w")
            self.begin(sheet)

    def begin(self, sheet: Sheet) -> None:
        """Write the coordinates and make room for the rest."""
        names = dimension_names(sheet)
        self.file.dimensions = dict(zip(names, self.shape, strict=True))
        for one in coordinates(sheet):
            if one.dimension != "equilibrium_code":
                self.coordinate(one)
        for variable in (*self.listed_inputs, *self.variables):
            self.file.create_variable(variable.name, variable.dimensions, variable.dtype)

    def coordinate(self, one: Coordinate) -> None:
        """Write a coordinate, whose dimension may be new."""
        import h5py

        if one.dimension not in self.file.dimensions:
            self.file.dimensions[one.dimension] = len(one.values)
        text = isinstance(one.values, tuple)
        dtype = h5py.string_dtype() if text else one.values.dtype  # type: ignore[union-attr]
        made = self.file.create_variable(one.name, (one.dimension,), dtype)
        made[:] = np.array(one.values, dtype=object) if text else one.values
        made.attrs.update(one.attributes)

    def add(self, rows: Rows, start: int) -> None:
        """Write the points into their places."""
        with held():
            self.place(rows, start)
        self.sink.check()

    def place(self, rows: Rows, start: int) -> None:
        """Write the points; failures are kept for later."""
        stop = start + len(rows["status"])
        boxes = list(slabs(self.shape, start, stop))
        sizes = [tuple(side.stop - side.start for side in box) for box in boxes]
        ends = np.cumsum([math.prod(size) for size in sizes])
        for variable in self.variables:
            target = self.file[variable.name]
            for number, name in enumerate(variable.columns):
                first = (number,) if len(variable.dimensions) > len(self.shape) else ()
                for box, size, end in zip(boxes, sizes, ends.tolist(), strict=True):
                    values = rows[name][end - math.prod(size) : end]
                    target[(*first, *box)] = values.reshape(size)
        last = min(stop, self.shape[-1])
        for variable in self.listed_inputs:
            if start < last:
                self.file[variable.name][start:last] = rows[variable.name][: last - start]

    def finish(self, sheet: Sheet) -> None:
        """Write the meanings of the codes and what the sweep says of itself, and close."""
        with held():
            self.meanings(sheet)
            self.columns(sheet)
        self.abandon()
        self.sink.check()

    def meanings(self, sheet: Sheet) -> None:
        """Write the meanings of the codes, and the attributes."""
        for one in coordinates(sheet):
            if one.dimension == "equilibrium_code":
                self.coordinate(one)
        for variable in (*listed_inputs(sheet), *variables(sheet)):
            self.file[variable.name].attrs.update(variable.attributes)
        more = (one.name for one in coordinates(sheet) if one.name != one.dimension)
        beside = " ".join([*(one.name for one in self.listed_inputs), *more])
        self.file.attrs.update({**global_attributes(sheet), "coordinates": beside})

    def columns(self, sheet: Sheet) -> None:
        """Write what the other files say of their columns, as the text of one variable."""
        import json

        import h5py

        text = json.dumps(sheet_object(sheet), ensure_ascii=False)
        made = self.file.create_variable("crisis_sim_sheet", (), h5py.string_dtype())
        made[...] = text

    def abandon(self) -> None:
        """Close the file."""
        with held():
            self.file.close()
            self.sink.close()
