"""Payoffs of each player on a scale of its own, for methods that compute in floats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.numbers.rational import ONE, rational
from crisis_sim.numbers.real import Number, to_float

__all__ = ["Unit", "unit_payoffs"]

MOST_ROWS = 20_000
"""Payoff rows up to which exact numbers are used."""


@dataclass(frozen=True, eq=False, slots=True)
class Unit:
    """Payoffs from 0 to 1 for each player, and what they were.

    ``payoffs`` is (payoff rows, players), 0 in rows that no terminal has; ``least`` and ``ranges``
    are (players,): a player's payoff is its least one plus the share of its range.
    """

    payoffs: Floats
    least: tuple[Number, ...]
    ranges: tuple[Number, ...]


def unit_payoffs(game: Game) -> Unit:
    """The payoffs of a game on each player's own scale; a player with one payoff gets 0.

    In exact numbers, so that each is right to the last digit whatever the units were; of more than
    :data:`MOST_ROWS` payoff rows, and of numbers that came as floats, in floats.
    """
    rows = np.unique(game.tree.payoff_row[game.tree.terminals])
    if len(rows) > MOST_ROWS or (game.exact is None and game.irrational is None):
        return _of_floats(game, rows.tolist())
    known, taken = game.numbers.payoffs, rows.tolist()
    table = np.zeros(game.payoffs.shape)
    least, ranges = [], []
    for player in range(len(game.players)):
        own = [known[row][player] for row in taken]
        low = min(own)
        spread = max(own) - low
        unit = spread if spread > 0 else ONE
        shares = {value: to_float((value - low) / unit) for value in set(own)}
        table[taken, player] = [shares[value] for value in own]
        least.append(low)
        ranges.append(spread)
    return Unit(table, tuple(least), tuple(ranges))


def _of_floats(game: Game, rows: list[int]) -> Unit:
    """Half of each payoff is used, so that a range that no float holds does no harm."""
    halves = game.payoffs[rows] / 2.0
    least = halves.min(axis=0)
    ranges = halves.max(axis=0) - least
    table = np.zeros(game.payoffs.shape)
    table[rows] = (halves - least) / np.where(ranges > 0.0, ranges, 1.0)
    low, wide = ([2 * rational(one) for one in half.tolist()] for half in (least, ranges))
    return Unit(table, tuple(low), tuple(wide))
