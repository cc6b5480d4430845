"""Which nodes of a game tree a reader needs to see, and which are folded into a stub."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import TERMINAL, Tree

__all__ = ["MOST_ROWS", "Folding", "fold"]

MOST_ROWS = 60
"""Leaves of a folded picture that fit on one page of a journal, at a readable size."""

_STEPS = ((0.0, 1), (0.0, 0), (0.001, 0), (0.01, 0), (0.05, 0), (0.2, 0), (0.5, 0))
"""Ever stronger folding: the reach that counts as on the path, and the moves shown off it."""


@dataclass(frozen=True, slots=True)
class Folding:
    """What is drawn of a tree.

    ``shown`` are node numbers in increasing order, the root of the picture first; ``folded`` says
    for each of them whether it stands for its whole subtree.
    """

    shown: tuple[int, ...]
    folded: tuple[bool, ...]


def fold(tree: Tree, reach: Floats, *, root: int = 0, full: bool = False) -> Folding:
    """Choose the nodes to draw below ``root``.

    Shown are every node on the equilibrium path, every deviation from it, and the replies to the
    deviation, each as a terminal or a stub. Subtrees that differ only by a hidden type are folded
    alike, as only distance from the path counts. When that gives more than :data:`MOST_ROWS`
    leaves, deviations are stubs themselves, and then so are ever more likely branches.

    Parameters
    ----------
    reach : (nodes,) probability that each node is reached from ``root``.
    full : show every node.
    """
    if full:
        nodes = range(root, int(tree.end[root]))
        return Folding(tuple(nodes), (False,) * len(nodes))
    for least, beyond in _STEPS:
        folding = _folding(tree, reach, root, least, beyond)
        if _leaves(tree, folding) <= MOST_ROWS:
            break
    return folding


def _folding(tree: Tree, reach: Floats, root: int, least: float, beyond: int) -> Folding:
    off = _distance_from_path(tree, reach > least, root)
    span = slice(root, int(tree.end[root]))
    nodes = np.flatnonzero(off[span] <= beyond + 1) + root
    folded = (off[nodes] > beyond) & (tree.mover[nodes] != TERMINAL)
    return Folding(tuple(nodes.tolist()), tuple(folded.tolist()))


def _distance_from_path(tree: Tree, on_path: NDArray[np.bool_], root: int) -> NDArray[np.int64]:
    off = np.zeros(tree.size, dtype=np.int64)
    for level in tree.levels[1:]:
        off[level] = np.where(on_path[level], 0, off[tree.parent[level]] + 1)
    off[root] = 0
    return off


def _leaves(tree: Tree, folding: Folding) -> int:
    terminal = tree.mover[np.asarray(folding.shown)] == TERMINAL
    return int(np.count_nonzero(terminal | np.asarray(folding.folded)))
