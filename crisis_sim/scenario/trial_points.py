"""Points of the ranges at which formulas are tried."""

from __future__ import annotations

import itertools
from collections.abc import Collection

import numpy as np

from crisis_sim.formula.evaluate import FloatValue
from crisis_sim.scenario.ranges import ranged
from crisis_sim.scenario.scenario import Scenario

__all__ = ["trial_points"]

MOST_CORNERS = 6
INSIDE = 64


def trial_points(scenario: Scenario, names: Collection[str]) -> dict[str, FloatValue]:
    """Parameters at their defaults, the corners of their ranges, and points within, as arrays.

    Those without a range have one value.
    """
    ranges = ranged(scenario)
    free = sorted(set(names) & set(ranges))
    rng = np.random.default_rng(0)
    if len(free) <= MOST_CORNERS:
        units = [list(corner) for corner in itertools.product((0.0, 1.0), repeat=len(free))]
    else:
        units = [list(rng.integers(0, 2, len(free)) * 1.0) for _ in range(2**MOST_CORNERS)]
    units += [list(rng.random(len(free))) for _ in range(INSIDE)] if free else []
    grid = np.asarray(units, dtype=float).reshape(len(units), len(free))
    values: dict[str, FloatValue] = {
        name: float(scenario.parameters[name].default)
        for name in set(names) & set(scenario.parameters)
    }
    for column, name in enumerate(free):
        low, high = map(float, ranges[name])
        inside = low + (high - low) * grid[:, column]
        values[name] = np.concatenate([[float(scenario.parameters[name].default)], inside])
    return values
