"""A tidy drawing of a tree: children in order, subtrees as close as they can stand.

The contour method of van der Ploeg, Drawing non-layered tidy trees in linear time (Software:
Practice and Experience 44, 2014), which extends Reingold and Tilford (1981) and Buchheim, Jünger
and Leipert (2002) to nodes of any size. Written without recursion, for deep trees.

The algorithm knows two directions: *depth*, from the root to the leaves, and *breadth*, across.
A picture from left to right has its breadth along y, one from top to bottom along x.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from crisis_sim.game.game import Floats

__all__ = ["Orientation", "positions", "tidy_breadth"]

Orientation = Literal["horizontal", "vertical"]


def positions(
    parent: Sequence[int],
    *,
    size: Sequence[float],
    depth: Sequence[float],
    far: Sequence[float] | None = None,
    gap: float = 0.0,
    orientation: Orientation = "horizontal",
) -> Floats:
    """(nodes, 2) x and y of each node; see :func:`tidy_breadth` for the arguments.

    ``depth`` is where each node stands, ``far`` (by default the same) how far its box reaches.
    Both x and y grow from 0; in a vertical picture y grows downwards from the root.
    """
    reach = depth if far is None else far
    breadth = tidy_breadth(parent, size=size, far=reach, gap=gap)
    along = np.asarray(depth, dtype=float)
    pair = (along, breadth) if orientation == "horizontal" else (breadth, along)
    return np.stack(pair, axis=1)


def tidy_breadth(
    parent: Sequence[int], *, size: Sequence[float], far: Sequence[float], gap: float = 0.0
) -> Floats:
    """(nodes,) place of the middle of each node across the tree, the least edge at 0.

    Parameters
    ----------
    parent : for each node its parent, -1 at the root, which is node 0; parents before children,
        and children in the order in which they are to stand.
    size : for each node its extent in breadth.
    far : for each node the depth at which its box ends, more than its parent's; the box begins
        where its parent's ends. A leaf whose box reaches the far side keeps a row to itself.
    gap : added between boxes that stand side by side and are not siblings.

    Boxes never overlap; a parent stands in the middle of its first and last child; a tree and its
    mirror image give mirrored drawings when the gap is 0. Time is linear in the nodes.
    """
    walk = _Walk([int(p) for p in parent], list(map(float, size)), list(map(float, far)), gap)
    for node in range(len(walk.parent) - 1, -1, -1):
        walk.first(node)
    left = walk.second()
    low = min(left, default=0.0)
    return np.asarray([x - low + s / 2 for x, s in zip(left, walk.size, strict=True)])


@dataclass(slots=True)
class _Lowest:
    """Which of the subtrees placed so far is seen from the next one down to a depth."""

    depth: float
    index: int
    following: _Lowest | None


@dataclass(slots=True)
class _Walk:
    """The state of the two walks; names follow the paper, lists are by node."""

    parent: list[int]
    size: list[float]
    far: list[float]
    gap: float
    children: list[list[int]] = field(init=False)
    prelim: list[float] = field(init=False)
    mod: list[float] = field(init=False)
    shift: list[float] = field(init=False)
    change: list[float] = field(init=False)
    thread: tuple[list[int], list[int]] = field(init=False)
    extreme: tuple[list[int], list[int]] = field(init=False)
    extreme_mod: tuple[list[float], list[float]] = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.parent)
        self.children = [[] for _ in range(count)]
        for node in range(1, count):
            self.children[self.parent[node]].append(node)
        self.prelim, self.mod = [0.0] * count, [0.0] * count
        self.shift, self.change = [0.0] * count, [0.0] * count
        self.thread = ([-1] * count, [-1] * count)
        self.extreme = (list(range(count)), list(range(count)))
        self.extreme_mod = ([0.0] * count, [0.0] * count)

    def first(self, node: int) -> None:
        """Place the finished subtrees of a node side by side and the node over their middle."""
        children = self.children[node]
        if not children:
            return
        head, last = children[0], children[-1]
        lowest = _Lowest(self.far[self.extreme[0][head]], 0, None)
        for index in range(1, len(children)):
            deepest = self.far[self.extreme[1][children[index]]]
            self.separate(children, index, lowest)
            lowest = _updated(lowest, deepest, index)
        ends = self.prelim[head] + self.mod[head] + self.mod[last] + self.prelim[last]
        self.prelim[node] = (ends + self.size[last]) / 2 - self.size[node] / 2
        for side, child in ((0, head), (1, last)):
            self.extreme[side][node] = self.extreme[side][child]
            self.extreme_mod[side][node] = self.extreme_mod[side][child]

    def separate(self, children: list[int], index: int, lowest: _Lowest | None) -> None:
        """Move subtree ``index`` clear of its elder siblings, along their facing contours."""
        elder, own = children[index - 1], children[index]
        elder_sum, own_sum = self.mod[elder], self.mod[own]
        first = True
        while elder >= 0 and own >= 0:
            if lowest is not None and self.far[elder] > lowest.depth:
                lowest = lowest.following
            edge = elder_sum + self.prelim[elder] + self.size[elder]
            if self.parent[elder] != self.parent[own]:
                edge += self.gap
            distance = edge - (own_sum + self.prelim[own])
            # At first a subtree may also be drawn in, where it begins beyond its elder sibling.
            if distance > 0 or (first and distance < 0):
                own_sum += distance
                self.move(children, index, lowest.index if lowest else index - 1, distance)
            first = False
            elder_far, own_far = self.far[elder], self.far[own]
            if elder_far <= own_far:
                elder = self.next_on_contour(elder, 1)
                elder_sum += self.mod[elder] if elder >= 0 else 0.0
            if elder_far >= own_far:
                own = self.next_on_contour(own, 0)
                own_sum += self.mod[own] if own >= 0 else 0.0
        if elder < 0 <= own:
            self.set_thread(0, children[0], children[index], own, own_sum)
        elif own < 0 <= elder:
            self.set_thread(1, children[index], children[index - 1], elder, elder_sum)

    def move(self, children: list[int], index: int, since: int, distance: float) -> None:
        """Move one subtree, and note that those between it and the one it hit share the space."""
        own = children[index]
        self.mod[own] += distance
        for side in (0, 1):
            self.extreme_mod[side][own] += distance
        if since != index - 1:
            share = distance / (index - since)
            self.shift[children[since + 1]] += share
            self.shift[own] -= share
            self.change[own] -= distance - share

    def next_on_contour(self, node: int, side: int) -> int:
        """The next node down the left (0) or right (1) contour, -1 at its end."""
        children = self.children[node]
        return children[-side] if children else self.thread[side][node]

    def set_thread(self, side: int, short: int, long: int, onto: int, onto_sum: float) -> None:
        """Continue the contour of the shorter subtree on the longer one."""
        end = self.extreme[side][short]
        self.thread[side][end] = onto
        difference = onto_sum - self.mod[onto] - self.extreme_mod[side][short]
        self.mod[end] += difference
        self.prelim[end] -= difference
        self.extreme[side][short] = self.extreme[side][long]
        self.extreme_mod[side][short] = self.extreme_mod[side][long]

    def second(self) -> list[float]:
        """The left edge of each node, from the sums of what its ancestors were moved by."""
        total, left = self.mod[:], [0.0] * len(self.parent)
        for node, children in enumerate(self.children):
            left[node] = self.prelim[node] + total[node]
            step = moved = 0.0
            for child in children:
                step += self.shift[child]
                moved += step + self.change[child]
                total[child] += total[node] + moved
        return left


def _updated(lowest: _Lowest | None, depth: float, index: int) -> _Lowest:
    while lowest is not None and depth >= lowest.depth:
        lowest = lowest.following
    return _Lowest(depth, index, lowest)
