"""Which of several equilibria a figure shows, told as ``solve`` lists them."""

from __future__ import annotations

import numpy as np

from crisis_sim.game.tree import Tree
from crisis_sim.solve.solution import Solution

__all__ = ["which_told"]


def which_told(solution: Solution, which: int) -> str:
    """Its number, of how many, and its most likely outcome; empty for the only one."""
    count = len(solution.equilibria)
    if count == 1:
        return ""
    likeliest = next(iter(solution.equilibria[which].outcomes))
    return f"{which + 1} of {count} ('{_label(solution.game.tree, likeliest)}')"


def _label(tree: Tree, outcome: str) -> str:
    """What an outcome of a tree is called at its terminals."""
    rows = tree.rows[tree.payoff_row[tree.terminals]]
    found = np.flatnonzero(rows == tree.outcomes.index(outcome))
    return tree.label(int(tree.terminals[found[0]])) if len(found) else outcome
