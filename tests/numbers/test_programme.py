"""Exact linear programmes: each optimum proves itself, and HiGHS agrees on what has none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from crisis_sim.numbers.programme import Optimum, maximise
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number, Real, power, sign, to_float

CLOSE = 1e-7
ROOT = power(rational(2), Fraction(1, 2))
Programme = tuple[list[int], list[list[int]], list[int], list[list[int]], list[int]]


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    variables, below, same = (
        draw(st.integers(1, 5)),
        draw(st.integers(0, 5)),
        draw(st.integers(0, 3)),
    )
    cell = st.integers(-3, 3)

    def table(rows: int) -> list[list[int]]:
        row = st.lists(cell, min_size=variables, max_size=variables)
        return draw(st.lists(row, min_size=rows, max_size=rows))

    def column(rows: int) -> list[int]:
        return draw(st.lists(cell, min_size=rows, max_size=rows))

    return column(variables), table(below), column(below), table(same), column(same)


def times(row: Any, point: Any) -> Number:
    return sum((a * b for a, b in zip(row, point, strict=True)), rational(0))


def check(best: Optimum, programme: tuple[Any, ...]) -> None:
    """Feasible on both sides, with the same value: so both are optimal."""
    objective, rows, right, equal, equal_right = programme
    assert all(sign(x) >= 0 for x in best.point)
    for row, most in zip(rows, right, strict=True):
        assert sign(most - times(row, best.point)) >= 0
    for row, value in zip(equal, equal_right, strict=True):
        assert sign(value - times(row, best.point)) == 0
    assert all(sign(price) >= 0 for price in best.prices[: len(rows)])
    for j, worth in enumerate(objective):
        assert sign(times([row[j] for row in [*rows, *equal]], best.prices) - worth) >= 0
    assert sign(times(objective, best.point) - best.value) == 0
    assert sign(times([*right, *equal_right], best.prices) - best.value) == 0


def in_floats(programme: Programme) -> Any:
    objective, *parts = (np.array(part, dtype=float) if part else None for part in programme)
    assert objective is not None
    return linprog(-objective, *parts, method="highs-ds")


@settings(max_examples=400, deadline=None)
@given(programmes())
def test_random_programmes(programme: Programme) -> None:
    objective, rows, right, equal, equal_right = programme
    answer = in_floats(programme)
    try:
        best = maximise(objective, rows, right, equal=equal, equal_right=equal_right)
    except ArithmeticError:
        assert answer.status in (3, 4)
        return
    if best is None:
        assert answer.status in (2, 4)
        return
    assert answer.status == 0
    assert to_float(best.value) == pytest.approx(-answer.fun, abs=CLOSE)
    check(best, programme)


@settings(max_examples=60, deadline=None)
@given(programmes())
def test_irrational_numbers(programme: Programme) -> None:
    """With a root in every number but those of equations, and degenerate as before."""
    objective, rows, right, equal, equal_right = programme
    rough = (
        [x * ROOT for x in objective],
        [[x + ROOT * (x - 1) for x in row] for row in rows],
        [x * (1 + ROOT) for x in right],
        equal,
        equal_right,
    )
    try:
        best = maximise(*rough[:3], equal=equal, equal_right=equal_right)
    except ArithmeticError:
        return
    if best is not None:
        check(best, rough)


def test_numbers_of_no_common_field() -> None:
    other = Real("exp", rational(1))
    programme: tuple[Any, ...] = ([1, other], [[ROOT, 1], [1, other]], [other, 2 * ROOT], [], [])
    best = maximise(*programme[:3])
    assert best is not None
    check(best, programme)


def test_many_pivots_leave_irrational_numbers_short() -> None:
    rng = np.random.default_rng(2)
    table = [[int(x) + ROOT * int(y) for x, y in row] for row in rng.integers(0, 5, (15, 15, 2))]
    programme: tuple[Any, ...] = ([1] * 15, table, [1] * 15, [], [])
    best = maximise(*programme[:3])
    assert best is not None
    check(best, programme)


def test_a_larger_degenerate_programme() -> None:
    rng = np.random.default_rng(1)
    table = rng.integers(0, 3, (30, 40)).tolist()
    right = rng.integers(0, 2, 30).tolist()
    programme: Programme = ([1] * 40, [*table, [1] * 40], [*right, 5], [], [])
    best = maximise(*programme[:3])
    assert best is not None
    check(best, programme)


def test_differences_far_below_rounding_decide() -> None:
    small = rational(Fraction(1, 10**40))
    best = maximise([1, 1 + small], [[1, 1]], [1])
    assert best is not None
    assert best.point == (0, 1)
    assert maximise([1], [[1], [-1]], [1, -1 - small]) is None


def test_nothing_bounds_it() -> None:
    with pytest.raises(ArithmeticError, match="no bound"):
        maximise([1, 0], [[0, 1]], [1])


def test_redundant_equations() -> None:
    best = maximise([1, 2], [], [], equal=[[1, 1], [2, 2]], equal_right=[1, 2])
    assert best is not None
    assert (best.value, best.point) == (2, (0, 1))
    assert maximise([1, 2], [], [], equal=[[1, 1], [2, 2]], equal_right=[1, 3]) is None
