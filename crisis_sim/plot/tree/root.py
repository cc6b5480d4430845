"""The node that a user means by a situation, an information set or a number."""

from __future__ import annotations

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.game.tree import TERMINAL
from crisis_sim.near_names import nearest
from crisis_sim.solve.solution import Solution

__all__ = ["find_root"]


def find_root(solution: Solution, name: str, which: int = 0) -> int:
    """The node to draw a part of the tree from.

    ``name`` is the label of a situation or of an information set, or a node's number. Of several
    nodes the likeliest in the equilibrium is taken, and among equals the first.

    Raises
    ------
    InputError
        No place where somebody moves is called so; the message lists those that are.
    """
    tree = solution.game.tree
    wanted = " ".join(name.split()).casefold()
    inner = np.flatnonzero(tree.mover != TERMINAL)
    if wanted.isdecimal() and int(wanted) < tree.size:
        return int(wanted)
    sets = [
        tree.members(number)
        for number, label in enumerate(tree.set_label)
        if tree.labels[label].casefold() == wanted
    ]
    named = [inner[[tree.label(int(node)).casefold() == wanted for node in inner]]]
    found = np.concatenate([*sets, *named]) if sets else named[0]
    if not len(found):
        places = dict.fromkeys(tree.label(int(node)) for node in inner)
        places |= dict.fromkeys(tree.labels[label] for label in tree.set_label)
        raise InputError(f"nothing here is called '{name}'. {nearest(name, places)}")
    reach = solution.reach(which)[found]
    return int(found[int(np.argmax(reach))])
