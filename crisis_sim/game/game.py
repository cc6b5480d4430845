"""A game to be solved: a tree with numbers, and the family of such games over its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.tree import CHANCE, TERMINAL, Tree

__all__ = ["Exact", "Floats", "Game"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Exact:
    """A game's numbers as rationals.

    ``chance`` is (nodes,): the probability of the chance move that leads to a node, 1 elsewhere.
    ``payoffs`` is (payoff rows) by (players).
    """

    chance: tuple[Fraction, ...]
    payoffs: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, eq=False)
class Game:
    """A finite extensive-form game with numbers.

    Attributes
    ----------
    title : what the game is called.
    tree : its shape.
    chance : (nodes,) probability of the chance move that leads to a node, 1 elsewhere.
    payoffs : (payoff rows, players) payoffs; terminal ``z`` has row ``tree.payoff_row[z]``.
    values : the parameter values and overridden definitions that gave these numbers.
    given : those among ``values`` that were given rather than left at their defaults.
    exact : the same numbers as rationals, where they are known exactly.
    """

    title: str
    tree: Tree
    chance: Floats
    payoffs: Floats
    values: Mapping[str, float] = field(default_factory=dict)
    exact: Exact | None = None
    given: Mapping[str, float | Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance.setflags(write=False)
        self.payoffs.setflags(write=False)

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return self.tree.players

    @cached_property
    def terminal_payoffs(self) -> Floats:
        """(nodes, players) payoffs at terminals, 0 elsewhere."""
        table = np.zeros((self.tree.size, len(self.players)))
        terminals = self.tree.terminals
        table[terminals] = self.payoffs[self.tree.payoff_row[terminals]]
        table.setflags(write=False)
        return table

    @cached_property
    def payoff_range(self) -> float:
        """The largest difference between two payoffs of one player: the scale of a tolerance."""
        used = self.payoffs[self.tree.payoff_row[self.tree.terminals]]
        return float(np.max(np.ptp(used, axis=0), initial=0.0)) if len(used) else 0.0

    @property
    def perfect_information(self) -> bool:
        """Whether every information set has one node."""
        return len(self.tree.set_member) == len(self.tree.set_player)

    @cached_property
    def zero_chance(self) -> NDArray[np.bool_]:
        """(nodes,) whether a chance move of probability zero leads here."""
        after_chance = np.zeros(self.tree.size, dtype=bool)
        after_chance[1:] = self.tree.mover[self.tree.parent[1:]] == CHANCE
        return np.asarray(after_chance & (self.chance == 0.0))

    def describe(self) -> str:
        """One line: nodes, terminals, information sets."""
        tree = self.tree
        terminals = int(np.count_nonzero(tree.mover == TERMINAL))
        return f"{tree.size} nodes, {terminals} terminals, {len(tree.set_player)} information sets"
