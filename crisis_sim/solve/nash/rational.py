"""Exact numbers for games whose numbers are known as floats only."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.game import Exact, Game
from crisis_sim.game.normal_form import NormalForm

__all__ = ["exact_form", "exact_game", "simplest_fraction", "whole_numbers"]

WIDTH = 2.0**-50
"""Relative half-width within which a float stands for a rational: a few units in the last place."""


def exact_game(game: Game) -> Game:
    """The game with exact numbers: its own, or the simplest rationals its floats may stand for.

    Raises
    ------
    InputError
        A payoff or a probability that is not finite.
    """
    if game.exact is not None:
        return game
    known: dict[float, Fraction] = {}

    def rational(number: float) -> Fraction:
        if number not in known:
            known[number] = simplest_fraction(number)
        return known[number]

    chance = tuple(map(rational, game.chance.tolist()))
    payoffs = tuple(tuple(map(rational, row)) for row in game.payoffs.tolist())
    return replace(game, exact=Exact(chance, payoffs))


def exact_form(form: NormalForm) -> NormalForm:
    """The normal form with exact payoffs: its own, or the simplest rationals within rounding."""
    if form.exact is not None:
        return form
    numbers = form.payoffs.ravel().tolist()
    known = {number: simplest_fraction(number) for number in set(numbers)}
    exact = np.empty(len(numbers), dtype=object)
    exact[:] = [known[number] for number in numbers]
    return replace(form, exact=exact.reshape(form.payoffs.shape))


def simplest_fraction(number: float) -> Fraction:
    """The fraction with the least denominator within a few units in the last place of a float.

    So 0.1 + 0.2 stands for 3/10 and 0.3333333333333333 for 1/3: what was meant by the author of a
    payoff, and small numbers for exact arithmetic to work with.

    Raises
    ------
    InputError
        A number that is not finite.

    Examples
    --------
    >>> simplest_fraction(0.1 + 0.2), simplest_fraction(-2 / 3), simplest_fraction(5.0)
    (Fraction(3, 10), Fraction(-2, 3), Fraction(5, 1))
    """
    if not math.isfinite(number):
        raise InputError(f"payoffs and probabilities must be finite; found {number}")
    if number == int(number):
        return Fraction(int(number))
    exact = Fraction(abs(number))
    width = exact * Fraction(WIDTH)
    simplest = _simplest_between(exact - width, exact + width)
    return simplest if number > 0 else -simplest


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the least denominator in a closed interval of positive numbers.

    By the continued fraction that both ends share (Stern 1858; Brocot 1861).
    """
    whole = math.ceil(low)
    if whole <= high:
        return Fraction(whole)
    floor = whole - 1
    return floor + 1 / _simplest_between(1 / (high - floor), 1 / (low - floor))


def whole_numbers(numbers: NDArray[np.object_]) -> NDArray[np.object_]:
    """Rationals times their least common denominator: Python integers of the same shape."""
    # Whatever kind of rational is stored, numpy's integers included, Python's come out.
    flat = [(int(one.numerator), int(one.denominator)) for one in numbers.ravel().tolist()]
    scale = math.lcm(*{below for _, below in flat})
    whole = np.empty(len(flat), dtype=object)
    whole[:] = [above * (scale // below) for above, below in flat]
    return whole.reshape(numbers.shape)
