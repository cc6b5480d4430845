"""Bargaining problems with known solutions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.bargain.frontier import (
    efficient,
    hull_frontier,
    kalai_smorodinsky,
    lotteries,
    nash,
)

ZERO = np.zeros(2)
POINTS = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=9, unique=True
)


def test_a_triangle_is_shared_equally_by_both() -> None:
    points = np.array([[1.0, 0.0], [0.0, 1.0], [0.2, 0.2]])
    for lottery in lotteries(points, ZERO):
        assert lottery is not None
        assert lottery.payoffs == pytest.approx([0.5, 0.5])
        assert sorted(lottery.points) == [0, 1]


def test_the_two_solutions_part_where_one_side_can_gain_less() -> None:
    # The frontier runs (0, 1) - (1, 1) - (2, 0): Nash at its corner, the other where both get
    # the same share of 2 and 1, at (4/3, 2/3).
    points = np.array([[0.0, 1.0], [1.0, 1.0], [2.0, 0.0]])
    by_product, by_share = lotteries(points, ZERO)
    assert by_product is not None
    assert by_share is not None
    assert by_product.payoffs == pytest.approx([1.0, 1.0])
    assert by_product.weights == (1.0,)
    assert by_share.payoffs == pytest.approx([4 / 3, 2 / 3])


def test_solutions_over_packages_as_they_are() -> None:
    points = np.array([[9.0, 1.0], [4.0, 3.0], [1.0, 9.0], [-1.0, 20.0], [3.0, 3.0]])
    assert nash(points, ZERO) == [1]
    assert kalai_smorodinsky(points, ZERO) == [1]
    assert efficient(points).tolist() == [True, True, True, True, False]
    assert nash(points, np.array([9.0, 9.0])) == []
    assert kalai_smorodinsky(points, np.array([10.0, 0.0])) == []
    assert nash(np.array([[2.0, 1.0], [1.0, 2.0]]), ZERO) == [0, 1]


def test_three_players() -> None:
    points = np.array([[1.0, 1.0, 4.0], [2.0, 2.0, 2.0]])
    zero = np.zeros(3)
    assert nash(points, zero) == [1]
    assert kalai_smorodinsky(points, zero) == [0, 1]  # both leave someone half of its best gain
    assert kalai_smorodinsky(points + np.array([[0, 0, 0], [0, 0, 1]]), zero) == [1]


@given(points=POINTS)
def test_no_lottery_on_the_packages_does_better(points: list[tuple[int, int]]) -> None:
    array = np.array(points, dtype=float)
    by_product, by_share = lotteries(array, ZERO)
    pairs = [
        weight * one + (1 - weight) * two
        for one in array
        for two in array
        for weight in np.linspace(0, 1, 21)
    ]
    inside = np.array([pair for pair in pairs if (pair > 1e-6).all()])
    if by_product is None or by_share is None:
        assert not len(inside)
        return
    assert (by_product.payoffs > -1e-9).all()
    if len(inside):
        assert np.prod(by_product.payoffs) >= inside.prod(axis=1).max() - 1e-6
        best = np.array([max(inside[:, 0].max(), 0), max(inside[:, 1].max(), 0)])
        shares = by_share.payoffs / best
        assert shares.min() >= (inside / best).min(axis=1).max() * 0.8


@given(points=POINTS)
def test_the_edge_of_the_hull_lies_above_every_point(points: list[tuple[int, int]]) -> None:
    array = np.array(points, dtype=float)
    edge = array[hull_frontier(array)]
    assert (np.diff(edge[:, 0]) > 0).all()
    assert (np.diff(edge[:, 1]) < 0).all()
    for point in array:
        height = np.interp(point[0], edge[:, 0], edge[:, 1], left=edge[0, 1], right=-np.inf)
        assert point[1] <= height + 1e-9
