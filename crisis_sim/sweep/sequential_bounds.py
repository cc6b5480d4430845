"""The numbers of the search at each point, with bounds of their rounding errors, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import njit
from crisis_sim.sweep.rounding_kernel import player_bounds
from crisis_sim.sweep.tape import UNIT

__all__ = ["numbers_at_points"]

RESERVE = 1.05
"""For the rounding of bounds, and what is small beside them."""
LARGEST_SHARE = 0.01
"""By what share of itself a weight may be off; where it may be by more, nothing is known of it."""


@njit(cache=True, error_model="numpy")
def numbers_at_points(
    places: Any,
    parts: Any,
    chances: Any,
    sums: Any,
    off: Any,
    moves: int,
    nodes: int,
    values: Any,
    errors: Any,
    formulas: Any,
    payoffs: Any,
    margins: Any,
) -> None:
    """Fill in formulas, payoffs and margins, (points, ...).

    Parameters
    ----------
    places : (formulas,) the entry of each, or one past the last for nothing.
    parts : (terms, payoff rows, players) the entries that add up to each payoff, or -1.
    chances : the entries that are chances.
    sums, off, moves : see :func:`crisis_sim.sweep.rounding_kernel.player_bounds`.
    nodes : the most nodes of an information set.
    values, errors : (entries, points).

    With values that are off by at most ``e`` and differ by at most ``d``, weights that are off by
    a share ``s``, and sums over ``n`` nodes, a gain is off by at most ``2 e + (s + (n + 3) u) d``.
    """
    entries, points = values.shape
    sizes, wrong = np.empty(entries), np.empty(entries)
    for k in range(points):
        for entry in range(entries):
            sizes[entry], wrong[entry] = abs(values[entry, k]), errors[entry, k]
        for f in range(len(places)):
            formulas[k, f] = values[places[f], k] if places[f] < entries else 0.0
        share = 0.0
        for entry in chances:
            if sizes[entry] > 0.0:
                share = max(share, wrong[entry] / sizes[entry])
        share = moves * (RESERVE * share + UNIT) if share <= LARGEST_SHARE else np.inf
        player_bounds(parts, sizes, wrong, sums, off, moves, margins[k])
        for player in range(parts.shape[2]):
            most = 0.0
            for row in range(parts.shape[1]):
                total = 0.0
                for term in range(len(parts)):
                    if parts[term, row, player] >= 0:
                        total += values[parts[term, row, player], k]
                payoffs[k, row, player] = total
                most = max(most, abs(total))
            bound = margins[k, player]
            missed = 2.0 * bound + (share + (nodes + 3) * UNIT) * 2.0 * (most + bound)
            margins[k, player] = RESERVE * missed
