"""Passes down and up a large tree, compiled. Importing this module imports numba.

They add and multiply in the order of the passes by level in :mod:`crisis_sim.strategy.evaluate`,
so that both give the same numbers to the last bit.
"""

from __future__ import annotations

from typing import Any

from crisis_sim.compiled import njit

__all__ = ["multiply_down", "sum_up"]


@njit(cache=True)
def multiply_down(parent: Any, reach: Any) -> None:
    """Turn (nodes,) probabilities of moves into those of the whole way from the root."""
    for node in range(1, len(parent)):
        reach[node] *= reach[parent[node]]


@njit(cache=True)
def sum_up(end: Any, probability: Any, values: Any) -> None:
    """Add to the (nodes, players) values of each node what is expected of its children."""
    for node in range(len(end) - 1, -1, -1):
        child = node + 1
        while child < end[node]:
            for player in range(values.shape[1]):
                values[node, player] += probability[child] * values[child, player]
            child = end[child]
