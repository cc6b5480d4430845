"""The plays of subgame-perfect equilibria, from every node of a tree on, in exact numbers."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved, Remedy
from crisis_sim.game.game import Row
from crisis_sim.game.tree import CHANCE, Integers, Tree
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number

__all__ = ["MOST_PLAYS", "Settled", "WayOn", "best_first", "follow", "nothing_settled", "plays"]

MOST_PLAYS = 1_000
MOST_IN_ALL = 1_000_000
"""Plays over all nodes: some 500 MB."""


@dataclass(frozen=True, slots=True)
class WayOn:
    """Subgame-perfect ways to go on from a node that are played alike.

    ``below`` names for each child which of its plays is meant; ``action`` is -1 at chance.
    """

    values: Row
    action: int
    below: tuple[int, ...]
    count: int


class Settled:
    """Nodes from which there is one play, counting 1, and a game's exact numbers.

    Attributes
    ----------
    chance, payoffs : as in :class:`crisis_sim.game.game.Numbers`.
    action : (nodes,) the best action at each, -1 elsewhere.
    unsettled : (nodes,) those that are not settled.
    """

    def __init__(
        self,
        tree: Tree,
        chance: Sequence[Number],
        payoffs: Sequence[Row],
        action: Integers,
        unsettled: NDArray[np.bool_],
    ) -> None:
        self.tree, self.chance, self.payoffs = tree, chance, payoffs
        self.action, self.unsettled = action, unsettled
        self.known: dict[int, Row] = {}

    def play(self, node: int) -> WayOn:
        """The one play from a settled node."""
        return WayOn(self.values(node), int(self.action[node]), (), 1)

    def values(self, node: int) -> Row:
        """What the players expect from a settled node on; each node is looked at once."""
        tree, stack = self.tree, [node]
        while stack:
            at = stack[-1]
            row = int(tree.payoff_row[at])
            if row >= 0:
                self.known[at] = self.payoffs[row]
            if at in self.known:
                stack.pop()
                continue
            below: list[int] = tree.children(at).tolist()
            if tree.mover[at] != CHANCE:
                below = [below[int(self.action[at])]]
            left = [child for child in below if child not in self.known]
            stack += left
            if not left and tree.mover[at] == CHANCE:
                own = [self.known[child] for child in below]
                self.known[at] = _expected([self.chance[child] for child in below], own)
            elif not left:
                self.known[at] = self.known[below[0]]
        return self.known[node]


def nothing_settled(tree: Tree, chance: Sequence[Number], payoffs: Sequence[Row]) -> Settled:
    """The numbers of a tree of which only the terminals are settled."""
    action = np.full(tree.size, -1, dtype=np.int32)
    return Settled(tree, chance, payoffs, action, tree.payoff_row < 0)


def plays(settled: Settled) -> dict[int, list[WayOn]]:
    """For each node that is not settled the plays that are subgame perfect from there.

    Raises NotSolved where ties lead to more than 1,000 plays at a node.
    """
    tree = settled.tree
    movers: list[int] = tree.mover.tolist()
    child: list[int] = tree.child.tolist() if tree.size < 10 * int(settled.unsettled.sum()) else []
    known: dict[int, list[WayOn]] = {}
    count = 0
    for node in np.flatnonzero(settled.unsettled)[::-1].tolist():
        start, stop = int(tree.child_start[node]), int(tree.child_start[node + 1])
        children = child[start:stop] or tree.child[start:stop].tolist()
        below = [known[one] if one in known else [settled.play(one)] for one in children]
        if movers[node] == CHANCE:
            found = _after_chance([settled.chance[one] for one in children], below)
        elif max(map(len, below)) == 1:
            found = iter(_best_of_one(movers[node], [own[0] for own in below]))
        else:
            found = _best(movers[node], below)
        known[node] = list(itertools.islice(found, MOST_PLAYS + 1))
        count += len(known[node])
        if len(known[node]) > MOST_PLAYS or count > MOST_IN_ALL:
            many = MOST_PLAYS if len(known[node]) > MOST_PLAYS else MOST_IN_ALL
            where = "at" if many == MOST_PLAYS else "from its end to"
            raise NotSolved(
                f"ties lead to more than {many:,} different plays {where} '{tree.label(node)}'; ",
                Remedy("concept", "quantal"),
                " selects one (",
                Remedy("concept", "cfr"),
                " in a large tree), or change a payoff slightly to break the ties",
            )
    return known


def _expected(chances: Sequence[Number], values: Sequence[Row]) -> Row:
    return tuple(
        sum((p * own for p, own in zip(chances, column, strict=True)), ZERO)
        for column in zip(*values, strict=True)
    )


def _after_chance(chances: list[Number], below: list[list[WayOn]]) -> Iterator[WayOn]:
    for which in itertools.product(*(range(len(own)) for own in below)):
        chosen = [own[i] for own, i in zip(below, which, strict=True)]
        values = _expected(chances, [play.values for play in chosen])
        yield WayOn(values, -1, which, math.prod(play.count for play in chosen))


def _best_of_one(player: int, below: list[WayOn]) -> list[WayOn]:
    """As :func:`_best`, where each action has one play."""
    best = below[0].values[player]
    for play in below[1:]:
        if play.values[player] > best:
            best = play.values[player]
    which = (0,) * len(below)
    count = math.prod(play.count for play in below)
    return [
        WayOn(play.values, action, which, count)
        for action, play in enumerate(below)
        if play.values[player] == best
    ]


class _Threats:
    """The plays after one action, worst for the mover first, as answers to another action."""

    def __init__(self, player: int, below: list[WayOn]) -> None:
        values: Any = [play.values[player] for play in below]
        order = sorted(range(len(below)), key=values.__getitem__)
        self.values = [values[i] for i in order]
        self.first = list(itertools.accumulate(order, min))
        self.counts = list(itertools.accumulate(below[i].count for i in order))

    def within(self, most: Number) -> tuple[int, int]:
        """The first of the plays worth at most ``most``, and how many equilibria have them."""
        number = bisect_right(self.values, most)
        return (self.first[number - 1], self.counts[number - 1]) if number else (-1, 0)


def _best(player: int, below: list[list[WayOn]]) -> Iterator[WayOn]:
    """The plays that begin with an action than which no other is better, as play goes on."""
    threats = [_Threats(player, own) for own in below]
    for action, own in enumerate(below):
        for i, play in enumerate(own):
            others = [one.within(play.values[player]) for one in threats]
            others[action] = (i, play.count)
            if all(count for _, count in others):
                which = tuple(first for first, _ in others)
                yield WayOn(play.values, action, which, math.prod(n for _, n in others))


def follow(settled: Settled, known: dict[int, list[WayOn]], which: int) -> Integers:
    """(nodes,) the action at each player's node, in one play from the root."""
    tree = settled.tree
    action = settled.action.copy()
    chosen = {0: which}
    for node in sorted(known):
        play = known[node][chosen[node]]
        action[node] = play.action
        chosen.update(zip(tree.children(node).tolist(), play.below, strict=True))
    return action


def best_first(own: list[WayOn]) -> list[int]:
    """The plays in order: best for the first player, among those for the second, and so on."""
    keys: Any = [tuple(-value for value in play.values) for play in own]
    return sorted(range(len(own)), key=keys.__getitem__)
