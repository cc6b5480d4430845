"""Boxes of inputs: limits on some columns, and which points lie within."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats

__all__ = ["Flags", "Limit", "Limits", "Peeled", "balanced", "present", "stricter", "within"]

Flags = NDArray[np.bool_]
Limit = tuple[float, float] | frozenset[float]
Limits = dict[int, Limit]
"""For each restricted column its least and greatest value, infinite where one side is free; of a
column of categories the codes allowed."""


@dataclass(frozen=True, eq=False)
class Peeled:
    """A box: its limits, which of all points lie in it, its density and its coverage.

    ``density`` is the share of its points that are cases of interest, ``coverage`` the share of all
    cases of interest that lie in it; both count the points that no earlier box covers.
    """

    limits: Limits
    inside: Flags
    density: float
    coverage: float


def balanced(box: Peeled) -> float:
    """The harmonic mean of density and coverage."""
    total = box.density + box.coverage
    return 2.0 * box.density * box.coverage / total if total else 0.0


def within(values: Floats, limit: Limit) -> Flags:
    """Which values a limit allows."""
    if isinstance(limit, frozenset):
        return np.isin(values, sorted(limit))
    return (values >= limit[0]) & (values <= limit[1])


def stricter(old: Limit | None, new: Limit) -> Limit:
    """The stricter of two limits on one column, of which the newer categories are fewer."""
    if isinstance(new, frozenset) or old is None or isinstance(old, frozenset):
        return new
    return max(old[0], new[0]), min(old[1], new[1])


def present(values: Floats) -> Floats:
    """The values that are there."""
    return values[np.isfinite(values)]
