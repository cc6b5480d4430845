"""Payoffs of each player on a scale of its own, for methods that compute in floats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.numbers.rational import ONE
from crisis_sim.numbers.real import Number, to_float

__all__ = ["Unit", "unit_payoffs"]


@dataclass(frozen=True, eq=False, slots=True)
class Unit:
    """Payoffs from 0 to 1 for each player, and what they were.

    ``payoffs`` is (payoff rows, players), 0 in rows that no terminal has; ``least`` and ``ranges``
    are (players,): a player's payoff is its least one plus the share of its range. They are worked
    out in exact numbers, so that each is right to the last digit whatever the units were.
    """

    payoffs: Floats
    least: tuple[Number, ...]
    ranges: tuple[Number, ...]


def unit_payoffs(game: Game) -> Unit:
    """The payoffs of a game on each player's own scale; a player with one payoff gets 0."""
    tree, known = game.tree, game.numbers.payoffs
    rows = np.unique(tree.payoff_row[tree.terminals]).tolist()
    table = np.zeros((len(known), len(tree.players)))
    least, ranges = [], []
    for player in range(len(tree.players)):
        own = [known[row][player] for row in rows]
        low = min(own)
        spread = max(own) - low
        unit = spread if spread > 0 else ONE
        shares = {value: to_float((value - low) / unit) for value in set(own)}
        table[rows, player] = [shares[value] for value in own]
        least.append(low)
        ranges.append(spread)
    return Unit(table, tuple(least), tuple(ranges))
