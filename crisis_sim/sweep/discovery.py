"""Scenario discovery: under which assumptions an outcome is likely, in plain conditions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, NotSolved, nearest
from crisis_sim.game.game import Floats
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.files.read import read_columns, read_sheet
from crisis_sim.sweep.prim import find_boxes
from crisis_sim.sweep.result import SweepResult

__all__ = [
    "Condition",
    "Discovered",
    "Discovery",
    "SweepTable",
    "discover",
    "read_table",
    "words",
]

MOST_POINTS = 250_000
"""Larger tables are thinned out at random."""


@dataclass(frozen=True, eq=False)
class SweepTable:
    """Columns to search: the inputs, and what was found at each point.

    ``groups`` names for each outcome and category the columns whose sum is its probability.
    """

    inputs: Mapping[str, Floats]
    answers: Mapping[str, Floats]
    groups: Mapping[str, tuple[str, ...]]
    solved: NDArray[np.bool_]

    def values(self, name: str) -> Floats:
        """(points,) the probability of an outcome or category, or a column by its name."""
        if name in self.groups:
            return np.asarray(np.sum([self.answers[one] for one in self.groups[name]], axis=0))
        if name in self.answers:
            return self.answers[name]
        known = nearest(name, [*self.groups, *self.answers], most=40)
        raise InputError(f"the table has no outcome '{name}'. {known}")


@dataclass(frozen=True, slots=True)
class Condition:
    """An input above ``low`` and below ``high``, infinite where that side is free."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Discovered:
    """A box.

    Attributes
    ----------
    conditions : what must hold in it.
    points : how many points it holds that no box before it holds.
    mass : their share of all points.
    density : share of them that are cases of interest.
    coverage : share of all cases of interest that they are.
    """

    conditions: tuple[Condition, ...]
    points: int
    mass: float
    density: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where a quantity is above (or below) a threshold; ``base`` is how often that is overall.

    ``points`` were searched, of ``available`` that were solved.
    """

    quantity: str
    threshold: float
    above: bool
    points: int
    available: int
    base: float
    boxes: tuple[Discovered, ...]


def discover(
    table: SweepTable | SweepResult,
    outcome: str,
    *,
    threshold: float = 0.5,
    above: bool = True,
    boxes: int = 3,
    least_density: float | None = None,
    seed: int = 0,
) -> Discovery:
    """Find boxes of inputs in which an outcome is likely, by patient rule induction.

    Parameters
    ----------
    outcome : an outcome, a category of outcomes, or a column such as ``payoff_US``.
    threshold, above : a point is a case of interest where the quantity is above the threshold, or
        below it.
    boxes : the most to be found.
    least_density : see :func:`crisis_sim.sweep.prim.find_boxes`.
    seed : of the thinning of tables of more than 250,000 points.

    Boxes have sides along the axes: a slanted region is covered by several, or badly. What is found
    is a description of this table, not a proof; ``thresholds`` and ``regions`` are exact.

    Raises
    ------
    InputError
        An unknown outcome, or a table in which nothing varies.
    NotSolved
        Every point is a case of interest, or none.
    """
    held = table_of(table) if isinstance(table, SweepResult) else table
    rows = np.flatnonzero(held.solved & np.isfinite(held.values(outcome)))
    available = len(rows)
    if available > MOST_POINTS:
        rows = np.sort(np.random.default_rng(seed).choice(rows, MOST_POINTS, replace=False))
    values = held.values(outcome)[rows]
    cases = values > threshold if above else values < threshold
    names = [name for name, column in held.inputs.items() if np.ptp(column[rows]) > 0]
    if not names:
        raise InputError("no input varies in the table: there is nothing to discover")
    if cases.all() or not cases.any():
        side = "above" if above else "below"
        which = "every" if cases.all() else "no"
        raise NotSolved(
            f"at {which} point is '{outcome}' {side} {threshold:g} (it goes from "
            f"{values.min():.4g} to {values.max():.4g}); choose another threshold"
        )
    inputs = np.stack([held.inputs[name][rows] for name in names], axis=1)
    found = find_boxes(inputs, cases, most=boxes, least_density=least_density)
    told = []
    for box in found:
        conditions = tuple(Condition(names[key], *box.limits[key]) for key in sorted(box.limits))
        count = int(box.inside.sum())
        told.append(Discovered(conditions, count, count / len(rows), box.density, box.coverage))
    base = float(cases.mean())
    return Discovery(outcome, threshold, above, len(rows), available, base, tuple(told))


def table_of(result: SweepResult) -> SweepTable:
    """The table of results in memory."""
    columns = [
        {"name": column.name, "kind": column.kind, "of": column.of}
        for column in result.sheet.columns
    ]
    return _table(columns, result.sheet.description["categories"], result.rows)


def read_table(path: Path, *, inputs: Sequence[str] = ()) -> SweepTable:
    """The table in a file: a sweep's own, or any other whose ``inputs`` are named.

    In a file that is no sweep's, every other column of numbers can be the outcome.

    Raises
    ------
    InputError
        A file that cannot be read, or that does not say which columns are inputs.
    MissingExtra
        The packages that read such a file are not installed.
    """
    columns = read_columns(path)
    if not inputs:
        said = read_sheet(path)
        return _table(said["columns"], said["description"].get("categories", {}), columns)
    unknown = [name for name in inputs if name not in columns]
    if unknown:
        raise InputError(f"{path} has no column '{unknown[0]}'. {nearest(unknown[0], columns)}")
    numbers = {name: values for name, values in columns.items() if values.dtype.kind in "biuf"}
    own = {name: numbers[name].astype(float) for name in inputs if name in numbers}
    rest = {name: values.astype(float) for name, values in numbers.items() if name not in own}
    length = len(next(iter(columns.values())))
    return SweepTable(own, rest, {}, np.ones(length, dtype=np.bool_))


def _table(
    columns: Sequence[Mapping[str, Any]],
    categories: Mapping[str, str],
    held: Mapping[str, NDArray[Any]],
) -> SweepTable:
    inputs = {one["name"]: held[one["name"]] for one in columns if one["kind"] == "input"}
    answers = {
        one["name"]: np.asarray(held[one["name"]], dtype=float)
        for one in columns
        if one["kind"] in ("probability", "payoff", "count", "code")
    }
    groups: dict[str, tuple[str, ...]] = {}
    chances = [one for one in columns if one["kind"] == "probability"]
    for one in chances:
        category = categories.get(one["of"], one["of"])
        groups[category] = (*groups.get(category, ()), one["name"])
    groups |= {one["of"]: (one["name"],) for one in chances}
    status = held["status"]
    solved = status == "solved" if status.dtype.kind in "UO" else status == Status.SOLVED
    return SweepTable(inputs, answers, groups, np.asarray(solved, dtype=np.bool_))


def words(condition: Condition) -> str:
    """The condition as a reader would write it: ``pi > 0.31``."""
    low, high = (f"{value:.4g}" for value in (condition.low, condition.high))
    if math.isinf(condition.high):
        return f"{condition.name} > {low}"
    if math.isinf(condition.low):
        return f"{condition.name} < {high}"
    return f"{low} < {condition.name} < {high}"
