"""Whether a game's numbers are such: payoffs finite, chance summing to one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE

__all__ = ["EXACT_SUM_SLACK", "SUM_SLACK", "refuse_improper"]

EXACT_SUM_SLACK = Fraction(1, 10**9)
"""By how much the probabilities at a chance node may fail to sum to one."""
SUM_SLACK = float(EXACT_SUM_SLACK)


def refuse_improper(game: Game) -> None:
    """Refuse a game that no method could solve; one pass over its numbers.

    Games from scenarios and files have been checked where they were read; this is for games that a
    program has put together.

    Raises
    ------
    InputError
        A payoff that is not finite, or chance moves whose probabilities are negative or do not sum
        to one; the message names the outcome or the node.
    """
    tree = game.tree
    wrong = np.flatnonzero(~np.isfinite(game.payoffs).all(axis=1))
    if len(wrong):
        outcome = tree.outcomes[int(tree.rows[wrong[0]])]
        raise InputError(
            f"the payoffs of '{outcome}' are not finite numbers; for something to be avoided at "
            "any cost give a large negative number"
        )
    nodes = np.flatnonzero(tree.mover == CHANCE)
    if not len(nodes):
        return
    after = np.zeros(tree.size, dtype=bool)
    after[1:] = tree.mover[tree.parent[1:]] == CHANCE
    bad = np.flatnonzero(after & ~(game.chance >= 0.0))
    if len(bad):
        label, value = tree.move_label(int(bad[0])), game.chance[bad[0]]
        raise InputError(f"the probability of '{label}' is {value:g}; it must be 0 or more")
    totals = np.bincount(tree.parent[after], weights=game.chance[after], minlength=tree.size)
    off = nodes[np.abs(totals[nodes] - 1.0) > SUM_SLACK]
    if len(off):
        raise InputError(
            f"the probabilities at '{tree.label(int(off[0]))}' sum to {totals[off[0]]:.12g}, "
            "not 1; divide each by their sum"
        )
