"""Gambit's own logit solver as the oracle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crisis_sim.gambit.read import read_gambit
from crisis_sim.game.game import Game
from crisis_sim.solve.quantal import fit_precision, solve_quantal
from tests.gambit import corpus
from tests.random_trees import Shape, random_game
from tests.solve.gambit_oracle import nested, profile_of, pygambit, theirs_of

pytestmark = pytest.mark.slow

TOLERANCE = 1e-7
NAMES = ("bayes1a", "bhg3", "cent4", "cent6", "e07", "e16", "g1", "holdout7", "km6", "palf", "tim")
PATHS = [path for path in corpus.files(".efg") if path.stem in NAMES]


@pytest.fixture(scope="module")
def gambit() -> Any:
    return pygambit()


def assert_agrees(gambit: Any, game: Game) -> None:
    theirs = theirs_of(gambit, game)
    for scaled in (0.5, 3.0, 20.0, 60.0):
        points = gambit.qre.logit_solve_lambda(theirs, [scaled / game.payoff_range])
        ours = solve_quantal(game, points[0].lam)
        known = profile_of(game, theirs, points[0].profile)
        assert ours.equilibria[0].profile == pytest.approx(known, abs=TOLERANCE)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_published_games(gambit: Any, path: Path) -> None:
    assert_agrees(gambit, read_gambit(path.read_bytes(), path.name).game)


@pytest.mark.parametrize("seed", range(40))
def test_random_games(gambit: Any, seed: int) -> None:
    """Payoffs without ties: where branches cross, the two programs take different ones."""
    rng = np.random.default_rng(seed)
    shape = Shape(players=2 + seed % 2, deepest=4, most_nodes=60, seen=0.4)
    drawn = random_game(rng, shape)
    while not len(drawn.tree.set_player):
        drawn = random_game(rng, shape)
    payoffs = drawn.payoffs + rng.normal(size=drawn.payoffs.shape)
    assert_agrees(gambit, Game("random", drawn.tree, drawn.chance.copy(), payoffs))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_fitted_precision(gambit: Any, path: Path) -> None:
    game = read_gambit(path.read_bytes(), path.name).game
    rng = np.random.default_rng(1)
    played = solve_quantal(game, 6.0 / game.payoff_range).equilibria[0].profile
    counts = rng.poisson(100 * played).astype(float)
    theirs = theirs_of(gambit, game)
    data = theirs.mixed_behavior_profile(nested(game, counts))
    # Without this, their search goes on for minutes where the branch leads to pure play.
    known = gambit.qre.logit_estimate(data, local_max=True)
    precision, log_likelihood = fit_precision(game, counts).maxima[0]
    assert log_likelihood == pytest.approx(known.log_like, rel=1e-9)
    assert precision == pytest.approx(known.lam, rel=1e-4)
