"""The sequence form: plans of behaviour, what bounds them, and what they are worth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.sequence_form import sequence_form
from crisis_sim.numbers.real import to_float
from crisis_sim.strategy.evaluate import node_values
from tests.random_trees import Shape, games

CLOSE = 1e-12
GAMES = games(Shape(players=3, deepest=4, most_nodes=24, widest=3))


def behaviour(game: Game, seed: int) -> Floats:
    tree = game.tree
    weights = np.random.default_rng(seed).random(int(tree.choice_start[-1]))
    totals = [weights[one.choices.start : one.choices.stop].sum() for one in tree.information_sets]
    return weights / np.repeat(totals, tree.set_actions)


@settings(max_examples=60, deadline=None)
@given(GAMES, st.integers(0, 1000))
def test_a_plan_of_behaviour_keeps_the_constraints_and_leads_back(game: Game, seed: int) -> None:
    form, profile = sequence_form(game), behaviour(game, seed)
    plans = [form.plan(profile, player) for player in range(3)]
    for own, plan in zip(form.players, plans, strict=True):
        matrix = np.zeros((len(own.sets) + 1, own.count))
        entries, rows, columns = own.constraints()
        np.add.at(matrix, (rows, columns), entries)
        assert matrix @ plan == pytest.approx([1.0, *[0.0] * len(own.sets)], abs=CLOSE)
    assert form.behaviour(plans) == pytest.approx(profile, abs=CLOSE)


@settings(max_examples=60, deadline=None)
@given(GAMES, st.integers(0, 1000))
def test_plans_are_worth_what_behaviour_is(game: Game, seed: int) -> None:
    form, profile = sequence_form(game), behaviour(game, seed)
    plans = [form.plan(profile, player) for player in range(3)]
    played = np.prod([plan[form.cells[:, i]] for i, plan in enumerate(plans)], axis=0)
    expected = node_values(game, profile)[0]
    assert played @ form.payoffs == pytest.approx(expected, abs=1e-9)
    exact = np.array([list(map(to_float, row)) for row in form.numbers])
    assert form.payoffs == pytest.approx(exact, rel=1e-9, abs=1e-12)
