"""Keys of plays, and the numbers of a family at many points."""

from __future__ import annotations

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.sweep.block import mix, play_key, set_key
from crisis_sim.sweep.formulas.numbers import numbers_at


def test_keys_do_not_depend_on_order() -> None:
    assert play_key((3, 1, 2)) == play_key((1, 2, 3))
    assert set_key([play_key((1, 2)), play_key((3,))]) == set_key(
        [play_key((3,)), play_key((1, 2))]
    )


def test_keys_of_different_choices_differ() -> None:
    assert len(set(mix(np.arange(100_000, dtype=np.uint64)).tolist())) == 100_000
    assert play_key((1, 2)) != play_key((3,))
    assert play_key(()) == 0


def test_many_points_have_the_numbers_of_each_point() -> None:
    study = cs.load("cuba-1962-cable")
    family = study.family()
    pi = np.linspace(0.0, 0.6, 7)
    numbers = numbers_at(family, {"mu": 0.25}, {"pi": pi}, len(pi))
    for point, value in enumerate(pi):
        game = study.game(mu=0.25, pi=value)
        assert np.allclose(numbers.chance[point], game.chance, rtol=1e-14, atol=0)
        assert np.allclose(numbers.payoffs[point], game.payoffs, rtol=1e-14, atol=0)
    assert numbers.plain.all()


def test_points_without_probabilities_are_not_plain() -> None:
    family = cs.load("cuba-1962-cable").family()
    columns = {"mu": np.array([0.5, 1.5, -0.1, np.nan])}
    assert numbers_at(family, {}, columns, 4).plain.tolist() == [True, False, False, False]


def test_an_unknown_column_is_refused() -> None:
    family = cs.load("cuba-1962-cable").family()
    with pytest.raises(cs.InputError, match="no parameter 'pie'"):
        numbers_at(family, {}, {"pie": np.zeros(3)}, 3)
