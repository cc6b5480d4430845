"""Perfect recall: a player never forgets what it knew or did."""

from __future__ import annotations

import numpy as np

from crisis_sim.game.tree import Integers, Tree

__all__ = ["forgetful_sets"]


def forgetful_sets(tree: Tree) -> Integers:
    """The information sets at which the player has forgotten something; empty under perfect recall.

    Recall is perfect if and only if all nodes of every information set follow the same last choice
    of the player who moves there (Selten 1975; by induction, then the same sequence of choices).
    A set that holds a node and one of its successors is among those returned.
    """
    members = tree.set_member
    if not len(members):
        return np.zeros(0, dtype=np.int32)
    sets = tree.information_set[members]
    last = tree.own_choice[members, tree.mover[members]]
    first = last[tree.set_member_start[:-1]]
    return np.unique(sets[last != first[sets]]).astype(np.int32)
