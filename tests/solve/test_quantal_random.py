"""Logit equilibria of random games of perfect recall."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.game.game import Game
from crisis_sim.solve.quantal import LogitEquilibrium, solve_quantal, trace_branch
from crisis_sim.solve.quantal.residual import log_beliefs, logit_residual
from crisis_sim.strategy.certificate import certify
from crisis_sim.strategy.evaluate import bayes_beliefs
from tests.random_trees import Shape, games, random_game

RESIDUAL = 1e-10
REGRET = 1e-9
SHAPES = (
    Shape(deepest=3, most_nodes=20),
    Shape(deepest=4, most_nodes=60, widest=3, seen=0.3),
    Shape(deepest=5, most_nodes=60, players=3, seen=0.6),
    Shape(deepest=5, most_nodes=80, seen=1.0, chance=0.4),
)
some_games = st.one_of([games(shape) for shape in SHAPES]).filter(
    lambda game: len(game.tree.set_player) > 0
)
precisions = st.floats(-2, 2.5).map(lambda power: 10.0**power)
UNHURRIED = settings(deadline=None, max_examples=60)


def logit(game: Game, precision: float | None) -> LogitEquilibrium:
    (equilibrium,) = solve_quantal(game, precision).equilibria
    assert isinstance(equilibrium, LogitEquilibrium)
    return equilibrium


@UNHURRIED
@given(some_games, precisions)
def test_the_equations_hold_at_the_precision_asked_for(game: Game, precision: float) -> None:
    found = logit(game, precision)
    assert found.precision == precision
    assert found.log_profile is not None
    assert logit_residual(game, found.log_profile, precision, found.beliefs) < RESIDUAL
    assert np.add.reduceat(found.profile, game.tree.choice_start[:-1]) == pytest.approx(1.0)


@UNHURRIED
@given(some_games)
def test_the_equations_hold_along_the_branch(game: Game) -> None:
    branch = trace_branch(game, until=200.0 / (game.payoff_range or 1.0))
    for log_profile, precision in zip(branch.log_profiles, branch.precisions, strict=True):
        beliefs = log_beliefs(game, log_profile)
        assert logit_residual(game, log_profile, float(precision), beliefs) < RESIDUAL


@UNHURRIED
@given(some_games)
def test_the_limit_is_an_equilibrium_or_says_that_it_is_not(game: Game) -> None:
    solution = solve_quantal(game)
    (found,) = solution.equilibria
    assert found.exact is not None
    certificate = certify(game, found.exact.profile, found.exact.beliefs)
    assert certificate == found.certificate
    if found.pure:
        assert certificate.proved == solution.converged
    else:
        assert certificate.holds(REGRET) == solution.converged


@UNHURRIED
@given(some_games, precisions)
def test_small_steps_lead_to_the_same_point(game: Game, precision: float) -> None:
    """The branch followed through many given precisions is the branch followed freely."""
    at_once = logit(game, precision)
    branch = trace_branch(game, until=precision, include=np.linspace(0, precision, 40).tolist())
    reached = int(np.argmax(branch.precisions >= precision))
    assert branch.profiles[reached] == pytest.approx(at_once.profile, abs=1e-9)


@UNHURRIED
@given(some_games, precisions, st.floats(0.01, 100), st.floats(-50, 50))
def test_affine_payoffs(game: Game, precision: float, factor: float, shift: float) -> None:
    other = Game(game.title, game.tree, game.chance.copy(), game.payoffs * factor + shift)
    ours, theirs = logit(game, precision), logit(other, precision / factor)
    assert theirs.profile == pytest.approx(ours.profile, abs=1e-7)


@UNHURRIED
@given(some_games, st.floats(-1, 1))
def test_log_beliefs_are_those_of_bayes(game: Game, power: float) -> None:
    found = logit(game, 10.0**power)
    assert found.log_profile is not None
    known = bayes_beliefs(game, found.profile)
    reached = ~np.isnan(known)
    beliefs = log_beliefs(game, found.log_profile)
    assert beliefs[reached] == pytest.approx(known[reached], abs=1e-9)
    assert found.beliefs[reached] == pytest.approx(known[reached], abs=1e-9)


def test_a_perturbed_profile_has_a_residual() -> None:
    game = random_game(np.random.default_rng(3), SHAPES[1])
    found = logit(game, 1.0)
    assert found.log_profile is not None
    moved = found.log_profile.copy()
    moved[0] += 0.01
    assert logit_residual(game, moved, 1.0, found.beliefs) > 1e-3 / max(1.0, game.payoff_range)


@pytest.mark.slow
def test_nearly_every_branch_has_a_limit() -> None:
    """Integer payoffs make ties common, where the limit is approached slowly or not at all."""
    converged = []
    for seed in range(1500):
        rng = np.random.default_rng(seed)
        shape = Shape(
            players=int(rng.integers(2, 4)),
            deepest=int(rng.integers(2, 7)),
            widest=int(rng.integers(2, 4)),
            seen=float(rng.uniform(0.2, 1)),
            most_nodes=int(rng.integers(10, 150)),
            payoffs=int(rng.integers(1, 6)),
        )
        game = random_game(rng, shape)
        if len(game.tree.set_player):
            solution = solve_quantal(game)
            converged.append(solution.converged)
            assert solution.max_regret <= 1e-5 * game.payoff_range
    assert np.mean(converged) > 0.99
