"""Points of the ranges at which formulas are tried."""

from __future__ import annotations

import itertools
from collections.abc import Collection

import numpy as np

from crisis_sim.formula.evaluate import FloatValue
from crisis_sim.scenario.scenario import Scenario

__all__ = ["trial_points"]

MOST_CORNERS = 6
INSIDE = 64


def trial_points(scenario: Scenario, names: Collection[str]) -> dict[str, FloatValue]:
    """Parameters at their defaults, the corners of their ranges, and points within, as arrays.

    Those without a range have one value.
    """
    free = sorted(
        name
        for name in set(names) & set(scenario.parameters)
        if scenario.parameters[name].low is not None and name not in scenario.overrides
    )
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
        parameter = scenario.parameters[name]
        low, high = float(parameter.low or 0), float(parameter.high or 0)
        inside = low + (high - low) * grid[:, column]
        values[name] = np.concatenate([[float(parameter.default)], inside])
    return values
