"""All pure sequential equilibria at many points, compiled: one search for every game.

At each point the parts are solved one after another, those that follow before those that lead to
them. A solution of a part is kept if no other is played alike and supported by more beliefs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from crisis_sim.sweep.pointers import pointers
from crisis_sim.sweep.sequential_links import Kind
from crisis_sim.sweep.sequential_support import judge
from crisis_sim.sweep.sequential_tables import Room, Tables

__all__ = ["FULL", "SOLVED", "UNCLEAR", "Answers", "search_points"]

SOLVED, UNCLEAR, FULL = 0, 1, 2
"""Every play found; beliefs tied to each other in ways not decided here; too many solutions."""

MOST_TRIED = 200_000
_SAME, _MORE, _UNCLEAR = int(Kind.SAME), int(Kind.MORE), int(Kind.UNCLEAR)
_REJECTED, _KEPT, _DOUBTFUL = 0, 1, 2


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


@njit(cache=True, error_model="numpy", nogil=True)
def search_points(
    tables: Tables, work: Room, formulas: Any, payoffs: Any, found: Answers, share: float
) -> None:
    """Fill in ``found``.

    Parameters
    ----------
    formulas : (points, formulas) values of the family's formulas.
    payoffs : (points, payoff rows, players).
    share : the tolerance as a share of the payoff range.
    """
    t, room = pointers(tables), pointers(work)
    for k in range(len(formulas)):
        scale = _set_numbers(t, room, formulas[k], payoffs[k])
        tol = share * max(scale, 1e-300)
        state, left = SOLVED, MOST_TRIED
        for p in range(t.parts):
            left = _solve_part(t, room, p, tol, left)
            if left <= 0:
                state = FULL
                break
        if state == SOLVED:
            state = _report(t, room, found, k, scale)
        found.state[k] = state


@njit(cache=True, error_model="numpy")
def _set_numbers(t: Tables, room: Room, formulas: Any, payoffs: Any) -> float:
    """Values of what no player can change, and the weights of mistakes; the payoff range."""
    for f in range(len(formulas)):
        room.formula[f] = formulas[f]
    scale = 0.0
    for i in range(t.players):
        least, most = np.inf, -np.inf
        for x in range(t.nodes):
            if t.row[x] >= 0:
                value = payoffs[t.row[x], i]
                room.value[x * t.players + i] = value
                least, most = min(least, value), max(most, value)
        scale = max(scale, most - least)
    for s in range(t.settled_nodes):
        _chance_value(t, room, t.settled[s])
    for w in range(t.weights):
        product = 1.0
        for f in range(t.factor_start[w], t.factor_start[w + 1]):
            product *= room.formula[t.factor[f]]
        room.weight[w] = product
    return scale


@njit(cache=True, error_model="numpy", forceinline=True)
def _chance_value(t: Tables, room: Room, x: int) -> None:
    for i in range(t.players):
        total = 0.0
        for c in range(t.child_start[x], t.child_start[x + 1]):
            total += room.formula[t.chance[t.child[c]]] * room.value[t.child[c] * t.players + i]
        room.value[x * t.players + i] = total


@njit(cache=True, error_model="numpy")
def _solve_part(t: Tables, room: Room, p: int, tol: float, left: int) -> int:
    """Find the solutions of part ``p``; how many more may be tried, 0 if there is no more room."""
    room.count[p] = 0
    for g in range(t.source_start[p + 1] - t.source_start[p]):
        room.held[g] = -1
    for c in range(t.combination_start[p], t.combination_start[p + 1]):
        if not _begin(t, room, c):
            continue
        while True:
            _put_all(t, room, c)
            _inner_values(t, room, p, c)
            left -= 1
            if _judged(t, room, c, tol):
                _keep(t, room, p, c)
            if left <= 0 or room.count[p] == room.slots:
                return 0
            if not _advance(t, room, c):
                break
    return left


@njit(cache=True, error_model="numpy", forceinline=True)
def _begin(t: Tables, room: Room, c: int) -> bool:
    """The first solution of each following part; whether each has one."""
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        room.place[g] = 0
        if room.count[t.following[start + g]] == 0:
            return False
    return True


@njit(cache=True, error_model="numpy", forceinline=True)
def _advance(t: Tables, room: Room, c: int) -> bool:
    """The next combination of solutions of the following parts; whether there is one."""
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        room.place[g] += 1
        if room.place[g] < room.count[t.following[start + g]]:
            return True
        room.place[g] = 0
    return False


@njit(cache=True, error_model="numpy", forceinline=True)
def _put_all(t: Tables, room: Room, c: int) -> None:
    """The solutions chosen of the following parts, at their first nodes."""
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        _put(t, room, t.following[start + g], g)


@njit(cache=True, error_model="numpy", forceinline=True)
def _put(t: Tables, room: Room, q: int, g: int) -> None:
    """The solution chosen of the ``g``-th following part, ``q``, unless it is there already."""
    slots = room.slots
    if room.held[g] == q * slots + room.place[g]:
        return
    room.held[g] = q * slots + room.place[g]
    start, size = t.first_start[q], t.first_start[q + 1] - t.first_start[q]
    at = start * slots + room.place[g] * size
    for i in range(size):
        x = t.first[start + i]
        for player in range(t.players):
            room.value[x * t.players + player] = room.values[(at + i) * t.players + player]
        room.node_key[x] = room.keys[at + i]
        room.node_tie[x] = room.ties[at + i]


@njit(cache=True, error_model="numpy", forceinline=True)
def _inner_values(t: Tables, room: Room, p: int, c: int) -> None:
    for n in range(t.inner_start[p], t.inner_start[p + 1]):
        x, place = t.inner[n], t.inner_place[n]
        if place < 0:
            _chance_value(t, room, x)
        else:
            child = t.child[t.child_start[x] + t.action[t.judged[t.judged_start[c] + place]]]
            for i in range(t.players):
                room.value[x * t.players + i] = room.value[child * t.players + i]


@njit(cache=True, error_model="numpy", forceinline=True)
def _judged(t: Tables, room: Room, c: int, tol: float) -> bool:
    """Whether beliefs support every action of a combination, each looked at alone."""
    room.flags[0] = True
    start = t.judged_start[c]
    for place in range(t.judged_start[c + 1] - start):
        supported, passive = judge(t, room, t.judged[start + place], place, tol)
        if not supported:
            return False
        if not passive:
            room.flags[0] = False
    return True


@njit(cache=True, error_model="numpy")
def _keep(t: Tables, room: Room, p: int, c: int) -> None:
    """Keep the combination at hand among the solutions of its part, unless another covers it."""
    slots, new = room.slots, room.count[p]
    at, passive, unclear = p * slots + new, room.flags[0] != 0, False
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        below = t.following[start + g] * slots + room.place[g]
        passive = passive and room.passive[below] != 0
        unclear = unclear or room.unclear[below] != 0
    linked = _linked(t, room, p, c)
    if linked == _REJECTED:
        return
    room.passive[at], room.unclear[at] = passive, unclear or linked == _DOUBTFUL
    room.combination[at] = c
    widest = t.source_start[p + 1] - t.source_start[p]
    for g in range(t.following_start[c + 1] - start):
        room.source[t.source_start[p] * slots + new * widest + g] = room.place[g]
    _play(t, room, p, c)
    for old in range(new):
        if _covers(t, room, p, old, new):
            _add_ties(t, room, p, old, new)
            return
    kept = 0
    for old in range(new + 1):
        if old < new and _covers(t, room, p, new, old):
            _add_ties(t, room, p, new, old)
            continue
        _copy(t, room, p, old, kept)
        kept += 1
    room.count[p] = kept


@njit(cache=True, error_model="numpy")
def _play(t: Tables, room: Room, p: int, c: int) -> None:
    """What each first node is worth, how it is played and whether that is tied, as a solution."""
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
        room.keys[at + i], room.ties[at + i] = room.node_key[x], room.node_tie[x]


@njit(cache=True, error_model="numpy", forceinline=True)
def _play_node(t: Tables, room: Room, c: int, x: int, place: int) -> None:
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


@njit(cache=True, error_model="numpy")
def _linked(t: Tables, room: Room, p: int, c: int) -> int:
    """Bring together what beliefs ask of the ratios of mistakes, for a new solution."""
    slots, count = room.slots, t.ratio_start[p + 1] - t.ratio_start[p]
    at = t.ratio_start[p] * slots + room.count[p] * count
    for r in range(at, at + count):
        room.lows[r], room.highs[r] = 0.0, np.inf
    state = _KEPT
    for link in range(t.link_start[c], t.link_start[c + 1]):
        low, high, asking = _asked(t, room, c, link)
        if asking == 0:
            continue
        if t.kind[link] == _UNCLEAR or (t.wide[link] > 0 and asking > 1):
            state = _DOUBTFUL
        if low > high:
            return _REJECTED
        r = at + t.passed_to[link]
        if t.kind[link] == _SAME:
            room.lows[r], room.highs[r] = max(room.lows[r], low), min(room.highs[r], high)
        elif t.kind[link] == _MORE and (low > 0.0 if t.above[link] > 0 else high < np.inf):
            if t.infinite[link] > 0:
                room.lows[r] = np.inf
            else:
                room.highs[r] = 0.0
    for r in range(at, at + count):
        if room.lows[r] > room.highs[r]:
            return _REJECTED
    return state


@njit(cache=True, error_model="numpy")
def _asked(t: Tables, room: Room, c: int, link: int) -> tuple[float, float, int]:
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


@njit(cache=True, error_model="numpy")
def _covers(t: Tables, room: Room, p: int, one: int, other: int) -> bool:
    """Whether a solution is played as another is, and supported by every belief that supports it.

    A doubt that the other does not have, or support of the other by passive beliefs, prevents it.
    """
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


@njit(cache=True, error_model="numpy")
def _add_ties(t: Tables, room: Room, p: int, one: int, other: int) -> None:
    """Let a solution stand for another that it covers: a tie in either is a tie in both."""
    size = t.first_start[p + 1] - t.first_start[p]
    start = t.first_start[p] * room.slots
    for i in range(size):
        room.ties[start + one * size + i] |= room.ties[start + other * size + i]


@njit(cache=True, error_model="numpy")
def _copy(t: Tables, room: Room, p: int, source: int, target: int) -> None:
    """Move a solution of a part to another slot."""
    if source == target:
        return
    slots = room.slots
    a, b = p * slots + source, p * slots + target
    room.passive[b], room.unclear[b] = room.passive[a], room.unclear[a]
    room.combination[b] = room.combination[a]
    _move(room.source, t.source_start, p, slots, source, target, 1)
    _move(room.lows, t.ratio_start, p, slots, source, target, 1)
    _move(room.highs, t.ratio_start, p, slots, source, target, 1)
    _move(room.keys, t.first_start, p, slots, source, target, 1)
    _move(room.ties, t.first_start, p, slots, source, target, 1)
    _move(room.values, t.first_start, p, slots, source, target, t.players)


@njit(cache=True, error_model="numpy")
def _move(array: Any, start: Any, p: int, slots: int, source: int, target: int, each: int) -> None:
    size = start[p + 1] - start[p]
    a, b = start[p] * slots + source * size, start[p] * slots + target * size
    for i in range(size * each):
        array[b * each + i] = array[a * each + i]


@njit(cache=True, error_model="numpy")
def _report(t: Tables, room: Room, found: Answers, k: int, scale: float) -> int:
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


@njit(cache=True, error_model="numpy")
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


@njit(cache=True, error_model="numpy")
def _mixed(key: Any) -> Any:
    """A well-spread number for a key (the finaliser of Steele, Lea and Flood 2014)."""
    z = key * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
