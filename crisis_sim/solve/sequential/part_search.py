"""The search for pure sequential equilibria part by part, whatever the numbers are.

A *part* is a group of nodes whose subtrees share information sets with each other and with nothing
else. What happens inside a part depends on the rest of the game only through how likely its nodes
are beside each other, so each part is solved by itself, for each way in which the play before it
settles those ratios (or leaves them free), and the solutions are put together. A subgame is a part
with one node. Where beliefs are pinned, as after an offer by a player who knows nothing that the
others do not, a part is as good as a subgame.

Solutions of a part that are played alike from each of its first nodes on differ only in what is
done off that path, and are interchangeable for all that comes before, but for what they ask of the
odds between mistakes (:mod:`crisis_sim.solve.sequential.odds`). They are counted, and the few that
ask for least, or whose beliefs are nearest to the prior, stand for the rest.

The work grows with the number of action combinations at the first information sets of a part
(:mod:`crisis_sim.solve.sequential.first_sets`), not with the number of pure strategies of the game.
Numbers are those of one game (:mod:`crisis_sim.solve.sequential.parts`) or quantities that depend
on parameters (:mod:`crisis_sim.exact.solving.parts`).
"""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Generic

from crisis_sim.errors import NotSolved
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.numbers.linear import weighted_sum
from crisis_sim.other_concepts import larger_than, serving
from crisis_sim.remedy import MessageParts, Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.solve.sequential.continuation import (
    Actions,
    Continuation,
    PlayedAlike,
    Row,
    Weight,
    few,
)
from crisis_sim.solve.sequential.first_sets import FirstSets
from crisis_sim.solve.sequential.odds import NO_ODDS, Odds
from crisis_sim.solve.sequential.overlaps import group_by_overlap
from crisis_sim.solve.sequential.trembles import NOTHING, Mistakes, Reached
from crisis_sim.solve.sequential.walk import Walk
from crisis_sim.time_limits import check_time

__all__ = ["MOST_WALKED", "OFTEN", "PartSearch", "Unfinished"]

OFTEN = 100
"""Combinations of actions from one report to the next."""

MOST_WALKED = 1_800_000
"""Nodes that a search walks to anew at most."""


class Unfinished(NotSolved):
    """A search has tried as much as it may; ``limit`` says how much that is."""

    def __init__(self, limit: str, *advice: Remedy | str) -> None:
        super().__init__(f"more than {limit}; ", *advice)
        self.limit = limit


class PartSearch(Walk[Weight], ABC, Generic[Weight]):
    """Solves the parts of one game; what kind of numbers it has is left to those who inherit.

    Parameters
    ----------
    tree : the game's shape.
    most : how many combinations of actions to try at most.
    report : is told now and then how many were tried.

    ``chance`` has the probability of each chance move by its node, ``ends`` the payoffs at each
    terminal.
    """

    chance: Sequence[Weight]
    ends: Mapping[int, Row[Weight]]
    beyond: ClassVar[MessageParts]
    """What serves a game with more combinations than ``most``."""

    kept: ClassVar[int] = 4
    """How many solutions are kept of those that are played alike."""

    searching: ClassVar[str] = "pure strategies"
    """What is searched, for reports."""

    counts_mistakes: ClassVar[bool] = False
    """Whether it matters how many mistakes lead to a node, and not only which."""

    def __init__(self, tree: Tree, most: int, report: Reporter = nobody) -> None:
        super().__init__(tree)
        self.most = most
        self.report = report
        self.tried = 0
        self.walked = 0

    @abstractmethod
    def root(self) -> Reached[Weight]:
        """The root, reached for certain."""

    @abstractmethod
    def never(self, probability: Weight) -> bool:
        """Whether a chance move is impossible."""

    @abstractmethod
    def remember(
        self, key: object, solve: Callable[[], list[PlayedAlike[Weight]]]
    ) -> list[PlayedAlike[Weight]]:
        """The solutions of a part as they were found before, or found now."""

    @abstractmethod
    def strain(
        self,
        one: int,
        nodes: list[Reached[Weight]],
        actions: Actions,
        values: Mapping[int, Row[Weight]],
    ) -> float:
        """How far beliefs must be from the prior to make an action best; else infinite."""

    @abstractmethod
    def joint(self, strains: Iterable[float]) -> float:
        """The strain of several information sets together; 0 for none."""

    def solve(self) -> list[PlayedAlike[Weight]]:
        """Every play that some sequentially rational combination of actions brings about.

        Raises Unfinished at the limit on what is tried, and where moves follow each other for too
        long.
        """
        try:
            return self.alike(self.together([self.root()], {}))
        except RecursionError:
            raise Unfinished(
                f"{len(self.tree.levels) - 2:,} moves one after another",
                *serving(larger_than("sequential"), perfect=self.tree.perfect_information),
            ) from None

    def together(
        self, nodes: list[Reached[Weight]], fixed: Actions
    ) -> Iterator[tuple[Continuation[Weight], int]]:
        """The solutions of the parts that begin at ``nodes``, in every combination of plays.

        Each comes with the number of those that are played alike.
        """
        first = [reached for node in nodes for reached in self.past_chance(node)]
        solved = [self.part(part, fixed) for part in self.split(first)]
        ends = [r.node for r in first if self.mover[r.node] == TERMINAL]
        for combination in itertools.product(*solved):
            count = math.prod(played.count for played in combination)
            for kept in few(combination)[0]:
                yield self.joined(nodes, ends, kept), count
                count = 0

    def joined(
        self, nodes: list[Reached[Weight]], ends: list[int], kept: Sequence[Continuation[Weight]]
    ) -> Continuation[Weight]:
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
        return Continuation(actions, values, play, self.joint(one.strain for one in kept))

    def chance_value(self, node: int, values: dict[int, Row[Weight]]) -> Row[Weight]:
        """The value of a node, through the chance moves that may follow; kept in ``values``."""
        if node not in values:
            children = self.children[node]
            rows = [self.chance_value(child, values) for child in children]
            values[node] = weighted_sum([self.chance[child] for child in children], rows)
        return values[node]

    def chance_play(self, node: int, play: dict[int, int]) -> int:
        """The terminals reached from a node, through the chance moves that may follow."""
        if node not in play:
            reached = 0
            for child in self.children[node]:
                reached |= self.chance_play(child, play)
            play[node] = reached
        return play[node]

    def past_chance(self, reached: Reached[Weight]) -> Iterator[Reached[Weight]]:
        """The first nodes at which no chance move is made, from a node on."""
        if self.mover[reached.node] != CHANCE:
            yield reached
            return
        for child in self.children[reached.node]:
            weight, mistakes = reached.weight, reached.mistakes
            if self.never(self.chance[child]):
                mistakes = mistakes | {-child}
            else:
                weight = weight * self.chance[child]
            yield from self.past_chance(Reached(child, weight, mistakes))

    def split(self, nodes: list[Reached[Weight]]) -> list[list[Reached[Weight]]]:
        """Group decision nodes whose subtrees share information sets."""
        return group_by_overlap(
            (self.sets_below[reached.node], reached)
            for reached in nodes
            if self.mover[reached.node] != TERMINAL
        )

    def part(self, nodes: list[Reached[Weight]], fixed: Actions) -> list[PlayedAlike[Weight]]:
        """The solutions of one part; solved once for each relative reach of its nodes."""
        relative, held, key = self.identity(nodes, fixed)
        solved = self.remember(key, lambda: self.alike(self.solve_part(relative, held)))
        if not any(one.odds for played in solved for one in played.kept):
            return solved
        names, meant = self.names(nodes), dict[int, Mistakes]()
        for mistake, name in names.items():
            meant[name] = meant.get(name, NOTHING) | {mistake}
        named = (played.of_mistakes(meant) for played in solved)
        return [played for played in named if played is not None]

    def names(self, nodes: Sequence[Reached[Weight]]) -> dict[int, int]:
        """What mistakes are put down as in a part; not those that lead to all of its nodes."""
        inside = 0
        for reached in nodes:
            inside |= self.sets_below[reached.node]
        carried: dict[int, int] = {}
        for place, reached in enumerate(nodes):
            for mistake in reached.mistakes:
                carried[mistake] = carried.get(mistake, 0) | 1 << place
        carried = {m: by for m, by in carried.items() if by + 1 != 1 << len(nodes)}
        names = self.merged({m: by for m, by in carried.items() if not self.made_in(inside, m)})
        return {mistake: names.get(mistake, mistake) for mistake in carried}

    def alike(
        self, solutions: Iterable[tuple[Continuation[Weight], int]]
    ) -> list[PlayedAlike[Weight]]:
        """Group solutions that are the same to what comes before, and keep a few of each group."""
        groups: dict[object, PlayedAlike[Weight]] = {}
        for continuation, count in solutions:
            key = self.seen_before(continuation)
            before = groups.get(key, PlayedAlike((), 0))
            groups[key] = before.with_one(continuation, count, self.kept)
        return list(groups.values())

    def seen_before(self, continuation: Continuation[Weight]) -> object:
        """What tells a solution of a part from others, before it: its play from each first node."""
        return tuple(sorted(continuation.play.items()))

    def identity(
        self, nodes: list[Reached[Weight]], fixed: Actions
    ) -> tuple[list[Reached[Weight]], dict[int, int], object]:
        """A part with its reach taken relative, the actions fixed in it, and a key for both.

        Mistakes that all its nodes share tell nothing of how likely these are beside each other.
        Others are known by the nodes that carry them: which they are tells nothing more, and where
        no more than inclusion matters those that the same nodes carry count as one. But a mistake
        that can be made in the part as well, at an information set with nodes before it, stays what
        it is.
        """
        inside, names = 0, self.names(nodes) if len(nodes) > 1 else {}
        scale = nodes[0].weight
        relative = []
        for reached in nodes:
            inside |= self.sets_below[reached.node]
            mistakes = frozenset(names[m] for m in reached.mistakes if m in names)
            relative.append(Reached(reached.node, reached.weight / scale, mistakes))
        held = {one: action for one, action in fixed.items() if inside >> one & 1}
        return relative, held, (tuple(relative), tuple(sorted(held.items())))

    def made_in(self, inside: int, mistake: int) -> bool:
        """Whether the information set at which a mistake is made is among some, given as bits."""
        if not 0 <= mistake < len(self.chosen_at):
            return False
        return bool(inside >> self.chosen_at[mistake] & 1)

    def merged(self, carried: Mapping[int, int]) -> Mapping[int, int]:
        """What each mistake is put down as; the nodes that carry it are given as bits."""
        alike: Counter[int] = Counter()
        found = {}
        for mistake in sorted(carried):
            by = carried[mistake]
            found[mistake] = -len(self.parent) * (1 + by) - alike[by]
            alike[by] += self.counts_mistakes
        return found

    def solve_part(
        self, nodes: list[Reached[Weight]], fixed: Actions
    ) -> Iterator[tuple[Continuation[Weight], int]]:
        """Try every combination of actions at the first information sets of the part.

        Those ``fixed`` by an earlier part, of which they hold nodes as well, are judged there.
        """
        return FirstSets(self, nodes, fixed).solutions()

    def odds(
        self,
        one: int,
        nodes: list[Reached[Weight]],
        actions: Actions,
        values: Mapping[int, Row[Weight]],
    ) -> Odds:
        """What an action asks for of the odds between mistakes; nothing where they are not kept."""
        del one, nodes, actions, values
        return NO_ODDS

    def actions_at(self, one: int) -> Sequence[int]:
        """What is tried at an information set."""
        return range(self.width[one])

    def judge(
        self,
        judged: Sequence[int],
        nodes: list[Reached[Weight]],
        actions: Actions,
        values: Mapping[int, Row[Weight]],
    ) -> float:
        """The strain at several information sets; infinite if no belief serves at one of them."""
        strains = []
        for one in judged:
            strains.append(self.strain(one, nodes, actions, values))
            if strains[-1] == math.inf:
                return math.inf
        return self.joint(strains)

    def attempt(self) -> None:
        """Count one more combination, and stop at the limit."""
        self.tried += 1
        if self.tried > self.most:
            raise Unfinished(f"{self.most:,} combinations of actions", *self.beyond)
        if not self.tried % OFTEN:
            self.report(self.tried, self.searching)
            check_time()

    def walk(self, count: int) -> None:
        """Count nodes that are walked to anew, and stop at the limit."""
        self.walked += count
        if self.walked > MOST_WALKED:
            raise Unfinished(f"{MOST_WALKED:,} steps through the tree", *self.beyond)
        check_time()

    def begun(
        self,
        nodes: list[Reached[Weight]],
        actions: Actions,
        below: Continuation[Weight],
        strain: float,
    ) -> Continuation[Weight]:
        """The solution seen from the part's first nodes."""
        following = {r.node: self.children[r.node][actions[self.set_of[r.node]]] for r in nodes}
        return Continuation(
            actions=actions,
            values={node: below.values[child] for node, child in following.items()},
            play={node: below.play[child] for node, child in following.items()},
            strain=self.joint((strain, below.strain)),
        )

    def reached_in(
        self, one: int, nodes: list[Reached[Weight]], actions: Actions
    ) -> list[Reached[Weight]]:
        """The nodes of an information set, with what leads to each."""
        if self.lies_ahead(one, nodes):
            return list(self.reach_set(one, nodes, actions))
        return [reached for reached in nodes if self.set_of[reached.node] == one]

    def lies_ahead(self, one: int, nodes: Iterable[Reached[Weight]]) -> bool:
        """Whether an information set has other nodes than these."""
        here = {reached.node for reached in nodes if self.set_of[reached.node] == one}
        return len(here) < len(self.members[one])

    def reach_set(
        self, one: int, nodes: list[Reached[Weight]], actions: Actions
    ) -> Iterator[Reached[Weight]]:
        """The nodes of an information set, found from ``nodes`` on where it lies ahead alone."""
        stack = [reached for node in nodes for reached in self.past_chance(node)]
        while stack:
            reached = stack.pop()
            if self.set_of[reached.node] == one:
                yield reached
                continue
            for branch, child in enumerate(self.children[reached.node]):
                if self.sets_below[child] >> one & 1:
                    stack.extend(self.past_chance(self.step(reached, branch, child, actions)))

    def reach_all(
        self, nodes: list[Reached[Weight]], actions: Actions
    ) -> Iterator[Reached[Weight]]:
        """Every decision node from ``nodes`` on, with the mistakes that lead to it."""
        stack = [reached for node in nodes for reached in self.past_chance(node)]
        while stack:
            reached = stack.pop()
            if self.mover[reached.node] == TERMINAL:
                continue
            yield reached
            for branch, child in enumerate(self.children[reached.node]):
                stack.extend(self.past_chance(self.step(reached, branch, child, actions)))

    def value(self, node: int, actions: Actions, values: Mapping[int, Row[Weight]]) -> Row[Weight]:
        """The value of a node under the actions; looked up in ``values`` where it is there."""
        found = values.get(node)
        if found is not None:
            return found
        if self.mover[node] == TERMINAL:
            return self.ends[node]
        children = self.children[node]
        if self.mover[node] == CHANCE:
            rows = [self.value(child, actions, values) for child in children]
            return weighted_sum([self.chance[child] for child in children], rows)
        return self.value(children[actions[self.set_of[node]]], actions, values)
