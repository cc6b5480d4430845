"""The plays of subgame-perfect equilibria, from every node of a tree on.

:class:`PlaySearch` finds them by backward induction in numbers of any kind; how these compare is
left to those who inherit, here for exact numbers.
"""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypeVar

from crisis_sim.errors import NotSolved
from crisis_sim.game.tree import CHANCE, Integers, Tree
from crisis_sim.numbers.linear import Summed, weighted_sum
from crisis_sim.numbers.real import Number
from crisis_sim.other_concepts import JUST_ONE, serving
from crisis_sim.remedy import MessageParts

__all__ = [
    "MOST_PLAYS",
    "PlaySearch",
    "Settled",
    "WayOn",
    "best_first",
    "follow",
    "nodes_followed",
    "nothing_settled",
    "plays",
]

MOST_PLAYS = 1_000
MOST_IN_ALL = 1_000_000
"""Plays over all nodes: some 500 MB."""


Summand = TypeVar("Summand", bound=Summed, default=Number)


@dataclass(frozen=True, slots=True)
class WayOn(Generic[Summand]):
    """Subgame-perfect ways to go on from a node that are played alike.

    ``below`` names for each child which of its plays is meant; ``action`` is -1 at chance.
    """

    values: tuple[Summand, ...]
    action: int
    below: tuple[int, ...]
    count: int


class Settled(Generic[Summand]):
    """Nodes from which there is one play, counting 1, and a game's numbers.

    Attributes
    ----------
    chance, payoffs : as in :class:`crisis_sim.game.game.Numbers`.
    action : (nodes,) the best action at each, -1 elsewhere.
    unsettled : (nodes,) those that are not settled.
    """

    def __init__(
        self,
        tree: Tree,
        chance: Sequence[Summand],
        payoffs: Sequence[tuple[Summand, ...]],
        action: Integers,
        unsettled: NDArray[np.bool_],
    ) -> None:
        self.tree, self.chance, self.payoffs = tree, chance, payoffs
        self.action, self.unsettled = action, unsettled
        self.known: dict[int, tuple[Summand, ...]] = {}

    def play(self, node: int) -> WayOn[Summand]:
        """The one play from a settled node."""
        return WayOn(self.values(node), int(self.action[node]), (), 1)

    def values(self, node: int) -> tuple[Summand, ...]:
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
                self.known[at] = weighted_sum([self.chance[child] for child in below], own)
            elif not left:
                self.known[at] = self.known[below[0]]
        return self.known[node]


def nothing_settled(
    tree: Tree, chance: Sequence[Summand], payoffs: Sequence[tuple[Summand, ...]]
) -> Settled[Summand]:
    """The numbers of a tree of which only the terminals are settled."""
    action = np.full(tree.size, -1, dtype=np.int32)
    return Settled(tree, chance, payoffs, action, tree.payoff_row < 0)


class PlaySearch(ABC, Generic[Summand]):
    """Finds the plays of one game."""

    beyond: ClassVar[MessageParts]
    """What serves a game whose ties lead to too many plays."""

    def __init__(self, settled: Settled[Summand]) -> None:
        self.settled = settled

    @abstractmethod
    def threats(
        self, player: int, below: list[WayOn[Summand]]
    ) -> Callable[[Summand], tuple[int, int]]:
        """The plays after one action, as answers to another action that is worth so much.

        For a value of the mover the first of the plays that are worth no more, and how many
        equilibria have them; -1 and 0 where there are none.
        """

    def solve(self) -> dict[int, list[WayOn[Summand]]]:
        """For each node that is not settled the plays that are subgame perfect from there.

        Raises NotSolved where ties lead to more than 1,000 plays at a node.
        """
        settled, tree = self.settled, self.settled.tree
        movers: list[int] = tree.mover.tolist()
        few = tree.size >= 10 * int(settled.unsettled.sum())
        child: list[int] = [] if few else tree.child.tolist()
        known: dict[int, list[WayOn[Summand]]] = {}
        count = 0
        for node in np.flatnonzero(settled.unsettled)[::-1].tolist():
            start, stop = int(tree.child_start[node]), int(tree.child_start[node + 1])
            children = child[start:stop] or tree.child[start:stop].tolist()
            below = [known[one] if one in known else [settled.play(one)] for one in children]
            found: Iterable[WayOn[Summand]]
            if movers[node] == CHANCE:
                found = _after_chance([settled.chance[one] for one in children], below)
            else:
                found = self.best(movers[node], below)
            known[node] = list(itertools.islice(found, MOST_PLAYS + 1))
            count += len(known[node])
            if len(known[node]) > MOST_PLAYS or count > MOST_IN_ALL:
                many = MOST_PLAYS if len(known[node]) > MOST_PLAYS else MOST_IN_ALL
                where = "at" if many == MOST_PLAYS else "from its end to"
                raise NotSolved(
                    f"ties lead to more than {many:,} different plays {where} "
                    f"'{tree.label(node)}'; ",
                    *self.beyond,
                )
        return known

    def best(self, player: int, below: list[list[WayOn[Summand]]]) -> Iterable[WayOn[Summand]]:
        """The plays that begin with an action than which no other is better, as play goes on."""
        threats = [self.threats(player, own) for own in below]
        for action, own in enumerate(below):
            for i, play in enumerate(own):
                most = play.values[player]
                chosen = [within(most) for within in threats[:action]]
                chosen.append((i, play.count))
                chosen += [within(most) for within in threats[action + 1 :]]
                if all(count for _, count in chosen):
                    which = tuple(first for first, _ in chosen)
                    yield WayOn(play.values, action, which, math.prod(n for _, n in chosen))


def _after_chance(
    chances: list[Summand], below: list[list[WayOn[Summand]]]
) -> Iterator[WayOn[Summand]]:
    for which in itertools.product(*(range(len(own)) for own in below)):
        chosen = [own[i] for own, i in zip(below, which, strict=True)]
        values = weighted_sum(chances, [play.values for play in chosen])
        yield WayOn(values, -1, which, math.prod(play.count for play in chosen))


class _InNumbers(PlaySearch[Number]):
    beyond = (
        *serving(JUST_ONE),
        "; or change a payoff slightly to break the ties",
    )

    def threats(self, player: int, below: list[WayOn]) -> Callable[[Number], tuple[int, int]]:
        """As answers to another action, by the order of what they are worth."""
        values: Any = [play.values[player] for play in below]
        order = sorted(range(len(below)), key=values.__getitem__)
        values = [values[i] for i in order]
        first = list(itertools.accumulate(order, min))
        counts = list(itertools.accumulate(below[i].count for i in order))

        def within(most: Number) -> tuple[int, int]:
            number = bisect_right(values, most)
            return (first[number - 1], counts[number - 1]) if number else (-1, 0)

        return within

    def best(self, player: int, below: list[list[WayOn]]) -> Iterable[WayOn]:
        """The best plays; where each action has one, by the greatest value."""
        if max(map(len, below)) > 1:
            return super().best(player, below)
        only = [own[0] for own in below]
        values: Any = [play.values[player] for play in only]
        most, which = max(values), (0,) * len(only)
        count = math.prod([play.count for play in only])
        return [
            WayOn(only[action].values, action, which, count)
            for action, value in enumerate(values)
            if value == most
        ]


def plays(settled: Settled) -> dict[int, list[WayOn]]:
    """The plays of a game in exact numbers, as :meth:`PlaySearch.solve` has them."""
    return _InNumbers(settled).solve()


def follow(
    settled: Settled[Summand], known: dict[int, list[WayOn[Summand]]], which: int
) -> Integers:
    """(nodes,) the action at each player's node, in one play from the root."""
    tree = settled.tree
    action = settled.action.copy()
    chosen = {0: which}
    for node in sorted(known):
        play = known[node][chosen[node]]
        action[node] = play.action
        chosen.update(zip(tree.children(node).tolist(), play.below, strict=True))
    return action


def nodes_followed(tree: Tree, action: Integers) -> Iterator[int]:
    """The nodes that are reached if players act so and chance may do anything, parents first."""
    stack = [0]
    while stack:
        node = stack.pop()
        yield node
        children: list[int] = tree.children(node).tolist()
        if tree.mover[node] == CHANCE:
            stack += reversed(children)
        elif children:
            stack.append(children[int(action[node])])


def best_first(own: list[WayOn]) -> list[int]:
    """The plays in order: best for the first player, among those for the second, and so on."""
    keys: Any = [tuple(-value for value in play.values) for play in own]
    return sorted(range(len(own)), key=keys.__getitem__)
