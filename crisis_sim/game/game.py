"""A game to be solved: a tree with numbers, and the family of such games over its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.numbers.rational import ONE, ZERO, rational
from crisis_sim.numbers.real import Number, sign
from crisis_sim.numbers.written import counted
from crisis_sim.shown import Brief, in_short

__all__ = ["Exact", "Floats", "Game", "Numbers", "Row", "RowsAsNeeded", "normalised"]

Floats = NDArray[np.float64]

MOST_ROWS = 10_000
"""More payoff rows than this are made exact numbers one by one, as they are asked for."""


@dataclass(frozen=True, slots=True, repr=False)
class Exact(Brief):
    """A game's numbers as rationals.

    ``chance`` is (nodes,): the probability of the chance move that leads to a node, 1 elsewhere.
    ``payoffs`` is (payoff rows) by (players).
    """

    chance: tuple[Fraction, ...]
    payoffs: tuple[tuple[Fraction, ...], ...]


Row = tuple[Number, ...]
"""A number for each player."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Numbers(Brief):
    """A game's numbers as they are, by which everything is decided.

    ``chance`` is (nodes,) and ``payoffs`` (payoff rows) by (players), as in :class:`Exact`.
    ``normalised`` are the chance nodes whose probabilities, as given, did not add up to one.
    """

    chance: Sequence[Number]
    payoffs: Sequence[Row]
    normalised: Sequence[int] = ()


class RowsAsNeeded(Sequence[Row]):
    """Payoff rows whose floats are made numbers when they are asked for."""

    def __init__(self, payoffs: Floats) -> None:
        self.payoffs = payoffs
        self.known: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self.payoffs)

    def __getitem__(self, row: Any) -> Any:
        if row not in self.known:
            self.known[row] = tuple(map(rational, self.payoffs[row].tolist()))
        return self.known[row]


def normalised(tree: Tree, chance: Sequence[Number]) -> tuple[Sequence[Number], tuple[int, ...]]:
    """Chances divided by their sum at each node where that is not one; and those nodes.

    Nodes at which they add up to nothing are left for others to refuse.
    """
    held = list(chance)
    found, divided = [], list(held)
    # Large trees repeat a few lists of chances, held as the same objects.
    totals: dict[tuple[int, ...], Number] = {}
    starts, every = tree.child_start.tolist(), tree.child.tolist()
    for node in np.flatnonzero(tree.mover == CHANCE).tolist():
        children = every[starts[node] : starts[node + 1]]
        key = tuple([id(held[child]) for child in children])
        if key not in totals:
            totals[key] = sum((held[child] for child in children), ZERO)
        total = totals[key]
        if total == 1 or sign(total) <= 0:
            continue
        found.append(node)
        for child in children:
            divided[child] = held[child] / total
    return divided, tuple(found)


@dataclass(frozen=True, eq=False, repr=False)
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
    exact : the same numbers as rationals, where they are known and rational.
    irrational : the same numbers where some are irrational, had to be normalised, or are made only
        when they are asked for.
    unreached : by name of each place where somebody would decide but to which play does not come,
        as under an assumption: that, and where the scenario's file has it.
    """

    title: str
    tree: Tree
    chance: Floats
    payoffs: Floats
    values: Mapping[str, float] = field(default_factory=dict)
    exact: Exact | None = None
    given: Mapping[str, float | Fraction] = field(default_factory=dict)
    irrational: Numbers | None = None
    unreached: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance.setflags(write=False)
        self.payoffs.setflags(write=False)

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return self.tree.players

    @property
    def shorts(self) -> tuple[str, ...]:
        """What tables and figures call the players."""
        return self.tree.shorts

    def short(self, player: str) -> str:
        """What they call one."""
        return self.shorts[self.players.index(player)]

    @cached_property
    def terminal_payoffs(self) -> Floats:
        """(nodes, players) payoffs at terminals, 0 elsewhere."""
        table = np.zeros((self.tree.size, len(self.players)))
        terminals = self.tree.terminals
        table[terminals] = self.payoffs[self.tree.payoff_row[terminals]]
        table.setflags(write=False)
        return table

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers as they are: as written, or a float's own value where it came as one.

        Probabilities that do not add up to one are normalised. Costs a microsecond a number.
        """
        if self.irrational is not None:
            return self.irrational
        known: dict[float | Fraction, Number] = {}

        def number(value: float | Fraction) -> Number:
            found = known.get(value)
            if found is None:
                found = known[value] = rational(value)
            return found

        given = self.exact.chance if self.exact is not None else self.chance
        chance: Sequence[Number] = [ONE] * self.tree.size
        after = np.flatnonzero(self.tree.mover[self.tree.parent[1:]] == CHANCE) + 1
        for node in after.tolist():
            chance[node] = number(given[node])  # type: ignore[index]
        chance, divided = normalised(self.tree, chance) if len(after) else (chance, ())
        if self.exact is None and len(self.payoffs) > MOST_ROWS:
            return Numbers(chance, RowsAsNeeded(self.payoffs), divided)
        rows = self.exact.payoffs if self.exact is not None else self.payoffs.tolist()
        payoffs = [tuple(number(value) for value in row) for row in rows]
        return Numbers(chance, payoffs, divided)

    @cached_property
    def payoff_ranges(self) -> tuple[float, ...]:
        """(players,) the difference between each player's greatest payoff and the least.

        Infinite where no float holds it.
        """
        rows = np.unique(self.tree.payoff_row[self.tree.terminals])
        if not len(rows):
            return (0.0,) * len(self.players)
        with np.errstate(over="ignore"):
            return tuple(np.ptp(self.payoffs[rows], axis=0).tolist())

    @property
    def payoff_range(self) -> float:
        """The largest of the :attr:`payoff_ranges`; nothing is decided by it."""
        return max(self.payoff_ranges, default=0.0)

    @property
    def perfect_information(self) -> bool:
        """Whether every information set has one node."""
        return self.tree.perfect_information

    @cached_property
    def zero_chance(self) -> NDArray[np.bool_]:
        """(nodes,) whether a chance move of probability zero leads here."""
        after_chance = np.zeros(self.tree.size, dtype=bool)
        after_chance[1:] = self.tree.mover[self.tree.parent[1:]] == CHANCE
        zero = after_chance & (self.chance == 0.0)
        nodes = np.flatnonzero(zero)
        if len(nodes):
            exact = self.numbers.chance
            zero[nodes] = [exact[node] == 0 for node in nodes.tolist()]
        return np.asarray(zero)

    def __repr__(self) -> str:
        return in_short(self, f"{self.title}: {self.describe()}")

    def describe(self) -> str:
        """One line: nodes, terminals, information sets."""
        tree = self.tree
        terminals = int(np.count_nonzero(tree.mover == TERMINAL))
        counts = {"node": tree.size, "terminal": terminals, "information set": len(tree.set_player)}
        return ", ".join(counted(count, noun) for noun, count in counts.items())
