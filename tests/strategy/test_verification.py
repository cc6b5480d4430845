"""The account behind a regret, against brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.numbers.rational import rational
from crisis_sim.strategy.certificate import player_regrets
from crisis_sim.strategy.evaluate import node_values, uniform_profile
from crisis_sim.strategy.least_regret import least_regret_belief
from crisis_sim.strategy.verification import verify
from crisis_sim.study_files import load
from tests.random_trees import Shape, games
from tests.solve.test_contract import forgetful_game

SMALL = Shape(deepest=4, most_nodes=24, seen=0.5)
CLOSE = 1e-7
CABLE = load("cuba-1962-cable")


def drawn_profile(game: Game, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    tree = game.tree
    weights = rng.integers(0, 3, int(tree.choice_start[-1])).astype(float)
    sums = np.add.reduceat(weights, tree.choice_start[:-1])
    weights[np.isin(tree.choice_set, np.flatnonzero(sums == 0))] = 1.0
    return np.asarray(weights / np.add.reduceat(weights, tree.choice_start[:-1])[tree.choice_set])


@settings(max_examples=60, deadline=None)
@given(game=games(SMALL), seed=st.integers(0, 1000))
def test_the_changes_named_bring_the_whole_gain(game: Game, seed: int) -> None:
    if not len(game.tree.set_player):
        return
    profile = drawn_profile(game, seed)
    found = verify(game, profile)
    regrets = player_regrets(game, profile)
    for one in found.players:
        assert one.regret == pytest.approx(regrets[one.player])
        changed = profile.copy()
        for which, action in one.changes:
            start, stop = game.tree.choice_start[which : which + 2]
            changed[start:stop] = 0.0
            changed[start + action] = 1.0
        gained = node_values(game, changed)[0, one.player] - one.payoff
        assert gained == pytest.approx(regrets[one.player], abs=CLOSE * (1 + game.payoff_range))


def test_departing_from_the_cable_costs_what_the_account_says() -> None:
    found = CABLE.verify(CABLE.solve().equilibria[1], changes={"the offer": "strike"})
    us, ussr = found.players
    assert not found.nash
    assert us.payoff == pytest.approx(-43)
    assert us.regret == pytest.approx(41)  # the pledge alone would have been accepted
    assert ussr.regret == 0.0
    offer = CABLE.game().tree.information_sets[us.changes[0][0]]
    assert offer.label == "the offer"
    assert found.gainful[0].gain == pytest.approx(us.regret)


def test_an_empty_threat_is_found_off_the_path() -> None:
    # The monopolist's threat to fight every entrant is Nash and no more.
    chain = load("chain-store")
    sets = chain.game().tree.information_sets
    plan = {"a rival's choice": "stay out", "the store's answer": "fight"}
    found = chain.verify(plan)
    assert found.nash
    assert not found.rational
    assert found.gainful
    assert {sets[move.information_set].actions[move.action] for move in found.gainful} == {"share"}
    assert all(move.reach == 0.0 for move in found.gainful)


def test_least_regret_beliefs_are_best_on_a_grid() -> None:
    rng = np.random.default_rng(5)
    for _ in range(50):
        gains = rng.integers(-5, 6, (2, 3))
        exact = [[rational(int(gain)) for gain in row] for row in gains]
        belief = least_regret_belief(exact)
        assert sum(belief) == 1
        assert all(share >= 0 for share in belief)
        grid = [np.array(p) for p in itertools.product(range(21), repeat=3) if sum(p) == 20]
        least = min(max(int((gains @ b).max()), 0) for b in grid)
        most = max(sum(g * b for g, b in zip(row, belief, strict=True)) for row in exact)
        assert 20 * max(most, 0) <= least


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (4, 6), (6, 4), (5, 1)])
def test_least_regret_is_the_value_of_the_matrix_game(shape: tuple[int, int]) -> None:
    # The largest gain under the belief is what mixed actions can make sure of: a certificate that
    # no belief is better, found apart by a linear programme in floats.
    rng = np.random.default_rng(shape[0] * 10 + shape[1])
    for _ in range(20):
        gains = rng.integers(-3, 4, shape)
        exact = [[rational(int(gain)) for gain in row] for row in gains]
        belief = least_regret_belief(exact)
        most = max(sum(g * b for g, b in zip(row, belief, strict=True)) for row in exact)
        found = linprog(
            np.append(np.zeros(shape[0]), -1.0),
            A_ub=np.hstack([-gains.T, np.ones((shape[1], 1))]),
            b_ub=np.zeros(shape[1]),
            A_eq=[[1.0] * shape[0] + [0.0]],
            b_eq=[1.0],
            bounds=[(0, 1)] * shape[0] + [(None, None)],
        )
        assert max(float(most), 0.0) == pytest.approx(max(-found.fun, 0.0), abs=CLOSE)


def test_beliefs_against_bayes_are_noticed() -> None:
    game = CABLE.game()
    tree = game.tree
    shared = next(h for h in tree.information_sets if len(h.nodes) == 2)
    beliefs = np.full(tree.size, np.nan)
    beliefs[list(shared.nodes)] = [0.9, 0.1]
    found = verify(game, uniform_profile(tree), beliefs)
    assert found.certificate.belief_error == pytest.approx(0.4)
    assert found.moves[shared.index].belief == "given"


def test_imperfect_recall_is_refused() -> None:
    game = forgetful_game()
    with pytest.raises(NotSolved, match="concept='nash'"):
        verify(game, uniform_profile(game.tree))
