"""The proof that a profile is what it is called: its largest regret.

Nothing here knows how the profile was found. Player regret is found on the sequences of each
player (Koller, Megiddo and von Stengel 1996), in time linear in the tree; agent regret compares
the actions at each information set under the beliefs that come with the profile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Integers, Tree
from crisis_sim.strategy.evaluate import (
    action_values,
    bayes_beliefs,
    node_values,
    reach_probabilities,
)

__all__ = [
    "Certificate",
    "agent_regrets",
    "best_response_value",
    "certify",
    "own_sets_deepest_first",
    "player_regrets",
    "response_values",
]


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far a profile is from being an equilibrium, in payoff units.

    ``player_regret`` is the most that any player could gain by another strategy for the whole
    game. ``agent_regret`` is the most that could be gained by another action at one information
    set, reached or not, under the beliefs given there; nan when no beliefs were given.
    ``belief_error`` is the largest difference between those beliefs and Bayes' rule where it
    applies. ``scale`` is the payoff range, against which these are to be read.
    """

    player_regret: float
    agent_regret: float
    belief_error: float
    scale: float

    @property
    def max_regret(self) -> float:
        """The larger of the two regrets."""
        return float(np.nanmax([self.player_regret, self.agent_regret]))

    def holds(self, tol: float) -> bool:
        """Whether every regret, and every error in a belief, is within ``tol`` of the scale."""
        regret_holds = self.max_regret <= tol * max(self.scale, 1e-300)
        return regret_holds and not self.belief_error > tol


def certify(game: Game, profile: Floats, beliefs: Floats | None = None) -> Certificate:
    """Measure a profile, and with ``beliefs`` an assessment.

    Parameters
    ----------
    profile : (choices,) behaviour probabilities.
    beliefs : (nodes,) belief at each decision node; nan where there is none.
    """
    player = float(np.max(player_regrets(game, profile), initial=0.0))
    if beliefs is None:
        return Certificate(player, float("nan"), float("nan"), game.payoff_range)
    agent = agent_regrets(game, profile, beliefs)
    bayes = bayes_beliefs(game, profile)
    known = ~np.isnan(bayes)
    error = float(np.max(np.abs(beliefs[known] - bayes[known]), initial=0.0))
    return Certificate(player, float(np.max(agent, initial=0.0)), error, game.payoff_range)


def player_regrets(game: Game, profile: Floats) -> Floats:
    """(players,) what each player could gain by its best response to the others."""
    expected = node_values(game, profile)[0]
    best = [best_response_value(game, profile, player) for player in range(len(game.players))]
    return np.asarray(np.maximum(np.asarray(best) - expected, 0.0))


def best_response_value(game: Game, profile: Floats, player: int) -> float:
    """The most that ``player`` can expect against the others' strategies.

    Guaranteed under perfect recall.
    """
    return float(response_values(game, profile, player)[0])


def response_values(game: Game, profile: Floats, player: int) -> Floats:
    """(1 + choices,) what ``player`` can expect by each of its choices, if it goes on best.

    Weighted by how likely the others and chance let the choice's information set be reached. Each
    terminal is credited to the player's last choice before it; a choice is worth its credit and
    the best of what its information sets lead on to. Entry 0 is what comes before the player's
    first choice, which is the value of its best response; choice ``c`` has entry ``c + 1``.
    """
    tree = game.tree
    terminals = tree.terminals
    reach = reach_probabilities(game, profile, without=player)[terminals]
    credit = reach * game.payoffs[tree.payoff_row[terminals], player]
    worth = np.bincount(
        tree.own_choice[terminals, player] + 1,
        weights=credit,
        minlength=int(tree.choice_start[-1]) + 1,
    )
    for sets in own_sets_deepest_first(tree, player):
        starts = np.cumsum(tree.set_actions[sets]) - tree.set_actions[sets]
        best = np.maximum.reduceat(worth[_slots(tree, sets, starts)], starts)
        before = tree.own_choice[tree.set_member[tree.set_member_start[sets]], player] + 1
        np.add.at(worth, before, best)
    return np.asarray(worth, dtype=np.float64)


def _slots(tree: Tree, sets: Integers, starts: Integers) -> Integers:
    """The entries of the choices of several sets, one set after another from ``starts`` on."""
    counts = tree.set_actions[sets]
    first = np.repeat(tree.choice_start[sets] + 1 - starts, counts)
    return np.asarray(first + np.arange(len(first)), dtype=np.int32)


def own_sets_deepest_first(tree: Tree, player: int) -> list[Integers]:
    """A player's information sets in layers, so that later ones come before earlier ones.

    Under perfect recall the shallowest member of a later set stands below a member of the earlier
    one, so the least depth of a set's members orders them.
    """
    sets = np.flatnonzero(tree.set_player == player).astype(np.int32)
    if not len(sets):
        return []
    depths = tree.depth[tree.set_member]
    shallowest = np.minimum.reduceat(depths, tree.set_member_start[:-1])[sets]
    return [sets[shallowest == depth] for depth in np.unique(shallowest)[::-1]]


def agent_regrets(game: Game, profile: Floats, beliefs: Floats) -> Floats:
    """(information sets,) the gain from the best action over the profile's, under the beliefs."""
    tree = game.tree
    values = action_values(game, profile, beliefs)
    starts = tree.choice_start[:-1]
    if not len(starts):
        return np.zeros(0)
    best = np.maximum.reduceat(values, starts)
    played = np.add.reduceat(profile * values, starts)
    return np.asarray(np.maximum(best - played, 0.0))
