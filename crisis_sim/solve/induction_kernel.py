"""Backward induction where nothing is tied, compiled. Importing this module imports numba."""

from __future__ import annotations

from typing import Any

from crisis_sim.compiled import njit
from crisis_sim.game.tree import CHANCE, TERMINAL

__all__ = ["settle"]


@njit(cache=True)
def settle(
    mover: Any, end: Any, chance: Any, apart: Any, values: Any, action: Any, tied: Any
) -> None:
    """Value and best action of every node below which nothing is tied.

    ``values`` (nodes, players) holds the payoffs of the terminals and is filled up, ``action``
    (nodes,) is -1 but at a player's nodes, ``tied`` (nodes,) says where two actions are not
    ``apart`` (players,) for their mover at the node or below it; there the values mean nothing.
    One pass.
    """
    for node in range(len(mover) - 1, -1, -1):
        action[node], tied[node] = -1, False
        if mover[node] == TERMINAL:
            continue
        child = node + 1
        while child < end[node]:
            tied[node] |= tied[child]
            child = end[child]
        if tied[node]:
            continue
        if mover[node] == CHANCE:
            _expect(node, end, chance, values)
        else:
            action[node], tied[node] = _choose(node, mover[node], end, apart, values)


@njit(cache=True)
def _expect(node: int, end: Any, chance: Any, values: Any) -> None:
    """The expected values after chance."""
    child = node + 1
    while child < end[node]:
        for player in range(values.shape[1]):
            values[node, player] += chance[child] * values[child, player]
        child = end[child]


@njit(cache=True)
def _choose(node: int, player: int, end: Any, apart: Any, values: Any) -> tuple[int, bool]:
    """The best action, whose values become the node's, and whether another may be as good."""
    best = child = node + 1
    chosen = place = 0
    while child < end[node]:
        if values[child, player] > values[best, player]:
            best, chosen = child, place
        child = end[child]
        place += 1
    child = node + 1
    while child < end[node]:
        if child != best and not values[best, player] - values[child, player] > apart[player]:
            return chosen, True
        child = end[child]
    values[node] = values[best]
    return chosen, False
