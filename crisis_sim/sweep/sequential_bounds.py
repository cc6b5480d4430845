"""Bounds of the rounding errors at each point of a block, compiled."""

from __future__ import annotations

from typing import Any

from crisis_sim.compiled import njit
from crisis_sim.sweep.rounding_kernel import player_bounds

__all__ = ["bounds_at_points"]


@njit(cache=True, error_model="numpy")
def bounds_at_points(
    parts: Any, sizes: Any, errors: Any, sums: Any, off: Any, moves: int, bounds: Any
) -> None:
    """(points, players) by how much the value of a node may be off, given (points, entries)."""
    for k in range(len(sizes)):
        player_bounds(parts, sizes[k], errors[k], sums, off, moves, bounds[k])
