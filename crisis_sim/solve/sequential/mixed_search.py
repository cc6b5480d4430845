"""Search for mixed sequential equilibria, part by part.

At the first information sets of a part some senders mix, or none. The child parts that follow are
played by a pure solution each, by a mixed one found in the same way, or by a fork: a pair of pure
solutions between which one receiver mixes (:mod:`crisis_sim.solve.sequential.mixed_forks`). The
probabilities that make all of them indifferent solve linear equations
(:mod:`crisis_sim.solve.sequential.mixed_layer`, :mod:`crisis_sim.solve.sequential.mixed_senders`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.numbers.rational import ONE
from crisis_sim.solve.sequential.continuation import Actions, Continuation
from crisis_sim.solve.sequential.mixed_forks import Fork, forks
from crisis_sim.solve.sequential.mixed_layer import Branches, ChildPlay, Layer, Placed
from crisis_sim.solve.sequential.mixed_parts import MixedParts, Stopped
from crisis_sim.solve.sequential.mixed_senders import sender_mixtures
from crisis_sim.solve.sequential.trembles import NOTHING, Reached

__all__ = ["MixedSearch"]

MOST_FORKS = 2
"""How many receivers off the path may mix at once after one layer."""

Play = tuple[tuple[int, int], ...]


class MixedSearch:
    """Finds the mixed solutions of every part; remembers them by its nodes and relative reach.

    Parameters
    ----------
    parts : the game, with what is known of its pure solutions.
    degree : how many free probabilities the senders of one layer may have together.
    """

    def __init__(self, parts: MixedParts, degree: int) -> None:
        self.parts = parts
        self.degree = degree
        self.stopped = ""
        self.several = sum(1 << one for one, held in enumerate(parts.members) if len(held) > 1)
        self.known: dict[object, list[Placed]] = {}
        self.forks_known: dict[object, list[Fork]] = {}

    def solve(self) -> list[Placed]:
        """Mixed solutions of the whole game whose plays are no pure solution's."""
        pure = {_play(played.kept[0]) for played in self.parts.solve()}
        root = Layer([], [], [])
        following = [self.parts.root()]
        return self.collected(self.completed(root, following, {}, {}, pure))

    def collected(self, found: Iterator[Placed]) -> list[Placed]:
        """What is found until the limit; solutions that play and are worth the same once."""
        kept: dict[object, Placed] = {}
        try:
            for one in found:
                kept.setdefault(one.key(), one)
        except Stopped as limit:
            self.stopped = str(limit)
        except RecursionError:
            self.stopped = "depth"
        return list(kept.values())

    def part(self, nodes: list[Reached], fixed: Actions) -> list[Placed]:
        """The mixed solutions of one part; none with perfect information."""
        if not self.hidden(nodes):
            return []
        relative, held, key = self.parts.identity(nodes, fixed)
        if key not in self.known:
            self.known[key] = self.collected(self.solve_part(relative, held))
        return self.known[key]

    def forks(self, nodes: list[Reached], fixed: Actions) -> list[Fork]:
        """The forks of one part; none with perfect information."""
        if not self.hidden(nodes):
            return []
        relative, held, key = self.parts.identity(nodes, fixed)
        if key not in self.forks_known:
            self.forks_known[key] = forks(self.parts, relative, held)
        return self.forks_known[key]

    def hidden(self, nodes: Sequence[Reached]) -> bool:
        """Whether some information set in a part has several nodes."""
        return any(self.parts.sets_below[reached.node] & self.several for reached in nodes)

    def solve_part(self, nodes: list[Reached], fixed: Actions) -> Iterator[Placed]:
        """Let every few of the senders in the first layer mix, and the others do anything pure."""
        parts = self.parts
        first = list(dict.fromkeys(parts.set_of[reached.node] for reached in nodes))
        judged = [one for one in first if one not in fixed]
        count = [sum(parts.set_of[r.node] == one for r in nodes) for one in judged]
        whole = [one for one, n in zip(judged, count, strict=True) if n == len(parts.members[one])]
        layer = Layer(nodes, judged, whole)
        pure = {_play(played.kept[0]) for played in parts.part(nodes, fixed)}
        revealing = self.revealing(nodes)
        for supports in self.supports([one for one in whole if one in revealing]):
            ranges = [
                [fixed[one]]
                if one in fixed
                else [-1]
                if one in supports
                else range(parts.width[one])
                for one in first
            ]
            for chosen in itertools.product(*ranges):
                actions = dict(fixed) | dict(zip(first, chosen, strict=True))
                if not supports:
                    yield from self.completed(layer, None, actions, supports, pure)
                    continue
                for mixed in sender_mixtures(parts, nodes, actions, supports):
                    yield from self.completed(layer, None, mixed, supports, pure)

    def revealing(self, nodes: Sequence[Reached]) -> set[int]:
        """The information sets whose mixing can matter to beliefs.

        After one of their choices a child part holds nodes after other choices too.
        """
        parts = self.parts
        source = {
            after.node: child
            for reached in nodes
            for child in parts.children[reached.node]
            for after in parts.past_chance(Reached(child, ONE, NOTHING))
        }
        found: set[int] = set()
        for part in parts.split([Reached(node, ONE, NOTHING) for node in source]):
            choices = {parts.choice[source[reached.node]] for reached in part}
            if len(choices) > 1:
                found.update(parts.game.tree.choice_set[list(choices)].tolist())
        return found

    def supports(self, whole: Sequence[int]) -> Iterator[Mapping[int, tuple[int, ...]]]:
        """Which senders mix between which actions: none, then ever more."""
        for count in range(self.degree + 1):
            for senders in itertools.combinations(whole, count):
                options = [
                    [
                        chosen
                        for size in range(2, self.degree + 2)
                        for chosen in itertools.combinations(range(self.parts.width[one]), size)
                    ]
                    for one in senders
                ]
                for chosen in itertools.product(*options):
                    if sum(len(each) - 1 for each in chosen) <= self.degree:
                        yield dict(zip(senders, chosen, strict=True))

    def completed(
        self,
        layer: Layer,
        following: list[Reached] | None,
        actions: Actions,
        supports: Mapping[int, tuple[int, ...]],
        pure: set[Play],
    ) -> Iterator[Placed]:
        """Mixed solutions of the part that begin with these actions in the first layer."""
        parts = self.parts
        branches = Branches(parts, layer, actions, following)
        options = [self.options(part, actions, branches, supports) for part in branches.split()]
        if not supports and all(not one.mixed for each in options for one in each):
            return
        degree = sum(len(chosen) - 1 for chosen in supports.values())
        for combination in itertools.product(*options):
            if not _suits(combination, degree):
                continue
            parts.attempt()
            corners = branches.corners(combination)
            if not supports and not any(one.mixed and one.reached for one in combination):
                play = branches.begun(corners[0], actions).play
                if tuple(sorted(play.items())) in pure:
                    continue
            solved = branches.solve(combination, corners, supports)
            if solved is not None:
                yield solved

    def options(
        self,
        nodes: list[Reached],
        actions: Actions,
        branches: Branches,
        supports: Mapping[int, tuple[int, ...]],
    ) -> list[ChildPlay]:
        """What may be played in one child part."""
        reached = branches.reaches(nodes)
        options = [
            ChildPlay.settled(played.kept[0], reached) for played in self.parts.part(nodes, actions)
        ]
        options += [
            ChildPlay(one.continuation, one.continuation, None, reached, one.notes)
            for one in self.part(nodes, actions)
        ]
        if supports or not reached:
            options += [
                ChildPlay(one.second, one.first, one, reached, ())
                for one in self.forks(nodes, actions)
            ]
        return options


def _suits(combination: Sequence[ChildPlay], degree: int) -> bool:
    """Whether as many receivers on the path mix as pin the senders, and few others."""
    on_path = sum(one.fork is not None and one.reached for one in combination)
    off_path = sum(one.fork is not None and not one.reached for one in combination)
    some = degree > 0 or any(one.mixed for one in combination)
    return on_path == degree and off_path <= MOST_FORKS and some


def _play(continuation: Continuation) -> Play:
    return tuple(sorted(continuation.play.items()))
