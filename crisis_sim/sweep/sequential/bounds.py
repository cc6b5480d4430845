"""The numbers of the search at each point, with bounds of their rounding errors, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import njit
from crisis_sim.sweep.formulas.rounding_kernel import missed, node_bound, payoff
from crisis_sim.sweep.formulas.tape import UNIT

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
    parts : (payoff rows, players, terms) the entries that add up to each payoff, then -1.
    chances : the entries that are chances.
    sums, off : see :func:`crisis_sim.sweep.formulas.rounding_kernel.missed`.
    moves : the greatest number of chance nodes on a way through the tree.
    nodes : the most nodes of an information set.
    values, errors : (entries, points).

    With values that are off by at most ``e`` and differ by at most ``d``, weights that are off by
    a share ``s``, and sums over ``n`` nodes, a gain is off by at most ``2 e + (s + (n + 3) u) d``.
    """
    entries, points = values.shape
    own, wrong = np.empty(entries), np.empty(entries)
    for k in range(points):
        for entry in range(entries):
            own[entry], wrong[entry] = values[entry, k], errors[entry, k]
        for f in range(len(places)):
            formulas[k, f] = own[places[f]] if places[f] < entries else 0.0
        share = 0.0
        for entry in chances:
            if own[entry] > 0.0:
                share = max(share, wrong[entry] / own[entry])
        share = moves * (RESERVE * share + UNIT) if share <= LARGEST_SHARE else np.inf
        lost = missed(wrong, sums, off)
        for player in range(parts.shape[1]):
            largest, worst = 0.0, 0.0
            for row in range(len(parts)):
                total, size, error = payoff(parts, own, wrong, row, player)
                payoffs[k, row, player] = total
                largest, worst = max(largest, size), max(worst, error)
            bound = node_bound(largest, worst, moves, lost) if worst < np.inf else np.inf
            gain = 2.0 * bound + (share + (nodes + 3) * UNIT) * 2.0 * (largest + bound)
            margins[k, player] = RESERVE * gain
