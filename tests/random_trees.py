"""Random games of perfect recall, for properties that must hold of every game.

A game is grown as a story is: each move is seen by some players, and a player's information set is
what it has seen and done. Integer payoffs make ties common. Numbers are exact: a third is 1/3, and
not the float beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from crisis_sim.game.game import Exact, Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree


@dataclass
class Shape:
    """What kind of game to grow.

    ``seen`` is how often a player sees a move that is not its own, ``chance_seen`` the same of
    chance moves where it differs; chances that are ``quarters`` are exact in every arithmetic,
    others are quotients of whole numbers up to ``weights``.
    """

    players: int = 2
    deepest: int = 4
    widest: int = 2
    seen: float = 0.5
    chance: float = 0.2
    payoffs: int = 4
    most_nodes: int = 40
    quarters: bool = False
    weights: int = 3
    chance_seen: float | None = None


@dataclass
class Columns:
    """The nodes of a game in preorder, and of its information sets who moves with how many actions.

    ``chance`` is the probability of the chance move into a node, 1 elsewhere.
    """

    parent: list[int] = field(default_factory=list)
    branch: list[int] = field(default_factory=list)
    mover: list[int] = field(default_factory=list)
    sets: list[int] = field(default_factory=list)
    chance: list[Fraction] = field(default_factory=list)
    payoffs: list[tuple[Fraction, ...]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    width: list[int] = field(default_factory=list)

    def add(self, parent: int, branch: int, chance: Fraction) -> int:
        """A node of which it is not yet told what it is."""
        self.parent.append(parent)
        self.branch.append(branch)
        self.chance.append(chance)
        return len(self.parent) - 1

    def moves(self, mover: int, one: int = -1) -> None:
        """The node added last is moved at by a player in an information set, or by chance."""
        self.mover.append(mover)
        self.sets.append(one)
        self.rows.append(-1)

    def ends(self, payoffs: Sequence[Fraction]) -> None:
        """The node added last is an end."""
        self.mover.append(TERMINAL)
        self.sets.append(-1)
        self.rows.append(len(self.payoffs))
        self.payoffs.append(tuple(payoffs))


class _Grower:
    def __init__(self, rng: np.random.Generator, shape: Shape) -> None:
        self.rng = rng
        self.shape = shape
        self.columns = Columns()
        self.keys: dict[object, int] = {}

    def grow(
        self, parent: int, branch: int, chance: Fraction, depth: int, seen: tuple[object, ...]
    ) -> None:
        columns, shape, rng = self.columns, self.shape, self.rng
        node = columns.add(parent, branch, chance)
        full = len(columns.parent) > shape.most_nodes
        if depth and (full or depth >= shape.deepest or rng.random() < 0.15):
            self.end()
            return
        if rng.random() < shape.chance:
            self.by_chance(node, depth, seen)
            return
        player = (depth + int(rng.integers(0, 2))) % shape.players
        # The depth is known to all, so that a set never holds a node and its successor.
        key = (player, depth, seen[player])
        if key not in self.keys:
            self.keys[key] = len(columns.owner)
            columns.owner.append(player)
            columns.width.append(int(rng.integers(2, shape.widest + 1)))
        one = self.keys[key]
        columns.moves(player, one)
        observers = {p for p in range(shape.players) if rng.random() < shape.seen} | {player}
        for action in range(columns.width[one]):
            event = (one, action)
            after = tuple(
                (*history, event) if p in observers else history for p, history in enumerate(seen)
            )
            self.grow(node, action, Fraction(1), depth + 1, after)

    def by_chance(self, node: int, depth: int, seen: tuple[object, ...]) -> None:
        shape, rng = self.shape, self.rng
        self.columns.moves(CHANCE)
        weights = rng.integers(1, shape.weights + 1, size=2).tolist()
        if shape.quarters:
            weights[1] = 4 - weights[0]
        often = shape.seen if shape.chance_seen is None else shape.chance_seen
        observers = {p for p in range(shape.players) if rng.random() < often}
        for event, weight in enumerate(weights):
            after = tuple(
                (*history, ("chance", node, event)) if p in observers else history
                for p, history in enumerate(seen)
            )
            self.grow(node, event, Fraction(weight, sum(weights)), depth + 1, after)

    def end(self) -> None:
        payoffs = self.rng.integers(-self.shape.payoffs, self.shape.payoffs + 1, self.shape.players)
        self.columns.ends([Fraction(int(value)) for value in payoffs])


def random_game(rng: np.random.Generator, shape: Shape | None = None) -> Game:
    """Grow a game; the same generator state gives the same game."""
    shape = shape or Shape()
    grower = _Grower(rng, shape)
    grower.grow(-1, -1, Fraction(1), 0, ((),) * shape.players)
    return assembled(grower.columns, shape.players)


def assembled(columns: Columns, players: int) -> Game:
    """The game of these nodes."""
    count = len(columns.parent)
    end = np.arange(1, count + 1, dtype=np.int32)
    for node in range(count - 1, 0, -1):
        end[columns.parent[node]] = max(end[columns.parent[node]], end[node])
    actions = max([*columns.width, 2])
    labels = [*(f"a{i}" for i in range(actions)), *(f"h{i}" for i in range(len(columns.owner)))]
    labels += [f"n{i}" for i in range(count)]
    first_node = len(labels) - count
    tree = Tree(
        players=tuple(f"P{i}" for i in range(players)),
        parent=np.asarray(columns.parent, dtype=np.int32),
        branch=np.asarray(columns.branch, dtype=np.int32),
        mover=np.asarray(columns.mover, dtype=np.int32),
        information_set=np.asarray(columns.sets, dtype=np.int32),
        end=end,
        move=np.asarray(columns.branch, dtype=np.int32),
        place=np.arange(first_node, first_node + count, dtype=np.int32),
        payoff_row=np.asarray(columns.rows, dtype=np.int32),
        labels=tuple(labels),
        set_player=np.asarray(columns.owner, dtype=np.int32),
        set_label=np.arange(actions, actions + len(columns.owner), dtype=np.int32),
        set_actions=np.asarray(columns.width, dtype=np.int32),
        rows=np.arange(len(columns.payoffs), dtype=np.int32),
        outcomes=tuple(f"z{i}" for i in range(len(columns.payoffs))),
    )
    exact = Exact(tuple(columns.chance), tuple(columns.payoffs))
    return Game("random", tree, nearest(exact.chance), nearest(exact.payoffs), exact=exact)


def nearest(numbers: Sequence[Fraction] | Sequence[Sequence[Fraction]]) -> np.ndarray:
    """The floats nearest to rows of fractions, infinite where there is none."""
    return np.array(
        [_float(one) if isinstance(one, Fraction) else [_float(n) for n in one] for one in numbers]
    )


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def with_payoffs(game: Game, payoffs: Sequence[Sequence[Fraction]]) -> Game:
    """The same game with other payoffs, (payoff rows) by (players), as they are."""
    assert game.exact is not None
    rows = tuple(map(tuple, payoffs))
    exact = Exact(game.exact.chance, rows)
    return replace(game, payoffs=nearest(rows), exact=exact)


def games(shape: Shape | None = None) -> st.SearchStrategy[Game]:
    """Random games as a hypothesis strategy, drawn by seed."""
    return st.integers(0, 2**32 - 1).map(
        lambda seed: random_game(np.random.default_rng(seed), shape)
    )
