"""Parts of a game in which some information sets mix.

A mixture is an action with a negative number, so that all that is written for actions serves it as
well. An action played with a probability strictly between 0 and 1 is no mistake: it contributes
that probability to the weight of the nodes after it.
"""

from __future__ import annotations

from collections.abc import Mapping

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Row
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.numbers.linear import dot, weighted_sum
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.continuation import Actions, Continuation
from crisis_sim.solve.sequential.part_search import MOST_WALKED, OFTEN
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.support import Gains
from crisis_sim.solve.sequential.trembles import Reached
from crisis_sim.time_limits import time_is_over

__all__ = ["MixedParts", "Stopped", "profile_of"]

Chances = tuple[Number, ...]
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

    searching = "mixed strategies"

    def __init__(self, parts: Parts, most: int) -> None:
        super().__init__(parts.game, most, parts.report)
        self.known = dict(parts.known)
        self.mixtures: list[Chances] = []
        self.numbers: dict[Chances, int] = {}

    def anew(self, most: int) -> MixedParts:
        """The same, mixtures and what is known included, with trials counted from 0."""
        other = MixedParts(self, most)
        other.mixtures, other.numbers = self.mixtures, self.numbers
        return other

    def attempt(self) -> None:
        """Count one more trial, and stop at the limit."""
        self.tried += 1
        if self.tried > self.most:
            raise Stopped(f"{self.most:,} trials")
        if not self.tried % OFTEN:
            self.report(self.tried, self.searching)

    def walk(self, count: int) -> None:
        """Stop as at the limit on trials; also when the time allowed is over."""
        self.walked += count
        if self.walked > MOST_WALKED:
            raise Stopped(f"{MOST_WALKED:,} steps through the tree")
        if time_is_over():
            raise Stopped("time")

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
        return tuple(ONE if other == action else ZERO for other in range(self.width[one]))

    def step(self, reached: Reached, branch: int, child: int, actions: Actions) -> Reached:
        """The child of a node: a mistake if the profile does not lead there, else less likely."""
        action = actions[self.set_of[reached.node]]
        if action >= 0:
            return super().step(reached, branch, child, actions)
        chance = self.mixtures[-action - 1][branch]
        if chance > 0:
            return Reached(child, reached.weight * chance, reached.mistakes)
        return Reached(child, reached.weight, reached.mistakes | {self.choice[child]})

    def begun(
        self, nodes: list[Reached], actions: Actions, below: Continuation, strain: float
    ) -> Continuation:
        """The solution seen from the part's first nodes."""
        values: dict[int, Row] = {}
        play: dict[int, int] = {}
        for node in (reached.node for reached in nodes):
            chances, following = self.followed(node, actions)
            values[node] = weighted_sum(chances, [below.values[child] for child in following])
            play[node] = 0
            for child in following:
                play[node] |= below.play[child]
        return Continuation(actions, values, play, max(strain, below.strain))

    def gains(
        self, one: int, members: list[Reached], actions: Actions, values: Mapping[int, Row]
    ) -> tuple[Gains, Row]:
        """(other actions, classes) as for an action; for a mixture its gain over every action."""
        if actions[one] >= 0:
            return super().gains(one, members, actions, values)
        worth, prior = self.worth_by_class(members, actions, values)
        chances = self.chances(one, actions[one])
        expected = [dot(chances, own) for own in worth]
        table = [
            tuple(mean - own[action] for mean, own in zip(expected, worth, strict=True))
            for action in range(self.width[one])
        ]
        return table, prior

    def value(self, node: int, actions: Actions, values: Mapping[int, Row]) -> Row:
        """The value of a node under the actions; looked up in ``values`` where it is there."""
        mover = self.mover[node]
        if node in values or mover in (TERMINAL, CHANCE) or actions[self.set_of[node]] >= 0:
            return super().value(node, actions, values)
        chances, following = self.followed(node, actions)
        return weighted_sum(chances, [self.value(child, actions, values) for child in following])

    def followed(self, node: int, actions: Actions) -> tuple[list[Number], list[int]]:
        """The chances above zero of the actions played at a node, and where these lead."""
        chances = self.chances(self.set_of[node], actions[self.set_of[node]])
        played = [i for i, chance in enumerate(chances) if chance > 0]
        return [chances[i] for i in played], [self.children[node][i] for i in played]


def profile_of(parts: Parts, actions: Actions) -> Chances:
    """(choices,) the behaviour profile that plays ``actions``, mixtures included."""
    profile: list[Number] = []
    for one, width in enumerate(parts.width):
        action = actions[one]
        if isinstance(parts, MixedParts):
            profile += parts.chances(one, action)
        else:
            profile += [ONE if other == action else ZERO for other in range(width)]
    return tuple(profile)
