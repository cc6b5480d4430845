"""What each sender of a message can come to, under the beliefs a refinement allows.

The part of the game that begins after the message is solved with the message as a mistake of each
sender. A refinement limits who may be believed to have sent it. Such a limit is written as *groups*
of senders: within a group beliefs are as the priors are, between groups they are free, and a sender
in no group has belief zero. Every set of beliefs that the refinements here ask for is the cone of
such groups: the free simplex (each sender a group by itself), a face of it, or an order cone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from crisis_sim.game.game import Row
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.numbers.linear import dot
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.refine.eagerness import Gains
from crisis_sim.solve.refine.messages import Message
from crisis_sim.solve.refine.path import ProfilePath
from crisis_sim.solve.refine.verdict import Untested
from crisis_sim.solve.sequential.continuation import Actions, Continuation, PlayedAlike
from crisis_sim.solve.sequential.odds import NO_ODDS, Odds
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.support import supported
from crisis_sim.solve.sequential.trembles import Mistakes, Reached

__all__ = ["Groups", "Responses", "each_alone"]

Groups = Sequence[Sequence[int]]
"""Senders by their place in the message."""


def each_alone(senders: Sequence[int]) -> Groups:
    """Free beliefs over these senders."""
    return [[one] for one in senders]


class Responses:
    """Solves what follows the unsent messages of one equilibrium.

    ``memo`` holds parts solved already, by the search that found the equilibrium or after other
    messages. Combinations tried are not counted with those of the search: every message may try as
    many again.
    """

    def __init__(
        self, parts: Parts, path: ProfilePath, memo: dict[object, list[PlayedAlike]]
    ) -> None:
        self.parts = parts
        self.path = path
        self.memo = memo
        self.known: dict[object, Gains] = {}
        self.bounds: dict[int, list[Number]] = {}

    def most(self, message: Message) -> list[Number]:
        """(senders,) no less than what each gains by the message, whatever the others then do."""
        found = []
        for one in message.senders:
            bound = self._bound(one.player)
            total = sum((weight * bound[node] for node, weight in one.roots), ZERO)
            found.append(total / one.prior - one.worth)
        return found

    def _bound(self, player: int) -> list[Number]:
        """(nodes,) the most a player gets from each on, if all that the path settles is kept."""
        if player not in self.bounds:
            parts, settled = self.parts, self.path.settled
            values: list[Number] = [ZERO] * len(parts.mover)
            for node in reversed(range(len(values))):
                after = [values[child] for child in parts.children[node]]
                if parts.mover[node] == TERMINAL:
                    values[node] = parts.ends[node][player]
                elif parts.mover[node] == CHANCE:
                    chances = [parts.chance[child] for child in parts.children[node]]
                    values[node] = dot(chances, after)
                elif parts.set_of[node] in settled:
                    values[node] = after[settled[parts.set_of[node]]]
                else:
                    values[node] = max(after)
            self.bounds[player] = values
        return self.bounds[player]

    def gains(self, message: Message, groups: Groups) -> Gains:
        """:meth:`payoffs` less what each sender has in equilibrium."""
        worth = [sender.worth for sender in message.senders]
        return [
            [value - own for value, own in zip(row, worth, strict=True)]
            for row in self.payoffs(message, groups)
        ]

    def payoffs(self, message: Message, groups: Groups) -> Gains:
        """(responses, senders) what each sender expects from sending the message.

        One row for each different pure continuation that is sequentially rational under beliefs
        that ``groups`` allow. Each information set has its beliefs by itself, so that continuations
        whose beliefs could not be had together are among them: a superset.

        Raises
        ------
        NotSolved
            No pure continuation, mixing on the path inside the part, or too many combinations.
        """
        key = (message, tuple(map(tuple, groups)))
        if key not in self.known:
            self.known[key] = self._solve(message, groups)
        return self.known[key]

    def _solve(self, message: Message, groups: Groups) -> Gains:
        roots = self._roots(message, groups)
        inside = 0
        for root in roots:
            inside |= self.parts.sets_below[root.node]
        if inside & self.path.mixed:
            raise Untested("what follows a deviation meets an information set that mixes")
        rows: dict[Row, None] = {}
        # What the path settles is held: beliefs there come from the path.
        for continuation, _ in _After(self.parts, self.memo).together(roots, self.path.settled):
            rows[_expected(message, continuation.values)] = None
        if not rows:
            raise Untested("no pure continuation after a deviation under the beliefs allowed")
        return list(rows)

    def _roots(self, message: Message, groups: Groups) -> list[Reached]:
        """The first nodes after the message, with a class of mistakes for each group."""
        invented = int(self.parts.game.tree.choice_start[-1])
        mistakes = [
            message.senders[group[0]].choice if len(group) == 1 else invented + i
            for i, group in enumerate(groups)
        ]
        roots = []
        for place, sender in enumerate(message.senders):
            classes: list[Mistakes] = [
                frozenset([mistake])
                for mistake, group in zip(mistakes, groups, strict=True)
                if place in group
            ]
            # More mistakes than any group has: belief zero beside every sender that is in one.
            classes = classes or [frozenset([sender.choice, *mistakes])]
            roots += [Reached(node, w, each) for each in classes for node, w in sender.roots]
        return roots


def _expected(message: Message, values: Mapping[int, Row]) -> Row:
    """(senders,) the mean over each sender's nodes."""
    means: list[Number] = []
    for one in message.senders:
        total = sum((weight * values[node][one.player] for node, weight in one.roots), ZERO)
        means.append(total / one.prior)
    return tuple(means)


class _After(Parts):
    """The parts of a game after a message; a node that stands in several groups is counted once."""

    kept = 1
    searching = "refinements"

    def __init__(self, parts: Parts, memo: dict[object, list[PlayedAlike]]) -> None:
        vars(self).update(vars(parts))
        self.searched = parts.known
        self.known = memo
        self.tried = 0

    def remember(self, key: object, solve: Callable[[], list[PlayedAlike]]) -> list[PlayedAlike]:
        """As the search found the part, or found now."""
        return super().remember(key, lambda: self.alike(self.as_searched(key)) or solve())

    def as_searched(self, key: object) -> Iterator[tuple[Continuation, int]]:
        """The solutions of a part that the search for equilibria found, each of a play once."""
        for each in self.searched.get(key, ()):
            yield replace(each.kept[0], odds=NO_ODDS), each.count

    def odds(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Row]
    ) -> Odds:
        """Nothing: each information set has its beliefs by itself."""
        del one, nodes, actions, values
        return NO_ODDS

    def seen_before(self, continuation: Continuation) -> object:
        """What it is worth from each first node: no more is asked here."""
        return tuple(sorted(continuation.values.items()))

    def strain(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Row]
    ) -> float:
        """Zero where some belief supports the action, else infinite."""
        members = self.reached_in(one, nodes, actions)
        gains, passive = self.gains(one, members, actions, values)
        return 0.0 if supported(gains, len(passive)) else math.inf
