"""What the search tells of a point: the plays of the whole game, and one of them reported."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.formulas.pointers import Far
from crisis_sim.sweep.sequential.tables import SearchRoom

__all__ = ["NEAR", "SOLVED", "FoundSets", "choose_reported"]

SOLVED, UNCLEAR, NEAR = 0, 1, 3
"""Every play found; beliefs tied to each other in ways not decided here; numbers too close to each
other for floats."""
_AFTER, _BEFORE, _OPEN = 0, 1, 2


class FoundSets(NamedTuple):
    """Where the answers go, by point.

    ``play`` is the sum of the keys of the terminals that the reported equilibrium reaches, ``held``
    a key of the set of those of all equilibria.
    """

    state: Any
    payoffs: Any
    play: Any
    held: Any
    count: Any
    tied: Any


@inner()
def choose_reported(far: Far, found: FoundSets, k: int) -> int:
    """Gather the plays of the whole game, and report the first of them; the state of the point."""
    t, room = far[0]
    p = t.parts - 1
    slots = room.slots
    start, total = t.first_start[p] * slots, room.count[p]
    found.count[k], found.tied[k], found.held[k] = 0, False, np.uint64(0)
    best, best_passive = -1, False
    for e in range(total):
        if _met(room, start, e):
            continue
        sure, passive, tied = _alike(room, start, p * slots, e, total)
        if not sure:
            return UNCLEAR
        found.count[k] += 1
        found.tied[k] = found.tied[k] or tied
        found.held[k] += _mixed(room.keys[start + e])
        place = _BEFORE if best < 0 or passive else _AFTER
        if best >= 0 and passive == best_passive:
            place = _compared(far, start + e, start + best)
        if place == _OPEN:
            return NEAR
        if place == _BEFORE:
            best, best_passive = e, passive
    if best >= 0:
        found.play[k] = room.keys[start + best]
        for i in range(found.payoffs.shape[1]):
            found.payoffs[k, i] = room.values[(start + best) * t.players + i]
    return SOLVED


@inner(forceinline=True)
def _met(room: SearchRoom, start: int, e: int) -> bool:
    """Whether a solution before this one is played alike."""
    met = False
    for other in range(e):
        met = met or room.keys[start + other] == room.keys[start + e]
    return met


@inner(forceinline=True)
def _alike(room: SearchRoom, start: int, at: int, e: int, total: int) -> tuple[bool, bool, bool]:
    """Whether some solution played like this one is sure, has passive beliefs, and is tied."""
    sure, passive, tied = False, False, False
    for other in range(e, total):
        if room.keys[start + other] != room.keys[start + e]:
            continue
        if room.passive[at + other] != 0 or room.unclear[at + other] == 0:
            sure, passive = True, passive or room.passive[at + other] != 0
            tied = tied or room.ties[start + other] != 0
    return sure, passive, tied


@inner()
def _compared(far: Far, own: int, best: int) -> int:
    """Whether a play is reported rather than another: the better one for the first player, or else
    for the second, and so on.
    """
    t, room = far[0]
    for i in range(t.players):
        gain = room.values[own * t.players + i] - room.values[best * t.players + i]
        if abs(gain) > room.margin[i]:
            return _BEFORE if gain > 0.0 else _AFTER
        if room.tags[own * t.players + i] != room.tags[best * t.players + i]:
            return _OPEN
    return _BEFORE if room.keys[own] < room.keys[best] else _AFTER


@inner()
def _mixed(key: Any) -> Any:
    """A well-spread number for a key (the finaliser of Steele, Lea and Flood 2014)."""
    z = key * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
