"""Whether numbers that floats cannot tell apart are the same number, compiled.

Every formula has a *tag*, its residue modulo a prime
(:mod:`crisis_sim.sweep.formulas.identities`), and so has whatever is made of formulas by sums and
products: the value of a node, the weight of a mistake, what an action gains. Tags of kept solutions
are held with their values; those of nodes within a part are worked out where a comparison is near.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.formulas.pointers import Far
from crisis_sim.sweep.formulas.residues import add, multiply, subtract
from crisis_sim.sweep.sequential.tables import SearchRoom, Tables

__all__ = ["TAGGED", "gain_over", "gain_tag", "inner_tags", "set_tags", "tag_at"]

TAGGED = 3
"""The flag that says whether the inner nodes of the part at hand have their tags."""


@inner()
def set_tags(far: Far, formulas: Any, payoffs: Any) -> None:
    """Tags of formulas, of what no player can change, and of the weights of mistakes."""
    t, room = far[0]
    for f in range(len(formulas)):
        room.formula_tag[f] = formulas[f]
    for x in range(t.nodes):
        room.held_at[x] = -1
        if t.row[x] >= 0:
            for i in range(t.players):
                room.tag[x * t.players + i] = payoffs[t.row[x], i]
    for s in range(t.settled_nodes):
        _chance_tag(t, room, t.settled[s])
    for w in range(t.weights):
        product = np.uint64(1)
        for f in range(t.factor_start[w], t.factor_start[w + 1]):
            product = multiply(product, room.formula_tag[t.factor[f]])
        room.weight_tag[w] = product


@inner(forceinline=True)
def tag_at(t: Tables, room: SearchRoom, x: int, i: int) -> Any:
    """The tag of what a node is worth to a player."""
    if room.held_at[x] >= 0:
        return room.tags[room.held_at[x] * t.players + i]
    return room.tag[x * t.players + i]


@inner(forceinline=True)
def _chance_tag(t: Tables, room: SearchRoom, x: int) -> None:
    for i in range(t.players):
        total = np.uint64(0)
        for c in range(t.child_start[x], t.child_start[x + 1]):
            child = t.child[c]
            likely = room.formula_tag[t.chance[child]]
            total = add(total, multiply(likely, tag_at(t, room, child, i)))
        room.tag[x * t.players + i] = total


@inner()
def inner_tags(far: Far, p: int, c: int) -> None:
    """The tags at the inner nodes of a part."""
    t, room = far[0]
    room.flags[TAGGED] = 1
    for n in range(t.inner_start[p], t.inner_start[p + 1]):
        x, place = t.inner[n], t.inner_place[n]
        room.held_at[x] = -1
        if place < 0:
            _chance_tag(t, room, x)
            continue
        child = t.child[t.child_start[x] + t.action[t.judged[t.judged_start[c] + place]]]
        for i in range(t.players):
            room.tag[x * t.players + i] = tag_at(t, room, child, i)


@inner(forceinline=True)
def gain_over(t: Tables, room: SearchRoom, j: int, held: int, other: int) -> tuple[float, float]:
    """What an action gains over another in a class, times the weight of the class; that weight."""
    player, action = t.player[j], t.action[j]
    gain, total = 0.0, 0.0
    for m in range(t.node_start[held], t.node_start[held + 1]):
        weight, start = room.weight[t.weight[m]], t.child_start[t.node[m]]
        own = room.value[t.child[start + action] * t.players + player]
        gain += weight * (own - room.value[t.child[start + other] * t.players + player])
        total += weight
    return gain, total


@inner()
def gain_tag(far: Far, j: int, held: int, other: int) -> Any:
    """The tag of what an action gains over another in a class, times the weight of the class."""
    t, room = far[0]
    player, action = t.player[j], t.action[j]
    total = np.uint64(0)
    for m in range(t.node_start[held], t.node_start[held + 1]):
        start = t.child_start[t.node[m]]
        own = tag_at(t, room, t.child[start + action], player)
        difference = subtract(own, tag_at(t, room, t.child[start + other], player))
        total = add(total, multiply(room.weight_tag[t.weight[m]], difference))
    return total
