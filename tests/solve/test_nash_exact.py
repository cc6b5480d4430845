"""The exact arithmetic that the Nash solvers stand on."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.errors import InputError
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import power
from crisis_sim.solve.nash import pure_equilibria
from crisis_sim.solve.nash.bimatrix import reduce_bimatrix
from crisis_sim.solve.nash.compared import in_order, representatives, whole_numbers
from crisis_sim.solve.nash.inner import is_mixture
from crisis_sim.solve.nash.rational import recognised, working_game, working_tables


def test_fractions_are_recognised_in_what_is_near_them() -> None:
    near = [rational(one) for one in (1 / 3, 0.1 + 0.2, 1e-30, 1.0)]
    assert recognised(near, 40) == (rational(Fraction(1, 3)), rational(Fraction(3, 10)), 0, 1)


@given(st.fractions(0, 1, max_denominator=2**19))
def test_a_short_fraction_is_recognised_to_40_bits(meant: Fraction) -> None:
    assert recognised([rational(float(meant))], 40) == (rational(meant),)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(number: float) -> None:
    form = NormalForm("x", ("a",), (("l", "r"),), np.array([[0.0, number]]))
    with pytest.raises(InputError, match="must be finite"):
        pure_equilibria(form)


def test_units_and_origins_are_left_out() -> None:
    exact = np.array([[Fraction(10**30 + k, 7) for k in (3, 4, 7)]], dtype=object)
    form = NormalForm("x", ("a",), (("l", "m", "r"),), exact.astype(float), exact)
    tables, known = working_tables(form)
    assert known
    assert tables.tolist() == [[0, 1, 4]]
    game, known = working_game(simultaneous_game(form))
    assert known
    assert [row[0] for row in game.numbers.payoffs] == [0, rational(Fraction(1, 4)), 1]


def test_irrational_numbers_keep_the_ties_that_follow_by_algebra() -> None:
    root = power(rational(2), Fraction(1, 2))
    other = power(rational(3), Fraction(1, 2))
    table = np.empty((1, 3), dtype=object)
    table[0] = [root * other + root, root * (other + 1), other]
    form = NormalForm("x", ("a",), (("l", "m", "r"),), np.zeros((1, 3)), unrounded=table)
    (table,), known = working_tables(form)
    assert not known
    assert table[0] == table[1] > table[2] == 0


def test_numbers_in_order() -> None:
    root = power(rational(2), Fraction(1, 2))
    table = np.empty(5, dtype=object)
    table[:] = [root, rational(1), root * root, rational(2), root + 0]
    assert in_order(table).tolist() == [1, 0, 2, 2, 1]
    first = representatives(table)
    assert first[2] is first[3] is table[3]


def test_numpy_integers_become_pythons() -> None:
    mixed = np.array([np.int64(2), Fraction(1, 3), 5], dtype=object)
    whole = whole_numbers(mixed)
    assert whole.tolist() == [6, 1, 15]
    assert all(type(value) is int for value in whole)


def test_reduction_keeps_one_of_strategies_alike_and_drops_dominated_ones() -> None:
    first = np.array([[3, 3, 0], [3, 3, 0], [1, 1, -1]], dtype=object)
    second = np.array([[1, 1, 0], [1, 1, 0], [9, 9, 0]], dtype=object)
    reduced = reduce_bimatrix(first, second)
    assert reduced.first.tolist() == [[3]]
    assert reduced.rows.of == ((0, 1),)
    assert reduced.columns.of == ((0, 1),)
    assert (reduced.rows.count, reduced.columns.count) == (3, 3)


def test_weakly_dominated_strategies_stay() -> None:
    first = np.array([[1, 0], [1, 1]], dtype=object)
    second = np.array([[1, 0], [0, 0]], dtype=object)
    assert reduce_bimatrix(first, second).first.shape == (2, 2)


def test_a_mixture_is_proved_or_not_claimed() -> None:
    corners = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    assert is_mixture((Fraction(1, 3), Fraction(2, 3)), corners)
    assert not is_mixture((Fraction(1), Fraction(0)), corners[1:])
    assert not is_mixture((Fraction(1), Fraction(0)), [])
    assert not is_mixture((Fraction(4, 3), Fraction(-1, 3)), corners)
