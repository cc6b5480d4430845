"""Slices that can be cut off a column of points: where they end, and what limit is left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.sweep.discovering.box import Flags, Limit

__all__ = ["Ranked", "SliceCut", "limit_at", "midway", "ranked", "slice_ends", "without_one"]


@dataclass(frozen=True, slots=True)
class SliceCut:
    """What is left of a column when a slice is cut off, and what is gained by it.

    That is the density gained for each point taken; of a thick slice, for all the points left.
    """

    gain: float
    column: int
    limit: Limit


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The values of a column, the least first: their points, and which of them are cases."""

    order: NDArray[np.intp]
    values: Floats
    cases: Flags


def ranked(values: Floats, cases: Flags) -> Ranked:
    """The values that are there, in order."""
    order = np.argsort(values, kind="stable")
    order = order[np.isfinite(values[order])]
    return Ranked(order, values[order], cases[order])


def without_one(values: Floats, allowed: frozenset[float]) -> Iterator[tuple[Limit, Flags]]:
    """What is kept, and which categories, when one of them is taken off."""
    for code in sorted(allowed.intersection(values.tolist())):
        yield allowed - {code}, np.isin(values, sorted(allowed - {code}))


def slice_ends(values: Floats, alpha: float, least: float, *, thick: bool) -> NDArray[np.intp]:
    """Before which of some values, the least first, a slice can end that takes them from below.

    A slice holds about the share ``alpha`` of them, or more if ``thick``, and all that equal one.
    """
    count = max(1, int(alpha * len(values)))
    if count >= len(values):
        return np.array([], dtype=np.intp)
    first = np.searchsorted(values, values[count]) or np.searchsorted(values, values[0], "right")
    places = np.array([first])
    if thick:
        places = first + np.flatnonzero(values[first:] > values[first - 1 : -1])
    return places[len(values) - places >= max(least, 1.0)]


def limit_at(values: Floats, place: int, sign: int) -> Limit:
    """The limit below the value at a place; above it where the values' sign is turned."""
    beyond, first = float(values[place - 1]), float(values[place])
    cut = sign * midway(beyond, first, otherwise=first)
    return (cut, math.inf) if sign > 0 else (-math.inf, cut)


def midway(low: float, high: float, *, otherwise: float) -> float:
    """A number between two; ``otherwise`` where no float lies between them."""
    middle = 0.5 * low + 0.5 * high
    return middle if low < middle < high else otherwise
