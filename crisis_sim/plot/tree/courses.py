"""The likeliest ways in which a game is played to its end, whatever its picture folds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import TERMINAL, Tree

__all__ = ["Course", "CourseMove", "Courses", "likeliest_courses"]

MOST = 4
"""Ways that are told one by one."""


@dataclass(frozen=True, slots=True)
class CourseMove:
    """Who moves where, ``CHANCE`` or a player, and what is done."""

    place: str
    player: int
    label: str


@dataclass(frozen=True, slots=True)
class Course:
    """One way of playing: how likely it is, its moves, and its outcome."""

    probability: float
    moves: tuple[CourseMove, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Courses:
    """The likeliest ways, and the number and the probability of all others."""

    told: tuple[Course, ...]
    more: int
    rest: float


def likeliest_courses(tree: Tree, reach: Floats, root: int = 0) -> Courses:
    """The likeliest ways from ``root`` on, by the (nodes,) probabilities of coming to each node."""
    nodes = np.arange(root, int(tree.end[root]))
    ends = nodes[(tree.mover[nodes] == TERMINAL) & (reach[nodes] > 0.0)]
    ends = ends[np.argsort(-reach[ends], kind="stable")]
    told = tuple(_course(tree, reach, root, int(end)) for end in ends[:MOST])
    return Courses(told, len(ends[MOST:]), float(reach[ends[MOST:]].sum()))


def _course(tree: Tree, reach: Floats, root: int, end: int) -> Course:
    below = tree.path(end)[int(tree.depth[root]) + 1 :]
    moves = []
    for node in below:
        parent = int(tree.parent[node])
        moves.append(CourseMove(tree.label(parent), int(tree.mover[parent]), tree.move_label(node)))
    return Course(float(reach[end]), tuple(moves), tree.label(end))
