"""The precision fitted to play: recovered from simulated play, and exact where it can be."""

from __future__ import annotations

import math

import numpy as np
import pytest

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats, Game
from crisis_sim.solve.quantal import fit_precision, solve_quantal
from crisis_sim.solve.quantal.counts import count_choices
from crisis_sim.study_files import load
from tests.solve.test_quantal import bimatrix, centipede, logistic

EXACT = 1e-9


def simulate(game: Game, profile: Floats, plays: int, rng: np.random.Generator) -> Floats:
    """Counts of choices when a game is played again and again."""
    tree = game.tree
    counts = np.zeros(len(profile))
    for _ in range(plays):
        node = 0
        while len(children := tree.children(node)):
            choices = tree.choice[children]
            shares = profile[choices] if choices[0] >= 0 else game.chance[children]
            place = int(rng.choice(len(children), p=shares / shares.sum()))
            if choices[place] >= 0:
                counts[choices[place]] += 1
            node = int(children[place])
    return counts


def test_one_decision_has_a_closed_form() -> None:
    """One choice between 3 and 1: log odds of the shares, over the difference."""
    game = bimatrix([[3], [1]], [[0], [0]])
    fit = fit_precision(game, [70, 30, 100])
    assert fit.kind == "interior"
    assert fit.precision == pytest.approx(math.log(7 / 3) / 2, rel=EXACT)
    assert fit.standard_error == pytest.approx(1 / math.sqrt(100 * 0.7 * 0.3 * 4), rel=1e-6)
    assert fit.log_likelihood == pytest.approx(70 * math.log(0.7) + 30 * math.log(0.3))
    assert fit.uniform_log_likelihood == pytest.approx(100 * math.log(0.5))
    assert fit.profile[0] == pytest.approx(0.7)
    assert fit.maxima == pytest.approx(np.array([[fit.precision, fit.log_likelihood]]))


def test_counts_by_label() -> None:
    game = bimatrix([[3], [1]], [[0], [0]])
    counts = count_choices(game, {("row", "r0"): 7, ("row", "r1"): 3})
    assert counts.tolist() == [7, 3, 0]
    by_label = fit_precision(game, {("row", "r0"): 7, ("row", "r1"): 3})
    assert by_label.precision == pytest.approx(math.log(7 / 3) / 2, rel=EXACT)


@pytest.mark.parametrize(
    ("game", "precision"),
    [
        (centipede(6)[0], 0.8),
        (bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]]), 1.2),
        (load("selten-horse").game(), 2.0),
        (load("beer-and-quiche").game(), 4.0),
    ],
    ids=["centipede", "matching pennies", "horse", "beer"],
)
def test_recovery(game: Game, precision: float) -> None:
    """The estimate is off by about its standard error: neither biased nor overconfident."""
    profile = solve_quantal(game, precision).equilibria[0].profile
    rng = np.random.default_rng(20)
    scores = []
    for _ in range(40):
        fit = fit_precision(game, simulate(game, profile, 150, rng))
        assert fit.kind == "interior"
        assert fit.log_likelihood >= fit.uniform_log_likelihood
        scores.append((fit.precision - precision) / fit.standard_error)
    assert abs(np.mean(scores)) < 0.6
    assert 0.7 < np.std(scores) < 1.4


def test_the_maximum_is_one() -> None:
    game = centipede(6)[0]
    rng = np.random.default_rng(4)
    counts = simulate(game, solve_quantal(game, 0.8).equilibria[0].profile, 80, rng)
    fit = fit_precision(game, counts)
    for precision in fit.precision * np.array([0.99, 1.01]):
        profile = solve_quantal(game, float(precision)).equilibria[0].profile
        assert counts @ np.log(profile) < fit.log_likelihood
    assert fit.log_likelihood >= fit.log_likelihoods.max()
    assert len(fit.branch) == len(fit.log_likelihoods)


def test_perfect_play_is_infinitely_precise() -> None:
    fit = fit_precision(bimatrix([[3], [1]], [[0], [0]]), [50, 0, 50])
    assert fit.kind == "infinite"
    assert fit.precision == math.inf
    assert math.isnan(fit.standard_error)
    assert fit.log_likelihood == pytest.approx(0.0, abs=1e-4)


def test_perverse_play_has_precision_zero() -> None:
    fit = fit_precision(bimatrix([[3], [1]], [[0], [0]]), [20, 30, 0])
    assert fit.kind == "zero"
    assert fit.precision == 0.0
    assert fit.log_likelihood == fit.uniform_log_likelihood


def test_indifference_tells_nothing() -> None:
    fit = fit_precision(bimatrix([[1, 1], [1, 1]], [[1, 1], [1, 1]]), [3, 4, 5, 2])
    assert fit.kind == "undetermined"
    assert math.isnan(fit.precision)


def test_the_greatest_of_several_maxima_is_found() -> None:
    """The row player of a game solved by two rounds of dominance errs first one way, then other."""
    game = bimatrix([[10, 0], [6, 3]], [[0, 1], [0, 1]])
    profile = solve_quantal(game, 0.6).equilibria[0].profile
    fit = fit_precision(game, 1000 * profile * [1, 1, 0, 0])
    values = fit.maxima[:, 1]
    assert fit.log_likelihood == pytest.approx(values.max())


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([1, 2], "expected 3 counts"),
        ([1, -2, 0], "not negative"),
        ([1, math.nan, 0], "finite"),
        ([0, 0, 0], "every count is zero"),
        ({("row", "r7"): 1}, "no action 'r7'"),
    ],
)
def test_counts_that_are_none(counts: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        fit_precision(bimatrix([[3], [1]], [[0], [0]]), counts)  # type: ignore[arg-type]


def test_the_share_of_play_at_the_estimate() -> None:
    """With one player and several decisions the score equation balances expected payoffs."""
    game = bimatrix([[3], [1]], [[0], [0]])
    fit = fit_precision(game, [61, 39, 0])
    assert logistic(2 * fit.precision) == pytest.approx(0.61)
