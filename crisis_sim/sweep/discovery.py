"""Scenario discovery: under which assumptions an outcome is likely, in plain conditions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, NotSolved, nearest
from crisis_sim.game.game import Floats
from crisis_sim.numbers.written import counted
from crisis_sim.sweep.discovery_table import SweepTable, read_table, table_of
from crisis_sim.sweep.prim import Limit, find_boxes, known
from crisis_sim.sweep.result import SweepResult
from crisis_sim.tables.names import shown

__all__ = [
    "MISSING",
    "Condition",
    "Discovered",
    "Discovery",
    "SweepTable",
    "discover",
    "read_table",
    "words",
]

MISSING = ("omit", "keep", "refuse")
MOST_POINTS = 250_000
"""Larger tables are thinned out at random."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An input above ``low`` and below ``high``, infinite where that side is free.

    An input of categories has instead one of ``values``.
    """

    name: str
    low: float = -math.inf
    high: float = math.inf
    values: tuple[str, ...] = ()


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
    """Where a quantity is above (or below) a threshold.

    Attributes
    ----------
    points, available : how many points were searched, of how many that have an answer and, unless
        missing values are kept, every input.
    base : how often the quantity is so among those searched.
    missing : by column, how many of the points that were solved have no value there.
    kept : whether the points with missing inputs were searched too.
    left_out : why columns of the table were not searched, and how commas were read.
    """

    quantity: str
    threshold: float
    above: bool
    points: int
    available: int
    base: float
    boxes: tuple[Discovered, ...]
    missing: Mapping[str, int] = field(default_factory=dict)
    kept: bool = False
    left_out: tuple[str, ...] = ()


def discover(
    table: SweepTable | SweepResult,
    outcome: str,
    *,
    threshold: float = 0.5,
    above: bool = True,
    boxes: int = 3,
    least_density: float | None = None,
    seed: int = 0,
    missing: str = "omit",
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
    missing : what to do with points that lack a value. ``omit`` leaves out those that lack any
        input, or the outcome; ``keep`` those without the outcome alone, and takes a point that
        lacks an input to lie in no box that restricts it; ``refuse`` raises.

    Boxes have sides along the axes: a slanted region is covered by several, or badly. What is found
    is a description of this table, not a proof; ``thresholds`` and ``regions`` are exact.

    Raises
    ------
    InputError
        An unknown outcome, a table in which nothing varies, or one with missing values where they
        are refused.
    NotSolved
        Every point is a case of interest, or none.
    """
    held = table_of(table) if isinstance(table, SweepResult) else table
    values, gone = held.values(outcome), _missing(held, outcome, missing)
    there = held.solved & np.isfinite(values)
    if missing == "omit":
        there &= np.all([np.isfinite(one) for one in held.inputs.values()], axis=0)
    rows = np.flatnonzero(there)
    available = len(rows)
    if available > MOST_POINTS:
        rows = np.sort(np.random.default_rng(seed).choice(rows, MOST_POINTS, replace=False))
    names = [name for name, column in held.inputs.items() if _varies(column[rows])]
    left_out = (*held.notes, *_why_left_out(held, names, rows))
    if not names or not available:
        why = "".join(f"; {one}" for one in (*_told(gone), *left_out))
        raise InputError(f"no input varies in the table: there is nothing to discover{why}")
    cases = _cases(values[rows], outcome, threshold, above)
    inputs = np.stack([held.inputs[name][rows] for name in names], axis=1)
    categories = [number for number, name in enumerate(names) if name in held.words]
    found = find_boxes(
        inputs, cases, categories=categories, most=boxes, least_density=least_density
    )
    told: list[Discovered] = []
    for box in found:
        conditions = tuple(
            _condition(held, names[key], box.limits[key]) for key in sorted(box.limits)
        )
        count = int(box.inside.sum())
        told.append(Discovered(conditions, count, count / len(rows), box.density, box.coverage))
    base = float(cases.mean())
    return Discovery(
        *(outcome, threshold, above, len(rows), available, base, tuple(told)),
        missing=gone,
        kept=missing == "keep",
        left_out=left_out,
    )


def _cases(values: Floats, outcome: str, threshold: float, above: bool) -> NDArray[np.bool_]:
    """(points,) which are cases of interest; raises NotSolved where all are, or none."""
    cases = values > threshold if above else values < threshold
    if cases.all() or not cases.any():
        side = "above" if above else "below"
        which = "every" if cases.all() else "no"
        raise NotSolved(
            f"at {which} point is '{outcome}' {side} {threshold:g} (it goes from "
            f"{values.min():.4g} to {values.max():.4g}); choose another threshold"
        )
    return cases


def _missing(table: SweepTable, outcome: str, rule: str) -> dict[str, int]:
    """How many points that were solved lack each value; raises InputError where that is refused."""
    if rule not in MISSING:
        raise InputError(f"unknown way with missing values '{rule}'. {nearest(rule, MISSING)}")
    columns = {**table.inputs, outcome: table.values(outcome)}
    counts = {
        name: int(np.count_nonzero(~np.isfinite(column[table.solved])))
        for name, column in columns.items()
    }
    found = {name: count for name, count in counts.items() if count}
    if found and rule == "refuse":
        raise InputError("; ".join(_told(found)))
    return found


def _told(missing: Mapping[str, int]) -> list[str]:
    return [
        f"'{shown(name)}' is missing at {counted(one, 'point')}" for name, one in missing.items()
    ]


def _varies(column: Floats) -> bool:
    there = known(column)
    return len(there) > 0 and bool(there.min() < there.max())


def _why_left_out(table: SweepTable, names: Sequence[str], rows: NDArray[np.intp]) -> Iterator[str]:
    """A sentence for each input that is not searched."""
    for name in table.left_out:
        yield f"'{shown(name)}' was left out: it {table.faults[name]}"
    for name in table.inputs:
        if name not in names:
            there = known(table.inputs[name][rows])
            what = "is the same at every point" if len(there) else "has no value at any point"
            yield f"'{shown(name)}' was left out: it {what}"


def _condition(table: SweepTable, name: str, limit: Limit) -> Condition:
    if isinstance(limit, frozenset):
        values = tuple(table.words[name][int(code)] for code in sorted(limit))
        return Condition(name, values=values)
    return Condition(name, *limit)


def words(condition: Condition) -> str:
    """The condition as a reader would write it: ``pi > 0.31``, ``regime is junta``."""
    if condition.values:
        first, last = condition.values[:-1], condition.values[-1]
        listed = f"{', '.join(first)} or {last}" if first else last
        return f"{condition.name} is {listed}"
    low, high = (f"{value:.4g}" for value in (condition.low, condition.high))
    if math.isinf(condition.high):
        return f"{condition.name} > {low}"
    if math.isinf(condition.low):
        return f"{condition.name} < {high}"
    return f"{low} < {condition.name} < {high}"
