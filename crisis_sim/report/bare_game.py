"""A game that no scenario tells of, as Gambit's files hold: who moves where, and what ends pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from crisis_sim.formula.write import decimal
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE
from crisis_sim.numbers.rational import fraction
from crisis_sim.numbers.real import Number, is_rational, to_float
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.numbers import number

__all__ = ["game_blocks"]

MOST_PLACES = 100
"""Information sets and chance nodes that are listed."""
MOST_ROWS = 200
"""Rows of payoffs that are listed."""
MOST_FOLLOWING = 4


def game_blocks(game: Game) -> Iterator[Block]:
    """The moves at each information set and of chance, in preorder; then the payoffs of the ends.

    Of a large game the first of each are listed and the others counted.
    """
    yield Heading("The moves")
    yield from _places(game)
    yield Heading("Outcomes")
    yield from _outcomes(game)


def _places(game: Game) -> Iterator[Block]:
    tree = game.tree
    of_sets = tree.set_member[tree.set_member_start[:-1]]
    of_chance = np.flatnonzero(tree.mover == CHANCE)
    places = np.sort(np.concatenate([of_sets, of_chance])).tolist()
    for node in places[:MOST_PLACES]:
        held = int(tree.information_set[node])
        if held < 0:
            yield Heading(f"{tree.label(node)} (chance)", 3)
            yield Items(tuple(_event(game, child) for child in tree.children(node).tolist()))
            continue
        nodes = tree.members(held)
        player = game.shorts[int(tree.set_player[held])]
        yield Heading(f"{tree.labels[int(tree.set_label[held])]} ({player})", 3)
        if len(nodes) > 1:
            yield Prose(f"{len(nodes):,} nodes that {player} cannot tell apart.")
        yield Items(tuple(_action(game, nodes, place) for place in range(len(tree.children(node)))))
    if len(places) > MOST_PLACES:
        yield Prose(f"{len(places) - MOST_PLACES:,} more places of moves are not listed.")


def _event(game: Game, node: int) -> str:
    chance = _written(game.numbers.chance[node])
    return f"{game.tree.move_label(node)}, with probability {chance} -> {game.tree.label(node)}"


def _action(game: Game, nodes: Sequence[int] | np.ndarray, place: int) -> str:
    """An action, and where it leads from the nodes of its information set."""
    tree = game.tree
    following = [int(tree.children(int(node))[place]) for node in nodes[:MOST_ROWS]]
    labels = list(dict.fromkeys(map(tree.label, following)))
    shown = " or ".join(labels[:MOST_FOLLOWING])
    more = len(labels) > MOST_FOLLOWING or len(nodes) > MOST_ROWS
    return f"{tree.move_label(following[0])} -> {shown}{' or others' if more else ''}"


def _outcomes(game: Game) -> Iterator[Block]:
    tree, payoffs = game.tree, game.numbers.payoffs
    rows = np.unique(tree.payoff_row[tree.terminals]).tolist()
    told = [
        (tree.outcomes[int(tree.rows[row])], *map(_written, payoffs[row]))
        for row in rows[:MOST_ROWS]
    ]
    numbers = frozenset(range(1, len(game.players) + 1))
    yield TableBlock(("outcome", *game.shorts), tuple(dict.fromkeys(told)), numbers)
    if len(rows) > MOST_ROWS:
        yield Prose(f"Not listed: {len(rows) - MOST_ROWS:,} more.")


def _written(value: Number) -> str:
    """A number as it is; one that is not rational, or long, to four digits."""
    if is_rational(value):
        exact = fraction(value)
        if len(written := decimal(exact)) <= 20:
            return written
    return number(to_float(value))
