"""What a behaviour profile brings about: reach probabilities, beliefs and expected payoffs.

Every function costs one or two passes over the tree.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Integers, Tree

__all__ = [
    "action_values",
    "bayes_beliefs",
    "branch_probabilities",
    "node_values",
    "outcome_probabilities",
    "pure_profile",
    "reach_probabilities",
    "terminal_values",
    "uniform_profile",
]

LARGE = 200_000
"""From this many nodes on compiled passes pay for their start."""


def uniform_profile(tree: Tree) -> Floats:
    """(choices,) the profile that plays every action of an information set equally often."""
    return np.repeat(1.0 / tree.set_actions, tree.set_actions)


def pure_profile(tree: Tree, actions: Sequence[int] | Integers) -> Floats:
    """(choices,) the profile that plays action ``actions[h]`` at each information set ``h``."""
    profile = np.zeros(int(tree.choice_start[-1]))
    profile[tree.choice_start[:-1] + np.asarray(actions, dtype=np.int64)] = 1.0
    return profile


def branch_probabilities(game: Game, profile: Floats) -> Floats:
    """(nodes,) probability of the move that leads to each node, given its parent; 1 at the root."""
    choice = game.tree.choice
    probability = game.chance.copy()
    probability[0] = 1.0
    chosen = choice >= 0
    probability[chosen] = profile[choice[chosen]]
    return probability


def reach_probabilities(game: Game, profile: Floats, *, without: int | None = None) -> Floats:
    """(nodes,) probability that each node is reached.

    ``without`` leaves out that player's own choices, as if it steered towards every node.
    """
    tree = game.tree
    reach = branch_probabilities(game, profile)
    if without is not None:
        own = np.zeros(tree.size, dtype=bool)
        own[1:] = tree.mover[tree.parent[1:]] == without
        reach[own] = 1.0
    if tree.size >= LARGE:
        from crisis_sim.strategy.passes import multiply_down

        multiply_down(tree.parent, reach)
        return reach
    for level in tree.levels[1:]:
        reach[level] *= reach[tree.parent[level]]
    return reach


def terminal_values(game: Game) -> Floats:
    """(nodes, players) payoffs at terminals and 0 elsewhere, to be filled up."""
    tree = game.tree
    values = np.zeros((tree.size, len(tree.players)))
    values[tree.terminals] = game.payoffs[tree.payoff_row[tree.terminals]]
    return values


def node_values(game: Game, profile: Floats) -> Floats:
    """(nodes, players) expected payoffs from each node on."""
    tree = game.tree
    probability = branch_probabilities(game, profile)
    values = terminal_values(game)
    if tree.size >= LARGE:
        from crisis_sim.strategy.passes import sum_up

        sum_up(tree.end, probability, values)
        return values
    for level in reversed(tree.levels[1:]):
        np.add.at(values, tree.parent[level], probability[level, None] * values[level])
    return values


def outcome_probabilities(game: Game, profile: Floats) -> Floats:
    """(outcomes,) probability of each outcome of ``tree.outcomes``."""
    tree = game.tree
    terminals = tree.terminals
    reach = reach_probabilities(game, profile)[terminals]
    outcome = tree.rows[tree.payoff_row[terminals]]
    return np.asarray(
        np.bincount(outcome, weights=reach, minlength=len(tree.outcomes)), dtype=np.float64
    )


def bayes_beliefs(game: Game, profile: Floats) -> Floats:
    """(nodes,) probability of each decision node given its information set, by Bayes' rule.

    nan where the information set is not reached, and at nodes where no player moves.
    """
    tree = game.tree
    reach = reach_probabilities(game, profile)
    beliefs = np.full(tree.size, np.nan)
    decision = np.flatnonzero(tree.information_set >= 0)
    sets = tree.information_set[decision]
    total = np.bincount(sets, weights=reach[decision], minlength=len(tree.set_player))
    reached = total[sets] > 0
    nodes = decision[reached]
    beliefs[nodes] = reach[nodes] / total[sets[reached]]
    return beliefs


def action_values(game: Game, profile: Floats, beliefs: Floats) -> Floats:
    """(choices,) expected payoff of the mover from each action, given beliefs at its set.

    nan where the beliefs at the set are nan.
    """
    tree = game.tree
    chosen = np.flatnonzero(tree.choice >= 0).astype(np.int32)
    parents = tree.parent[chosen]
    own = node_values(game, profile)[chosen, tree.mover[parents]]
    own *= beliefs[parents]
    count = int(tree.choice_start[-1])
    weighted = np.bincount(tree.choice[chosen], weights=own, minlength=count)
    return np.asarray(weighted, dtype=np.float64)
