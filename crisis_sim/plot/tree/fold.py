"""Which nodes of a game tree a reader needs to see, and which are folded into a stub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.remedy import Remedy

__all__ = ["MOST_LINES", "Folding", "foldings", "unfolded"]

MOST_DRAWN = 10_000
"""Nodes of a tree that is drawn in full: some 500 MB and ten seconds."""

MOST_LINES = 60.0
"""Lines of text that a page of a journal holds at a readable size."""

SMALL = 20
"""Leaves up to which nothing is folded."""


@dataclass(frozen=True, slots=True)
class Folding:
    """What is drawn of a tree.

    ``shown`` are node numbers in increasing order, the root of the picture first; ``folded`` says
    for each of them whether it stands for its whole subtree.
    """

    shown: tuple[int, ...]
    folded: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much to fold.

    ``least`` is the reach above which a node counts as on the path, ``beyond`` the moves off it
    that are opened, ``through`` whether a chance move off the path is passed for free, ``alone``
    whether moves that are never made are left out.
    """

    least: float
    beyond: int
    through: bool = False
    alone: bool = False


_MEASURES = (
    _Measure(0.0, 1, through=True),
    _Measure(0.0, 1),
    *(
        _Measure(least, 0, alone=alone)
        for least in (0.0, 0.001, 0.01, 0.05, 0.2, 0.5)
        for alone in (False, True)
    ),
)


def foldings(tree: Tree, reach: Floats, root: int = 0) -> Iterator[Folding]:
    """Ways to draw the tree below ``root``, from the most that a reader can use to the least.

    A tree with at most :data:`SMALL` leaves is shown whole. Of a larger one every node on the
    equilibrium path is shown, every deviation from it, what chance then brings, and the replies,
    each as a terminal or a stub. Subtrees that differ only by a hidden type are folded alike, as
    only distance from the path counts. In what follows first what chance brings is a stub, then
    deviations are; then they are left out, so that the path stands alone; and then ever more likely
    branches of it are stubs, again with the deviations from the rest first. The likeliest play is
    never folded. A way with more leaves than :data:`MOST_LINES` is passed over, but for the last.

    ``reach`` is (nodes,) the probability that each node is reached from ``root``.
    """
    span = slice(root, int(tree.end[root]))
    if np.count_nonzero(tree.mover[span] == TERMINAL) <= SMALL:
        yield unfolded(tree, root)
    for number, measure in enumerate(_MEASURES, 1):
        folding = _folding(tree, reach, root, measure)
        if _leaves(tree, folding) <= MOST_LINES or number == len(_MEASURES):
            yield folding


def unfolded(tree: Tree, root: int = 0) -> Folding:
    """Every node below ``root``; InputError if there are more than 10,000."""
    nodes = range(root, int(tree.end[root]))
    if len(nodes) > MOST_DRAWN:
        raise InputError(
            f"the tree has {len(nodes):,} nodes; more than {MOST_DRAWN:,} are not drawn in full: "
            "let it be folded, or draw it from a situation on (",
            Remedy("root"),
            ")",
        )
    return Folding(tuple(nodes), (False,) * len(nodes))


def _folding(tree: Tree, reach: Floats, root: int, measure: _Measure) -> Folding:
    span = slice(root, int(tree.end[root]))
    on_path = reach > measure.least
    on_path[tree.path(_likeliest(tree, reach, span))] = True
    off = _distance_from_path(tree, on_path, root, through=measure.through)
    # A stub stands where the moves beyond the path are used up; what is under it is further off.
    closed = (off > measure.beyond) & (tree.mover != TERMINAL)
    hidden = (reach <= 0.0) & measure.alone
    for level in tree.levels[int(tree.depth[root]) + 1 :]:
        parents = tree.parent[level]
        hidden[level] |= hidden[parents] | closed[parents]
    nodes = np.flatnonzero(~hidden[span]) + root
    return Folding(tuple(nodes.tolist()), tuple(closed[nodes].tolist()))


def _likeliest(tree: Tree, reach: Floats, span: slice) -> int:
    """The terminal at which play most likely ends."""
    terminal = tree.mover[span] == TERMINAL
    return int(np.argmax(np.where(terminal, reach[span], -1.0))) + int(span.start)


def _distance_from_path(
    tree: Tree, on_path: NDArray[np.bool_], root: int, *, through: bool
) -> NDArray[np.int64]:
    """(nodes,) moves from the path on; with ``through``, those of chance are not counted."""
    off = np.zeros(tree.size, dtype=np.int64)
    for level in tree.levels[int(tree.depth[root]) + 1 :]:
        parents = tree.parent[level]
        free = through & (tree.mover[parents] == CHANCE) & (off[parents] > 0)
        off[level] = np.where(on_path[level], 0, off[parents] + np.where(free, 0, 1))
    return off


def _leaves(tree: Tree, folding: Folding) -> int:
    terminal = tree.mover[np.asarray(folding.shown)] == TERMINAL
    return int(np.count_nonzero(terminal | np.asarray(folding.folded)))
