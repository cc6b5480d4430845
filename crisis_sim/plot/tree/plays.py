"""The likeliest ways in which a game is played to its end, whatever its picture folds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import TERMINAL, Tree

__all__ = ["Move", "Play", "Plays", "likeliest_plays"]

MOST = 4
"""Ways that are told one by one."""


@dataclass(frozen=True, slots=True)
class Move:
    """Who moves where, ``CHANCE`` or a player, and what is done."""

    place: str
    player: int
    label: str


@dataclass(frozen=True, slots=True)
class Play:
    """One way of playing: how likely it is, its moves, and its outcome."""

    probability: float
    moves: tuple[Move, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Plays:
    """The likeliest ways, and the number and the probability of all others."""

    told: tuple[Play, ...]
    more: int
    rest: float


def likeliest_plays(tree: Tree, reach: Floats, root: int = 0) -> Plays:
    """The likeliest ways from ``root`` on, by the (nodes,) probabilities of coming to each node."""
    nodes = np.arange(root, int(tree.end[root]))
    ends = nodes[(tree.mover[nodes] == TERMINAL) & (reach[nodes] > 0.0)]
    ends = ends[np.argsort(-reach[ends], kind="stable")]
    told = tuple(_play(tree, reach, root, int(end)) for end in ends[:MOST])
    return Plays(told, len(ends[MOST:]), float(reach[ends[MOST:]].sum()))


def _play(tree: Tree, reach: Floats, root: int, end: int) -> Play:
    below = tree.path(end)[int(tree.depth[root]) + 1 :]
    moves = []
    for node in below:
        parent = int(tree.parent[node])
        moves.append(Move(tree.label(parent), int(tree.mover[parent]), tree.move_label(node)))
    return Play(float(reach[end]), tuple(moves), tree.label(end))
