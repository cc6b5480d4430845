"""A sheet as labelled arrays: which variables there are, over which dimensions, and what they say.

Tables have a column for each outcome and player; arrays have a dimension for them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.sweep.designs.points import Dimension
from crisis_sim.sweep.results.sheet import NO_PURE, Sheet, SheetColumn

__all__ = [
    "Coordinate",
    "DataArray",
    "coordinates",
    "dimension_names",
    "global_attributes",
    "listed_inputs",
    "shape_of",
    "slabs",
    "variables",
]

Attributes = dict[str, Any]
LONGEST_MEANINGS = 32_000
"""Longer lists of meanings stand in a variable alone: an HDF5 attribute holds 64 kB."""


@dataclass(frozen=True, eq=False)
class DataArray:
    """An array over the points; with several ``columns`` it has a first dimension for them."""

    name: str
    dimensions: tuple[str, ...]
    dtype: str
    attributes: Attributes
    columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Coordinate:
    """Labels or values along a dimension."""

    name: str
    dimension: str
    values: NDArray[Any] | tuple[str, ...]
    attributes: Attributes


def dimension_names(sheet: Sheet) -> tuple[str, ...]:
    """The names of the points' dimensions, as the columns have them."""
    by_name = {column.of: column.name for column in sheet.of_kind("input")}
    return tuple(
        by_name[one.name] if one.values is not None else one.name for one in sheet.dimensions
    )


def variables(sheet: Sheet) -> Iterator[DataArray]:
    """What is found at each point."""
    names = dimension_names(sheet)
    chances, payoffs = sheet.of_kind("probability"), sheet.of_kind("payoff")
    label = {"long_name": "probability of each outcome", "units": "1"}
    yield _stacked("probability", "outcome", names, chances, label)
    label = {"long_name": "expected payoff of each player", "units": payoffs[0].unit}
    yield _stacked("payoff", "player", names, payoffs, label)
    for column in sheet.columns:
        if column.kind in ("code", "count", "flag"):
            yield DataArray(column.name, names, column.dtype, attributes(column), (column.name,))


def listed_inputs(sheet: Sheet) -> Iterator[DataArray]:
    """The values that go with the last dimension, where it is draws or a table of points."""
    on_axes = {one.name for one in sheet.dimensions if one.values is not None}
    for column in sheet.of_kind("input"):
        if column.of not in on_axes:
            last = (sheet.dimensions[-1].name,)
            yield DataArray(column.name, last, column.dtype, attributes(column), (column.name,))


def coordinates(sheet: Sheet) -> Iterator[Coordinate]:
    """Values and labels along the dimensions, and the meanings of the equilibrium codes."""
    by_name = {column.of: column for column in sheet.of_kind("input")}
    for one in sheet.dimensions:
        if one.values is not None:
            column = by_name[one.name]
            yield Coordinate(column.name, column.name, one.values, attributes(column))
        elif one.labels:
            yield Coordinate(one.name, one.name, one.labels, {"long_name": "assumptions made"})
    yield from _along(sheet.of_kind("probability"), "outcome")
    yield from _along(sheet.of_kind("payoff"), "player")
    codes = np.arange(len(sheet.equilibria) + 1, dtype=np.int32)
    yield Coordinate("equilibrium_code", "equilibrium_code", codes, {"long_name": "code"})
    words = (NO_PURE, *sheet.equilibria)
    label = {"long_name": "what is played in the equilibrium of each code"}
    yield Coordinate("meaning", "equilibrium_code", words, label)


def _along(columns: tuple[SheetColumn, ...], name: str) -> Iterator[Coordinate]:
    """The outcomes or players, and beside them what tables say of their columns."""
    said = {"": ("of", name), "_column": ("name", f"column of the {name} in tables")}
    if name == "outcome":
        said["_label"] = ("label", "what the probabilities are of")
        said["_category"] = ("category", "category of the outcome")
    for end, (key, label) in said.items():
        values = tuple(getattr(column, key) for column in columns)
        yield Coordinate(f"{name}{end}", name, values, {"long_name": label})


def attributes(column: SheetColumn) -> Attributes:
    """Label, unit and flags of a column, as the CF conventions name them."""
    found: Attributes = {"long_name": column.label}
    if column.unit:
        found["units"] = column.unit
    if column.kind == "input":
        found["source"] = column.source
    words = " ".join(word.replace(" ", "_") for word in column.meanings.values())
    if column.meanings and len(words) <= LONGEST_MEANINGS:
        found["flag_values"] = np.array(list(column.meanings), dtype=column.dtype)
        found["flag_meanings"] = words
    return found


def global_attributes(sheet: Sheet) -> Attributes:
    """What the sweep says of itself."""
    described = sheet.description
    return {
        "Conventions": "CF-1.10",
        "title": described["title"],
        "source": described["program"],
        "history": described["command"],
        "scenario": described["scenario"],
        "scenario_sha256": described["digest"],
        "concept": described["concept"],
        "reports": described["reports"],
        **{one.name: one.meanings[0] for one in sheet.of_kind("constant")},
        "crisis_sim": json.dumps(described, ensure_ascii=False, sort_keys=True),
    }


def slabs(shape: tuple[int, ...], start: int, stop: int) -> Iterator[tuple[slice, ...]]:
    """The fewest boxes that a run of points fills, in order, the last dimension fastest."""
    if start >= stop:
        return
    if len(shape) == 1:
        yield (slice(start, stop),)
        return
    inner = math.prod(shape[1:])
    first, last = -(-start // inner), stop // inner
    if first > last:
        yield from _within(shape, last, start - last * inner, stop - last * inner)
        return
    if start % inner:
        yield from _within(shape, first - 1, start % inner, inner)
    if first < last:
        yield (slice(first, last), *(slice(0, size) for size in shape[1:]))
    if stop % inner:
        yield from _within(shape, last, 0, stop % inner)


def _within(
    shape: tuple[int, ...], place: int, start: int, stop: int
) -> Iterator[tuple[slice, ...]]:
    for box in slabs(shape[1:], start, stop):
        yield (slice(place, place + 1), *box)


def _stacked(
    name: str,
    first: str,
    names: tuple[str, ...],
    columns: tuple[SheetColumn, ...],
    label: Attributes,
) -> DataArray:
    label = {key: value for key, value in label.items() if value}
    held = tuple(column.name for column in columns)
    return DataArray(name, (first, *names), "float64", label, held)


def shape_of(dimensions: tuple[Dimension, ...]) -> tuple[int, ...]:
    """The sizes of the points' dimensions."""
    return tuple(one.size for one in dimensions)
