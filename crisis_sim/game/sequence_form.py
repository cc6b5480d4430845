"""The sequence form: payoffs and constraints on realisation plans, linear in the size of the tree.

A sequence is the list of a player's choices on the way to a node, the empty one included; under
perfect recall its last choice names it. A realisation plan gives each sequence the probability
that the player's own choices allow it: ``x[0] = 1`` for the empty sequence, and at each
information set the sequences that end there sum to the one that leads to it (von Stengel 1996;
Koller, Megiddo and von Stengel 1996). A mixed strategy of exponential size becomes a vector with
an entry for each choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.tree import Integers, Tree
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.other_concepts import FORGETFUL, serving

__all__ = ["SequenceForm", "Sequences", "sequence_form"]


@dataclass(frozen=True, eq=False)
class Sequences:
    """One player's sequences; number 0 is empty, the others are grouped by information set.

    Attributes
    ----------
    sets : (own sets,) the player's information sets, earlier ones before later ones.
    before : (own sets,) the sequence that leads to each.
    start : (own sets + 1,) the sequences that end at own set ``i`` are ``start[i]`` up to
        ``start[i + 1]``.
    choices : (sequences,) the choice number that each sequence ends with; -1 for the empty one.
    """

    sets: Integers
    before: Integers
    start: Integers
    choices: Integers

    def __post_init__(self) -> None:
        for array in (self.sets, self.before, self.start, self.choices):
            array.setflags(write=False)

    @property
    def count(self) -> int:
        """Number of sequences, the empty one included."""
        return len(self.choices)

    @property
    def moves(self) -> bool:
        """Whether the player has any choice to make."""
        return self.count - 1 > len(self.sets)

    def constraints(self) -> tuple[Floats, Integers, Integers]:
        """Entries, rows and columns of the sparse matrix of the constraints on plans.

        It is (own sets + 1, sequences), and its product with a plan is ``(1, 0, ..., 0)``.
        """
        sets = np.arange(1, len(self.sets) + 1, dtype=np.int32)
        sequences = np.arange(1, self.count, dtype=np.int32)
        ends = np.repeat(sets, np.diff(self.start))
        entries = np.concatenate([[1.0], np.ones(len(sequences)), -np.ones(len(sets))])
        rows = np.concatenate([np.zeros(1, dtype=np.int32), ends, sets])
        columns = np.concatenate([np.zeros(1, dtype=np.int32), sequences, self.before])
        return entries, rows, columns


@dataclass(frozen=True, eq=False)
class SequenceForm:
    """The sequence form of a game.

    Attributes
    ----------
    game : the extensive form.
    players : the sequences of each player.
    cells : (cells, players) the combinations of sequences at which some terminal ends.
    cell : (terminals,) the cell of each terminal.
    """

    game: Game
    players: tuple[Sequences, ...]
    cells: Integers
    cell: Integers

    @cached_property
    def payoffs(self) -> Floats:
        """(cells, players) the payoffs there, weighted by the probability of chance's moves."""
        table = np.zeros((len(self.cells), len(self.players)))
        terminals = self.game.tree.terminals
        reach = _chance_reach(self.game.tree, self.game.chance)[terminals]
        np.add.at(table, self.cell, reach[:, None] * self.game.terminal_payoffs[terminals])
        return table

    @cached_property
    def numbers(self) -> tuple[tuple[Number, ...], ...]:
        """The same as numbers, without rounding."""
        tree, numbers = self.game.tree, self.game.numbers
        reach = list(numbers.chance)
        for node, before in zip(range(1, tree.size), tree.parent[1:].tolist(), strict=True):
            reach[node] = reach[before] * reach[node]
        table = [[ZERO] * len(self.players) for _ in self.cells]
        rows = tree.payoff_row.tolist()
        for cell, node in zip(self.cell.tolist(), tree.terminals.tolist(), strict=True):
            row, weight = table[cell], reach[node]
            for player, payoff in enumerate(numbers.payoffs[rows[node]]):
                row[player] = row[player] + weight * payoff
        return tuple(map(tuple, table))

    def plan(self, profile: Floats, player: int) -> Floats:
        """(sequences,) the realisation plan of a player's part of a behaviour profile."""
        own = self.players[player]
        plan = np.ones(own.count)
        for i, before in enumerate(own.before.tolist()):
            here = slice(own.start[i], own.start[i + 1])
            plan[here] = plan[before] * profile[own.choices[here]]
        return plan

    def behaviour(self, plans: Sequence[Floats]) -> Floats:
        """(choices,) the behaviour profile of realisation plans; uniform where they exclude a set.

        At sets that a player's own plan excludes the behaviour is not determined and changes no
        payoff and no player regret. Entries that rounding has made negative count as zero.
        """
        profile = np.zeros(int(self.game.tree.choice_start[-1]))
        for own, plan in zip(self.players, plans, strict=True):
            for i in range(len(own.sets)):
                here = slice(int(own.start[i]), int(own.start[i + 1]))
                weight = np.maximum(plan[here], 0.0)
                total = weight.sum()
                even = np.full(len(weight), 1.0 / len(weight))
                profile[own.choices[here]] = weight / total if total > 0 else even
        return profile


def sequence_form(game: Game) -> SequenceForm:
    """The sequence form of a game with perfect recall; linear in the tree.

    Raises
    ------
    NotSolved
        Imperfect recall, under which sequences do not stand for strategies.
    """
    tree = game.tree
    forgetful = forgetful_sets(tree)
    if len(forgetful):
        label = tree.information_sets[int(forgetful[0])].label
        raise NotSolved(
            f"imperfect recall at '{label}': the sequence form needs perfect recall; ",
            *serving(FORGETFUL),
        )
    players = tuple(_sequences(tree, player) for player in range(len(tree.players)))
    terminals = tree.terminals
    ends = np.stack(
        [
            _sequence_of_choice(tree, own.choices)[tree.own_choice[terminals, player] + 1]
            for player, own in enumerate(players)
        ],
        axis=1,
    )
    cells, which = np.unique(ends, axis=0, return_inverse=True)
    return SequenceForm(game, players, cells.astype(np.int32), which.reshape(-1).astype(np.int32))


def _sequences(tree: Tree, player: int) -> Sequences:
    sets = np.flatnonzero(tree.set_player == player).astype(np.int32)
    if not len(sets):
        none = np.zeros(0, dtype=np.int32)
        return Sequences(none, none, np.ones(1, dtype=np.int32), np.full(1, -1, dtype=np.int32))
    shallowest = np.minimum.reduceat(tree.depth[tree.set_member], tree.set_member_start[:-1])
    order = np.argsort(shallowest[sets], kind="stable")
    sets = sets[order]
    ranges = [np.arange(*tree.choice_start[one : one + 2]) for one in sets]
    start = np.cumsum([1, *map(len, ranges)]).astype(np.int32)
    choices = np.concatenate([[-1], *ranges]).astype(np.int32)
    last = tree.own_choice[tree.set_member[tree.set_member_start[sets]], player]
    before = _sequence_of_choice(tree, choices)[last + 1]
    return Sequences(sets, before, start, choices)


def _sequence_of_choice(tree: Tree, choices: Integers) -> Integers:
    """(choices + 1,) the sequence that ends with each choice; slot 0 stands for no choice."""
    number = np.zeros(int(tree.choice_start[-1]) + 1, dtype=np.int32)
    number[choices[1:] + 1] = np.arange(1, len(choices))
    return number


def _chance_reach(tree: Tree, chance: Floats) -> Floats:
    reach = chance.copy()
    reach[0] = 1.0
    for level in tree.levels[1:]:
        reach[level] *= reach[tree.parent[level]]
    return reach
