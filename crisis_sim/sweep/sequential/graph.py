"""The parts of a game and what can be played in them, once for all values of its parameters.

The point solver cuts a game into *parts*, groups of nodes whose subtrees share information sets
with each other and with nothing else (:mod:`crisis_sim.solve.sequential.parts`), and meets each
part anew for every way in which earlier play settles how likely its first nodes are beside each
other. Which parts it meets, which combinations of actions it tries there and which mistakes lead
to which node depend on the tree and on the chance moves of probability zero alone. Here they are
laid out once: probabilities stay products of formulas, and parts are numbered so that a part comes
after those that follow it.

In each part the actions at a few information sets are tried together: those of its first nodes,
and those that stand between these and another node of the same set. So no set is cut in two.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisis_sim.errors import NotSolved
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.other_concepts import larger_than, serving
from crisis_sim.solve.sequential.overlaps import group_by_overlap
from crisis_sim.solve.sequential.trembles import NOTHING, Reached, belief_groups, passively_believed
from crisis_sim.solve.sequential.walk import Walk
from crisis_sim.sweep.sequential.links import Item, Link, Ratio, link_beliefs, ratio_of
from crisis_sim.time_limits import check_time

__all__ = ["ChanceProduct", "Combination", "Judgement", "PartGraph", "ReachedPart", "part_graph"]

MOST_COMBINATIONS = 300_000
MOST_DEPTH = 150

LARGER = larger_than("sequential")

ChanceProduct = tuple[int, ...]
"""A product of chance probabilities: the numbers of the formulas, in increasing order."""


Reach = Reached[ChanceProduct]
"""A node, the probability that leads there but for mistakes, and the mistakes."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What makes an action optimal at an information set.

    Attributes
    ----------
    information_set, action : what is judged.
    classes : by class of nodes that can have positive belief: its nodes, each with its weight.
    fewest : for each class whether no other one takes fewer mistakes: the passive beliefs.
    """

    information_set: int
    action: int
    classes: tuple[tuple[tuple[int, ChanceProduct], ...], ...]
    fewest: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """One action at each information set of a part.

    ``following`` are the parts that follow, ``judgements`` is by information set.
    """

    actions: tuple[int, ...]
    following: tuple[int, ...]
    judgements: tuple[Judgement, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReachedPart:
    """A part, for one way of being reached.

    Attributes
    ----------
    first : the nodes at which it begins.
    sets : the information sets at which actions are tried together.
    inner : the chance nodes and the nodes of ``sets`` that come later, the last first.
    combinations : every combination of actions at ``sets``.
    ratios : the ratios of earlier mistakes on which beliefs in this part may depend.
    """

    first: tuple[int, ...]
    sets: tuple[int, ...]
    inner: tuple[int, ...]
    combinations: tuple[Combination, ...]
    ratios: tuple[Ratio, ...]


@dataclass(frozen=True, slots=True)
class PartGraph:
    """All parts, each after those that follow it; the last is the whole game.

    ``zero`` are the numbers of the formulas that are zero wherever this graph applies.
    """

    family: ParametricGame
    zero: frozenset[int]
    parts: tuple[ReachedPart, ...]

    @property
    def combinations(self) -> int:
        """How many combinations of actions there are in all parts together."""
        return sum(len(part.combinations) for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a part owes to its first nodes alone.

    ``groups`` numbers for each later node where a part begins that part's place.
    """

    sets: tuple[int, ...]
    inner: tuple[int, ...]
    groups: dict[int, int]
    news: frozenset[int]


def part_graph(family: ParametricGame, zero: frozenset[int] = frozenset()) -> PartGraph:
    """Lay out the parts of a family of games.

    Parameters
    ----------
    zero : the numbers of those formulas of chance moves that are zero.

    Costs a few dozen microseconds a combination of actions and node.

    Raises
    ------
    NotSolved
        Histories of more than 150 moves, or more than 300,000 combinations of actions.
    """
    if len(family.tree.levels) > MOST_DEPTH:
        raise NotSolved(
            f"histories of more than {MOST_DEPTH} moves are too long to sweep by parts; ",
            *serving(LARGER, perfect=family.tree.perfect_information, swept=True),
        )
    layout = _Layout(family, zero)
    layout.number([Reached(0, (), NOTHING)], whole=True)
    return PartGraph(family, zero, tuple(layout.parts))


class _Layout(Walk[ChanceProduct]):
    """Numbers the parts as they are met."""

    def __init__(self, family: ParametricGame, zero: frozenset[int]) -> None:
        super().__init__(family.tree)
        self.zero = zero
        self.chance: list[int] = family.chance.tolist()
        self.parts: list[ReachedPart] = []
        self.numbers: dict[tuple[Reach, ...], int] = {}
        self.shapes: dict[tuple[int, ...], _Shape] = {}
        self.tried = 0

    def number(self, reached: Sequence[Reach], *, whole: bool = False) -> int:
        """The number of the part that begins at these nodes, reached like this."""
        relative = _relative(reached)
        if whole or relative not in self.numbers:
            part = self.lay_out(relative, whole=whole)
            self.numbers[relative] = len(self.parts)
            self.parts.append(part)
        return self.numbers[relative]

    def lay_out(self, reached: tuple[Reach, ...], *, whole: bool) -> ReachedPart:
        first = tuple(one.node for one in reached)
        shape = self.shape(first, whole=whole)
        self.tried += math.prod(self.width[one] for one in shape.sets)
        if self.tried > MOST_COMBINATIONS:
            raise NotSolved(
                f"more than {MOST_COMBINATIONS:,} combinations of actions are too many to sweep; ",
                *serving(LARGER, perfect=self.tree.perfect_information, swept=True),
            )
        ranges = [range(self.width[one]) for one in shape.sets]
        found = [
            self.combination(reached, shape, actions) for actions in itertools.product(*ranges)
        ]
        passed_on = (link.ratio for one in found for link in one.links if link.ratio)
        return ReachedPart(
            first=first,
            sets=shape.sets,
            inner=shape.inner,
            combinations=tuple(found),
            ratios=tuple(dict.fromkeys(passed_on)),
        )

    def shape(self, first: tuple[int, ...], *, whole: bool) -> _Shape:
        if whole:
            return self.make_shape(first, frozenset())
        if first not in self.shapes:
            self.shapes[first] = self.make_shape(first, self.together(first))
        return self.shapes[first]

    def together(self, first: tuple[int, ...]) -> frozenset[int]:
        """The sets of the first nodes, and those between them and other nodes of such a set."""
        stops = set(first)
        waiting = [self.set_of[node] for node in first]
        found: set[int] = set()
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            found.add(one)
            for member in self.members[one]:
                node = member
                while node not in stops:
                    node = self.parent[node]
                    waiting += [self.set_of[node]] if self.set_of[node] >= 0 else []
        return frozenset(found)

    def make_shape(self, first: tuple[int, ...], sets: frozenset[int]) -> _Shape:
        inner, later, news = [], [], set()
        stack = list(first)
        while stack:
            node = stack.pop()
            if self.mover[node] == TERMINAL:
                continue
            if self.mover[node] != CHANCE and self.set_of[node] not in sets:
                later.append(node)
                continue
            inner.append(node)
            stack += self.children[node]
            if self.mover[node] == CHANCE:
                news |= {-child for child in self.children[node] if self.never(child)}
            else:
                news |= {self.choice[child] for child in self.children[node]}
        begins = set(first) if sets else set()
        return _Shape(
            sets=tuple(sorted(sets)),
            inner=tuple(sorted((n for n in inner if n not in begins), reverse=True)),
            groups=self.groups(sorted(later)),
            news=frozenset(news),
        )

    def groups(self, nodes: Sequence[int]) -> dict[int, int]:
        """Number nodes alike whose subtrees share information sets."""
        groups = sorted(group_by_overlap((self.sets_below[node], node) for node in nodes), key=min)
        return {node: place for place, group in enumerate(groups) for node in group}

    def never(self, child: int) -> bool:
        return self.chance[child] in self.zero

    def combination(
        self, reached: tuple[Reach, ...], shape: _Shape, actions: tuple[int, ...]
    ) -> Combination:
        check_time()
        played = dict(zip(shape.sets, actions, strict=True))
        members: dict[int, list[Reach]] = {one: [] for one in shape.sets}
        later: list[list[Reach]] = [[] for _ in range(len(set(shape.groups.values())))]
        for one in self.reach_all(reached, played):
            if one.node in shape.groups:
                later[shape.groups[one.node]].append(one)
            else:
                members[self.set_of[one.node]].append(one)
        following = tuple(self.number(sorted(group, key=lambda one: one.node)) for group in later)
        judged, items = [], []
        for place, (held, action) in enumerate(played.items()):
            judgement, ratio = judge(held, action, members[held])
            judged.append(judgement)
            if ratio is not None:
                items.append(Item(ratio, -1, place))
        for place, part in enumerate(following):
            ratios = self.parts[part].ratios
            items += [Item(ratio, place, number) for number, ratio in enumerate(ratios)]
        return Combination(actions, following, tuple(judged), link_beliefs(items, shape.news))

    def reach_all(self, reached: Sequence[Reach], played: dict[int, int]) -> Iterator[Reach]:
        """Every node at which a player moves, up to the first that moves in another part."""
        stack = list(reached)
        while stack:
            one = stack.pop()
            if self.mover[one.node] == TERMINAL:
                continue
            if self.mover[one.node] == CHANCE:
                stack += [self.by_chance(one, child) for child in self.children[one.node]]
                continue
            yield one
            if self.set_of[one.node] in played:
                children = enumerate(self.children[one.node])
                stack += [self.step(one, branch, child, played) for branch, child in children]

    def by_chance(self, one: Reach, child: int) -> Reach:
        if self.never(child):
            return Reached(child, one.weight, one.mistakes | {-child})
        return Reached(child, tuple(sorted((*one.weight, self.chance[child]))), one.mistakes)


def judge(one: int, action: int, members: Sequence[Reach]) -> tuple[Judgement, Ratio | None]:
    """How to judge an action, and the ratio that beliefs depend on, if anything is free.

    The classes come in the order of the ratio's terms.
    """
    groups = belief_groups(members)
    ratio = None
    if len(groups) > 1:
        ratio, order = ratio_of([group[0].mistakes for group in groups])
        groups = [groups[place] for place in order]
    scaled = _relative([member for group in groups for member in group])
    weight = {member.node: member.weight for member in scaled}
    classes = tuple(tuple((each.node, weight[each.node]) for each in group) for group in groups)
    fewest = passively_believed([len(group[0].mistakes) for group in groups])
    return Judgement(one, action, classes, tuple(fewest)), ratio


def _relative(reached: Sequence[Reach]) -> tuple[Reach, ...]:
    """The same nodes without the mistakes and the chances that lead to all of them."""
    shared = frozenset.intersection(*(one.mistakes for one in reached))
    if len(reached) == 1:
        return (Reached(reached[0].node, (), NOTHING),)
    counts = [Counter(one.weight) for one in reached]
    common = counts[0]
    for other in counts[1:]:
        common = common & other
    return tuple(
        Reached(one.node, tuple(sorted((count - common).elements())), one.mistakes - shared)
        for one, count in zip(reached, counts, strict=True)
    )
