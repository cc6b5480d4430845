"""The first information sets of a part: which actions there can be best, beside what follows.

Every action is tried at each of them, with every solution of the parts that follow. An information
set is judged as soon as its action and what follows it are chosen, so that what cannot be best
there is left before the rest is tried.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic

from crisis_sim.game.tree import TERMINAL
from crisis_sim.solve.sequential.continuation import (
    Actions,
    Continuation,
    PlayedAlike,
    Row,
    Weight,
    few,
)
from crisis_sim.solve.sequential.odds import Odds, joined
from crisis_sim.solve.sequential.overlaps import group_by_overlap
from crisis_sim.solve.sequential.trembles import Reached

if TYPE_CHECKING:
    from crisis_sim.solve.sequential.part_search import PartSearch

__all__ = ["FirstSets"]


@dataclass(frozen=True, slots=True)
class _Following:
    """A part that follows the first information sets, whatever is chosen there.

    Each of its first nodes is told by a first node before it, the branch taken there, and its
    place among the nodes that chance leads to from there. Its solutions depend on the actions at
    the information sets ``asked``; it holds those ``inside``, as bits.
    """

    nodes: tuple[tuple[int, int, int], ...]
    asked: tuple[int, ...]
    inside: int


@dataclass(frozen=True, slots=True)
class _Step:
    """What is chosen next, and the information sets that can be judged then.

    An action, if ``one`` is an information set, or a solution of the following part ``part``.
    """

    one: int | None
    part: int
    judged: tuple[int, ...]


_Option = tuple[int, PlayedAlike[Weight] | None]
"""An action; or a solution's place among those of its part, and the solution."""


class FirstSets(Generic[Weight]):
    """The first information sets of a part, with what was chosen there and after them.

    Parameters
    ----------
    search : the game's parts.
    nodes : the first nodes of the part.
    fixed : actions chosen before; an information set that has one is not judged again.
    """

    def __init__(
        self, search: PartSearch[Weight], nodes: list[Reached[Weight]], fixed: Actions
    ) -> None:
        self.search = search
        self.nodes = nodes
        self.sets = [search.set_of[reached.node] for reached in nodes]
        self.first = list(dict.fromkeys(self.sets))
        judged = [one for one in self.first if one not in fixed]
        self.ahead = [one for one in judged if search.lies_ahead(one, nodes)]
        self.here = [one for one in judged if one not in self.ahead]
        self.known: dict[tuple[int, int, int], list[Reached[Weight]]] = {}
        self.solved: dict[tuple[int, ...], list[PlayedAlike[Weight]]] = {}
        self.actions = dict(fixed)
        self.values: dict[int, Row[Weight]] = {}
        self.followed = [
            Reached(child, reached.weight, reached.mistakes)
            for reached in nodes
            for child in search.children[reached.node]
        ]
        search.walk(len(self.followed))
        self.ends, self.parts = self._find_parts()
        self.values.update((node, search.ends[node]) for node in self.ends)
        self.played: list[tuple[int, PlayedAlike[Weight]]] = [(0, PlayedAlike((), 0))] * len(
            self.parts
        )
        self.steps = list(self._planned(judged))

    def solutions(self) -> Iterator[tuple[Continuation[Weight], int]]:
        """The solutions of the part, ordered by the actions chosen and the solutions after them.

        Each comes with the number of those that are played alike.
        """
        found = sorted(self._found(), key=lambda one: one[0])
        for _, continuation, count in found:
            yield continuation, count

    def _find_parts(self) -> tuple[list[int], list[_Following]]:
        """The terminals that follow at once, and the parts."""
        search = self.search
        ends: list[int] = []
        places: list[tuple[int, tuple[int, int, int]]] = []
        for number, reached in enumerate(self.nodes):
            for branch in range(len(search.children[reached.node])):
                for place, then in enumerate(self._after(number, branch, 0)):
                    if search.mover[then.node] == TERMINAL:
                        ends.append(then.node)
                    else:
                        places.append((search.sets_below[then.node], (number, branch, place)))
        below = {at: sets for sets, at in places}
        parts = []
        for group in group_by_overlap(places):
            inside = 0
            for at in group:
                inside |= below[at]
            asked = tuple(
                one
                for one in self.first
                if inside >> one & 1 or any(self.sets[at[0]] == one for at in group)
            )
            parts.append(_Following(tuple(group), asked, inside))
        return ends, parts

    def _after(self, number: int, branch: int, action: int) -> list[Reached[Weight]]:
        """The nodes past chance after a branch at a first node, if an action is chosen there."""
        key = number, branch, action
        if key not in self.known:
            search, reached = self.search, self.nodes[number]
            child = search.children[reached.node][branch]
            then = search.step(reached, branch, child, {self.sets[number]: action})
            self.known[key] = list(search.past_chance(then))
        return self.known[key]

    def _planned(self, judged: Sequence[int]) -> Iterator[_Step]:
        """The choices in their order, each with those who can be judged once it is made."""
        left = {
            one: {number for number, part in enumerate(self.parts) if self._bears_on(part, one)}
            for one in judged
        }
        chosen, solved = set(self.first) - set(judged), set[int]()
        for one, part in self._choices(judged, left):
            if one is None:
                solved.add(part)
            else:
                chosen.add(one)
            ready = tuple(other for other in left if other in chosen and left[other] <= solved)
            for other in ready:
                del left[other]
            yield _Step(one, part, ready)

    def _bears_on(self, part: _Following, one: int) -> bool:
        """Whether a part holds an information set or follows some action there."""
        after = any(self.sets[number] == one for number, _, _ in part.nodes)
        return after or bool(part.inside >> one & 1)

    def _choices(
        self, judged: Sequence[int], needs: Mapping[int, set[int]]
    ) -> list[tuple[int | None, int]]:
        """Information sets and parts in the order in which they are chosen for.

        What is needed to judge the one who needs fewest further parts comes next.
        """
        order: dict[tuple[int | None, int], None] = {}
        free, left, solved = set(judged), dict(needs), set[int]()

        def solve(parts: set[int]) -> None:
            for part in sorted(parts - solved):
                order.update(((one, 0), None) for one in self.parts[part].asked if one in free)
                order[None, part] = None
                solved.add(part)

        while left:
            one = min(left, key=lambda one: len(left[one] - solved))
            order[one, 0] = None
            solve(left.pop(one))
        order.update(((one, 0), None) for one in judged)
        solve(set(range(len(self.parts))))
        return list(order)

    def _found(self) -> Iterator[tuple[tuple[int, ...], Continuation[Weight], int]]:
        """The solutions as they are found; each with its place in their order."""
        search = self.search
        strains = [0.0] * len(self.steps)
        if not self.steps:
            yield from self._whole(strains)
            return
        open_steps = [self._options(self.steps[0])]
        while open_steps:
            at = len(open_steps) - 1
            option = next(open_steps[at], None)
            if option is None:
                open_steps.pop()
                continue
            step = self.steps[at]
            self._choose(step, option)
            if step.judged or at + 1 == len(self.steps):
                search.attempt()
            strains[at] = self._judged(step)
            if strains[at] == math.inf:
                continue
            if at + 1 < len(self.steps):
                open_steps.append(self._options(self.steps[at + 1]))
            else:
                yield from self._whole(strains)

    def _judged(self, step: _Step) -> float:
        """The strain at the information sets that can be judged after a step.

        Those that lie ahead as well count when all is chosen; here they are left only if what is
        done there is settled, and not best.
        """
        here = [one for one in step.judged if one not in self.ahead]
        strain = self.search.judge(here, self.nodes, self.actions, self.values)
        for one in step.judged:
            if strain < math.inf and one in self.ahead:
                actions = self._settled(one)
                if actions is None:
                    continue
                if self.search.strain(one, self.nodes, actions, self.values) == math.inf:
                    return math.inf
        return strain

    def _settled(self, one: int) -> Actions | None:
        """What is done up to an information set that lies ahead and from there on, if it is one."""
        actions = dict(self.actions)
        for part, (_, played) in zip(self.parts, self.played, strict=True):
            if part.inside >> one & 1:
                if len(played.kept) > 1:
                    return None
                actions.update(played.kept[0].actions)
        return actions

    def _options(self, step: _Step) -> Iterator[_Option[Weight]]:
        if step.one is not None:
            return iter([(action, None) for action in self.search.actions_at(step.one)])
        return iter(list(enumerate(self._solved(step.part))))

    def _solved(self, number: int) -> list[PlayedAlike[Weight]]:
        """The solutions of a part that follows, under the actions chosen."""
        part = self.parts[number]
        key = (number, *(self.actions[one] for one in part.asked))
        if key not in self.solved:
            nodes = [
                self._after(before, branch, self.actions[self.sets[before]])[place]
                for before, branch, place in part.nodes
            ]
            self.search.walk(len(nodes))
            self.solved[key] = self.search.part(nodes, self.actions)
        return self.solved[key]

    def _choose(self, step: _Step, option: _Option[Weight]) -> None:
        place, played = option
        if step.one is not None:
            self.actions[step.one] = place
        if played is not None:
            self.played[step.part] = place, played
            self.values.update(played.kept[0].values)

    def _whole(
        self, strains: Sequence[float]
    ) -> Iterator[tuple[tuple[int, ...], Continuation[Weight], int]]:
        """All that was chosen as one solution, and others that differ off its play.

        Information sets that lie ahead as well are judged here.
        """
        search = self.search
        order = (*(self.actions[one] for one in self.first), *(place for place, _ in self.played))
        combination = [played for _, played in self.played]
        count = math.prod(played.count for played in combination)
        several, others = few(combination)
        own = [self._odds(one, self.actions, self.values) for one in self.here]
        refuted: list[Continuation[Weight]] = []
        for place, kept in enumerate(several):
            odds = joined([*own, *(one.odds for one in kept)])
            if odds is None and not (others and not refuted):
                continue
            below = search.joined(self.followed, self.ends, kept)
            actions = self.actions | dict(below.actions)
            strain = search.judge(self.ahead, self.nodes, actions, below.values)
            if strain == math.inf:
                continue
            found = search.begun(self.nodes, actions, below, search.joint((*strains, strain)))
            if odds is not None and self.ahead:
                odds = joined([odds, *(self._odds(h, actions, below.values) for h in self.ahead)])
            if odds is None:
                refuted.append(found)
                continue
            if odds or others:
                found = replace(found, odds=odds, others=others)
            yield (*order, place), found, count
            refuted, others, count = [], False, 0
        if others and refuted:
            yield (*order, 0), refuted[0].asking_nothing(), count

    def _odds(self, one: int, actions: Actions, values: Mapping[int, Row[Weight]]) -> Odds:
        return self.search.odds(one, self.nodes, actions, values)
