"""The game without agreement: every action that can only end in one is taken away.

What remains is what play would come to if each side refused every settlement; its equilibrium
is the disagreement point of the bargaining view.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Exact, Game, Numbers
from crisis_sim.game.tree import TERMINAL, Integers, Tree
from crisis_sim.remedy import Remedy

__all__ = ["without_agreement"]

Flags = NDArray[np.bool_]


def without_agreement(game: Game, agreements: frozenset[str]) -> Game:
    """The game without the actions that lead to nothing but outcomes in ``agreements``.

    An action goes only if it does so from every node of its information set. Chance is left as it
    is, so that an agreement can remain that comes about by chance alone.

    Raises
    ------
    NotSolved
        Nothing would remain: every outcome is an agreement.
    """
    tree = game.tree
    agreed = _agreed(tree, agreements)
    if agreed[0]:
        raise NotSolved(
            "every way through this game ends in an agreement, so that there is no continuation "
            "without one; name a disagreement point with ",
            Remedy("disagreement"),
        )
    count = len(tree.choice_set)
    chosen = np.flatnonzero(tree.choice >= 0)
    spared = np.bincount(tree.choice[chosen], ~agreed[chosen], minlength=count) > 0
    gone = np.zeros(tree.size, dtype=bool)
    gone[chosen] = ~spared[tree.choice[chosen]]
    for level in tree.levels[1:]:
        gone[level] |= gone[tree.parent[level]]
    return restricted(game, ~gone)


def _agreed(tree: Tree, agreements: frozenset[str]) -> Flags:
    """(nodes,) whether every way from here ends in an agreement."""
    named = np.array([name in agreements for name in tree.outcomes])
    agreed = np.ones(tree.size, dtype=bool)
    terminals = tree.terminals
    agreed[terminals] = named[tree.rows[tree.payoff_row[terminals]]]
    for level in reversed(tree.levels[1:]):
        np.logical_and.at(agreed, tree.parent[level], agreed[level])
    return agreed


def restricted(game: Game, keep: Flags) -> Game:
    """The game with only some of its nodes: the root, and with each node its parent.

    Actions may be taken from an information set, at all of its nodes alike; the chances at a node
    are expected to be left whole.
    """
    tree = game.tree
    nodes = np.flatnonzero(keep)
    number = np.full(tree.size, -1, dtype=np.int32)
    number[nodes] = np.arange(len(nodes), dtype=np.int32)
    parent = tree.parent[nodes].copy()
    parent[1:] = number[parent[1:]]
    held = tree.information_set[nodes]
    sets = np.unique(held[held >= 0])
    renumbered = np.full(len(tree.set_player), -1, dtype=np.int32)
    renumbered[sets] = np.arange(len(sets), dtype=np.int32)
    count = np.cumsum(keep)
    small = replace(
        tree,
        parent=parent,
        branch=_branches(parent),
        mover=tree.mover[nodes],
        information_set=np.where(held >= 0, renumbered[held], -1).astype(np.int32),
        end=count[tree.end[nodes] - 1].astype(np.int32),
        move=tree.move[nodes],
        place=tree.place[nodes],
        payoff_row=tree.payoff_row[nodes],
        set_player=tree.set_player[sets],
        set_label=tree.set_label[sets],
        set_actions=_actions(tree, keep)[sets],
    )
    kept = nodes.tolist()
    exact, known = game.exact, game.irrational
    if exact is not None:
        exact = Exact(tuple(exact.chance[node] for node in kept), exact.payoffs)
    if known is not None:
        known = Numbers([known.chance[node] for node in kept], known.payoffs)
    return replace(
        game, tree=small, chance=game.chance[nodes].copy(), exact=exact, irrational=known
    )


def _branches(parent: Integers) -> Integers:
    """(nodes,) which of its parent's moves leads to each node, counted anew."""
    seen: dict[int, int] = {}
    branch = np.full(len(parent), -1, dtype=np.int32)
    for node in range(1, len(parent)):
        above = int(parent[node])
        branch[node] = seen.get(above, 0)
        seen[above] = int(branch[node]) + 1
    return branch


def _actions(tree: Tree, keep: Flags) -> Integers:
    """(information sets,) how many actions are left at each."""
    left = np.bincount(tree.parent[1:][keep[1:]], minlength=tree.size)
    actions = np.zeros(len(tree.set_player), dtype=np.int32)
    for node in np.flatnonzero((tree.mover != TERMINAL) & (tree.information_set >= 0) & keep):
        actions[tree.information_set[node]] = left[node]
    return actions
