"""Passive beliefs: what was not expected tells nothing but that somebody made a mistake."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from itertools import compress

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Row
from crisis_sim.game.tree import TERMINAL
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.refine.path import ProfilePath
from crisis_sim.solve.refine.verdict import PASSED, Verdict
from crisis_sim.solve.sequential.continuation import Actions, PlayedAlike
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.trembles import Reached, passively_believed
from crisis_sim.strategy.certificate import exact_agent_regrets
from crisis_sim.strategy.exactly import Beliefs, ExactPlay

__all__ = ["PassiveParts", "passive_beliefs", "supported_passively"]


def supported_passively(parts: PassiveParts, path: ProfilePath) -> Verdict:
    """Whether the play is that of a sequential equilibrium with passive beliefs.

    Beliefs are passive if they are the limit as all mistakes, alike in probability, vanish
    together: after a surprise every type keeps its prior, and fewer mistakes are always likelier
    than more (in bargaining, Rubinstein 1985 discusses such conjectures). They are consistent, and
    unlike beliefs taken to be passive at each information set by itself can be had together.

    The profile given is tried first; then, where the path is pure, every other pure profile with
    the same path. A mixed path whose own profile fails is left undecided.
    """
    beliefs = passive_beliefs(path.play)
    if all(regret == 0 for regret in exact_agent_regrets(path.play, beliefs)):
        return PASSED
    if path.reached == (1 << len(parts.members)) - 1:
        return PASSED
    if path.mixed:
        return Verdict(None, "other ways to go on off a mixed path were not searched")
    try:
        return Verdict(_play(parts, path) in parts.plays)
    except NotSolved as error:
        return Verdict(None, str(error))


def passive_beliefs(play: ExactPlay) -> Beliefs:
    """(nodes,) limit of Bayes' rule when every mistake has the same vanishing probability.

    At each information set belief is on the nodes that the fewest mistakes lead to, in proportion
    to the probability of all other moves on the way. None at nodes where no player moves.
    """
    tree = play.tree
    weight: list[Number] = [ONE] * tree.size
    mistakes = [0] * tree.size
    for node in range(1, tree.size):
        parent, share = play.parent[node], play.probability[node]
        wrong = share == 0
        mistakes[node] = mistakes[parent] + wrong
        weight[node] = weight[parent] if wrong or share == 1 else weight[parent] * share
    beliefs: list[Number | None] = [None] * tree.size
    for one in range(len(tree.set_player)):
        nodes = tree.members(one).tolist()
        likely = passively_believed([mistakes[node] for node in nodes])
        total = sum((weight[node] for node in compress(nodes, likely)), ZERO)
        for node, held in zip(nodes, likely, strict=True):
            beliefs[node] = weight[node] / total if held else ZERO
    return tuple(beliefs)


def _play(parts: Parts, path: ProfilePath) -> int:
    """The terminals reached, as bits; by chance moves of probability zero as well."""
    play, stack = 0, [0]
    while stack:
        node = stack.pop()
        if parts.mover[node] == TERMINAL:
            play |= 1 << node
        for child in parts.children[node]:
            choice = parts.choice[child]
            if choice < 0 or path.profile[choice] > 0:
                stack.append(child)
    return play


class PassiveParts(Parts):
    """The parts of a game in which only passive beliefs may support an action."""

    counts_mistakes = True
    kept = 1
    searching = "refinements"

    def __init__(self, parts: Parts) -> None:
        vars(self).update(vars(parts))
        self.known: dict[object, list[PlayedAlike]] = {}
        self.tried = 0

    @cached_property
    def plays(self) -> frozenset[int]:
        """Every play that passive beliefs support, each as the terminals it reaches, as bits.

        Costs no more than the search for all pure sequential equilibria.
        """
        found = self.together([self.root()], {})
        return frozenset(continuation.play[0] for continuation, _ in found)

    def strain(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Row]
    ) -> float:
        """Zero where the passive belief supports the action, else infinite."""
        members = self.reached_in(one, nodes, actions)
        likely = passively_believed([len(reached.mistakes) for reached in members])
        player = self.mover[members[0].node]
        worth: list[Number] = [ZERO] * self.width[one]
        for reached in compress(members, likely):
            own = self.own_values(reached.node, player, actions, values)
            worth = [a + reached.weight * b for a, b in zip(worth, own, strict=True)]
        return 0.0 if worth[actions[one]] == max(worth) else math.inf
