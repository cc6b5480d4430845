"""Bargaining problems with known solutions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crisis_sim.bargain.frontier import efficient, hull_frontier, kalai_smorodinsky, lotteries, nash
from crisis_sim.game.game import Row
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import power, to_float

Floats = npt.NDArray[np.float64]
POINTS = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=9, unique=True
)


def row(*values: float | Fraction) -> Row:
    return tuple(rational(Fraction(str(value))) for value in values)


def rows(points: Sequence[Sequence[float | Fraction]]) -> list[Row]:
    return [row(*point) for point in points]


def floats(numbers: Row) -> list[float]:
    return list(map(to_float, numbers))


ZERO = row(0, 0)


def test_a_triangle_is_shared_equally_by_both() -> None:
    for lottery in lotteries(rows([[1, 0], [0, 1], [0.2, 0.2]]), ZERO):
        assert lottery is not None
        assert lottery.payoffs == row(0.5, 0.5)
        assert sorted(lottery.points) == [0, 1]


def test_the_two_solutions_part_where_one_side_can_gain_less() -> None:
    # The frontier runs (0, 1) - (1, 1) - (2, 0): Nash at its corner, the other where both get
    # the same share of 2 and 1, at (4/3, 2/3).
    by_product, by_share = lotteries(rows([[0, 1], [1, 1], [2, 0]]), ZERO)
    assert by_product is not None
    assert by_share is not None
    assert by_product.payoffs == row(1, 1)
    assert by_product.weights == row(1)
    assert by_share.payoffs == row(Fraction(4, 3), Fraction(2, 3))


def test_solutions_over_packages_as_they_are() -> None:
    points = rows([[9, 1], [4, 3], [1, 9], [-1, 20], [3, 3]])
    assert nash(points, ZERO) == [1]
    assert kalai_smorodinsky(points, ZERO) == [1]
    assert efficient(points).tolist() == [True, True, True, True, False]
    assert nash(points, row(9, 9)) == []
    assert kalai_smorodinsky(points, row(10, 0)) == []
    assert nash(rows([[2, 1], [1, 2]]), ZERO) == [0, 1]


def test_what_a_side_could_gain_where_the_other_loses_counts_for_nothing() -> None:
    points = rows([[8, 3], [4, 4], [-1, 20], [20, -1]])
    assert kalai_smorodinsky(points, ZERO) == [0]


def test_three_players() -> None:
    points = rows([[1, 1, 4], [2, 2, 2]])
    zero = row(0, 0, 0)
    assert nash(points, zero) == [1]
    assert kalai_smorodinsky(points, zero) == [0, 1]  # both leave someone half of its best gain
    assert kalai_smorodinsky(rows([[1, 1, 4], [2, 2, 3]]), zero) == [1]


@pytest.mark.parametrize("other", [1, 10**9, Fraction(1, 10**9)])
@pytest.mark.parametrize("off", ["1e-10", "1e-8"])
def test_a_difference_counts_however_small_it_is_beside_other_numbers(
    other: int | Fraction, off: str
) -> None:
    near = Fraction(1) + Fraction(off)
    points = rows([[1, other], [near, other]])
    assert efficient(points).tolist() == [False, True]
    assert nash(points, ZERO) == [1]
    assert kalai_smorodinsky(points, ZERO) == [1]
    assert hull_frontier(points) == [1]


def test_irrational_numbers_tie_where_they_are_equal() -> None:
    root = power(rational(Fraction("0.98")), Fraction(9, 2))
    half = power(rational(Fraction("0.98")), Fraction(1, 2))
    same = half * rational(Fraction("0.98") ** 4)
    points = [(root, rational(1)), (same, rational(1))]
    assert efficient(points).tolist() == [True, True]
    assert nash(points, ZERO) == [0, 1]


@given(
    points=POINTS,
    at=st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
    player=st.integers(0, 1),
    power_of_ten=st.integers(-9, 9),
    shift=st.integers(-(10**9), 10**9),
)
def test_units_and_zero_of_a_side_change_nothing(
    points: list[tuple[int, int]],
    at: tuple[int, int],
    player: int,
    power_of_ten: int,
    shift: int,
) -> None:
    def moved(point: Sequence[int]) -> Row:
        values: list[Fraction] = list(map(Fraction, point))
        values[player] = values[player] * Fraction(10) ** power_of_ten + shift
        return row(*values)

    before, after = rows(points), [moved(point) for point in points]
    base, base_after = row(*at), moved(at)
    assert efficient(after).tolist() == efficient(before).tolist()
    assert hull_frontier(after) == hull_frontier(before)
    assert nash(after, base_after) == nash(before, base)
    assert kalai_smorodinsky(after, base_after) == kalai_smorodinsky(before, base)
    for one, other in zip(lotteries(before, base), lotteries(after, base_after), strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert (other.points, other.weights) == (one.points, one.weights)


def mixing_weights(one: Floats, two: Floats) -> Floats:
    """Weights of the first of two points; with those at which a side is left with nothing."""
    apart = one * two < 0
    return np.concatenate([np.linspace(0, 1, 21), two[apart] / (two - one)[apart]])


@given(points=POINTS)
@example(points=[(2, -2), (-3, 4)])
def test_no_lottery_on_the_packages_does_better(points: list[tuple[int, int]]) -> None:
    array = np.array(points, dtype=float)
    by_product, by_share = lotteries(rows(points), ZERO)
    pairs = np.array(
        [
            weight * one + (1 - weight) * two
            for one in array
            for two in array
            for weight in mixing_weights(one, two)
        ]
    )
    inside = pairs[(pairs > 1e-6).all(axis=1)]
    if by_product is None or by_share is None:
        assert not len(inside)
        return
    assert all(payoff >= 0 for payoff in by_product.payoffs)
    if len(inside):
        assert np.prod(floats(by_product.payoffs)) >= inside.prod(axis=1).max() - 1e-6
        best = pairs[(pairs > -1e-6).all(axis=1)].max(axis=0)
        shares = np.array(floats(by_share.payoffs)) / best
        assert shares.min() >= (inside / best).min(axis=1).max() - 1e-6


@given(points=POINTS)
def test_the_edge_of_the_hull_lies_above_every_point(points: list[tuple[int, int]]) -> None:
    array = np.array(points, dtype=float)
    edge = array[hull_frontier(rows(points))]
    assert (np.diff(edge[:, 0]) > 0).all()
    assert (np.diff(edge[:, 1]) < 0).all()
    for point in array:
        height = np.interp(point[0], edge[:, 0], edge[:, 1], left=edge[0, 1], right=-np.inf)
        assert point[1] <= height + 1e-9
