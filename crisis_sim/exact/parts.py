"""Pure sequential equilibria part by part, in quantities.

The exact counterpart of :mod:`crisis_sim.solve.sequential.parts`: the same parts, the same order,
and nothing asked of any number but its sign. What a part answers is remembered by the signs that it
asked for.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisis_sim.errors import NotSolved
from crisis_sim.exact.beliefs import Arrival, belief_groups, supporting_rays
from crisis_sim.exact.decisions import Decisions
from crisis_sim.exact.family import Numbers
from crisis_sim.exact.ring import Quantity
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.solve.sequential.trembles import Mistakes

__all__ = ["Actions", "Continuation", "ExactParts", "Played"]

Actions = Mapping[int, int]
Row = tuple[Quantity, ...]
NOTHING: Mistakes = frozenset()
KEPT = 4


@dataclass(frozen=True, slots=True)
class Continuation:
    """A solution of a part.

    ``values`` and ``play`` give for each of its first nodes what it is worth, and which terminals
    can be reached from it (as bits). ``strained`` counts the information sets at which the passive
    belief, that everything unexpected is equally likely a mistake, does not support the action.
    """

    actions: Actions
    values: Mapping[int, Row]
    play: Mapping[int, int]
    strained: int


@dataclass(frozen=True, slots=True)
class Played:
    """All solutions of a part that are played alike: how many there are, and a few of them."""

    kept: tuple[Continuation, ...]
    count: int


class ExactParts:
    """Solves the parts of one game, wherever the decisions stand."""

    def __init__(self, tree: Tree, decisions: Decisions, most: int) -> None:
        self.tree = tree
        self.decisions = decisions
        self.most = most
        self.tried = 0
        self.mover = tree.mover.tolist()
        self.set_of = tree.information_set.tolist()
        self.choice = tree.choice.tolist()
        self.row = tree.payoff_row.tolist()
        self.children = [tree.children(node).tolist() for node in range(tree.size)]
        self.member_count = [len(tree.members(h)) for h in range(len(tree.set_player))]
        self.width = tree.set_actions.tolist()
        self.sets_below = self._sets_below(tree.parent.tolist())

    def _sets_below(self, parent: list[int]) -> list[int]:
        below = [1 << one if one >= 0 else 0 for one in self.set_of]
        for node in range(len(parent) - 1, 0, -1):
            below[parent[node]] |= below[node]
        return below

    def use(self, numbers: Numbers) -> None:
        """Take the game's numbers from here; what is remembered belongs to them alone."""
        self.numbers = numbers
        self.chance = numbers.chance
        self.ends = {node: numbers.payoffs[row] for node, row in enumerate(self.row) if row >= 0}

    def solve(self) -> list[Played]:
        """Every play that some sequentially rational combination of actions brings about."""
        self.tried = 0
        root = Arrival(0, self.decisions.ring.one, NOTHING)
        return _alike(self.together([root], {}))

    def together(self, nodes: list[Arrival], fixed: Actions) -> Iterator[tuple[Continuation, int]]:
        """The solutions of the parts that begin at ``nodes``, in every combination of plays."""
        first = [arrival for node in nodes for arrival in self.past_chance(node)]
        solved = [self.part(part, fixed) for part in self.split(first)]
        ends = [a.node for a in first if self.mover[a.node] == TERMINAL]
        for combination in itertools.product(*solved):
            count = math.prod(played.count for played in combination)
            for kept in _few(combination):
                yield self.joined(nodes, ends, kept), count
                count = 0

    def joined(
        self, nodes: list[Arrival], ends: list[int], kept: Sequence[Continuation]
    ) -> Continuation:
        """Solutions of several parts as one, with the chance moves before them."""
        values = {node: self.ends[node] for node in ends}
        play = {node: 1 << node for node in ends}
        actions: dict[int, int] = {}
        for continuation in kept:
            values.update(continuation.values)
            play.update(continuation.play)
            actions.update(continuation.actions)
        for node in nodes:
            self.chance_value(node.node, values)
            self.chance_play(node.node, play)
        return Continuation(actions, values, play, sum(one.strained for one in kept))

    def chance_value(self, node: int, values: dict[int, Row]) -> Row:
        """The value of a node, through the chance moves that may follow; kept in ``values``."""
        if node not in values:
            rows = [(self.chance[c], self.chance_value(c, values)) for c in self.children[node]]
            values[node] = self.mean(rows)
        return values[node]

    def mean(self, rows: Sequence[tuple[Quantity, Row]]) -> Row:
        """The sum of rows, each times its weight."""
        total = [self.decisions.ring.zero] * len(rows[0][1])
        for weight, row in rows:
            for player, value in enumerate(row):
                total[player] = total[player] + weight * value
        return tuple(total)

    def chance_play(self, node: int, play: dict[int, int]) -> int:
        """The terminals reached from a node, through the chance moves that may follow."""
        if node not in play:
            reached = 0
            for child in self.children[node]:
                reached |= self.chance_play(child, play)
            play[node] = reached
        return play[node]

    def past_chance(self, arrival: Arrival) -> Iterator[Arrival]:
        """The first nodes at which no chance move is made, from a node on."""
        if self.mover[arrival.node] != CHANCE:
            yield arrival
            return
        for child in self.children[arrival.node]:
            weight, mistakes = arrival.weight, arrival.mistakes
            if self.decisions.sign(self.chance[child]) == 0:
                mistakes = mistakes | {-child}
            else:
                weight = weight * self.chance[child]
            yield from self.past_chance(Arrival(child, weight, mistakes))

    def split(self, nodes: list[Arrival]) -> list[list[Arrival]]:
        """Group decision nodes whose subtrees share information sets."""
        groups: list[tuple[int, list[Arrival]]] = []
        for arrival in nodes:
            below = self.sets_below[arrival.node]
            if self.mover[arrival.node] == TERMINAL:
                continue
            joined = [arrival]
            apart = []
            for sets, group in groups:
                if sets & below:
                    below |= sets
                    joined = group + joined
                else:
                    apart.append((sets, group))
            groups = [*apart, (below, joined)]
        return [group for _, group in groups]

    def part(self, nodes: list[Arrival], fixed: Actions) -> list[Played]:
        """The solutions of one part; looked up where the signs that matter are as before."""
        shared = frozenset.intersection(*(arrival.mistakes for arrival in nodes))
        scale = nodes[0].weight
        relative = [Arrival(a.node, a.weight / scale, a.mistakes - shared) for a in nodes]
        inside = 0
        for arrival in nodes:
            inside |= self.sets_below[arrival.node]
        held = {one: action for one, action in fixed.items() if inside >> one & 1}
        key = (self.numbers, tuple(relative), tuple(sorted(held.items())))
        return self.decisions.remember(key, lambda: _alike(self.solve_part(relative, held)))

    def solve_part(
        self, nodes: list[Arrival], fixed: Actions
    ) -> Iterator[tuple[Continuation, int]]:
        """Try every combination of actions at the first information sets of the part."""
        first = list(dict.fromkeys(self.set_of[arrival.node] for arrival in nodes))
        ranges = [[fixed[one]] if one in fixed else range(self.width[one]) for one in first]
        for chosen in itertools.product(*ranges):
            actions = dict(fixed) | dict(zip(first, chosen, strict=True))
            following = [
                self.step(arrival, branch, child, actions)
                for arrival in nodes
                for branch, child in enumerate(self.children[arrival.node])
            ]
            for below, count in self.together(following, actions):
                self.attempt()
                whole = actions | dict(below.actions)
                judged = [one for one in first if one not in fixed]
                strained = self.strained(judged, nodes, whole, below.values)
                if strained is not None:
                    yield self.begun(nodes, whole, below, strained), count

    def attempt(self) -> None:
        """Count one more combination, and stop at the limit."""
        self.tried += 1
        if self.tried > self.most:
            raise NotSolved(
                f"more than {self.most:,} combinations of actions at one point; a sweep covers "
                "a game as large as this"
            )

    def begun(
        self, nodes: list[Arrival], actions: Actions, below: Continuation, strained: int
    ) -> Continuation:
        """The solution seen from the part's first nodes."""
        following = {a.node: self.children[a.node][actions[self.set_of[a.node]]] for a in nodes}
        return Continuation(
            actions=actions,
            values={node: below.values[child] for node, child in following.items()},
            play={node: below.play[child] for node, child in following.items()},
            strained=strained + below.strained,
        )

    def step(self, arrival: Arrival, branch: int, child: int, actions: Actions) -> Arrival:
        """The child of a node, with one more mistake if the profile does not lead there."""
        if actions[self.set_of[arrival.node]] == branch:
            return Arrival(child, arrival.weight, arrival.mistakes)
        return Arrival(child, arrival.weight, arrival.mistakes | {self.choice[child]})

    def strained(
        self,
        judged: Sequence[int],
        nodes: list[Arrival],
        actions: Actions,
        values: Mapping[int, Row],
    ) -> int | None:
        """At how many information sets passive beliefs do not serve; None where none do."""
        count = 0
        for one in judged:
            members = self.members(one, nodes, actions)
            classes = belief_groups(members)
            gains = self.gains(one, classes, actions, values)
            if not supporting_rays(self.decisions, gains, range(len(classes)), len(classes)):
                return None
            count += not self.passive(gains, classes)
        return count

    def members(self, one: int, nodes: list[Arrival], actions: Actions) -> list[Arrival]:
        """The nodes of an information set, with what leads to each."""
        members = [arrival for arrival in nodes if self.set_of[arrival.node] == one]
        if len(members) < self.member_count[one]:
            members = [a for a in self.reach_all(nodes, actions) if self.set_of[a.node] == one]
        return members

    def passive(self, gains: Sequence[Row], classes: list[list[Arrival]]) -> bool:
        """Whether the action is best under the belief that the fewest mistakes were made."""
        fewest = min(len(group[0].mistakes) for group in classes)
        likely = [i for i, group in enumerate(classes) if len(group[0].mistakes) == fewest]
        if len(classes) == 1:
            return True
        for row in gains:
            total = self.decisions.ring.zero
            for i in likely:
                total = total + row[i]
            if self.decisions.sign(total) < 0:
                return False
        return True

    def gains(
        self,
        one: int,
        classes: list[list[Arrival]],
        actions: Actions,
        values: Mapping[int, Row],
    ) -> tuple[Row, ...]:
        """What the action gains over each other one, by class, times the class's probability."""
        player = self.mover[classes[0][0].node]
        action = actions[one]
        table: list[list[Quantity]] = [[] for _ in range(self.width[one] - 1)]
        for group in classes:
            totals = [self.decisions.ring.zero] * self.width[one]
            for arrival in group:
                for i, child in enumerate(self.children[arrival.node]):
                    worth = self.value(child, actions, values)[player]
                    totals[i] = totals[i] + arrival.weight * worth
            others = [total for i, total in enumerate(totals) if i != action]
            for row, total in zip(table, others, strict=True):
                row.append(totals[action] - total)
        return tuple(tuple(row) for row in table)

    def value(self, node: int, actions: Actions, values: Mapping[int, Row]) -> Row:
        """The value of a node under the actions; looked up in ``values`` where it is there."""
        found = values.get(node)
        if found is not None:
            return found
        if self.mover[node] == TERMINAL:
            return self.ends[node]
        children = self.children[node]
        if self.mover[node] == CHANCE:
            return self.mean([(self.chance[c], self.value(c, actions, values)) for c in children])
        return self.value(children[actions[self.set_of[node]]], actions, values)

    def reach_all(self, nodes: list[Arrival], actions: Actions) -> Iterator[Arrival]:
        """Every decision node from ``nodes`` on, with the mistakes that lead to it."""
        stack = [arrival for node in nodes for arrival in self.past_chance(node)]
        while stack:
            arrival = stack.pop()
            if self.mover[arrival.node] == TERMINAL:
                continue
            yield arrival
            for branch, child in enumerate(self.children[arrival.node]):
                stack.extend(self.past_chance(self.step(arrival, branch, child, actions)))


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
        kept = sorted((*before.kept, continuation), key=lambda one: one.strained)[:KEPT]
        groups[key] = Played(tuple(kept), before.count + count)
    return list(groups.values())
