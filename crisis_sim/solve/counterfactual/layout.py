"""A game laid out for counterfactual regret: sequences in flat arrays, player after player.

Under perfect recall a player's last choice names the whole sequence of its choices, so that a
terminal counts for the sequences that lead to it and nodes on the way need not be visited. Slots
``0 .. players - 1`` stand for the empty sequences; every choice has one slot after them, the
choices of a player together, those of an information set too, earlier sets before later ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Integers, Tree
from crisis_sim.strategy.evaluate import reach_probabilities

__all__ = ["Layout", "Slots", "lay_out"]

Slots = NDArray[np.uint32]
"""Slot numbers; unsigned, which spares compiled code the question whether an index is negative."""


class Layout(NamedTuple):
    """The arrays that the compiled loops walk.

    Attributes
    ----------
    first : (players + 1,) the sets of player ``p`` are ``first[p] .. first[p + 1] - 1``.
    start : (sets + 1,) the slots of set ``k`` are ``start[k] .. start[k + 1] - 1``.
    before : (sets,) the slot of the sequence that leads to each set.
    last : (players, terminals) the slot of each player's sequence to each terminal.
    weight : (players, terminals) payoffs, times the probability of the chance moves on the way.
    choice : (choices,) the choice number of each slot after the empty sequences.
    """

    first: Slots
    start: Slots
    before: Slots
    last: Slots
    weight: Floats
    choice: Integers


def lay_out(game: Game) -> Layout:
    """The layout of a game of perfect recall; linear in the tree but for sorting its sets.

    Terminals that chance never reaches are left out.
    """
    tree = game.tree
    players = len(tree.players)
    entrance = tree.set_member[tree.set_member_start[:-1]]
    # A set that follows another one has its first node below some node of that one.
    order = np.lexsort((entrance, tree.set_player))
    first = np.searchsorted(tree.set_player[order], np.arange(players + 1))
    counts = tree.set_actions[order]
    start = players + np.concatenate([[0], np.cumsum(counts)])
    offset = tree.choice_start[order] - (start[:-1] - players)
    choice = (np.repeat(offset, counts) + np.arange(len(tree.choice_set))).astype(np.int32)
    slot = np.empty(len(choice) + 1, dtype=np.uint32)
    slot[choice] = np.arange(players, players + len(choice))
    by_chance = reach_probabilities(game, np.ones(len(choice)))
    reach = by_chance[tree.terminals]
    ends, reach = tree.terminals[reach > 0.0], reach[reach > 0.0]
    return Layout(
        first=first.astype(np.uint32),
        start=start.astype(np.uint32),
        before=_before(tree, slot, tree.set_player[order], entrance[order]),
        last=np.stack([_before(tree, slot, p, ends) for p in range(players)]),
        weight=np.ascontiguousarray(game.payoffs[tree.payoff_row[ends]].T * reach),
        choice=choice,
    )


def _before(tree: Tree, slot: Slots, player: Integers | int, nodes: Integers) -> Slots:
    """The slot of a player's sequence to each node."""
    own = tree.own_choice[nodes, player]
    return np.where(own >= 0, slot[own], player).astype(np.uint32)
