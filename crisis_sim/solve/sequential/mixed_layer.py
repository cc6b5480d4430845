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

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import TERMINAL
from crisis_sim.solve.sequential.mixed_equations import MARGIN, interior_solution, interval, tidy
from crisis_sim.solve.sequential.mixed_forks import Fork
from crisis_sim.solve.sequential.mixed_parts import MixedParts
from crisis_sim.solve.sequential.parts import Actions, Continuation
from crisis_sim.solve.sequential.trembles import Reached, belief_classes

__all__ = ["Branches", "Layer", "Option", "Placed"]


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
    """A mixed solution of a part, with notes on what in it is one of a continuum."""

    continuation: Continuation
    notes: tuple[str, ...]

    def key(self, tol: float) -> object:
        """Equal for solutions that play and are worth the same, up to about ``tol``."""
        values = self.continuation.values
        return tuple(
            (node, play, tuple(np.round(values[node] / (1e3 * tol)).tolist()))
            for node, play in sorted(self.continuation.play.items())
        )


@dataclass(frozen=True, slots=True)
class Option:
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
    def settled(cls, continuation: Continuation, reached: bool) -> Option:
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
                if chances[branch] > 0.0:
                    self.live.update(after.node for after in parts.past_chance(step))
        if following:
            self.live = {after.node for r in following for after in parts.past_chance(r)}
        self.first = [after for r in self.following for after in parts.past_chance(r)]
        self.ends = [r.node for r in self.first if parts.mover[r.node] == TERMINAL]

    def split(self) -> list[list[Reached]]:
        """The child parts, each by its first nodes."""
        return self.parts.split(self.first)

    def reaches(self, nodes: Sequence[Reached]) -> bool:
        """Whether the layer's actions lead to a child part."""
        return any(reached.node in self.live for reached in nodes)

    def corners(self, combination: Sequence[Option]) -> list[Continuation]:
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
        combination: Sequence[Option],
        corners: Sequence[Continuation],
        supports: Mapping[int, tuple[int, ...]],
    ) -> Placed | None:
        """The solution with these continuations, if receivers can make it one."""
        forked = [option for option in combination if option.fork is not None]
        notes = [note for option in combination for note in option.notes]
        chances = np.zeros(len(forked))
        equal, keep = self.rows(corners, supports)
        on_path = [i for i, option in enumerate(forked) if option.reached]
        if on_path:
            found = interior_solution(equal[:, on_path], -equal[:, -1], self.parts.tol)
            if found is None:
                return None
            chances[on_path] = [tidy(value) for value in found.tolist()]
        for place in set(range(len(forked))) - set(on_path):
            limits = self.limits(keep, chances, place, on_path)
            if limits is None:
                return None
            chances[place] = tidy(0.5 * sum(limits))
            if limits[1] - limits[0] > MARGIN:
                notes.append(self.note(forked[place].fork, limits))
        return self.judged(corners, forked, chances, tuple(notes))

    def rows(
        self, corners: Sequence[Continuation], supports: Mapping[int, tuple[int, ...]]
    ) -> tuple[Floats, Floats]:
        """What is to be zero, and what not negative: (rows, forks + 1), the constant last."""
        equal, keep = [], []
        for one in self.layer.whole:
            members = [r for r in self.layer.nodes if self.parts.set_of[r.node] == one]
            support = supports.get(one, (self.actions[one],))
            for each in belief_classes(members):
                worth = np.stack(
                    [
                        each.mean(
                            {
                                node: self.parts.own_values(
                                    node, self.parts.mover[node], self.actions, corner.values
                                )
                                for node in each.nodes
                            }
                        )
                        for corner in corners
                    ],
                    axis=1,
                )
                over = worth[support[0]] - np.delete(worth, support[0], axis=0)
                affine = np.column_stack([over[:, 1:] - over[:, :1], over[:, 0]])
                others = [a for a in range(len(worth)) if a != support[0]]
                equal += [row for a, row in zip(others, affine, strict=True) if a in support]
                keep += [row for a, row in zip(others, affine, strict=True) if a not in support]
        width = len(corners)
        return np.asarray(equal).reshape(-1, width), np.asarray(keep).reshape(-1, width)

    def limits(
        self, keep: Floats, chances: Floats, place: int, known: Sequence[int]
    ) -> tuple[float, float] | None:
        """Between what a receiver off the path may mix; None unless strictly inside (0, 1)."""
        tol = self.parts.tol
        mine = keep[np.abs(keep[:, place]) > tol]
        others = [i for i in range(len(chances)) if i != place and i not in known]
        if np.any(np.abs(mine[:, others]) > tol):
            return None
        constants = mine[:, :-1] @ np.where(np.arange(len(chances)) == place, 0.0, chances)
        limits = interval(
            list(zip((constants + mine[:, -1]).tolist(), mine[:, place].tolist(), strict=True)), tol
        )
        if limits is None or limits[0] <= MARGIN or limits[1] >= 1.0 - MARGIN:
            return None
        return limits

    def note(self, fork: Fork | None, limits: tuple[float, float]) -> str:
        """That a receiver's probability is one of a continuum."""
        assert fork is not None
        one = self.parts.game.tree.information_sets[fork.one]
        return (
            f"one of a continuum: {self.parts.game.players[one.player]} at {one.label} may play "
            f"{one.actions[fork.pair[0]]} with any probability from {limits[0]:.6g} to "
            f"{limits[1]:.6g}"
        )

    def judged(
        self,
        corners: Sequence[Continuation],
        forked: Sequence[Option],
        chances: Floats,
        notes: tuple[str, ...],
    ) -> Placed | None:
        """The solution with these probabilities, if every action of the layer is then optimal."""
        parts, base = self.parts, corners[0]
        values = dict(base.values)
        play = dict(base.play)
        actions = {**self.actions, **base.actions}
        for option, chance, corner in zip(forked, chances.tolist(), corners[1:], strict=True):
            fork = option.fork
            assert fork is not None
            spread = [0.0] * parts.width[fork.one]
            spread[fork.pair[0]], spread[fork.pair[1]] = chance, 1.0 - chance
            actions[fork.one] = parts.mixture(tuple(spread))
            for node, value in corner.values.items():
                values[node] = values[node] + chance * (value - base.values[node])
                play[node] |= corner.play[node]
        strains = [
            parts.strain(one, self.layer.nodes, actions, values) for one in self.layer.judged
        ]
        if math.inf in strains:
            return None
        strain = max([base.strain, *strains])
        return Placed(self.begun(Continuation(actions, values, play, strain), actions), notes)
