"""Sizes of mistakes whose ratios are tied to each other, found numerically and proved exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.numbers.linear import dot
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number, to_float
from crisis_sim.solve.sequential.support import Belief, Gains

__all__ = ["search_sizes"]

ATTEMPTS = 20
MARGINS = (1e-3, 1e-9)
"""By how much, beside the largest gain at a set, the search tries to do better than it must."""
LARGEST = 300.0
"""Logarithm of a size, at most."""


def search_sizes(
    beliefs: Callable[[Sequence[Number]], Sequence[tuple[Gains, Belief]]], count: int
) -> Sequence[Number] | None:
    """Sizes of ``count`` mistakes under which the action at every information set is best.

    Parameters
    ----------
    beliefs : the gains and the belief at each information set under given sizes.

    A solution is rational, and checked in exact numbers; None where none is found, which proves
    nothing.
    """
    from scipy.optimize import minimize

    rng = np.random.default_rng(0)
    for margin in MARGINS:
        for attempt in range(ATTEMPTS):
            guess = rng.normal(0.0, 2.0 * (attempt > 0), count)
            found = minimize(
                lambda logs, margin=margin: _short(beliefs(_sizes(logs)), margin),
                guess,
                method="BFGS",
            )
            sizes = _sizes(np.asarray(found.x))
            if all(dot(row, b) >= 0 for gains, b in beliefs(sizes) for row in gains):
                return sizes
    return None


def _sizes(logs: Floats) -> list[Number]:
    kept: NDArray[np.float64] = np.clip(logs, -LARGEST, LARGEST)
    return [rational(value) for value in np.exp(kept).tolist()]


def _short(sets: Sequence[tuple[Gains, Belief]], margin: float) -> float:
    """The sum of squares of what actions fall short of the margin, in units of the gains."""
    total = 0.0
    for gains, belief in sets:
        for row in gains:
            largest = max(abs(gain) for gain in row)
            if largest != 0:
                over = to_float(dot(row, belief) / largest) - margin
                total += min(over, 0.0) ** 2
    return total
