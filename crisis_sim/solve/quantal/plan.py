"""In which order the logit responses of a game follow from each other.

The response at an information set depends on what is played below it, and, where the set has
several nodes, on what is played on the way to it as far as that tells the nodes apart. Where
nothing depends on itself all responses follow from the end of the game. Elsewhere the odds at some
sets must be guessed, so that the others follow from them: a feedback vertex set of the dependence,
found greedily. The logit equations then are one equation for each guess: 11 instead of 58 in a game
of 225 nodes in which one side knows its type, none with perfect information.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from crisis_sim.solve.quantal.problem import Equations

__all__ = ["Order", "make_plan"]

Graph = dict[int, set[int]]
"""For each information set those that it depends on."""


class Order(NamedTuple):
    """The order of evaluation, for the compiled equations.

    Attributes
    ----------
    steps : what to evaluate, in order: the value of node ``x`` as ``x``, the response at set ``h``
        as ``-1 - h``.
    inner : how many of the steps the equations need; the others only complete the profile.
    guessed : (guessed sets,) whose odds are unknown.
    column : (information sets,) the first unknown of a guessed set, else -1.
    child_start, child : the children of node ``x`` are
        ``child[child_start[x]:child_start[x + 1]]``.
    held_start, held : the nodes that count in the beliefs of set ``h``, likewise.
    path_start, path : the choices on the way to ``held[k]`` that do not lead to every other node
        of its set as well, likewise.
    depends : (information sets,) whether beliefs depend on play.
    unknowns : number of odds to be guessed.
    """

    steps: Any
    inner: int
    guessed: Any
    column: Any
    child_start: Any
    child: Any
    held_start: Any
    held: Any
    path_start: Any
    path: Any
    depends: Any
    unknowns: int


def make_plan(problem: Equations) -> Order:
    """The order of evaluation of a problem. Costs its nodes times their depth."""
    sets = len(problem.shared)
    paths = _paths(problem)
    held = _grouped(problem.set_of, problem.held & (problem.set_of >= 0), sets)
    apart = [_apart([paths[x] for x in nodes]) for nodes in held]
    graph = _dependence(problem, apart)
    guessed, order = _feedback(graph, np.diff(problem.first) - 1)
    children = _grouped(problem.parent, problem.parent >= 0, len(problem.parent))
    steps = _Steps(children, held)
    needed = _reached(graph, guessed)
    for one in (one for one in order if one in needed):
        steps.respond(one)
    for one in guessed:
        steps.respond(one)
    inner = len(steps.steps)
    for one in (one for one in order if one not in needed):
        steps.respond(one)
    column = np.full(sets, -1, dtype=np.int32)
    unknowns = 0
    for one in guessed:
        column[one] = unknowns
        unknowns += int(problem.first[one + 1] - problem.first[one]) - 1
    child_start, child = _flat(children)
    held_start, held_flat = _flat(held)
    path_start, path = _flat([choices for one in apart for choices in one])
    return Order(
        steps=np.asarray(steps.steps, dtype=np.int32),
        inner=inner,
        guessed=np.asarray(guessed, dtype=np.int32),
        column=column,
        child_start=child_start,
        child=child,
        held_start=held_start,
        held=held_flat,
        path_start=path_start,
        path=path,
        depends=np.array([any(one) for one in apart], dtype=np.bool_),
        unknowns=unknowns,
    )


def _paths(problem: Equations) -> list[tuple[int, ...]]:
    """The choices on the way to each node."""
    paths: list[tuple[int, ...]] = [()]
    for above, choice in zip(problem.parent[1:].tolist(), problem.choice[1:].tolist(), strict=True):
        paths.append((*paths[above], choice) if choice >= 0 else paths[above])
    return paths


def _grouped(keys: Any, which: Any, groups: int) -> list[list[int]]:
    """The places of ``which`` by their keys, in increasing order."""
    found: list[list[int]] = [[] for _ in range(groups)]
    for place in np.flatnonzero(which).tolist():
        found[int(keys[place])].append(place)
    return found


def _apart(paths: list[tuple[int, ...]]) -> list[list[int]]:
    """Paths without the choices that are on all of them."""
    common = set(paths[0]).intersection(*paths[1:])
    return [[choice for choice in path if choice not in common] for path in paths]


def _dependence(problem: Equations, apart: list[list[list[int]]]) -> Graph:
    """The sets whose play the response at each set depends on."""
    set_of, parent = problem.set_of.tolist(), problem.parent.tolist()
    sets_of_choice = np.repeat(np.arange(len(problem.shared)), np.diff(problem.first)).tolist()
    graph: Graph = {h: set() for h in range(len(problem.shared))}
    for node, below in enumerate(set_of):
        x = parent[node] if below >= 0 else -1
        while x >= 0:
            if set_of[x] >= 0:
                graph[set_of[x]].add(below)
            x = parent[x]
    for h, paths in enumerate(apart):
        graph[h].update(sets_of_choice[choice] for path in paths for choice in path)
    return graph


def _feedback(graph: Graph, unknowns: Any) -> tuple[list[int], list[int]]:
    """Sets to be guessed, so that the others follow from them; and these in such an order."""
    left = {one: set(after) for one, after in graph.items()}
    back: Graph = {one: set() for one in graph}
    for one, after in graph.items():
        for other in after:
            back[other].add(one)
    guessed: list[int] = []

    def drop(one: int) -> set[int]:
        """Take a set out; its neighbours."""
        after, before = left.pop(one), back.pop(one)
        for other in after:
            back[other].discard(one)
        for other in before:
            left[other].discard(one)
        return after | before

    waiting = set(left)
    while left:
        while waiting:
            one = waiting.pop()
            if one in left and not (left[one] and back[one]):
                waiting |= drop(one)
        if left:
            most = max(
                left, key=lambda one: (len(left[one]) * len(back[one]) / unknowns[one], -one)
            )
            guessed.append(most)
            waiting |= drop(most)
    return sorted(guessed), _ordered(graph, set(guessed))


def _ordered(graph: Graph, guessed: set[int]) -> list[int]:
    """The sets that are not guessed, each after those it depends on."""
    missing = {
        one: {other for other in after if other not in guessed}
        for one, after in graph.items()
        if one not in guessed
    }
    back: Graph = {one: set() for one in missing}
    for one, after in missing.items():
        for other in after:
            back[other].add(one)
    ready = sorted((one for one, after in missing.items() if not after), reverse=True)
    order = []
    while ready:
        one = ready.pop()
        order.append(one)
        for other in back[one]:
            missing[other].discard(one)
            if not missing[other]:
                ready.append(other)
    return order


def _reached(graph: Graph, starts: Iterable[int]) -> set[int]:
    """What some sets depend on, at first or second hand, and these themselves."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        fresh = graph[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


class _Steps:
    """The list of steps as it grows."""

    def __init__(self, children: list[list[int]], held: list[list[int]]) -> None:
        self.children = children
        self.held = held
        self.steps: list[int] = []
        self.valued = {node for node, below in enumerate(children) if not below}

    def respond(self, one: int) -> None:
        """Add the response at a set, and before it the values of what its actions lead to."""
        for node in self.held[one]:
            for child in self.children[node]:
                self._value(child)
        self.steps.append(-1 - one)

    def _value(self, top: int) -> None:
        waiting = [top]
        while waiting:
            node = waiting[-1]
            missing = [child for child in self.children[node] if child not in self.valued]
            if missing and node not in self.valued:
                waiting += missing
                continue
            waiting.pop()
            if node not in self.valued:
                self.valued.add(node)
                self.steps.append(node)


def _flat(lists: list[list[int]]) -> tuple[Any, Any]:
    """Lists one after the other: where each starts, and what is in them."""
    start = np.zeros(len(lists) + 1, dtype=np.int32)
    np.cumsum([len(one) for one in lists], out=start[1:])
    return start, np.array([entry for one in lists for entry in one], dtype=np.int32)
