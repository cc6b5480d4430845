"""Random games whose payoffs differ by many orders of magnitude, with near ties planted.

Every number is a fraction. What is hard for floats is meant: orders of 1e-12 to 1e12 between
players and within one, payoffs that differ in their twentieth digit, and equal ones written
differently.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import to_float
from tests.random_trees import Shape, random_game, with_payoffs

Rows = list[list[Fraction]]
WIDEST = 12
"""Payoffs are of the order of ten to minus this and to this."""
NEAREST, FARTHEST = 17, 6
"""Near ties differ by a share of ten to minus these."""


@dataclass(frozen=True)
class Drawn:
    """A game, and whether its payoffs were stretched."""

    game: Game
    wild: bool


def scaled_game(rng: np.random.Generator, shape: Shape, *, wild: float = 1 / 3) -> Drawn:
    """A random game; one in three has stretched payoffs and near ties."""
    game = random_game(rng, shape)
    if rng.random() >= wild:
        return Drawn(game, False)
    assert game.exact is not None
    rows = [list(row) for row in game.exact.payoffs]
    for player in range(shape.players):
        _stretch(rng, rows, player)
    for _ in range(int(rng.integers(1, 4))):
        _plant(rng, game, rows)
    return Drawn(with_payoffs(game, rows), True)


def _stretch(rng: np.random.Generator, rows: Rows, player: int) -> None:
    """One power of ten for all of a player's payoffs, or one for each, and sometimes an offset."""
    own = _power(rng, -WIDEST, WIDEST)
    within = rng.random() < 0.5
    offset = _power(rng, -WIDEST, WIDEST) if rng.random() < 0.3 else Fraction(0)
    for row in rows:
        factor = _power(rng, -WIDEST, WIDEST) if within else own
        row[player] = row[player] * factor + offset


def _plant(rng: np.random.Generator, game: Game, rows: Rows) -> None:
    """Give two ends, behind one decision where there are such, payoffs of one player that are near.

    Or equal: then one is told from the other by its text alone.
    """
    tree = game.tree
    pairs = [
        (int(tree.mover[node]), ends)
        for node in range(tree.size)
        if tree.mover[node] >= 0
        and len(ends := [c for c in tree.children(node).tolist() if tree.mover[c] == TERMINAL]) > 1
    ]
    if pairs and rng.random() < 0.8:
        player, ends = pairs[int(rng.integers(len(pairs)))]
        one, other = (int(tree.payoff_row[end]) for end in rng.permutation(ends)[:2])
    else:
        player = int(rng.integers(len(tree.players)))
        one, other = (int(rng.integers(len(rows))) for _ in range(2))
    value = rows[one][player] or _power(rng, -WIDEST, WIDEST)
    apart = 0 if rng.random() < 0.3 else _power(rng, -NEAREST, -FARTHEST) * _sign(rng)
    rows[one][player] = value
    rows[other][player] = value * (1 + apart)


def _power(rng: np.random.Generator, low: int, high: int) -> Fraction:
    return Fraction(10) ** int(rng.integers(low, high + 1))


def _sign(rng: np.random.Generator) -> int:
    return 1 if rng.random() < 0.5 else -1


def spelled(rng: np.random.Generator, value: Fraction) -> str:
    """A number written in one of several ways that mean the same."""
    times = int(rng.integers(2, 6))
    ways = [
        f"{value.numerator}/{value.denominator}",
        f"{value.numerator * times}/{value.denominator * times}",
    ]
    for digits in range(40):
        whole = value * 10**digits
        if whole.denominator == 1:
            ways += [f"{whole.numerator}e-{digits}", f"{whole.numerator}00e-{digits + 2}"]
            if digits == 0:
                ways.append(f"{whole.numerator}.000")
            break
    return ways[int(rng.integers(len(ways)))]


def efg_text(rng: np.random.Generator, game: Game) -> str:
    """The game as a Gambit file, each number spelled at random; sets are h0, h1, actions a0, a1."""
    tree, exact = game.tree, game.exact
    assert exact is not None
    players = " ".join(f'"{name}"' for name in game.players)
    lines = [f'EFG 2 R "scaled" {{ {players} }}']
    events = 0
    for node in range(tree.size):
        children = tree.children(node).tolist()
        mover, one = int(tree.mover[node]), int(tree.information_set[node])
        if mover == TERMINAL:
            row = int(tree.payoff_row[node])
            payoffs = " ".join(spelled(rng, value) for value in exact.payoffs[row])
            lines.append(f't "" {row + 1} "z{row}" {{ {payoffs} }}')
        elif mover == CHANCE:
            events += 1
            moves = [f'"{i}" {spelled(rng, exact.chance[c])}' for i, c in enumerate(children)]
            lines.append(f'c "" {events} "" {{ {" ".join(moves)} }} 0')
        else:
            moves = [f'"a{i}"' for i in range(len(children))]
            number = int(np.count_nonzero(tree.set_player[:one] == mover)) + 1
            lines.append(f'p "" {mover + 1} {number} "h{one}" {{ {" ".join(moves)} }} 0')
    return "\n".join(lines) + "\n"


def in_other_units(game: Game, player: int, factor: Fraction, shift: Fraction) -> Game:
    """The same game with one player's payoffs multiplied, and a constant added, exactly."""
    if game.exact is not None:
        rows = [list(row) for row in game.exact.payoffs]
        for row in rows:
            row[player] = row[player] * factor + shift
        return with_payoffs(game, rows)
    assert game.irrational is not None
    times, plus = rational(factor), rational(shift)
    table = [
        tuple(value * times + plus if at == player else value for at, value in enumerate(row))
        for row in game.irrational.payoffs
    ]
    floats = np.array([[to_float(value) for value in row] for row in table])
    return replace(game, payoffs=floats, irrational=replace(game.irrational, payoffs=tuple(table)))


def other_units(rng: np.random.Generator) -> tuple[Fraction, Fraction]:
    """A power of ten to multiply by, 1e-9 to 1e9, and a constant up to 1e9 with some decimals."""
    shift = Fraction(int(rng.integers(-(10**9), 10**9)), 10 ** int(rng.integers(0, 7)))
    return _power(rng, -9, 9), shift if rng.random() < 0.7 else Fraction(0)
