"""What a profile brings about, in exact numbers: reach, beliefs, values and regrets.

The counterparts of :mod:`crisis_sim.strategy.evaluate` without rounding. A profile is (choices,)
numbers, beliefs (nodes,) numbers or None. Each function costs a pass or two over the tree, about a
microsecond a node for rational numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from crisis_sim.game.game import Floats, Game, Row
from crisis_sim.game.tree import Integers, Tree
from crisis_sim.numbers.rational import ONE, ZERO, rational
from crisis_sim.numbers.real import Number, to_float

__all__ = [
    "Beliefs",
    "ExactPlay",
    "Profile",
    "exact_beliefs",
    "exact_profile",
    "floats",
    "sets_deepest_first",
]

Profile = tuple[Number, ...]
Beliefs = tuple[Number | None, ...]


def exact_profile(tree: Tree, profile: Floats) -> Profile:
    """(choices,) the profile as numbers, those of each information set divided by their sum."""
    return tuple(_shares(profile.tolist(), tree.choice_start.tolist()))


def exact_beliefs(tree: Tree, beliefs: Floats) -> Beliefs:
    """(nodes,) beliefs as numbers, divided by their sum at each set; None where they are nan."""
    members = tree.set_member
    own = beliefs[members]
    known: list[Number | None] = [None] * tree.size
    defined = ~np.isnan(own)
    whole = np.logical_and.reduceat(defined, tree.set_member_start[:-1]) if len(own) else defined
    starts = tree.set_member_start.tolist()
    for one in np.flatnonzero(whole).tolist():
        start, stop = starts[one], starts[one + 1]
        shares = _shares(own[start:stop].tolist(), [0, stop - start])
        for node, share in zip(members[start:stop].tolist(), shares, strict=True):
            known[node] = share
    return tuple(known)


def _shares(weights: list[float], starts: list[int]) -> list[Number]:
    """Weights divided by their sum in each stretch."""
    shares: list[Number] = []
    for start, stop in itertools.pairwise(starts):
        own = [rational(weight) for weight in weights[start:stop]]
        total = sum(own, ZERO)
        shares += own if total == 1 or total == 0 else [one / total for one in own]
    return shares


def floats(numbers: Sequence[Number | None]) -> Floats:
    """The nearest floats; nan for None."""
    return np.array([np.nan if one is None else to_float(one) for one in numbers], dtype=np.float64)


class ExactPlay:
    """A game under a profile; what follows from the two is computed when it is asked for.

    Attributes
    ----------
    probability : (nodes,) of the move that leads to each node, given its parent; 1 at the root.
    """

    def __init__(self, game: Game, profile: Sequence[Number]) -> None:
        tree = game.tree
        self.game, self.tree, self.profile = game, tree, profile
        self.parent: list[int] = tree.parent.tolist()
        self.choice: list[int] = tree.choice.tolist()
        self.mover: list[int] = tree.mover.tolist()
        self.row: list[int] = tree.payoff_row.tolist()
        chance = game.numbers.chance
        self.probability: list[Number] = [
            profile[choice] if choice >= 0 else chance[node]
            for node, choice in enumerate(self.choice)
        ]
        self.probability[0] = ONE

    @cached_property
    def values(self) -> list[Row]:
        """(nodes,) the payoffs expected from each node on, of every player."""
        payoffs = self.game.numbers.payoffs
        nothing = (ZERO,) * len(self.tree.players)
        values: list[Row] = [nothing] * self.tree.size
        for node in range(self.tree.size - 1, -1, -1):
            if self.row[node] >= 0:
                values[node] = payoffs[self.row[node]]
            if not node or self.probability[node] == 0:
                continue
            share, own, parent = self.probability[node], values[node], self.parent[node]
            if share != 1:
                own = tuple(share * value for value in own)
            if values[parent] is not nothing:
                own = tuple(a + b for a, b in zip(values[parent], own, strict=True))
            values[parent] = own
        return values

    @cached_property
    def reach(self) -> list[Number]:
        """(nodes,) the probability that each node is reached."""
        return self.reach_without(-2)

    def reach_without(self, player: int) -> list[Number]:
        """(nodes,) the same, as if a player steered towards every node."""
        reach: list[Number] = [ONE] * self.tree.size
        for node in range(1, self.tree.size):
            parent = self.parent[node]
            before = reach[parent]
            share = self.probability[node]
            if self.mover[parent] == player or share == 1 or before == 0:
                reach[node] = before
            else:
                reach[node] = ZERO if share == 0 else before * share
        return reach

    @cached_property
    def bayes(self) -> list[Number | None]:
        """(nodes,) belief by Bayes' rule; None off the path and where no player moves."""
        reach = self.reach
        known: list[Number | None] = [None] * self.tree.size
        members, starts = self.tree.set_member.tolist(), self.tree.set_member_start.tolist()
        for start, stop in itertools.pairwise(starts):
            own = members[start:stop]
            total = sum((reach[node] for node in own), ZERO)
            if total != 0:
                for node in own:
                    known[node] = ONE if len(own) == 1 else reach[node] / total
        return known

    def action_values(self, beliefs: Sequence[Number | None]) -> list[list[Number] | None]:
        """For each information set what its actions are worth; None where no belief is known."""
        tree, values = self.tree, self.values
        members, starts = tree.set_member.tolist(), tree.set_member_start.tolist()
        children, first = tree.child.tolist(), tree.child_start.tolist()
        found: list[list[Number] | None] = []
        for one, player in enumerate(tree.set_player.tolist()):
            worth: list[Number] | None = [ZERO] * int(tree.set_actions[one])
            for node in members[starts[one] : starts[one + 1]]:
                belief = beliefs[node]
                if belief is None:
                    worth = None
                    break
                if belief == 0:
                    continue
                own = [values[child][player] for child in children[first[node] : first[node + 1]]]
                if belief != 1:
                    own = [belief * value for value in own]
                assert worth is not None
                worth = [a + b for a, b in zip(worth, own, strict=True)]
            found.append(worth)
        return found

    def response_values(self, player: int) -> list[Number]:
        """(1 + choices,) what a player can expect by each of its choices, if it goes on best.

        As :func:`crisis_sim.strategy.certificate.response_values`.
        """
        tree, payoffs = self.tree, self.game.numbers.payoffs
        reach = self.reach_without(player)
        worth: list[Number] = [ZERO] * (int(tree.choice_start[-1]) + 1)
        last = tree.own_choice[:, player].tolist()
        for node in tree.terminals.tolist():
            if reach[node] != 0:
                worth[last[node] + 1] += reach[node] * payoffs[self.row[node]][player]
        starts: list[int] = tree.choice_start.tolist()
        first = tree.set_member[tree.set_member_start[:-1]].tolist()
        for layer in sets_deepest_first(tree, player):
            for one in layer.tolist():
                best = max(worth[starts[one] + 1 : starts[one + 1] + 1])
                worth[last[first[one]] + 1] += best
        return worth


def sets_deepest_first(tree: Tree, player: int) -> list[Integers]:
    """A player's information sets in layers, so that later ones come before earlier ones.

    Under perfect recall the shallowest member of a later set stands below a member of the earlier
    one, so the least depth of a set's members orders them.
    """
    sets = np.flatnonzero(tree.set_player == player).astype(np.int32)
    if not len(sets):
        return []
    depths = tree.depth[tree.set_member]
    shallowest = np.minimum.reduceat(depths, tree.set_member_start[:-1])[sets]
    return [sets[shallowest == depth] for depth in np.unique(shallowest)[::-1]]
