"""Certificates against what can be worked out by trying every strategy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.gambit.read import read_gambit
from crisis_sim.game.game import Game
from crisis_sim.strategy.bounded import certify_bounded
from crisis_sim.strategy.certificate import agent_regrets, certify, player_regrets
from crisis_sim.strategy.evaluate import (
    bayes_beliefs,
    branch_probabilities,
    node_values,
    outcome_probabilities,
    pure_profile,
    reach_probabilities,
    uniform_profile,
)
from crisis_sim.strategy.played import Played
from tests.random_trees import Shape, games, random_game

TOL = 1e-9
SMALL = Shape(deepest=4, most_nodes=20)


def random_profile(game: Game, seed: int) -> np.ndarray:
    weights = np.random.default_rng(seed).random(int(game.tree.choice_start[-1]))
    totals = np.add.reduceat(weights, game.tree.choice_start[:-1]) if len(weights) else weights
    return weights / np.repeat(totals, game.tree.set_actions)


def best_by_trial(game: Game, profile: np.ndarray, player: int) -> float:
    own = [one for one in game.tree.information_sets if one.player == player]
    best = -np.inf
    for actions in itertools.product(*(range(len(one.actions)) for one in own)):
        tried = profile.copy()
        for one, action in zip(own, actions, strict=True):
            tried[one.choices.start : one.choices.stop] = 0.0
            tried[one.choices.start + action] = 1.0
        best = max(best, float(node_values(game, tried)[0, player]))
    return best


@settings(max_examples=60, deadline=None)
@given(games(SMALL), st.integers(0, 1000))
def test_player_regret_is_what_trying_every_strategy_gives(game: Game, seed: int) -> None:
    profile = random_profile(game, seed)
    expected = node_values(game, profile)[0]
    tried = [best_by_trial(game, profile, player) for player in range(len(game.players))]
    assert player_regrets(game, profile) == pytest.approx(np.asarray(tried) - expected, abs=TOL)


@settings(max_examples=60, deadline=None)
@given(games(Shape(players=3)), st.integers(0, 1000))
def test_node_values_are_a_martingale_and_reach_sums_to_one(game: Game, seed: int) -> None:
    profile = random_profile(game, seed)
    tree = game.tree
    reach, values = reach_probabilities(game, profile), node_values(game, profile)
    branch = branch_probabilities(game, profile)
    for node in np.flatnonzero(tree.mover != -2):
        children = tree.children(int(node))
        assert branch[children].sum() == pytest.approx(1.0)
        assert branch[children] @ values[children] == pytest.approx(values[node], abs=TOL)
    assert reach[tree.terminals].sum() == pytest.approx(1.0)
    assert outcome_probabilities(game, profile).sum() == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(games(), st.integers(0, 1000))
def test_beliefs_sum_to_one_and_no_regret_is_negative(game: Game, seed: int) -> None:
    profile = random_profile(game, seed)
    beliefs = bayes_beliefs(game, profile)
    for one in game.tree.information_sets:
        assert beliefs[list(one.nodes)].sum() == pytest.approx(1.0)
    assert np.all(agent_regrets(game, profile, beliefs) >= 0.0)
    assert np.all(player_regrets(game, profile) >= 0.0)


@settings(max_examples=40, deadline=None)
@given(games(SMALL))
def test_agent_regret_never_exceeds_player_regret_where_everything_is_reached(game: Game) -> None:
    profile = uniform_profile(game.tree)
    beliefs = bayes_beliefs(game, profile)
    reach = reach_probabilities(game, profile)
    for one, regret in zip(
        game.tree.information_sets, agent_regrets(game, profile, beliefs), strict=True
    ):
        reached = reach[list(one.nodes)].sum()
        assert reached * regret <= player_regrets(game, profile)[one.player] + TOL


def test_certificate_compares_beliefs_with_bayes() -> None:
    drawn = (random_game(np.random.default_rng(seed)) for seed in range(100))
    game = next(
        game for game in drawn if any(len(one.nodes) == 2 for one in game.tree.information_sets)
    )
    profile = uniform_profile(game.tree)
    wrong = bayes_beliefs(game, profile)
    pair = next(one.nodes for one in game.tree.information_sets if len(one.nodes) == 2)
    wrong[list(pair)] = [1.0, 0.0]
    error = certify(game, profile, wrong).belief_error
    assert error == pytest.approx(1.0 - bayes_beliefs(game, profile)[pair[0]])
    assert not certify(game, profile, wrong).holds(TOL)


def test_pure_profile_plays_one_action_a_set() -> None:
    game = random_game(np.random.default_rng(3))
    sets = len(game.tree.set_player)
    profile = pure_profile(game.tree, [1] * sets)
    assert np.add.reduceat(profile, game.tree.choice_start[:-1]).tolist() == [1.0] * sets


def test_a_gain_that_floats_take_for_a_loss_is_found_in_a_large_tree() -> None:
    """Three in ten of 3 and seven in ten of 3 are less than 3 in floats."""
    text = """EFG 2 R "near" { "A" "B" }
    p "" 1 1 "" { "sure" "lottery" } 0
    t "" 1 "" { 3 0 }
    c "" 1 "" { "one" 3/10 "other" 7/10 } 0
    t "" 2 "" { 3.000000000000000000000000000001 0 }
    t "" 3 "" { 3.000000000000000000000000000001 0 }
    """
    game = read_gambit(text.encode(), "near.efg").game
    profile = pure_profile(game.tree, [0])
    values = node_values(game, profile)
    assert values[2, 0] < values[1, 0]
    found = certify_bounded(game, profile, np.ones(game.tree.size))
    assert 0.0 < found.agent_regret < 2e-30
    assert not found.exact
    played = Played(game, profile, np.ones(game.tree.size))
    assert 0.0 < played.loss(0, 0) < 2e-30
    assert played.loss(0, 1) == 0.0


def test_where_nothing_is_at_stake_a_bound_is_no_share_of_it() -> None:
    text = 'EFG 2 R "" { "A" "B" }\np "" 1 1 "" { "l" "r" } 0\n' + 't "" 1 "" { 1 1 }\n' * 2
    game = read_gambit(text.encode(), "still.efg").game
    found = certify_bounded(game, uniform_profile(game.tree), np.ones(game.tree.size))
    assert 0.0 < found.max_regret < 1e-12
    assert found.relative == 0.0
