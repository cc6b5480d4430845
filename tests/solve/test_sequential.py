"""Pure sequential equilibria against trial of every pure profile under random mistakes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy.certificate import agent_regrets
from crisis_sim.strategy.evaluate import branch_probabilities, pure_profile, reach_probabilities
from crisis_sim.study_files import load
from tests.random_trees import Shape, games

TOL = 1e-9
HIDDEN = Shape(deepest=4, most_nodes=22, seen=0.4, chance=0.25, payoffs=3)
PERFECT = Shape(deepest=5, most_nodes=40, seen=1.0, payoffs=2)
FEW_SETS = Shape(deepest=3, most_nodes=10, seen=1.0, payoffs=2)


def plays(solution: Solution) -> set[tuple[int, ...]]:
    """For each equilibrium the terminals that it can reach."""
    return {played(solution.game, one.profile) for one in solution.equilibria}


def played(game: Game, profile: np.ndarray) -> tuple[int, ...]:
    reach = reach_probabilities(game, profile)
    return tuple(int(node) for node in game.tree.terminals if reach[node] > 0)


def limit_beliefs(game: Game, profile: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Beliefs as mistakes vanish at rates and with weights drawn at random."""
    tree = game.tree
    rates = rng.integers(1, 4, len(profile)).astype(float)
    logs = rng.normal(0.0, 1.5, len(profile))
    mistaken = profile == 0
    rate, weight = np.zeros(tree.size), np.zeros(tree.size)
    for node in range(1, tree.size):
        choice, parent = tree.choice[node], tree.parent[node]
        rate[node], weight[node] = rate[parent], weight[parent]
        if choice < 0:
            weight[node] += np.log(game.chance[node])
        elif mistaken[choice]:
            rate[node] += rates[choice]
            weight[node] += logs[choice]
    beliefs = np.full(tree.size, np.nan)
    for one in tree.information_sets:
        nodes = list(one.nodes)
        slowest = rate[nodes] <= rate[nodes].min() + TOL
        held = np.where(slowest, np.exp(weight[nodes]), 0.0)
        beliefs[nodes] = held / held.sum()
    return beliefs


def plays_by_trial(game: Game, draws: int) -> set[tuple[int, ...]]:
    """Plays of pure profiles that some drawn mistakes make sequentially rational."""
    rng = np.random.default_rng(0)
    found = set()
    widths = [range(width) for width in game.tree.set_actions.tolist()]
    for actions in itertools.product(*widths):
        profile = pure_profile(game.tree, actions)
        play, reach = played(game, profile), reach_probabilities(game, profile)
        expected = [reach[list(one.nodes)].any() for one in game.tree.information_sets]
        for _ in range(0 if play in found else draws):
            beliefs = limit_beliefs(game, profile, rng)
            regrets = agent_regrets(game, profile, beliefs)
            if regrets.max(initial=0.0) <= TOL:
                found.add(play)
            # Where play leads, mistakes decide no belief.
            if play in found or regrets[expected].max(initial=0.0) > TOL:
                break
    return found


@settings(max_examples=60, deadline=None)
@given(games(HIDDEN))
def test_every_play_found_by_trial_is_listed(game: Game) -> None:
    assume(len(game.tree.set_player) <= 8)
    solution = solve_sequential(game)
    assert plays_by_trial(game, draws=6) <= plays(solution)


@settings(max_examples=150, deadline=None)
@given(games(HIDDEN))
def test_every_equilibrium_is_certified(game: Game) -> None:
    solution = solve_sequential(game)
    assert solution.searched[0].complete
    for one in solution.equilibria:
        assert one.certificate.holds(1e-8)
        low, high = one.belief_bounds[:, 0], one.belief_bounds[:, 1]
        held = ~np.isnan(one.beliefs)
        assert np.all(low[held] <= one.beliefs[held] + 1e-6)
        assert np.all(one.beliefs[held] <= high[held] + 1e-6)


@settings(max_examples=100, deadline=None)
@given(games(PERFECT))
def test_agrees_with_backward_induction_under_perfect_information(game: Game) -> None:
    induced, enumerated = solve_backward_induction(game), solve_sequential(game)
    assert plays(induced) == plays(enumerated)
    assert sum(one.variants for one in induced.equilibria) == sum(
        one.variants for one in enumerated.equilibria
    )


@settings(max_examples=60, deadline=None)
@given(games(FEW_SETS))
def test_backward_induction_finds_every_subgame_perfect_profile(game: Game) -> None:
    assume(len(game.tree.set_player) <= 8)
    beliefs = np.where(game.tree.information_set >= 0, 1.0, np.nan)
    widths = [range(width) for width in game.tree.set_actions.tolist()]
    perfect = [
        profile
        for profile in (pure_profile(game.tree, a) for a in itertools.product(*widths))
        if agent_regrets(game, profile, beliefs).max(initial=0.0) <= TOL
    ]
    solution = solve_backward_induction(game)
    assert sum(one.variants for one in solution.equilibria) == len(perfect)
    assert plays(solution) == {played(game, profile) for profile in perfect}
    for one in solution.equilibria:
        assert one.certificate.holds(TOL)
        assert branch_probabilities(game, one.profile)[0] == 1.0


@settings(max_examples=30, deadline=None)
@given(games(HIDDEN))
def test_positive_affine_payoffs_change_nothing(game: Game) -> None:
    changed = Game(game.title, game.tree, game.chance.copy(), game.payoffs * 3.0 + 7.0)
    before, after = solve_sequential(game), solve_sequential(changed)
    assert plays(before) == plays(after)
    assert before.seconds >= 0.0


def test_backward_induction_refuses_hidden_information() -> None:
    with pytest.raises(NotSolved, match=r"concept='sequential'\) solves such games"):
        solve_backward_induction(load("brinkmanship").game())


def test_where_there_are_too_many_combinations_one_equilibrium_is_found_otherwise() -> None:
    game = load("cuba-1962-cable").game()
    solution = solve_sequential(game, most=10)
    assert "more than 10 combinations" in solution.extent
    assert not any(one.complete for one in solution.searched)
    (found,) = solution.equilibria
    assert found.certificate.proved
    assert "found as the limit of logit play" in found.notes
    assert found.outcomes == solve_sequential(game).equilibria[0].outcomes
