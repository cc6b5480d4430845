"""Passive beliefs: what was not expected tells nothing but that somebody made a mistake."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import TERMINAL
from crisis_sim.solve.refine.path import Path
from crisis_sim.solve.refine.verdict import PASSED, Verdict
from crisis_sim.solve.sequential.parts import Actions, Parts, Played
from crisis_sim.solve.sequential.trembles import Reached
from crisis_sim.strategy.certificate import agent_regrets
from crisis_sim.strategy.evaluate import branch_probabilities

__all__ = ["PassiveParts", "passive_beliefs", "supported_passively"]


def supported_passively(parts: PassiveParts, path: Path) -> Verdict:
    """Whether the play is that of a sequential equilibrium with passive beliefs.

    Beliefs are passive if they are the limit as all mistakes, alike in probability, vanish
    together: after a surprise every type keeps its prior, and fewer mistakes are always likelier
    than more (in bargaining, Rubinstein 1985 discusses such conjectures). They are consistent, and
    unlike beliefs taken to be passive at each information set by itself can be had together.

    The profile given is tried first; then, where the path is pure, every other pure profile with
    the same path. A mixed path whose own profile fails is left undecided.
    """
    beliefs = passive_beliefs(parts.game, path.profile)
    if agent_regrets(parts.game, path.profile, beliefs).max(initial=0.0) <= parts.tol:
        return PASSED
    if path.mixed:
        return Verdict(None, "other ways to go on off a mixed path were not searched")
    try:
        return Verdict(_play(parts, path) in parts.plays)
    except NotSolved as error:
        return Verdict(None, str(error))


def passive_beliefs(game: Game, profile: Floats) -> Floats:
    """(nodes,) limit of Bayes' rule when every mistake has the same vanishing probability.

    At each information set belief is on the nodes that the fewest mistakes lead to, in proportion
    to the probability of all other moves on the way. nan at nodes where no player moves.
    """
    tree = game.tree
    weight = branch_probabilities(game, profile)
    mistakes = (weight == 0.0).astype(np.int64)
    weight[weight == 0.0] = 1.0
    for level in tree.levels[1:]:
        weight[level] *= weight[tree.parent[level]]
        mistakes[level] += mistakes[tree.parent[level]]
    beliefs = np.full(tree.size, np.nan)
    nodes = tree.set_member
    if not len(nodes):
        return beliefs
    starts = tree.set_member_start[:-1]
    sets = tree.information_set[nodes]
    fewest = np.minimum.reduceat(mistakes[nodes], starts)[sets]
    likely = np.where(mistakes[nodes] == fewest, weight[nodes], 0.0)
    beliefs[nodes] = likely / np.add.reduceat(likely, starts)[sets]
    return beliefs


def _play(parts: Parts, path: Path) -> int:
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

    def __init__(self, parts: Parts) -> None:
        vars(self).update(vars(parts))
        self.known: dict[object, list[Played]] = {}
        self.tried = 0

    @cached_property
    def plays(self) -> frozenset[int]:
        """Every play that passive beliefs support, each as the terminals it reaches, as bits.

        Costs no more than the search for all pure sequential equilibria.
        """
        found = self.together([self.root()], {})
        return frozenset(continuation.play[0] for continuation, _ in found)

    def strain(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Floats]
    ) -> float:
        """Zero where the passive belief supports the action, else infinite."""
        members = self.reached_in(one, nodes, actions)
        fewest = min(len(reached.mistakes) for reached in members)
        likely = [reached for reached in members if len(reached.mistakes) == fewest]
        player = self.mover[members[0].node]
        worth = sum(r.weight * self.own_values(r.node, player, actions, values) for r in likely)
        total = sum(reached.weight for reached in likely)
        short = float(np.max(worth - np.asarray(worth)[actions[one]])) / total
        return 0.0 if short <= self.tol else math.inf
