"""Passive beliefs: what was not expected tells nothing but that somebody made a mistake."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.solve.refine.path import Path
from crisis_sim.solve.refine.verdict import PASSED, Verdict
from crisis_sim.solve.sequential.parts import NOTHING, Actions, Parts, Played, reach_all
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
        parts.tried = 0
        found = parts.together([Reached(0, 1.0, NOTHING)], path.settled)
        return Verdict(next(iter(found), None) is not None)
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


class PassiveParts(Parts):
    """The parts of a game in which only passive beliefs may support an action.

    For the whole game, begun at its root: an information set some of whose nodes are out of sight
    has been tested with all of them in an earlier part. One instance serves all equilibria of a
    game.
    """

    def __init__(self, parts: Parts) -> None:
        vars(self).update(vars(parts))
        self.known: dict[object, list[Played]] = {}
        self.tried = 0

    def strain(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Floats]
    ) -> float:
        """Zero where the passive belief supports the action, else infinite."""
        members = [reached for reached in nodes if self.set_of[reached.node] == one]
        if len(members) < len(self.members[one]):
            members = [r for r in reach_all(self, nodes, actions) if self.set_of[r.node] == one]
        if len(members) < len(self.members[one]):
            return 0.0
        fewest = min(len(reached.mistakes) for reached in members)
        likely = [reached for reached in members if len(reached.mistakes) == fewest]
        player = self.mover[members[0].node]
        worth = sum(r.weight * self.own_values(r.node, player, actions, values) for r in likely)
        total = sum(reached.weight for reached in likely)
        short = float(np.max(worth - np.asarray(worth)[actions[one]])) / total
        return 0.0 if short <= self.tol else math.inf
