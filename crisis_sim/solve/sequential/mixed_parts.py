"""Parts of a game in which some information sets mix.

A mixture is an action with a negative number, so that all that is written for actions serves it as
well. An action played with a probability strictly between 0 and 1 is no mistake: it contributes
that probability to the weight of the nodes after it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.solve.sequential.parts import Actions, Continuation, Parts
from crisis_sim.solve.sequential.trembles import Reached

__all__ = ["MixedParts", "Stopped", "profile_of"]

Chances = tuple[float, ...]
"""Probability of each action of an information set."""


class Stopped(NotSolved):
    """The limit on what is tried has been reached."""


class MixedParts(Parts):
    """The parts of a game, with mixtures among the actions.

    Parameters
    ----------
    parts : the same game solved for pure strategies; what is known of its parts is used.
    most : how much to try at most; :class:`Stopped` is raised beyond.
    """

    def __init__(self, parts: Parts, most: int) -> None:
        super().__init__(parts.game, parts.tol, most)
        self.known = dict(parts.known)
        self.mixtures: list[Chances] = []
        self.numbers: dict[Chances, int] = {}

    def attempt(self) -> None:
        """Count one more trial, and stop at the limit."""
        self.tried += 1
        if self.tried > self.most:
            raise Stopped(f"more than {self.most:,} trials")

    def mixture(self, chances: Chances) -> int:
        """The number that stands for a mixture among the actions of an information set."""
        if chances not in self.numbers:
            self.mixtures.append(chances)
            self.numbers[chances] = -len(self.mixtures)
        return self.numbers[chances]

    def chances(self, one: int, action: int) -> Chances:
        """Probability of each action of an information set under an action or a mixture."""
        if action < 0:
            return self.mixtures[-action - 1]
        return tuple(float(other == action) for other in range(self.width[one]))

    def step(self, reached: Reached, branch: int, child: int, actions: Actions) -> Reached:
        """The child of a node: a mistake if the profile does not lead there, else less likely."""
        action = actions[self.set_of[reached.node]]
        if action >= 0:
            return super().step(reached, branch, child, actions)
        chance = self.mixtures[-action - 1][branch]
        if chance > 0.0:
            return Reached(child, reached.weight * chance, reached.mistakes)
        return Reached(child, reached.weight, reached.mistakes | {self.choice[child]})

    def begun(
        self, nodes: list[Reached], actions: Actions, below: Continuation, strain: float
    ) -> Continuation:
        """The solution seen from the part's first nodes."""
        values: dict[int, Floats] = {}
        play: dict[int, int] = {}
        for node in (reached.node for reached in nodes):
            one = self.set_of[node]
            values[node] = np.zeros(len(self.game.players))
            play[node] = 0
            for child, chance in zip(
                self.children[node], self.chances(one, actions[one]), strict=True
            ):
                if chance > 0.0:
                    values[node] = values[node] + chance * below.values[child]
                    play[node] |= below.play[child]
        return Continuation(actions, values, play, max(strain, below.strain))

    def gains(
        self, one: int, members: list[Reached], actions: Actions, values: Mapping[int, Floats]
    ) -> tuple[Floats, Floats]:
        """(other actions, classes) as for an action; for a mixture its gain over every action."""
        if actions[one] >= 0:
            return super().gains(one, members, actions, values)
        gains: Floats | float = 0.0
        for action, chance in enumerate(self.chances(one, actions[one])):
            if chance > 0.0:
                over, passive = super().gains(one, members, {**actions, one: action}, values)
                gains = gains + chance * np.insert(over, action, 0.0, axis=0)
        return np.asarray(gains), passive

    def value(self, node: int, actions: Actions, values: Mapping[int, Floats]) -> Floats:
        """The value of a node under the actions; looked up in ``values`` where it is there."""
        mover = self.mover[node]
        if node in values or mover in (TERMINAL, CHANCE) or actions[self.set_of[node]] >= 0:
            return super().value(node, actions, values)
        chances = self.mixtures[-actions[self.set_of[node]] - 1]
        mixed = np.zeros(len(self.game.players))
        for child, chance in zip(self.children[node], chances, strict=True):
            if chance > 0.0:
                mixed = mixed + chance * self.value(child, actions, values)
        return mixed


def profile_of(parts: Parts, actions: Actions) -> Floats:
    """(choices,) the behaviour profile that plays ``actions``, mixtures included."""
    tree = parts.game.tree
    profile = np.zeros(int(tree.choice_start[-1]))
    for one, start in enumerate(tree.choice_start[:-1].tolist()):
        action = actions[one]
        if action >= 0:
            profile[start + action] = 1.0
        elif isinstance(parts, MixedParts):
            profile[start : start + parts.width[one]] = parts.chances(one, action)
    return profile
