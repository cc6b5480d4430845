"""All subgame-perfect plays of a game with perfect information, in quantities."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisis_sim.errors import NotSolved, Remedy
from crisis_sim.exact.algebra.ring import Quantity
from crisis_sim.exact.solving.decisions import Decisions
from crisis_sim.exact.solving.family import NumbersNear
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.solve.plays import MOST_PLAYS

__all__ = ["Induction"]


@dataclass(frozen=True, slots=True)
class _WayOn:
    """Subgame-perfect ways to go on from a node that are played alike.

    ``below`` names for each child which of its plays is meant; ``action`` is -1 at chance.
    ``terminals`` can be reached by it, as bits.
    """

    values: tuple[Quantity, ...]
    action: int
    below: tuple[int, ...]
    count: int
    terminals: int


class Induction:
    """Backward induction by signs: every tie is followed up."""

    def __init__(self, tree: Tree, decisions: Decisions) -> None:
        self.tree = tree
        self.decisions = decisions
        self.mover = tree.mover.tolist()
        self.children = [tree.children(node).tolist() for node in range(tree.size)]
        self.row = tree.payoff_row.tolist()
        self.set_of = tree.information_set.tolist()

    def solve(self, numbers: NumbersNear) -> list[tuple[_WayOn, dict[int, int]]]:
        """Every play from the root, each with a strategy: information set to action."""
        plays: list[list[_WayOn]] = [[] for _ in range(self.tree.size)]
        for node in range(self.tree.size - 1, -1, -1):
            found = self._at(node, numbers, plays)
            plays[node] = list(itertools.islice(found, MOST_PLAYS + 1))
            if len(plays[node]) > MOST_PLAYS:
                raise NotSolved(
                    f"ties lead to more than {MOST_PLAYS:,} different plays at "
                    f"'{self.tree.label(node)}'; a parameter that breaks them can be followed by ",
                    Remedy("thresholds()"),
                )
        return [(play, self._strategy(plays, i)) for i, play in enumerate(plays[0])]

    def _at(self, node: int, numbers: NumbersNear, plays: list[list[_WayOn]]) -> Iterator[_WayOn]:
        if self.mover[node] == TERMINAL:
            return iter([_WayOn(numbers.payoffs[self.row[node]], -1, (), 1, 1 << node)])
        children = self.children[node]
        below = [plays[child] for child in children]
        if self.mover[node] == CHANCE:
            return self._after_chance([numbers.chance[child] for child in children], below)
        return self._best(self.mover[node], below)

    def _after_chance(
        self, chances: Sequence[Quantity], below: list[list[_WayOn]]
    ) -> Iterator[_WayOn]:
        for which in itertools.product(*(range(len(plays)) for plays in below)):
            chosen = [plays[i] for plays, i in zip(below, which, strict=True)]
            values = [self.decisions.ring.zero] * len(chosen[0].values)
            terminals = 0
            for chance, play in zip(chances, chosen, strict=True):
                terminals |= play.terminals
                for player, value in enumerate(play.values):
                    values[player] = values[player] + chance * value
            count = math.prod(play.count for play in chosen)
            yield _WayOn(tuple(values), -1, which, count, terminals)

    def _best(self, player: int, below: list[list[_WayOn]]) -> Iterator[_WayOn]:
        """The plays that begin with an action than which no other is better, as play goes on."""
        for action, plays in enumerate(below):
            for i, play in enumerate(plays):
                own = play.values[player]
                deterred = [
                    [i] if other == action else self._worse(player, own, others)
                    for other, others in enumerate(below)
                ]
                if all(deterred):
                    which = tuple(worse[0] for worse in deterred)
                    counts = (
                        sum(others[j].count for j in worse)
                        for others, worse in zip(below, deterred, strict=True)
                    )
                    yield _WayOn(play.values, action, which, math.prod(counts), play.terminals)

    def _worse(self, player: int, own: Quantity, others: list[_WayOn]) -> list[int]:
        """The plays of another action that are no better for the player, by number."""
        return [
            j
            for j, other in enumerate(others)
            if self.decisions.sign(own - other.values[player]) >= 0
        ]

    def _strategy(self, plays: list[list[_WayOn]], which: int) -> dict[int, int]:
        chosen, actions = [0] * self.tree.size, {}
        chosen[0] = which
        for node in range(self.tree.size):
            play = plays[node][chosen[node]]
            for child, one in zip(self.children[node], play.below, strict=True):
                chosen[child] = one
            if play.action >= 0:
                actions[self.set_of[node]] = play.action
        return actions
