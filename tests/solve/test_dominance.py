"""Dominated strategies and best responses, each with its proof."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.solve.best_responses import best_responses
from crisis_sim.solve.dominance import (
    ORDER,
    Elimination,
    dominated,
    iterated_dominance,
    rationalisable,
)
from crisis_sim.solve.nash import extreme_equilibria
from crisis_sim.strategy.certificate import best_response_value, player_regrets
from crisis_sim.strategy.evaluate import uniform_profile
from crisis_sim.study_files import load
from tests.random_trees import Shape, games
from tests.solve.test_contract import forgetful_game

CLOSE = 1e-9
CLEAR = 1e-6  # a least gain further from zero than this is beyond doubt in floats
HALF = Fraction(1, 2)


def normal_form(*tables: object) -> NormalForm:
    payoffs = np.stack([np.asarray(table, dtype=float) for table in tables])
    names = tuple(tuple(f"s{i}" for i in range(count)) for count in payoffs.shape[1:])
    return NormalForm("game", tuple(f"p{i}" for i in range(len(tables))), names, payoffs)


def gains(form: NormalForm, one: Elimination, kept: tuple[list[int], ...]) -> np.ndarray:
    """What the mixture gains over the strategy against each profile of the others."""
    table = np.moveaxis(form.payoffs[one.player], one.player, 0)
    others = [held for player, held in enumerate(kept) if player != one.player]
    mixed = sum(float(weight) * table[i] for i, weight in one.by)
    return np.asarray(mixed - table[one.strategy])[np.ix_(*others)]


@st.composite
def forms(draw: st.DrawFn) -> NormalForm:
    players = draw(st.integers(2, 3))
    shape = [draw(st.integers(1, 4 if players == 2 else 3)) for _ in range(players)]
    seed = draw(st.integers(0, 2**32 - 1))
    span = draw(st.sampled_from([1, 3, 9]))
    rng = np.random.default_rng(seed)
    return normal_form(*rng.integers(-span, span + 1, (players, *shape)))


@pytest.mark.parametrize("strict", [True, False])
@settings(max_examples=60, deadline=None)
@given(form=forms())
def test_every_elimination_proves_itself(strict: bool, form: NormalForm) -> None:
    found = iterated_dominance(form, strict=strict)
    kept = tuple(list(range(count)) for count in form.shape)
    gone = list(found.eliminated)
    while gone:
        now = [one for one in gone if one.round == gone[0].round]
        for one in now:
            assert sum(weight for _, weight in one.by) == 1
            assert all(weight > 0 and i in kept[one.player] for i, weight in one.by)
            gain = gains(form, one, kept)
            assert (gain > 0).all() if strict else (gain >= -CLOSE).all() and gain.max() > 0
        for one in now:
            kept[one.player].remove(one.strategy)
        gone = gone[len(now) :]
    assert found.kept == tuple(map(tuple, kept))
    assert all(found.kept)


@settings(max_examples=60, deadline=None)
@given(form=forms())
def test_strict_dominance_is_what_a_linear_programme_says(form: NormalForm) -> None:
    for player in range(len(form.players)):
        gone = {one.strategy for one in dominated(form, player)}
        table = np.moveaxis(form.payoffs[player], player, 0).reshape(form.shape[player], -1)
        for strategy in range(len(table)):
            others = np.delete(table, strategy, axis=0)
            if not len(others):
                assert strategy not in gone
                continue
            least = least_gain(others - table[strategy])
            if abs(least) > CLEAR:
                assert (strategy in gone) == (least > 0)


def least_gain(gain: np.ndarray) -> float:
    """The most that a mixture of rows is sure to gain."""
    rows, columns = gain.shape
    answer = linprog(
        [0.0] * rows + [-1.0],
        A_ub=np.hstack([-gain.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=[[1.0] * rows + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * rows + [(None, None)],
    )
    return float(-answer.fun)


@settings(max_examples=40, deadline=None)
@given(form=forms())
def test_equilibria_use_rationalisable_strategies_only(form: NormalForm) -> None:
    if len(form.players) != 2:
        return
    kept = rationalisable(form).kept
    found = extreme_equilibria(form)
    for plans, allowed in zip((found.first, found.second), kept, strict=True):
        for plan in plans:
            assert {i for i, weight in enumerate(plan) if weight} <= set(allowed)


def test_a_mixture_dominates_what_no_pure_strategy_does() -> None:
    form = normal_form([[3, 0], [0, 3], [1, 1]], np.zeros((3, 2)))
    (one,) = dominated(form, 0)
    assert one == Elimination(1, 0, 2, ((0, HALF), (1, HALF)), True)
    assert dominated(form, 1) == ()


def test_on_the_edge_of_dominance_exact_arithmetic_decides() -> None:
    table = [[0.3, 0.0], [0.0, 0.3], [0.15, 0.15]]
    assert dominated(normal_form(table, np.zeros((3, 2))), 0) == ()
    # Equal everywhere to the mixture, the strategy is not even weakly dominated.
    assert dominated(normal_form(table, np.zeros((3, 2))), 0, strict=False) == ()
    table[2][1] = 0.15 - 1e-12
    (one,) = dominated(normal_form(table, np.zeros((3, 2))), 0, strict=False)
    assert one.strategy == 2


def test_elimination_goes_on_round_by_round() -> None:
    found = iterated_dominance(normal_form([[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]))
    assert [(one.round, one.player, one.strategy) for one in found.eliminated] == [
        (1, 1, 2),
        (2, 0, 1),
        (3, 1, 0),
    ]
    assert found.names == (("s0",), ("s1",))
    assert found.concept == "iterated strict dominance"


def test_weak_dominance_says_that_order_matters() -> None:
    form = normal_form([[1, 1], [1, 0]], [[1, 1], [1, 0]])
    found = iterated_dominance(form, strict=False)
    assert found.note == ORDER
    assert found.kept == ((0,), (0,))
    assert iterated_dominance(form).kept == ((0, 1), (0, 1))
    assert iterated_dominance(form).note == ""


def test_strategies_alike_do_not_dominate_each_other() -> None:
    form = normal_form(np.ones((2, 2)), np.ones((2, 2)))
    assert iterated_dominance(form, strict=False).eliminated == ()


def test_with_three_players_beliefs_may_be_correlated() -> None:
    # The second strategy answers a coin that the others toss together, and nothing that they do
    # independently: then the first, the third or the safe one is better.
    table = np.zeros((4, 2, 2))
    table[0, 0, 0] = table[2, 1, 1] = 8.0
    table[1] = [[4.5, 0], [0, 4.5]]
    table[3] = 2.6
    idle = np.zeros((4, 2, 2))
    found = rationalisable(normal_form(table, idle, idle))
    assert found.concept == "correlated rationalisability"
    assert found.kept[0] == (0, 1, 2, 3)
    assert rationalisable(normal_form(np.eye(2), np.eye(2))).concept == "rationalisability"


def test_a_mixture_that_is_better_in_one_place_alone_dominates_weakly() -> None:
    table = np.array([[1.0, 0.0, 1.0], [0.25, 0.75, 0.0], [0.0, 1.0, 1.0]])
    form = normal_form(table, np.zeros((3, 3)))
    (gone,) = iterated_dominance(form, strict=False).eliminated
    assert (gone.strategy, gone.by) == (1, ((0, Fraction(1, 4)), (2, Fraction(3, 4))))
    assert rationalisable(form).eliminated == ()


def test_an_extensive_game_is_taken_in_reduced_normal_form() -> None:
    found = iterated_dominance(load("brams-chicken").game())
    assert len(found.names[0]) == 2


@settings(max_examples=40, deadline=None)
@given(game=games(Shape(deepest=5, most_nodes=60)))
def test_best_responses_agree_with_the_certificate(game: Game) -> None:
    profile = uniform_profile(game.tree)
    for player in range(2):
        found = best_responses(game, profile, player)
        assert found.value == pytest.approx(best_response_value(game, profile, player), abs=CLOSE)
        assert found.gain == pytest.approx(player_regrets(game, profile)[player], abs=CLOSE)
        better = profile.copy()
        for one in game.tree.information_sets:
            here = slice(one.choices.start, one.choices.stop)
            if one.player == player:
                assert found.choices[here].any()
                better[here] = found.choices[here] / found.choices[here].sum()
            else:
                assert not found.choices[here].any()
        assert player_regrets(game, better)[player] == pytest.approx(0.0, abs=CLOSE)


def test_best_responses_need_perfect_recall() -> None:
    game = forgetful_game()
    with pytest.raises(NotSolved, match="imperfect recall"):
        best_responses(game, uniform_profile(game.tree), 0)
