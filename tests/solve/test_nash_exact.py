"""The exact arithmetic that the Nash solvers stand on."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from crisis_sim.errors import InputError
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.solve.nash.bimatrix import reduce_bimatrix
from crisis_sim.solve.nash.exact_programme import maximise
from crisis_sim.solve.nash.inner import is_mixture
from crisis_sim.solve.nash.rational import exact_form, simplest_fraction, whole_numbers

CLOSE = 1e-9


@given(st.integers(-999, 999), st.integers(1, 999))
def test_a_fraction_survives_being_a_float(above: int, below: int) -> None:
    assert simplest_fraction(above / below) == Fraction(above, below)


@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_the_simplest_fraction_is_within_rounding(number: float) -> None:
    found = simplest_fraction(number)
    assert abs(found - Fraction(number)) <= abs(Fraction(number)) * Fraction(2.0**-50)


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (0.1 + 0.2, Fraction(3, 10)),
        (1 - 0.9, Fraction(1, 10)),
        (0.1 * 3 * 7, Fraction(21, 10)),
        (0.0, Fraction(0)),
        (-0.0, Fraction(0)),
        (1e300, Fraction(int(1e300))),
    ],
)
def test_rounding_is_undone(number: float, meant: Fraction) -> None:
    assert simplest_fraction(number) == meant


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(number: float) -> None:
    with pytest.raises(InputError, match="must be finite"):
        simplest_fraction(number)


def test_numpy_integers_become_pythons() -> None:
    mixed = np.array([np.int64(2), Fraction(1, 3), 5], dtype=object)
    whole = whole_numbers(mixed)
    assert whole.tolist() == [6, 1, 15]
    assert all(type(value) is int for value in whole)


def test_exact_payoffs_are_kept() -> None:
    exact = np.full((1, 2), Fraction(1, 7), dtype=object)
    form = NormalForm("x", ("a",), (("l", "r"),), exact.astype(float), exact)
    assert exact_form(form) is form


@st.composite
def programmes(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cell = st.integers(-4, 4)
    table = draw(st.lists(cell, min_size=rows * columns, max_size=rows * columns))
    right = draw(st.lists(st.integers(0, 4), min_size=rows, max_size=rows))
    objective = draw(st.lists(cell, min_size=columns, max_size=columns))
    made = [np.array(part, dtype=object) for part in (objective, table, right)]
    return made[0], made[1].reshape(rows, columns), made[2]


@settings(max_examples=100, deadline=None)
@given(programmes())
def test_programmes_prove_their_optimum(
    programme: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    objective, rows, right = programme
    answer = linprog(
        -objective.astype(float), A_ub=rows.astype(float), b_ub=right.astype(float), method="highs"
    )
    assume(answer.status in (0, 3))
    if answer.status == 3:
        with pytest.raises(ArithmeticError, match="no bound"):
            maximise(objective, rows, right)
        return
    best = maximise(objective, rows, right)
    weights, prices = np.array(best.weights, dtype=object), np.array(best.prices, dtype=object)
    assert float(best.value) == pytest.approx(-answer.fun, abs=CLOSE)
    assert (weights >= 0).all()
    assert (rows @ weights <= right).all()
    assert (prices >= 0).all()
    assert (prices @ rows >= objective).all()
    assert objective @ weights == prices @ right == best.value


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
