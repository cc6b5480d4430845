"""The solutions of a part that the search keeps, compiled.

A solution is kept if no other is played alike and supported by more beliefs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.formulas.pointers import Far
from crisis_sim.sweep.sequential.links import LinkKind
from crisis_sim.sweep.sequential.ratios import apart, refused
from crisis_sim.sweep.sequential.tables import SearchRoom, Tables
from crisis_sim.sweep.sequential.tags import TAGGED, inner_tags, tag_at

__all__ = ["keep"]

_SAME, _MORE, _UNCLEAR = int(LinkKind.SAME), int(LinkKind.MORE), int(LinkKind.UNCLEAR)
_REJECTED, _KEPT, _DOUBTFUL = 0, 1, 2


@inner()
def keep(far: Far, p: int, c: int) -> None:
    """Keep the combination at hand among the solutions of its part, unless another covers it."""
    t, room = far[0]
    slots, new = room.slots, room.count[p]
    at, passive, unclear = p * slots + new, room.flags[0] != 0, False
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        below = t.following[start + g] * slots + room.place[g]
        passive = passive and room.passive[below] != 0
        unclear = unclear or room.unclear[below] != 0
    linked = _KEPT
    if t.link_start[c] < t.link_start[c + 1] or t.ratio_start[p] < t.ratio_start[p + 1]:
        linked = _linked(far, p, c)
        if linked == _REJECTED:
            return
    room.passive[at], room.unclear[at] = passive, unclear or linked == _DOUBTFUL
    room.combination[at] = c
    if room.flags[TAGGED] == 0 and t.inner_start[p] < t.inner_start[p + 1]:
        inner_tags(far, p, c)
    widest = t.source_start[p + 1] - t.source_start[p]
    for g in range(t.following_start[c + 1] - start):
        room.source[t.source_start[p] * slots + new * widest + g] = room.place[g]
    _play(far, p, c)
    for old in range(new):
        if _covers(far, p, old, new):
            _add_ties(far, p, old, new)
            return
    kept = 0
    for old in range(new + 1):
        if old < new and _covers(far, p, new, old):
            _add_ties(far, p, new, old)
            continue
        _copy(far, p, old, kept)
        kept += 1
    room.count[p] = kept


@inner()
def _play(far: Far, p: int, c: int) -> None:
    """What each first node is worth, how it is played and whether that is tied, as a solution."""
    t, room = far[0]
    for n in range(t.inner_start[p], t.inner_start[p + 1]):
        _play_node(t, room, c, t.inner[n], t.inner_place[n])
    start, size = t.first_start[p], t.first_start[p + 1] - t.first_start[p]
    at = start * room.slots + room.count[p] * size
    for i in range(size):
        x, place = t.first[start + i], t.first_place[start + i]
        _play_node(t, room, c, x, place)
        source = x
        if place >= 0:
            source = t.child[t.child_start[x] + t.action[t.judged[t.judged_start[c] + place]]]
        for player in range(t.players):
            room.values[(at + i) * t.players + player] = room.value[source * t.players + player]
            room.tags[(at + i) * t.players + player] = tag_at(t, room, source, player)
        room.keys[at + i], room.ties[at + i] = room.node_key[x], room.node_tie[x]


@inner(forceinline=True)
def _play_node(t: Tables, room: SearchRoom, c: int, x: int, place: int) -> None:
    if place >= 0:
        child = t.child[t.child_start[x] + t.action[t.judged[t.judged_start[c] + place]]]
        room.node_key[x] = room.node_key[child]
        room.node_tie[x] = room.tie[place] | room.node_tie[child]
    elif t.row[x] < 0 and t.chance[t.child[t.child_start[x]]] >= 0:
        key, tie = np.uint64(0), False
        for m in range(t.child_start[x], t.child_start[x + 1]):
            child = t.child[m]
            key += room.node_key[child]
            tie = tie or (room.node_tie[child] != 0 and room.formula[t.chance[child]] > 0.0)
        room.node_key[x], room.node_tie[x] = key, tie


@inner()
def _linked(far: Far, p: int, c: int) -> int:
    """Bring together what beliefs ask of the ratios of mistakes, for a new solution."""
    t, room = far[0]
    slots, count = room.slots, t.ratio_start[p + 1] - t.ratio_start[p]
    at, state = t.ratio_start[p] * slots + room.count[p] * count, _KEPT
    for r in range(at, at + count):
        room.lows[r], room.highs[r] = 0.0, np.inf
    for link in range(t.link_start[c], t.link_start[c + 1]):
        low, high, asking = _asked(t, room, c, link)
        if asking == 0:
            continue
        if t.kind[link] == _UNCLEAR or (t.wide[link] > 0 and asking > 1):
            state = _DOUBTFUL
        r = at + t.passed_to[link]
        if t.kind[link] == _SAME or not apart(room, low, high):
            if refused(far, p, c, link, r if t.kind[link] == _SAME else -1):
                return _REJECTED
        elif low > high:
            return _REJECTED
        if t.kind[link] == _MORE and (low > 0.0 if t.above[link] > 0 else high < np.inf):
            if t.infinite[link] > 0:
                room.lows[r] = np.inf
            else:
                room.highs[r] = 0.0
    for r in range(at, at + count):
        extreme = room.lows[r] == np.inf or room.highs[r] <= 0.0
        if extreme and room.lows[r] > room.highs[r]:
            return _REJECTED
    return state


@inner(forceinline=True)
def _asked(t: Tables, room: SearchRoom, c: int, link: int) -> tuple[float, float, int]:
    """The interval that all items of a link leave to its ratio, and how many ask for anything."""
    slots, low, high, asking = room.slots, 0.0, np.inf, 0
    for item in range(t.item_start[link], t.item_start[link + 1]):
        g, place = t.item_source[item], t.item_place[item]
        if g < 0:
            own_low, own_high = room.low[place], room.high[place]
        else:
            q = t.following[t.following_start[c] + g]
            count = t.ratio_start[q + 1] - t.ratio_start[q]
            r = t.ratio_start[q] * slots + room.place[g] * count + place
            own_low, own_high = room.lows[r], room.highs[r]
        if own_low > 0.0 or own_high < np.inf:
            low, high, asking = max(low, own_low), min(high, own_high), asking + 1
    return low, high, asking


@inner()
def _covers(far: Far, p: int, one: int, other: int) -> bool:
    """Whether a solution is played as another is, and supported by every belief that supports it.

    A doubt that the other does not have, or support of the other by passive beliefs, prevents it.
    """
    t, room = far[0]
    slots = room.slots
    a, b = p * slots + one, p * slots + other
    if room.passive[b] > room.passive[a] or room.unclear[a] > room.unclear[b]:
        return False
    size = t.first_start[p + 1] - t.first_start[p]
    a, b = t.first_start[p] * slots + one * size, t.first_start[p] * slots + other * size
    for i in range(size):
        if room.keys[a + i] != room.keys[b + i]:
            return False
    size = t.ratio_start[p + 1] - t.ratio_start[p]
    a, b = t.ratio_start[p] * slots + one * size, t.ratio_start[p] * slots + other * size
    for r in range(size):
        if room.lows[a + r] > room.lows[b + r] or room.highs[a + r] < room.highs[b + r]:
            return False
    return True


@inner()
def _add_ties(far: Far, p: int, one: int, other: int) -> None:
    """Let a solution stand for another that it covers: a tie in either is a tie in both."""
    t, room = far[0]
    size = t.first_start[p + 1] - t.first_start[p]
    start = t.first_start[p] * room.slots
    for i in range(size):
        room.ties[start + one * size + i] |= room.ties[start + other * size + i]


@inner()
def _copy(far: Far, p: int, source: int, target: int) -> None:
    """Move a solution of a part to another slot."""
    t, room = far[0]
    if source == target:
        return
    slots = room.slots
    a, b = p * slots + source, p * slots + target
    room.passive[b], room.unclear[b] = room.passive[a], room.unclear[a]
    room.combination[b] = room.combination[a]
    _move(room.source, t.source_start, p, slots, source, target, 1)
    _move(room.lows, t.ratio_start, p, slots, source, target, 1)
    _move(room.highs, t.ratio_start, p, slots, source, target, 1)
    _move(room.ratio_tags, t.ratio_start, p, slots, source, target, 4)
    _move(room.keys, t.first_start, p, slots, source, target, 1)
    _move(room.ties, t.first_start, p, slots, source, target, 1)
    _move(room.values, t.first_start, p, slots, source, target, t.players)
    _move(room.tags, t.first_start, p, slots, source, target, t.players)


@inner()
def _move(array: Any, start: Any, p: int, slots: int, source: int, target: int, each: int) -> None:
    size = start[p + 1] - start[p]
    a, b = start[p] * slots + source * size, start[p] * slots + target * size
    for i in range(size * each):
        array[b * each + i] = array[a * each + i]
