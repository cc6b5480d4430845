"""What the search tells of a point: the plays of the whole game, and one of them reported."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.sequential_tables import Room, Tables

__all__ = ["SOLVED", "UNCLEAR", "Answers", "report"]

SOLVED, UNCLEAR = 0, 1
"""Every play found; beliefs tied to each other in ways not decided here."""


class Answers(NamedTuple):
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
def report(t: Tables, room: Room, found: Answers, k: int, scale: float) -> int:
    """Gather the plays of the whole game, and report the first of them; the state of the point."""
    p = t.parts - 1
    slots = room.slots
    start, total = t.first_start[p] * slots, room.count[p]
    found.count[k], found.tied[k], found.held[k] = 0, False, np.uint64(0)
    best, best_passive = -1, False
    for e in range(total):
        first = True
        for other in range(e):
            first = first and room.keys[start + other] != room.keys[start + e]
        if not first:
            continue
        sure, passive, tied = False, False, False
        for other in range(e, total):
            if room.keys[start + other] != room.keys[start + e]:
                continue
            at = p * slots + other
            if room.passive[at] != 0 or room.unclear[at] == 0:
                sure, passive = True, passive or room.passive[at] != 0
                tied = tied or room.ties[start + other] != 0
        if not sure:
            return UNCLEAR
        found.count[k] += 1
        found.tied[k] = found.tied[k] or tied
        found.held[k] += _mixed(room.keys[start + e])
        if best < 0 or _comes_before(t, room, start, e, passive, best, best_passive, scale):
            best, best_passive = e, passive
    if best >= 0:
        found.play[k] = room.keys[start + best]
        for i in range(found.payoffs.shape[1]):
            found.payoffs[k, i] = room.values[(start + best) * t.players + i]
    return SOLVED


@inner()
def _comes_before(
    t: Tables,
    room: Room,
    start: int,
    e: int,
    passive: bool,
    best: int,
    best_passive: bool,
    scale: float,
) -> bool:
    """Whether a play is reported rather than another; rounded, so that noise decides nothing."""
    if passive != best_passive:
        return passive
    for i in range(t.players):
        own = np.round(room.values[(start + e) * t.players + i] / max(scale, 1e-300), 7)
        other = np.round(room.values[(start + best) * t.players + i] / max(scale, 1e-300), 7)
        if own != other:
            return bool(own > other)
    return bool(room.keys[start + e] < room.keys[start + best])


@inner()
def _mixed(key: Any) -> Any:
    """A well-spread number for a key (the finaliser of Steele, Lea and Flood 2014)."""
    z = key * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
