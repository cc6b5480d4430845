"""Games grown from a rule that says who moves after each history, for tests that need large ones.

Also two small pokers whose values are published.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree


@dataclass(frozen=True)
class Turn:
    """A node: who moves, what it knows, and the moves with the chances of chance's."""

    mover: int
    knows: Hashable
    moves: Sequence[str]
    chances: Sequence[float] = ()


Rule = Callable[[tuple[str, ...]], Turn | Sequence[float]]
"""A history to the node there, or at an end to the payoffs."""


@dataclass
class _Columns:
    parent: list[int] = field(default_factory=list)
    branch: list[int] = field(default_factory=list)
    mover: list[int] = field(default_factory=list)
    sets: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    payoffs: list[Sequence[float]] = field(default_factory=list)


def grow(rule: Rule, players: int) -> Game:
    """The game of a rule; its information sets are what the movers know."""
    columns, known = _Columns(), dict[tuple[int, Hashable], tuple[int, int]]()

    def visit(history: tuple[str, ...], parent: int, branch: int, chance: float) -> None:
        node, here = len(columns.parent), rule(history)
        columns.parent.append(parent)
        columns.branch.append(branch)
        columns.chance.append(chance)
        columns.end.append(node + 1)
        if not isinstance(here, Turn):
            columns.mover.append(TERMINAL)
            columns.sets.append(-1)
            columns.row.append(len(columns.payoffs))
            columns.payoffs.append(here)
            return
        by_chance = here.mover == CHANCE
        key = (here.mover, here.knows)
        own = -1 if by_chance else known.setdefault(key, (len(known), len(here.moves)))[0]
        columns.mover.append(here.mover)
        columns.sets.append(own)
        columns.row.append(-1)
        for place, move in enumerate(here.moves):
            visit((*history, move), node, place, here.chances[place] if by_chance else 1.0)
        columns.end[node] = len(columns.parent)

    visit((), -1, -1, 1.0)
    return _game(columns, known, players)


def _game(
    columns: _Columns, known: dict[tuple[int, Hashable], tuple[int, int]], players: int
) -> Game:
    nodes, actions = len(columns.parent), max([count for _, count in known.values()], default=0)
    actions = max(actions, max(columns.branch) + 1)
    labels = [f"m{i}" for i in range(actions)] + [f"h{i}" for i in range(len(known))] + ["node"]

    def numbers(values: Sequence[int]) -> np.ndarray:
        return np.asarray(values, dtype=np.int32)

    tree = Tree(
        players=tuple(f"P{player}" for player in range(players)),
        parent=numbers(columns.parent),
        branch=numbers(columns.branch),
        mover=numbers(columns.mover),
        information_set=numbers(columns.sets),
        end=numbers(columns.end),
        move=numbers(columns.branch),
        place=np.full(nodes, len(labels) - 1, dtype=np.int32),
        payoff_row=numbers(columns.row),
        labels=tuple(labels),
        set_player=numbers([player for player, _ in known]),
        set_label=numbers([actions + number for number, _ in known.values()]),
        set_actions=numbers([count for _, count in known.values()]),
        rows=np.arange(len(columns.payoffs), dtype=np.int32),
        outcomes=tuple(f"z{i}" for i in range(len(columns.payoffs))),
    )
    return Game("grown", tree, np.asarray(columns.chance), np.asarray(columns.payoffs, dtype=float))


def complete_tree(depth: int, rng: np.random.Generator, players: int = 2) -> Game:
    """A complete binary tree whose levels belong to the players in turn; no two payoffs tie."""
    ends = 2**depth
    payoffs = np.stack([rng.permutation(ends).astype(float) for _ in range(players)], axis=1)

    def rule(history: tuple[str, ...]) -> Turn | Sequence[float]:
        if len(history) == depth:
            return payoffs[int("".join(history), 2)].tolist()
        return Turn(len(history) % players, history, ("0", "1"))

    return grow(rule, players)


def kuhn_poker() -> Game:
    """Kuhn's poker (1950): three cards, an ante and a bet of 1; worth -1/18 to the first player."""
    deals = [first + second for first in "JQK" for second in "JQK" if first != second]

    def rule(history: tuple[str, ...]) -> Turn | Sequence[float]:
        if not history:
            return Turn(CHANCE, "deal", deals, [1 / 6] * 6)
        (first, second), bets = history[0], "".join(history[1:])
        sign = 1.0 if "JQK".index(first) > "JQK".index(second) else -1.0
        won = {"pp": sign, "bp": 1.0, "pbp": -1.0, "bb": 2 * sign, "pbb": 2 * sign}.get(bets)
        if won is not None:
            return (won, -won)
        mover = len(bets) % 2
        return Turn(mover, (history[0][mover], bets), ("p", "b"))

    return grow(rule, 2)
