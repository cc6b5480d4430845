"""Enumeration of pure sequential equilibria, part by part.

A *part* is a group of nodes whose subtrees share information sets with each other and with nothing
else. What happens inside a part depends on the rest of the game only through how likely its nodes
are beside each other, so each part is solved by itself, for each way in which the play before it
settles those ratios (or leaves them free), and the solutions are put together. A subgame is a part
with one node. Where beliefs are pinned, as after an offer by a player who knows nothing that the
others do not, a part is as good as a subgame.

Solutions of a part that are played alike from each of its first nodes on differ only in what is
done off that path, and are interchangeable for all that comes before. They are counted, and the
few whose beliefs are nearest to passive ones stand for the rest.

The work grows with the number of action combinations at the first information sets of a part, not
with the number of pure strategies of the game.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.solve.sequential.support import supporting_belief
from crisis_sim.solve.sequential.trembles import Mistakes, Reached, belief_classes

__all__ = ["Actions", "Parts", "reach_all"]

Actions = Mapping[int, int]
"""Information set to action, each by number."""

NOTHING: Mistakes = frozenset()


KEPT = 4


@dataclass(frozen=True, slots=True)
class Continuation:
    """A solution of a part.

    ``values`` and ``play`` give for each of its first nodes what it is worth, and which terminals
    can be reached from it (as bits). ``strain`` is how far the beliefs that support the actions are
    from passive ones, at the worst information set.
    """

    actions: Actions
    values: Mapping[int, Floats]
    play: Mapping[int, int]
    strain: float


@dataclass(frozen=True, slots=True)
class Played:
    """All solutions of a part that are played alike: how many there are, and a few of them."""

    kept: tuple[Continuation, ...]
    count: int


class Parts:
    """Solves the parts of one game; remembers each part by its nodes and their relative reach."""

    def __init__(self, game: Game, tol: float, most: int) -> None:
        tree = game.tree
        self.game = game
        self.tol = tol
        self.most = most
        self.mover = tree.mover.tolist()
        self.set_of = tree.information_set.tolist()
        self.chance = game.chance.tolist()
        self.choice = tree.choice.tolist()
        self.children = [tree.children(node).tolist() for node in range(tree.size)]
        self.members = [tree.members(h).tolist() for h in range(len(tree.set_player))]
        self.width = tree.set_actions.tolist()
        self.payoffs = game.terminal_payoffs
        self.sets_below = self._sets_below(tree.parent.tolist())
        self.known: dict[object, list[Played]] = {}
        self.tried = 0

    def _sets_below(self, parent: list[int]) -> list[int]:
        """For each node the information sets in its subtree, as bits of an integer."""
        below = [1 << one if one >= 0 else 0 for one in self.set_of]
        for node in range(len(parent) - 1, 0, -1):
            below[parent[node]] |= below[node]
        return below

    def solve(self) -> list[Played]:
        """Every play that some sequentially rational combination of actions brings about."""
        return _alike(self.together([Reached(0, 1.0, NOTHING)], {}))

    def together(self, nodes: list[Reached], fixed: Actions) -> Iterator[tuple[Continuation, int]]:
        """The solutions of the parts that begin at ``nodes``, in every combination of plays.

        Each comes with the number of those that are played alike.
        """
        first = [reached for node in nodes for reached in self.past_chance(node)]
        solved = [self.part(part, fixed) for part in self.split(first)]
        ends = [r.node for r in first if self.mover[r.node] == TERMINAL]
        for combination in itertools.product(*solved):
            count = math.prod(played.count for played in combination)
            for kept in _few(combination):
                yield self.joined(nodes, ends, kept), count
                count = 0

    def joined(
        self, nodes: list[Reached], ends: list[int], kept: Sequence[Continuation]
    ) -> Continuation:
        """Solutions of several parts as one, with the chance moves before them."""
        values = {node: self.payoffs[node] for node in ends}
        play = {node: 1 << node for node in ends}
        actions: dict[int, int] = {}
        for continuation in kept:
            values.update(continuation.values)
            play.update(continuation.play)
            actions.update(continuation.actions)
        for node in nodes:
            self.chance_value(node.node, values)
            self.chance_play(node.node, play)
        strain = max((continuation.strain for continuation in kept), default=0.0)
        return Continuation(actions, values, play, strain)

    def chance_value(self, node: int, values: dict[int, Floats]) -> Floats:
        """The value of a node, through the chance moves that may follow; kept in ``values``."""
        if node not in values:
            values[node] = np.asarray(
                sum(
                    self.chance[child] * self.chance_value(child, values)
                    for child in self.children[node]
                )
            )
        return values[node]

    def chance_play(self, node: int, play: dict[int, int]) -> int:
        """The terminals reached from a node, through the chance moves that may follow."""
        if node not in play:
            reached = 0
            for child in self.children[node]:
                reached |= self.chance_play(child, play)
            play[node] = reached
        return play[node]

    def past_chance(self, reached: Reached) -> Iterator[Reached]:
        """The first nodes at which no chance move is made, from a node on."""
        if self.mover[reached.node] != CHANCE:
            yield reached
            return
        for child in self.children[reached.node]:
            probability = self.chance[child]
            mistakes = reached.mistakes
            if probability == 0.0:
                probability, mistakes = 1.0, mistakes | {-child}
            after = Reached(child, reached.weight * probability, mistakes)
            yield from self.past_chance(after)

    def split(self, nodes: list[Reached]) -> list[list[Reached]]:
        """Group decision nodes whose subtrees share information sets."""
        groups: list[tuple[int, list[Reached]]] = []
        for reached in nodes:
            below = self.sets_below[reached.node]
            if self.mover[reached.node] == TERMINAL:
                continue
            joined = [reached]
            apart = []
            for sets, group in groups:
                if sets & below:
                    below |= sets
                    joined = group + joined
                else:
                    apart.append((sets, group))
            groups = [*apart, (below, joined)]
        return [group for _, group in groups]

    def part(self, nodes: list[Reached], fixed: Actions) -> list[Played]:
        """The solutions of one part; solved once for each relative reach of its nodes."""
        shared = frozenset.intersection(*(reached.mistakes for reached in nodes))
        scale = nodes[0].weight
        relative = [Reached(r.node, r.weight / scale, r.mistakes - shared) for r in nodes]
        inside = 0
        for reached in nodes:
            inside |= self.sets_below[reached.node]
        held = {one: action for one, action in fixed.items() if inside >> one & 1}
        key = (tuple(relative), tuple(sorted(held.items())))
        if key not in self.known:
            self.known[key] = _alike(self.solve_part(relative, held))
        return self.known[key]

    def solve_part(
        self, nodes: list[Reached], fixed: Actions
    ) -> Iterator[tuple[Continuation, int]]:
        """Try every combination of actions at the first information sets of the part.

        Those ``fixed`` by an earlier part, of which they hold nodes as well, are judged there.
        """
        first = list(dict.fromkeys(self.set_of[reached.node] for reached in nodes))
        ranges = [[fixed[one]] if one in fixed else range(self.width[one]) for one in first]
        for chosen in itertools.product(*ranges):
            actions = dict(fixed) | dict(zip(first, chosen, strict=True))
            following = [
                self.step(reached, branch, child, actions)
                for reached in nodes
                for branch, child in enumerate(self.children[reached.node])
            ]
            for below, count in self.together(following, actions):
                self.attempt()
                whole = actions | dict(below.actions)
                judged = (one for one in first if one not in fixed)
                strains = [self.strain(one, nodes, whole, below.values) for one in judged]
                if math.inf not in strains:
                    yield self.begun(nodes, whole, below, max(strains, default=0.0)), count

    def attempt(self) -> None:
        """Count one more combination, and stop at the limit."""
        self.tried += 1
        if self.tried > self.most:
            raise NotSolved(
                f"more than {self.most:,} combinations of actions; "
                "-c quantal or -c nash finds one equilibrium of a game as large as this"
            )

    def begun(
        self, nodes: list[Reached], actions: Actions, below: Continuation, strain: float
    ) -> Continuation:
        """The solution seen from the part's first nodes."""
        following = {r.node: self.children[r.node][actions[self.set_of[r.node]]] for r in nodes}
        return Continuation(
            actions=actions,
            values={node: below.values[child] for node, child in following.items()},
            play={node: below.play[child] for node, child in following.items()},
            strain=max(strain, below.strain),
        )

    def step(self, reached: Reached, branch: int, child: int, actions: Actions) -> Reached:
        """The child of a node, with one more mistake if the profile does not lead there."""
        if actions[self.set_of[reached.node]] == branch:
            return Reached(child, reached.weight, reached.mistakes)
        return Reached(child, reached.weight, reached.mistakes | {self.choice[child]})

    def strain(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Floats]
    ) -> float:
        """How far a belief must be from the passive one to make an action optimal.

        Infinite where no belief does.
        """
        members = [reached for reached in nodes if self.set_of[reached.node] == one]
        if len(members) < len(self.members[one]):
            members = [r for r in reach_all(self, nodes, actions) if self.set_of[r.node] == one]
        gains, passive = self.gains(one, members, actions, values)
        belief = supporting_belief(gains, passive, self.tol)
        return math.inf if belief is None else float(np.abs(belief - passive).max())

    def gains(
        self, one: int, members: list[Reached], actions: Actions, values: Mapping[int, Floats]
    ) -> tuple[Floats, Floats]:
        """(other actions, classes) what the action gains over each other; and passive beliefs.

        Passive beliefs take every mistake to be equally likely.
        """
        player = self.mover[members[0].node]
        worth = {r.node: self.own_values(r.node, player, actions, values) for r in members}
        classes = belief_classes(members)
        action = actions[one]
        gains = [np.delete(m[action] - m, action) for m in (c.mean(worth) for c in classes)]
        weight = {r.node: r.weight for r in members}
        passive = np.array([sum(weight[node] for node in c.nodes) for c in classes])
        return np.stack(gains, axis=1), passive / passive.sum()

    def own_values(
        self, node: int, player: int, actions: Actions, values: Mapping[int, Floats]
    ) -> Floats:
        """(actions,) what each action at a node is worth to a player."""
        return np.array(
            [self.value(child, actions, values)[player] for child in self.children[node]]
        )

    def value(self, node: int, actions: Actions, values: Mapping[int, Floats]) -> Floats:
        """The value of a node under the actions; looked up in ``values`` where it is there."""
        if node in values:
            return values[node]
        if self.mover[node] == TERMINAL:
            return np.asarray(self.payoffs[node])
        children = self.children[node]
        if self.mover[node] == CHANCE:
            weighted = (self.chance[c] * self.value(c, actions, values) for c in children)
            return np.asarray(sum(weighted))
        return self.value(children[actions[self.set_of[node]]], actions, values)


def reach_all(parts: Parts, nodes: list[Reached], actions: Actions) -> Iterator[Reached]:
    """Every decision node from ``nodes`` on, with the mistakes that lead to it under a profile."""
    stack = [reached for node in nodes for reached in parts.past_chance(node)]
    while stack:
        reached = stack.pop()
        if parts.mover[reached.node] == TERMINAL:
            continue
        yield reached
        for branch, child in enumerate(parts.children[reached.node]):
            stack.extend(parts.past_chance(parts.step(reached, branch, child, actions)))


def _few(combination: Sequence[Played]) -> Iterator[tuple[Continuation, ...]]:
    """The first kept solutions together, then each further one beside the first of the others."""
    first = tuple(played.kept[0] for played in combination)
    yield first
    for place, played in enumerate(combination):
        for other in played.kept[1:]:
            yield (*first[:place], other, *first[place + 1 :])


def _alike(solutions: Iterator[tuple[Continuation, int]]) -> list[Played]:
    """Group solutions by what is played from the first nodes on."""
    groups: dict[tuple[tuple[int, int], ...], Played] = {}
    for continuation, count in solutions:
        key = tuple(sorted(continuation.play.items()))
        before = groups.get(key, Played((), 0))
        kept = sorted((*before.kept, continuation), key=lambda one: one.strain)[:KEPT]
        groups[key] = Played(tuple(kept), before.count + count)
    return list(groups.values())
