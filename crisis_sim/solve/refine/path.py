"""The path of an equilibrium: what is reached, what it is worth there, and what is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.strategy.evaluate import node_values, reach_probabilities

__all__ = ["Path", "path_of"]


@dataclass(frozen=True, eq=False)
class Path:
    """What a profile reaches.

    Attributes
    ----------
    profile : (choices,) behaviour probabilities.
    reach : (nodes,) probability that each node is reached.
    worth : (information sets,) what the player who moves there expects; nan where not reached.
    settled : the action at each information set reached where one action is played for sure.
    mixed : the information sets reached where several actions are played, as bits of an integer.
    reached : all information sets reached, as bits of an integer.
    """

    profile: Floats
    reach: Floats
    worth: Floats
    settled: Mapping[int, int]
    mixed: int
    reached: int


def path_of(game: Game, profile: Floats) -> Path:
    """The path of a profile. Costs two passes over the tree."""
    tree = game.tree
    reach = reach_probabilities(game, profile)
    values = node_values(game, profile)
    nodes = tree.set_member
    sets = tree.information_set[nodes]
    count = len(tree.set_player)
    total = np.bincount(sets, weights=reach[nodes], minlength=count)
    weighted = np.bincount(
        sets, weights=reach[nodes] * values[nodes, tree.mover[nodes]], minlength=count
    )
    worth = np.full(count, np.nan)
    on_path = total > 0
    worth[on_path] = weighted[on_path] / total[on_path]
    settled: dict[int, int] = {}
    mixed = reached = 0
    for one in np.flatnonzero(on_path).tolist():
        start, stop = tree.choice_start[one : one + 2].tolist()
        played = np.flatnonzero(profile[start:stop]).tolist()
        reached |= 1 << one
        if len(played) == 1:
            settled[one] = played[0]
        else:
            mixed |= 1 << one
    return Path(profile, reach, worth, settled, mixed, reached)
