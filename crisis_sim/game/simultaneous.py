"""A normal form as a game tree, so that whatever takes a game takes an ``.nfg`` file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.distinct import distinct
from crisis_sim.game.game import Exact, Game, Numbers
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.tree import TERMINAL, Integers, Tree
from crisis_sim.numbers.rational import ONE

__all__ = ["simultaneous_game"]

MOST_NODES = 4_000_000


def simultaneous_game(form: NormalForm) -> Game:
    """The game in which the players move in turn and none sees what was done before.

    Player ``p`` has one information set, called by the player's name, with a node for every
    profile of the players before; every profile of all is an outcome, called by its strategies,
    with its own payoff row, the last player's strategy changing fastest. Linear in the number of
    profiles.

    Raises
    ------
    InputError
        The tree would have more than
        4,000,000 nodes.
    """
    counts = form.shape
    nodes = sum(math.prod(counts[:depth]) for depth in range(len(counts) + 1))
    if nodes > MOST_NODES:
        raise InputError(f"as a tree the game would have {nodes} nodes; at most {MOST_NODES}")
    tree = _tree(form, nodes)
    payoffs = form.payoffs.reshape(len(form.players), -1).T.copy()
    exact, unrounded = None, None
    if form.exact is not None:
        exact = Exact((Fraction(1),) * nodes, _rows(form.exact))
    elif form.unrounded is not None:
        unrounded = Numbers((ONE,) * nodes, _rows(form.unrounded))
    return Game(form.title, tree, np.ones(nodes), payoffs, {}, exact, irrational=unrounded)


def _rows(table: NDArray[np.object_]) -> tuple[tuple[Any, ...], ...]:
    return tuple(map(tuple, table.reshape(len(table), -1).T))


def _tree(form: NormalForm, nodes: int) -> Tree:
    counts = form.shape
    place = _places(counts)
    parent, branch, mover = (np.full(nodes, -1, dtype=np.int32) for _ in range(3))
    end = np.empty(nodes, dtype=np.int32)
    below = 1
    for depth in range(len(counts), -1, -1):
        at = place[depth]
        end[at] = at + below
        mover[at] = depth if depth < len(counts) else TERMINAL
        if depth:
            parent[at] = np.repeat(place[depth - 1], counts[depth - 1])
            branch[at] = np.tile(np.arange(counts[depth - 1]), len(place[depth - 1]))
            below = 1 + counts[depth - 1] * below
    labels = _Labels(form)
    move = np.full(nodes, -1, dtype=np.int32)
    move[1:] = labels.moves[labels.first[mover[parent[1:]]] + branch[1:]]
    row = np.full(nodes, -1, dtype=np.int32)
    row[place[-1]] = np.arange(len(place[-1]), dtype=np.int32)
    name = np.append(labels.players, [-1, -1])[mover].astype(np.int32)
    name[place[-1]] = labels.profiles
    players = np.arange(len(counts), dtype=np.int32)
    return Tree(
        players=form.players,
        parent=parent,
        branch=branch,
        mover=mover,
        information_set=np.where(mover >= 0, mover, -1).astype(np.int32),
        end=end,
        move=move,
        place=name,
        payoff_row=row,
        labels=tuple(labels.index),
        set_player=players,
        set_label=labels.players,
        set_actions=np.asarray(counts, dtype=np.int32),
        rows=np.arange(len(place[-1]), dtype=np.int32),
        outcomes=labels.outcomes,
    )


def _places(counts: tuple[int, ...]) -> list[Integers]:
    """For each depth its nodes, in increasing order."""
    size = [1]
    for count in reversed(counts):
        size.append(1 + count * size[-1])
    places = [np.zeros(1, dtype=np.int32)]
    for count, below in zip(counts, reversed(size[:-1]), strict=True):
        offset = 1 + below * np.arange(count, dtype=np.int32)
        places.append((places[-1][:, None] + offset).reshape(-1).astype(np.int32))
    return places


class _Labels:
    """Labels, each once, and where those of players, strategies and profiles are among them.

    The strategies of player ``p`` begin at ``first[p]`` of ``moves``.
    """

    def __init__(self, form: NormalForm) -> None:
        self.index: dict[str, int] = {}
        profiles = list(form.strategies[0])
        for names in form.strategies[1:]:
            profiles = [f"{before}, {name}" for before in profiles for name in names]
        self.outcomes = tuple(distinct(profiles))
        self.players = self.numbers(form.players)
        self.moves = self.numbers([name for names in form.strategies for name in names])
        self.profiles = self.numbers(self.outcomes)
        self.first = np.cumsum([0, *form.shape], dtype=np.int32)

    def numbers(self, labels: Sequence[str]) -> Integers:
        index = self.index
        return np.asarray([index.setdefault(one, len(index)) for one in labels], dtype=np.int32)
