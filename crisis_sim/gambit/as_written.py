"""The exact numbers of a file that is too large to hold them all: read when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from crisis_sim.gambit.node_table import Menus, Nodes
from crisis_sim.gambit.numbers import read_number
from crisis_sim.game.game import Numbers
from crisis_sim.game.tree import Integers
from crisis_sim.numbers.rational import ONE, ZERO, Rational, rational

__all__ = ["WORD", "NumbersInFile", "RowsAsWritten", "entries", "numbers_as_written"]

WORD = re.compile(rb'[^\s{},"]+')
"""A number or a sign of a file, and what of a text has no space in it."""

Row = tuple[Rational, ...]


class NumbersInFile(Sequence[Fraction]):
    """The numbers at places of a file's bytes, each spelling read once."""

    def __init__(self, data: bytes, places: Integers) -> None:
        self.data = data
        self.places = places
        self.known: dict[bytes, Fraction] = {}

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, at: Any) -> Any:
        word = WORD.match(self.data, int(self.places[at]))
        assert word is not None
        raw = word[0]
        if raw not in self.known:
            self.known[raw] = read_number(raw.decode("ascii"))
        return self.known[raw]


class RowsAsWritten(Sequence[Row]):
    """Payoff rows.

    ``order`` is (rows,) the place among the outcomes of the one that each pays, one past the last
    for none; ``payoffs`` has those of all outcomes, one after another.
    """

    def __init__(
        self, payoffs: Sequence[Fraction] | Sequence[float], order: Integers, players: int
    ) -> None:
        self.payoffs = payoffs
        self.order = order
        self.players = players
        self.known: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, row: Any) -> Any:
        if row not in self.known:
            self.known[row] = self._read(int(self.order[row]) * self.players)
        return self.known[row]

    def _read(self, first: int) -> Row:
        if first >= len(self.payoffs):
            return (ZERO,) * self.players
        return tuple(rational(self.payoffs[first + player]) for player in range(self.players))


class _Chances(Sequence[Rational]):
    """(nodes,) the probability of the chance move that leads to a node, 1 elsewhere."""

    def __init__(
        self, menus: Menus, given: Sequence[Fraction] | Sequence[float], entry: Integers
    ) -> None:
        self.menus, self.given, self.entry = menus, given, entry

    def __len__(self) -> int:
        return len(self.entry) + 1

    def __getitem__(self, node: Any) -> Any:
        return self.by_move[self.entry[node - 1]] if node else ONE

    def __iter__(self) -> Iterator[Rational]:
        yield ONE
        yield from map(self.by_move.__getitem__, self.entry.tolist())

    @cached_property
    def by_move(self) -> list[Rational]:
        """(moves of all menus,) probabilities that add up to one at each menu of chance."""
        return self._shares[0]

    @cached_property
    def divided(self) -> list[int]:
        """Menus whose probabilities, as given, did not."""
        return self._shares[1]

    @cached_property
    def _shares(self) -> tuple[list[Rational], list[int]]:
        menus = self.menus
        shares, divided = [ONE] * len(menus.moves), []
        starts = menus.start.tolist()
        for menu in np.flatnonzero(menus.player == 0).tolist():
            moves = range(starts[menu], starts[menu + 1])
            own = [rational(self.given[move]) for move in moves]
            total = sum(own, ZERO)
            if total != 1:
                divided.append(menu)
                own = [one / total for one in own]
            shares[moves.start : moves.stop] = own
        return shares, divided


class _Divided(Sequence[int]):
    """The chance nodes whose probabilities were divided by their sum."""

    def __init__(self, chances: _Chances, menu: Integers) -> None:
        self.chances, self.menu = chances, menu

    @cached_property
    def nodes(self) -> tuple[int, ...]:
        """Their numbers."""
        if not self.chances.divided:
            return ()
        return tuple(np.flatnonzero(np.isin(self.menu, self.chances.divided)).tolist())

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, place: Any) -> Any:
        return self.nodes[place]


def numbers_as_written(
    menus: Menus, given: Sequence[Fraction] | Sequence[float], nodes: Nodes, rows: Sequence[Row]
) -> Numbers:
    """A game's numbers, made when they are asked for.

    Parameters
    ----------
    given : (moves of all menus,) probabilities at the menus of chance.
    rows : (payoff rows,) what they pay.
    """
    chances = _Chances(menus, given, entries(menus, nodes))
    return Numbers(chances, rows, _Divided(chances, nodes.menu))


def entries(menus: Menus, nodes: Nodes) -> Integers:
    """(nodes - 1,) the entry in the list of moves that leads to each node but the root."""
    return menus.start[nodes.menu[nodes.parent[1:]]] + nodes.branch[1:]
