"""All pure sequential equilibria at many points, compiled: one search for every game.

At each point the parts are solved one after another, those that follow before those that lead to
them; what is found is kept by :mod:`crisis_sim.sweep.sequential.solutions` and told by
:mod:`crisis_sim.sweep.sequential.reported`.
"""

from __future__ import annotations

from typing import Any

from crisis_sim.compiled import inner, njit
from crisis_sim.sweep.formulas.pointers import Far, far, pointers
from crisis_sim.sweep.sequential.closer import CLOSE, NO, PASSIVE, YES, judge_closer
from crisis_sim.sweep.sequential.reported import NEAR, SOLVED, FoundSets, choose_reported
from crisis_sim.sweep.sequential.solutions import keep
from crisis_sim.sweep.sequential.support import judge
from crisis_sim.sweep.sequential.tables import SearchRoom, Tables
from crisis_sim.sweep.sequential.tags import set_tags

__all__ = ["FULL", "search_points"]

FULL = 2
"""A state beside those of :mod:`crisis_sim.sweep.sequential.reported`: too many solutions."""

MOST_TRIED = 200_000
_PASSIVE, _STOP, _, _TAGGED = range(4)


@njit(cache=True, error_model="numpy", nogil=True)
def search_points(
    tables: Tables,
    work: SearchRoom,
    formulas: Any,
    payoffs: Any,
    margins: Any,
    formula_tags: Any,
    payoff_tags: Any,
    found: FoundSets,
) -> None:
    """Fill in ``found``.

    Parameters
    ----------
    formulas : (points, formulas) values of the family's formulas.
    payoffs : (points, payoff rows, players).
    margins : (points, players) by how much at most what a player gains is off, for a weight of one.
    formula_tags, payoff_tags : the tags of these, (points, ...) or (1, ...) for all points.
    """
    t, room = pointers(tables), pointers(work)
    both = far(t, room)
    for k in range(len(formulas)):
        _set_numbers(both, formulas[k], payoffs[k], margins[k])
        if k < len(formula_tags):
            set_tags(both, formula_tags[k], payoff_tags[k])
        state, left = SOLVED, MOST_TRIED
        for p in range(t.parts):
            left = _solve_part(both, p, left)
            if left <= 0:
                state = NEAR if room.flags[_STOP] != 0 else FULL
                break
        if state == SOLVED:
            state = choose_reported(both, found, k)
        found.state[k] = state


@inner()
def _set_numbers(far: Far, formulas: Any, payoffs: Any, margins: Any) -> None:
    """Values of what no player can change, and the weights of mistakes."""
    t, room = far[0]
    room.slack[0], room.flags[_STOP] = 0.0, 0
    for f in range(len(formulas)):
        room.formula[f] = formulas[f]
    for i in range(t.players):
        room.margin[i] = margins[i]
        for x in range(t.nodes):
            if t.row[x] >= 0:
                room.value[x * t.players + i] = payoffs[t.row[x], i]
    for s in range(t.settled_nodes):
        _chance_value(t, room, t.settled[s])
    for w in range(t.weights):
        product = 1.0
        for f in range(t.factor_start[w], t.factor_start[w + 1]):
            product *= room.formula[t.factor[f]]
        room.weight[w] = product


@inner(forceinline=True)
def _chance_value(t: Tables, room: SearchRoom, x: int) -> None:
    for i in range(t.players):
        total = 0.0
        for c in range(t.child_start[x], t.child_start[x + 1]):
            total += room.formula[t.chance[t.child[c]]] * room.value[t.child[c] * t.players + i]
        room.value[x * t.players + i] = total


@inner()
def _solve_part(far: Far, p: int, left: int) -> int:
    """Find the solutions of part ``p``; how many more may be tried, 0 to give up the point."""
    t, room = far[0]
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
            found = _judged(t, room, c)
            if found == YES or (found == CLOSE and judge_closer(far, p, c)):
                keep(far, p, c)
            if left <= 0 or room.count[p] == room.slots or room.flags[_STOP] != 0:
                return 0
            if not _advance(t, room, c):
                break
    return left


@inner(forceinline=True)
def _begin(t: Tables, room: SearchRoom, c: int) -> bool:
    """The first solution of each following part; whether each has one."""
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        room.place[g] = 0
        if room.count[t.following[start + g]] == 0:
            return False
    return True


@inner(forceinline=True)
def _advance(t: Tables, room: SearchRoom, c: int) -> bool:
    """The next combination of solutions of the following parts; whether there is one."""
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        room.place[g] += 1
        if room.place[g] < room.count[t.following[start + g]]:
            return True
        room.place[g] = 0
    return False


@inner(forceinline=True)
def _put_all(t: Tables, room: SearchRoom, c: int) -> None:
    """The solutions chosen of the following parts, at their first nodes."""
    start = t.following_start[c]
    for g in range(t.following_start[c + 1] - start):
        _put(t, room, t.following[start + g], g)


@inner(forceinline=True)
def _put(t: Tables, room: SearchRoom, q: int, g: int) -> None:
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
        room.held_at[x] = at + i
        room.node_key[x] = room.keys[at + i]
        room.node_tie[x] = room.ties[at + i]


@inner(forceinline=True)
def _inner_values(t: Tables, room: SearchRoom, p: int, c: int) -> None:
    for n in range(t.inner_start[p], t.inner_start[p + 1]):
        x, place = t.inner[n], t.inner_place[n]
        if place < 0:
            _chance_value(t, room, x)
        else:
            child = t.child[t.child_start[x] + t.action[t.judged[t.judged_start[c] + place]]]
            for i in range(t.players):
                room.value[x * t.players + i] = room.value[child * t.players + i]


@inner(forceinline=True)
def _judged(t: Tables, room: SearchRoom, c: int) -> int:
    """Whether beliefs support every action of a combination, each looked at alone."""
    room.flags[_PASSIVE], room.flags[_TAGGED] = 1, 0
    start, worst = t.judged_start[c], YES
    for place in range(t.judged_start[c + 1] - start):
        found = judge(t, room, t.judged[start + place], place)
        if found == NO:
            return NO
        if found == CLOSE:
            worst = CLOSE
        elif found != PASSIVE:
            room.flags[_PASSIVE] = 0
    return worst
