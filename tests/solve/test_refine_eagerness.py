"""Who is tempted, and who more: convex hulls of gains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from crisis_sim.numbers.rational import rational
from crisis_sim.solve.refine import eagerness
from crisis_sim.solve.refine.eagerness import Gains

tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(-4, 4).map(float))
)


def exact(gains: np.ndarray) -> Gains:
    return [[rational(value) for value in row] for row in gains.tolist()]


def never_gains(gains: np.ndarray) -> np.ndarray:
    return np.array(eagerness.never_gains(exact(gains)))


def outdone(gains: np.ndarray) -> np.ndarray:
    return np.array(eagerness.outdone(exact(gains)))


def deters(gains: np.ndarray) -> bool:
    return eagerness.deters(exact(gains))


def mixtures(gains: np.ndarray) -> np.ndarray:
    """Many mixtures of the rows, the rows among them."""
    weights = np.random.default_rng(0).dirichlet(np.full(len(gains), 0.5), 400)
    return np.vstack([gains, weights @ gains])


def test_who_never_gains() -> None:
    gains = np.array([[-1.0, -1.0, 0.0], [-2.0, 1.0, -1.0]])
    assert never_gains(gains).tolist() == [True, False, False]


def test_the_more_eager_outdoes() -> None:
    """The first gains from a share of 2/3 on, the second from 1/3 on, the third never."""
    gains = np.array([[1.0, 2.0, -1.0], [-2.0, -1.0, -1.0]])
    assert outdone(gains).tolist() == [
        [False, True, False],
        [False, False, False],
        [True, True, False],
    ]


def test_alike_senders_do_not_outdo_each_other() -> None:
    gains = np.array([[1.0, 2.0], [-1.0, -2.0]])
    assert not outdone(gains).any()


def test_nobody_outdoes_where_nobody_gains() -> None:
    assert not outdone(np.array([[-1.0, 0.0], [-2.0, -1.0]])).any()


@given(tables)
def test_outdone_holds_at_every_mixture(gains: np.ndarray) -> None:
    points = mixtures(gains)
    table = outdone(gains)
    for first, second in np.argwhere(table).tolist():
        assert np.all(points[points[:, first] >= 0, second] > 0)


@given(tables)
def test_outdone_is_an_order(gains: np.ndarray) -> None:
    table = outdone(gains).astype(int)
    assert not np.trace(np.linalg.matrix_power(table, len(table)))
    assert np.all(table[table @ table > 0] == 1), "transitive"


def test_nobody_outdoes_one_who_is_never_worse_off() -> None:
    assert not outdone(np.array([[1.0, 2.0], [0.0, 1.0]])).any()


@given(tables)
def test_who_never_gains_is_outdone_by_any_who_does(gains: np.ndarray) -> None:
    if gains.max() > 0:
        assert np.all(outdone(gains).any(axis=1)[never_gains(gains)])


@given(tables)
def test_a_mixture_found_to_deter_is_found(gains: np.ndarray) -> None:
    if np.any(np.all(mixtures(gains) <= 0, axis=1)):
        assert deters(gains)
    if np.any(gains.min(axis=0) > 0):
        assert not deters(gains)


@pytest.mark.parametrize(("tempting", "enough"), [(1.5, True), (2.5, False)])
def test_three_responses_that_deter_only_together(tempting: float, enough: bool) -> None:
    """Each response tempts one sender alone, and no two of them deter all three."""
    gains = (1.0 + tempting) * np.eye(3) - 1.0
    assert not deters(gains[:2])
    assert deters(gains) is enough


@pytest.mark.parametrize("short", [1e-17, 1e-10, 1e-3])
def test_however_little_is_gained_it_is_gained(short: float) -> None:
    assert never_gains(np.array([[-short]])).all()
    assert not never_gains(np.array([[0.0]])).any()
    assert not deters(np.array([[short, -1.0], [short, 1.0]]))
    assert deters(np.array([[0.0, -1.0], [short, 1.0]]))
