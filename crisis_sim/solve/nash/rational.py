"""The games that solvers work on: payoffs from 0 to 1 for each player, as rationals.

Payoffs in other units, or counted from elsewhere, give the same numbers here, so that no solver
can tell the difference. What solvers find is then measured on the game itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.game import Game, Numbers, normalised
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.numbers.rational import ZERO, Rational, as_float, fraction, rational
from crisis_sim.numbers.real import Number, Real, in_order
from crisis_sim.solve.nash.compared import whole_numbers

__all__ = ["BITS", "recognised", "working_game", "working_tables"]

BITS = 1_024
"""Bits to which irrational numbers are taken."""


def working_game(game: Game) -> tuple[Game, bool]:
    """The game with payoffs from 0 to 1, and whether its numbers are exact.

    Irrational roots, exponentials and logarithms are taken to 1,024 bits, and what is made of them
    by addition, multiplication and division follows exactly: actions that are equally good by
    algebra alone stay so.

    Raises
    ------
    InputError
        A payoff or a probability that is not finite.
    """
    try:
        numbers = game.numbers
    except (ValueError, OverflowError):
        raise InputError("payoffs and probabilities must be finite") from None
    near = _Approximation()
    chance, _ = normalised(game.tree, [near(value) for value in numbers.chance])
    used = sorted(set(game.tree.payoff_row[game.tree.terminals].tolist()))
    columns = [[near(numbers.payoffs[row][k]) for row in used] for k in range(len(game.players))]
    spread = [dict(zip(used, _spread(column), strict=True)) for column in columns]
    nothing = dict.fromkeys(range(len(game.payoffs)), ZERO)
    rows = list(zip(*((nothing | column).values() for column in spread), strict=True))
    made = replace(
        game,
        payoffs=np.array([[as_float(one) for one in row] for row in rows]).reshape(
            game.payoffs.shape
        ),
        exact=None,
        irrational=Numbers(chance, rows),
    )
    return made, near.exact


def working_tables(form: NormalForm) -> tuple[NDArray[np.object_], bool]:
    """The same for a normal form: (players, strategies...) integers, the least of each player 0."""
    near = _Approximation()
    table = form.numbers
    flat = table.ravel().tolist()
    if any(isinstance(value, Real) for value in flat):
        table = np.empty(len(flat), dtype=object)
        table[:] = [near(value) for value in flat]
        table = table.reshape(form.payoffs.shape)
    return np.stack([whole_numbers(own, from_least=True) for own in table]), near.exact


def _spread(values: Sequence[Rational]) -> list[Rational]:
    """Numbers moved and scaled to reach from 0 to 1; all 0 if they are all the same."""
    least, most = min(values, default=ZERO), max(values, default=ZERO)
    if least == most:
        return [ZERO] * len(values)
    known = {value: (value - least) / (most - least) for value in set(values)}
    return [known[value] for value in values]


class _Approximation:
    """Numbers as rationals; ``exact`` says whether all met so far were."""

    def __init__(self) -> None:
        self.exact = True
        self.known: dict[int, tuple[Real, Rational]] = {}
        self.atoms: dict[tuple[Any, ...], Rational] = {}

    def __call__(self, number: Number) -> Rational:
        if not isinstance(number, Real):
            return number
        self.exact = False
        for node in in_order(number):
            if id(node) not in self.known:
                self.known[id(node)] = node, self._made(node)
        return self.known[id(number)][1]

    def _made(self, node: Real) -> Rational:
        values = [self.known[id(a)][1] if isinstance(a, Real) else a for a in node.arguments]
        match node.operation:
            case "+":
                return values[0] + values[1]
            case "-":
                return values[0] - values[1]
            case "*":
                return values[0] * values[1]
            case "/":
                return values[0] / values[1]
        key = (node.operation, *values)
        if key not in self.atoms:
            self.atoms[key] = _taken(Real(node.operation, *values))
        return self.atoms[key]


def _taken(number: Real) -> Rational:
    """A rational within so many bits of an irrational number."""
    number.refine(BITS)
    mantissa, exponent = number.ball.mid().man_exp()
    return flint.fmpq(mantissa) * flint.fmpq(2) ** int(exponent)


def recognised(numbers: Iterable[Rational], bits: int) -> tuple[Rational, ...]:
    """For each number the simplest fraction within ``2 ** -bits``: a guess, to be confirmed."""
    width = Fraction(1, 2**bits)
    found = []
    for number in numbers:
        value = fraction(number)
        low = value - width
        if low <= 0:
            found.append(ZERO)
        else:
            found.append(rational(_simplest_between(low, value + width)))
    return tuple(found)


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the least denominator in a closed interval of positive numbers.

    By the continued fraction that both ends share (Stern 1858; Brocot 1861).
    """
    whole = math.ceil(low)
    if whole <= high:
        return Fraction(whole)
    floor = whole - 1
    return floor + 1 / _simplest_between(1 / (high - floor), 1 / (low - floor))
