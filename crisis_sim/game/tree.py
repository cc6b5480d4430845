"""The shape of a finite extensive-form game, as flat arrays.

Nodes are numbered in preorder: the root is 0, a parent stands before its children, and the subtree
of node ``x`` is the range ``x .. end[x] - 1``. Payoffs and chance probabilities are no part of the
shape; see :class:`crisis_sim.game.game.Game`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crisis_sim.shown import in_short

__all__ = ["CHANCE", "TERMINAL", "InformationSet", "Integers", "Tree"]

CHANCE = -1
TERMINAL = -2

Integers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class InformationSet:
    """One information set: what a player knows when moving, and what can be done.

    ``nodes`` are node numbers in increasing order; ``choices`` is the range of choice numbers of
    its actions, in the order of ``actions``.
    """

    index: int
    player: int
    label: str
    actions: tuple[str, ...]
    nodes: tuple[int, ...]
    choices: range


@dataclass(frozen=True, eq=False, repr=False)
class Tree:
    """Nodes, moves and information sets.

    Attributes
    ----------
    players : names of the players; a player's number is its place here.
    parent : (nodes,) parent of each node, -1 at the root.
    branch : (nodes,) which of the parent's moves leads here, from 0; -1 at the root.
    mover : (nodes,) player who moves, or ``CHANCE``, or ``TERMINAL``.
    information_set : (nodes,) information set of a player's node, else -1.
    end : (nodes,) one past the last node of the subtree.
    move : (nodes,) index into ``labels`` of the move that leads here; -1 at the root.
    place : (nodes,) index into ``labels`` of the node's own name: its situation or outcome.
    payoff_row : (nodes,) row of the payoff table at a terminal, else -1.
    labels : every distinct label once.
    set_player, set_label : (information sets,) its player and the index of its label.
    set_actions : (information sets,) number of actions.
    rows : for each payoff row the index in ``outcomes``.
    outcomes : names of the outcomes.
    shorts : what tables and figures call the players; their names unless others are given.
    """

    players: tuple[str, ...]
    parent: Integers
    branch: Integers
    mover: Integers
    information_set: Integers
    end: Integers
    move: Integers
    place: Integers
    payoff_row: Integers
    labels: Sequence[str]
    set_player: Integers
    set_label: Integers
    set_actions: Integers
    rows: Integers
    outcomes: Sequence[str]
    shorts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "shorts", self.shorts or self.players)
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    def __repr__(self) -> str:
        sets = len(self.set_player)
        return in_short(self, f"{self.size} nodes, {sets} information sets")

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.parent)

    @cached_property
    def depth(self) -> Integers:
        """(nodes,) number of moves from the root."""
        depth = np.zeros(self.size, dtype=np.int32)
        for level in self.levels[1:]:
            depth[level] = depth[self.parent[level[0]]] + 1
        return _frozen(depth)

    @cached_property
    def levels(self) -> tuple[Integers, ...]:
        """Node numbers by depth, each in increasing order; for sweeps down and up the tree."""
        levels = [np.zeros(1, dtype=np.int32)]
        while True:
            following = self.children_of(levels[-1])
            if not len(following):
                return tuple(_frozen(level) for level in levels)
            levels.append(following)

    @cached_property
    def child_start(self) -> Integers:
        """(nodes + 1,) the children of ``x`` are ``child[child_start[x]:child_start[x + 1]]``."""
        counts = np.bincount(self.parent[1:], minlength=self.size)
        return _frozen(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))

    @cached_property
    def child(self) -> Integers:
        """(nodes - 1,) children, grouped by parent, in the order of their branches."""
        return _frozen((np.argsort(self.parent[1:], kind="stable") + 1).astype(np.int32))

    def children(self, node: int) -> Integers:
        """The children of one node, in the order of their branches."""
        return self.child[self.child_start[node] : self.child_start[node + 1]]

    def children_of(self, nodes: Integers) -> Integers:
        """The children of several nodes, parent by parent."""
        counts = self.child_start[nodes + 1] - self.child_start[nodes]
        starts = np.repeat(self.child_start[nodes] - np.cumsum(counts) + counts, counts)
        return self.child[starts + np.arange(len(starts), dtype=np.int32)]

    @cached_property
    def terminals(self) -> Integers:
        """Terminal nodes in increasing order."""
        return _frozen(np.flatnonzero(self.mover == TERMINAL).astype(np.int32))

    @cached_property
    def choice_start(self) -> Integers:
        """(information sets + 1,) the choices of set ``h`` are this range of choice numbers."""
        return _frozen(np.concatenate([[0], np.cumsum(self.set_actions)]).astype(np.int32))

    @cached_property
    def choice(self) -> Integers:
        """(nodes,) the choice number of the move that leads here; -1 after chance and at the root.

        A choice is an action at an information set: the unit of a behaviour profile.
        """
        return _frozen(number_choices(self))

    @cached_property
    def set_member_start(self) -> Integers:
        """(information sets + 1,) members of set ``h`` are this range of ``set_member``."""
        held = self.information_set[self.information_set >= 0]
        counts = np.bincount(held, minlength=len(self.set_player))
        return _frozen(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))

    @cached_property
    def set_member(self) -> Integers:
        """Nodes of the information sets, set by set, each in increasing order."""
        nodes = np.flatnonzero(self.information_set >= 0)
        order = np.argsort(self.information_set[nodes], kind="stable")
        return _frozen(nodes[order].astype(np.int32))

    @property
    def perfect_information(self) -> bool:
        """Whether every information set has one node."""
        return len(self.set_member) == len(self.set_player)

    @property
    def information_sets(self) -> Sequence[InformationSet]:
        """The information sets, built on demand."""
        return _InformationSets(self)

    def members(self, information_set: int) -> Integers:
        """The nodes of one information set."""
        start = self.set_member_start
        return self.set_member[start[information_set] : start[information_set + 1]]

    def label(self, node: int) -> str:
        """The name of a node's situation or outcome."""
        return self.labels[int(self.place[node])]

    def move_label(self, node: int) -> str:
        """The label of the move that leads to a node; empty at the root."""
        return self.labels[int(self.move[node])] if node else ""

    def path(self, node: int) -> list[int]:
        """The nodes from the root to ``node``, both included."""
        path = [node]
        while self.parent[path[-1]] >= 0:
            path.append(int(self.parent[path[-1]]))
        return path[::-1]

    @cached_property
    def own_choice(self) -> Integers:
        """(nodes, players) the last choice each player made before the node, -1 if none yet.

        Under perfect recall it names the whole sequence of that player's choices.
        """
        own = np.full((self.size, len(self.players)), -1, dtype=np.int32)
        for level in self.levels[1:]:
            own[level] = own[self.parent[level]]
            chosen = level[self.choice[level] >= 0]
            own[chosen, self.mover[self.parent[chosen]]] = self.choice[chosen]
        return _frozen(own)

    @cached_property
    def choice_set(self) -> Integers:
        """(choices,) the information set of each choice."""
        return _frozen(
            np.repeat(np.arange(len(self.set_actions), dtype=np.int32), self.set_actions)
        )


class _InformationSets(Sequence[InformationSet]):
    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def __len__(self) -> int:
        return len(self.tree.set_player)

    def __iter__(self) -> Iterator[InformationSet]:
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index: int) -> InformationSet:  # type: ignore[override]
        if not 0 <= index < len(self):
            raise IndexError(index)
        tree = self.tree
        nodes = tree.members(index)
        start = int(tree.choice_start[index])
        return InformationSet(
            index=index,
            player=int(tree.set_player[index]),
            label=tree.labels[tree.set_label[index]],
            actions=tuple(tree.move_label(int(child)) for child in tree.children(int(nodes[0]))),
            nodes=tuple(int(node) for node in nodes),
            choices=range(start, start + int(tree.set_actions[index])),
        )


def number_choices(tree: Tree) -> Integers:
    """The choice number of the move into each node, -1 where no player chose it."""
    choice = np.full(tree.size, -1, dtype=np.int32)
    parents = tree.parent[1:]
    sets = tree.information_set[parents]
    chosen = sets >= 0
    choice[1:][chosen] = tree.choice_start[sets[chosen]] + tree.branch[1:][chosen]
    return choice


def _frozen(array: Integers) -> Integers:
    array.setflags(write=False)
    return array
