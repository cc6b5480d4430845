"""From the keys that the compiled search leaves behind to plays and their outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import TERMINAL
from crisis_sim.sweep.block import Play, play_key
from crisis_sim.sweep.sequential.graph import PartGraph
from crisis_sim.sweep.sequential.tables import SearchRoom, Tables

__all__ = ["FoundPlay", "plays_in"]


@dataclass(frozen=True, slots=True)
class FoundPlay:
    """A play of the whole game.

    Attributes
    ----------
    play : the choices made where play comes with positive probability.
    key : its key.
    ends : the terminals reached with positive probability: the outcome, and the numbers of the
        formulas whose product is the probability.
    """

    play: Play
    key: int
    ends: tuple[tuple[int, tuple[int, ...]], ...]

    def outcomes(self, formulas: Floats, count: int) -> Floats:
        """(points, outcomes) probabilities, given the (points, formulas) values of formulas."""
        table = np.zeros((len(formulas), count))
        for outcome, factors in self.ends:
            table[:, outcome] += formulas[:, list(factors)].prod(axis=1)
        return table


def plays_in(graph: PartGraph, tables: Tables, room: SearchRoom) -> dict[int, FoundPlay]:
    """The plays found at the point searched last, by the key the search knows them by."""
    part = len(graph.parts) - 1
    start = int(tables.first_start[part]) * room.slots
    found: dict[int, FoundPlay] = {}
    for place in range(int(room.count[part])):
        key = int(room.keys[start + place])
        if key not in found:
            found[key] = _play(graph, dict(_actions(graph, tables, room, part, place)))
    return found


def _actions(
    graph: PartGraph, tables: Tables, room: SearchRoom, part: int, place: int
) -> Iterator[tuple[int, int]]:
    """The action at each information set of a solution of a part, and of those that follow."""
    slots = room.slots
    held = graph.parts[part]
    number = int(room.combination[part * slots + place] - tables.combination_start[part])
    combination = held.combinations[number]
    yield from zip(held.sets, combination.actions, strict=True)
    widest = int(tables.source_start[part + 1] - tables.source_start[part])
    at = int(tables.source_start[part]) * slots + place * widest
    for group, following in enumerate(combination.following):
        yield from _actions(graph, tables, room, following, int(room.source[at + group]))


def _play(graph: PartGraph, actions: dict[int, int]) -> FoundPlay:
    family, tree = graph.family, graph.family.tree
    choices: set[int] = set()
    ends = []
    stack: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while stack:
        node, factors = stack.pop()
        if tree.mover[node] == TERMINAL:
            ends.append((int(tree.rows[tree.payoff_row[node]]), factors))
            continue
        children = tree.children(node).tolist()
        one = int(tree.information_set[node])
        if one >= 0:
            child = children[actions[one]]
            choices.add(int(tree.choice[child]))
            stack.append((child, factors))
            continue
        for child in children:
            formula = int(family.chance[child])
            if formula not in graph.zero:
                stack.append((child, (*factors, formula)))
    play = tuple(sorted(choices))
    return FoundPlay(play, play_key(play), tuple(ends))
