"""The first layer of a part, its child parts, and the equations between them.

What a child part is worth is linear in the probability ``r`` with which the receiver of a fork in
it plays the fork's first action. So is what each action of the layer is worth; it is enough to know
it with every ``r`` at 0, and with each at 1 in turn.

- A sender who mixes is indifferent: linear equations for the receivers on the path.
- A sender who does not mix keeps to its action: inequalities, which for a receiver off the path,
  whose belief is free, leave an interval. Its middle is reported, and a note says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crisis_sim.game.tree import TERMINAL
from crisis_sim.numbers.linear import dot
from crisis_sim.numbers.rational import ZERO, fraction
from crisis_sim.numbers.real import Number, Real, to_float
from crisis_sim.sentence import at_place
from crisis_sim.solve.sequential.continuation import Actions, Continuation
from crisis_sim.solve.sequential.mixed_equations import interior_solution, interval
from crisis_sim.solve.sequential.mixed_forks import Fork
from crisis_sim.solve.sequential.mixed_parts import MixedParts
from crisis_sim.solve.sequential.trembles import BeliefClass, Reached, belief_classes

__all__ = ["Branches", "ChildPlay", "Layer", "Placed"]

Rows = list[list[Number]]


@dataclass(frozen=True, slots=True)
class Layer:
    """The first nodes of a part.

    ``judged`` are their information sets, but for those that an earlier part has settled, and
    ``whole`` those of them that have no nodes elsewhere.
    """

    nodes: list[Reached]
    judged: Sequence[int]
    whole: Sequence[int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mixed solution of a part, with notes on what in it is one of a continuum.

    ``approximate`` says that its probabilities are, ``extreme`` that it is an extreme point of a
    continuum.
    """

    continuation: Continuation
    notes: tuple[str, ...] = ()
    approximate: bool = False
    extreme: bool = False

    def key(self) -> object:
        """Equal for solutions that play and are worth the same."""
        values = self.continuation.values
        return tuple(
            (node, play, values[node]) for node, play in sorted(self.continuation.play.items())
        )


@dataclass(frozen=True, slots=True)
class ChildPlay:
    """One way to play a child part; ``low`` and ``high`` are the ends of a fork, else the same.

    ``reached`` says that the layer's actions lead to the part.
    """

    low: Continuation
    high: Continuation
    fork: Fork | None
    reached: bool
    notes: tuple[str, ...] = ()
    mixed: bool = True

    @classmethod
    def settled(cls, continuation: Continuation, reached: bool) -> ChildPlay:
        """A pure solution."""
        return cls(continuation, continuation, None, reached, (), False)


class Branches:
    """The child parts of a layer under actions, some of which may be mixtures.

    Parameters
    ----------
    following : the nodes that follow, where there is no layer; else found from ``actions``.
    """

    def __init__(
        self,
        parts: MixedParts,
        layer: Layer,
        actions: Actions,
        following: list[Reached] | None,
    ) -> None:
        self.parts = parts
        self.layer = layer
        self.actions = actions
        self.live: set[int] = set()
        self.following = list(following or [])
        for reached in layer.nodes:
            one = parts.set_of[reached.node]
            chances = parts.chances(one, actions[one])
            for branch, child in enumerate(parts.children[reached.node]):
                step = parts.step(reached, branch, child, actions)
                self.following.append(step)
                if chances[branch] > 0:
                    self.live.update(after.node for after in parts.past_chance(step))
        if following:
            self.live = {after.node for r in following for after in parts.past_chance(r)}
        parts.walk(len(self.following))
        self.first = [after for r in self.following for after in parts.past_chance(r)]
        self.ends = [r.node for r in self.first if parts.mover[r.node] == TERMINAL]

    def split(self) -> list[list[Reached]]:
        """The child parts, each by its first nodes."""
        return self.parts.split(self.first)

    def reaches(self, nodes: Sequence[Reached]) -> bool:
        """Whether the layer's actions lead to a child part."""
        return any(reached.node in self.live for reached in nodes)

    def corners(self, combination: Sequence[ChildPlay]) -> list[Continuation]:
        """All that follows with each fork at its low end; then with one after another at its high.

        Only the forks count, in their order.
        """
        low = [option.low for option in combination]
        corners = [self.parts.joined(self.following, self.ends, low)]
        for place, option in enumerate(combination):
            if option.fork is not None:
                high = [*low[:place], option.high, *low[place + 1 :]]
                corners.append(self.parts.joined(self.following, self.ends, high))
        return corners

    def begun(self, below: Continuation, actions: Actions) -> Continuation:
        """The solution seen from the layer's nodes; where there is no layer, as it is."""
        if not self.layer.nodes:
            return below
        return self.parts.begun(self.layer.nodes, {**actions, **below.actions}, below, 0.0)

    def solve(
        self,
        combination: Sequence[ChildPlay],
        corners: Sequence[Continuation],
        supports: Mapping[int, tuple[int, ...]],
    ) -> Placed | None:
        """The solution with these continuations, if receivers can make it one."""
        forked = [option for option in combination if option.fork is not None]
        notes = [note for option in combination for note in option.notes]
        chances: list[Number] = [ZERO] * len(forked)
        equal, keep = self.rows(corners, supports)
        on_path = [i for i, option in enumerate(forked) if option.reached]
        if on_path:
            matrix = [[row[place] for place in on_path] for row in equal]
            found = interior_solution(matrix, [-row[-1] for row in equal])
            if found is None:
                return None
            for place, value in zip(on_path, found, strict=True):
                chances[place] = value
        for place in set(range(len(forked))) - set(on_path):
            limits = self.limits(keep, chances, place, on_path)
            if limits is None:
                return None
            chances[place] = (limits[0] + limits[1]) / 2
            if limits[1] > limits[0]:
                notes.append(self.note(forked[place].fork, limits))
        return self.judged(corners, forked, chances, tuple(notes))

    def rows(
        self, corners: Sequence[Continuation], supports: Mapping[int, tuple[int, ...]]
    ) -> tuple[Rows, Rows]:
        """What is to be zero, and what not negative: (rows, forks + 1), the constant last."""
        equal: Rows = []
        keep: Rows = []
        for one in self.layer.whole:
            members = [r for r in self.layer.nodes if self.parts.set_of[r.node] == one]
            support = supports.get(one, (self.actions[one],))
            for each in belief_classes(members):
                worth = [self.worth(each, corner) for corner in corners]
                for action in range(len(worth[0])):
                    if action == support[0]:
                        continue
                    over = [own[support[0]] - own[action] for own in worth]
                    row = [*(one - over[0] for one in over[1:]), over[0]]
                    (equal if action in support else keep).append(row)
        return equal, keep

    def worth(self, each: BeliefClass, corner: Continuation) -> list[Number]:
        """(actions,) what each action is worth at a class of nodes of the layer."""
        parts = self.parts
        return each.mean(
            {
                node: parts.own_values(node, parts.mover[node], self.actions, corner.values)
                for node in each.nodes
            }
        )

    def limits(
        self, keep: Rows, chances: Sequence[Number], place: int, known: Sequence[int]
    ) -> tuple[Number, Number] | None:
        """Between what a receiver off the path may mix; None unless strictly inside (0, 1)."""
        mine = [row for row in keep if row[place] != 0]
        others = [i for i in range(len(chances)) if i != place and i not in known]
        if any(row[i] != 0 for row in mine for i in others):
            return None
        held = [ZERO if i == place else chance for i, chance in enumerate(chances)]
        limits = interval([(dot(row[:-1], held) + row[-1], row[place]) for row in mine])
        if limits is None or limits[0] <= 0 or limits[1] >= 1:
            return None
        return limits

    def note(self, fork: Fork | None, limits: tuple[Number, Number]) -> str:
        """That a receiver's probability is one of a continuum."""
        assert fork is not None
        game = self.parts.game
        one = game.tree.information_sets[fork.one]
        return (
            f"one of a continuum, which counts as one: {game.shorts[one.player]} "
            f"{at_place(one.label)} may play {one.actions[fork.pair[0]]} with any probability "
            f"from {_written(limits[0])} to {_written(limits[1])}"
        )

    def judged(
        self,
        corners: Sequence[Continuation],
        forked: Sequence[ChildPlay],
        chances: Sequence[Number],
        notes: tuple[str, ...],
    ) -> Placed | None:
        """The solution with these probabilities, if every action of the layer is then optimal."""
        parts, base = self.parts, corners[0]
        values = dict(base.values)
        play = dict(base.play)
        actions = {**self.actions, **base.actions}
        for option, chance, corner in zip(forked, chances, corners[1:], strict=True):
            fork = option.fork
            assert fork is not None
            spread: list[Number] = [ZERO] * parts.width[fork.one]
            spread[fork.pair[0]], spread[fork.pair[1]] = chance, 1 - chance
            actions[fork.one] = parts.mixture(tuple(spread))
            for node, value in corner.values.items():
                rows = zip(values[node], value, base.values[node], strict=True)
                values[node] = tuple(own + chance * (high - low) for own, high, low in rows)
                play[node] |= corner.play[node]
        strains = [
            parts.strain(one, self.layer.nodes, actions, values) for one in self.layer.judged
        ]
        if math.inf in strains:
            return None
        strain = max([base.strain, *strains])
        return Placed(self.begun(Continuation(actions, values, play, strain), actions), notes)


def _written(value: Number) -> str:
    """A probability as a short fraction, else to six digits."""
    if not isinstance(value, Real) and value.q < 1000:
        return str(fraction(value))
    return f"{to_float(value):.6g}"
