"""The reduced normal form: how many strategies, what they pay, and the way back to behaviour."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crisis_sim.errors import NotSolved
from crisis_sim.gambit.read import read_gambit
from crisis_sim.game.game import Exact, Game
from crisis_sim.game.normal_form import NormalForm, count_strategies, reduced_normal_form
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.numbers.rational import fraction
from crisis_sim.strategy.evaluate import node_values
from crisis_sim.study_files import load
from tests.plot.games import End, Move, build
from tests.random_trees import Shape, games
from tests.solve.test_contract import forgetful_game

CLOSE = 1e-12
SHAPES = st.sampled_from(
    [Shape(deepest=4, most_nodes=30), Shape(players=3, deepest=4, most_nodes=24, widest=3)]
)


def expected(form: NormalForm, mixed: list[np.ndarray]) -> np.ndarray:
    values = form.payoffs
    for one in mixed:
        values = np.tensordot(values, one, axes=([1], [0]))
    return np.asarray(values)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), shape=SHAPES, seed=st.integers(0, 2**32 - 1))
def test_mixed_strategies_and_their_behaviour_pay_the_same(
    data: st.DataObject, shape: Shape, seed: int
) -> None:
    game = data.draw(games(shape))
    counts = [count_strategies(game.tree, player) for player in range(shape.players)]
    assume(math.prod(counts) <= 20_000)
    reduced = reduced_normal_form(game)
    assert list(reduced.form.shape) == counts
    rng = np.random.default_rng(seed)
    mixed = [rng.dirichlet(np.full(count, 0.3)) for count in counts]
    profile = reduced.behaviour(mixed)
    assert expected(reduced.form, mixed) == pytest.approx(node_values(game, profile)[0], abs=CLOSE)
    starts = game.tree.choice_start[:-1]
    assert np.add.reduceat(profile, starts) == pytest.approx(1.0)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), shape=SHAPES)
def test_names_are_distinct_and_exact_payoffs_are_the_floats(
    data: st.DataObject, shape: Shape
) -> None:
    game = data.draw(games(shape))
    counts = [count_strategies(game.tree, player) for player in range(shape.players)]
    assume(math.prod(counts) <= 5_000)
    exact = reduced_normal_form(game).form
    floats = reduced_normal_form(Game(game.title, game.tree, game.chance, game.payoffs)).form
    assert all(len(set(names)) == len(names) for names in floats.strategies)
    assert floats.exact is None
    assert exact.exact is not None
    assert all(isinstance(value, Fraction) for value in exact.exact.ravel())
    assert [fraction(one) for one in exact.numbers.ravel()] == exact.exact.ravel().tolist()
    assert floats.payoffs == pytest.approx(exact.payoffs, abs=CLOSE)


def two_stage() -> Game:
    """Player 1 stops or goes on; then player 2 stops or gives the move back."""
    last = Move(0, "last", {"take": End("taken", (3, 0)), "share": End("shared", (2, 2))})
    second = Move(1, "second", {"stop": End("stopped", (0, 1)), "go on": last})
    first = Move(0, "first", {"stop": End("out", (1, 0)), "go on": second})
    return build("two stages", ("one", "two"), first)


def test_strategies_that_differ_where_they_exclude_themselves_are_one() -> None:
    reduced = reduced_normal_form(two_stage())
    assert reduced.form.strategies == (
        ("stop", "go on / take", "go on / share"),
        ("stop", "go on"),
    )
    assert reduced.form.payoffs[0].tolist() == [[1, 1], [0, 3], [0, 2]]
    assert reduced.form.payoffs[1].tolist() == [[0, 0], [1, 0], [1, 2]]


def test_behaviour_where_a_strategy_excludes_itself_is_uniform() -> None:
    reduced = reduced_normal_form(two_stage())
    out = [np.array([1.0, 0.0, 0.0]), np.array([0.25, 0.75])]
    tree = reduced.game.tree
    profile = reduced.behaviour(out)
    by_label = {one.label: profile[list(one.choices)] for one in tree.information_sets}
    assert by_label["first"].tolist() == [1.0, 0.0]
    assert by_label["last"].tolist() == [0.5, 0.5]
    assert by_label["second"].tolist() == [0.25, 0.75]


def test_a_normal_form_is_its_own_reduced_normal_form() -> None:
    rng = np.random.default_rng(2)
    names = (("a", "b", "c"), ("x", "y"), ("l", "r"))
    form = NormalForm("random", ("p", "q", "r"), names, rng.normal(size=(3, 3, 2, 2)))
    again = reduced_normal_form(simultaneous_game(form)).form
    assert again.strategies == names
    assert np.array_equal(again.payoffs, form.payoffs)


def test_exact_payoffs_stay_exact_in_turns() -> None:
    form = reduced_normal_form(load("selten-horse").game()).form
    assert form.exact is not None
    again = reduced_normal_form(simultaneous_game(form)).form
    assert again.exact is not None
    assert again.exact.tolist() == form.exact.tolist()


def test_exact_payoffs_of_any_size() -> None:
    game = two_stage()
    payoffs = tuple(
        (Fraction(10**40 + k, 3), Fraction(-(7**50), 10**30 + k)) for k in range(len(game.payoffs))
    )
    game = replace(game, exact=Exact((Fraction(1),) * game.tree.size, payoffs))
    exact = reduced_normal_form(game).form.exact
    assert exact is not None
    assert exact[:, 0, 0].tolist() == [payoffs[game.tree.payoff_row[1]][k] for k in (0, 1)]
    assert set(exact[1].ravel()) <= {pay[1] for pay in payoffs}


def test_a_player_without_moves_has_one_strategy() -> None:
    game = build("alone", ("mover", "bystander"), Move(0, "x", {"l": End("a", (1, 2))}))
    form = reduced_normal_form(game).form
    assert form.strategies == (("l",), ("no move",))
    assert form.payoffs.ravel().tolist() == [1, 2]


def test_too_many_strategies_are_counted_first_and_refused() -> None:
    game = load("cuba-1962-cable").game()
    with pytest.raises(NotSolved, match=r"by .* strategies, .* profiles .*'nash'\) finds one"):
        reduced_normal_form(game)


def test_with_three_players_another_method_is_named() -> None:
    game = load("selten-horse").game()
    with pytest.raises(NotSolved, match=r"2 by 2 by 2 strategies, 8 profiles .*concept='quantal'"):
        reduced_normal_form(game, most=7)


def test_imperfect_recall_has_a_normal_form_but_no_behaviour() -> None:
    reduced = reduced_normal_form(forgetful_game())
    assert sorted(reduced.form.payoffs.ravel()) == [0, 0, 1, 1]
    with pytest.raises(NotSolved, match="imperfect recall"):
        reduced.behaviour([np.full(4, 0.25)])


def test_strategies_that_would_fill_memory_are_refused() -> None:
    ends = " ".join(f't "" {i + 1} "" {{ {i} }}' for i in range(6_000))
    names = " ".join(f'"{i}"' for i in range(6_000))
    text = f'EFG 2 R "t" {{ "A" }} ""\np "" 1 1 "" {{ {names} }} 0\n{ends}'
    game = read_gambit(text, "wide.efg").game
    with pytest.raises(NotSolved, match=r"6,000 strategies of 6,000 ends would take 0.3 GB"):
        reduced_normal_form(game)
