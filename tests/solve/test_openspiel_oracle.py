"""OpenSpiel's own CFR+ and play-outs as the oracle."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Game
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.solve.counterfactual import solve_counterfactual
from crisis_sim.solve.counterfactual.minimise_regret import averages
from tests.grown import complete_tree, kuhn_poker
from tests.random_trees import Shape, random_game

pytestmark = pytest.mark.slow

CLOSE = 1e-9
ITERATIONS = 40
LEDUC_VALUE = -0.0856  # to the digits that the literature prints


@pytest.fixture(scope="module")
def spiel() -> Any:
    return pytest.importorskip("pyspiel")


def opened(spiel: Any, game: Game, folder: Path) -> Any:
    path = folder / "game.efg"
    path.write_text(write_efg(game), encoding="utf-8")
    return spiel.load_game(f"efg_game(filename={path})")


def their_nash_conv(spiel: Any, theirs: Any) -> float:
    solver = spiel.CFRPlusSolver(theirs)
    for _ in range(ITERATIONS):
        solver.evaluate_and_update_policy()
    return float(spiel.nash_conv(theirs, solver.average_policy()))


def moves(game: Game) -> bool:
    return len(game.tree.set_player) > 0


def our_nash_conv(game: Game) -> float:
    *_, last = averages(game, ITERATIONS)
    return float(np.sum(last.regrets))


@pytest.mark.parametrize("seed", range(60))
def test_the_same_iterations_leave_the_same_nash_conv(
    seed: int, spiel: Any, tmp_path: Path
) -> None:
    rng = np.random.default_rng(seed)
    shape = Shape(deepest=6, widest=3, most_nodes=90, seen=0.4)
    drawn = next(one for one in iter(lambda: random_game(rng, shape), None) if moves(one))
    # Without ties rounding decides nothing.
    own = (drawn.payoffs[:, 0] + rng.random(len(drawn.payoffs))).round(6)
    game = replace(drawn, payoffs=np.stack([own, -own], axis=1), exact=None)
    theirs = their_nash_conv(spiel, opened(spiel, game, tmp_path))
    assert our_nash_conv(game) == pytest.approx(theirs, abs=CLOSE)


def test_kuhn_poker_agrees(spiel: Any) -> None:
    theirs = their_nash_conv(spiel, spiel.load_game("kuhn_poker"))
    assert our_nash_conv(kuhn_poker()) == pytest.approx(theirs, abs=CLOSE)


def test_leduc_poker_agrees_and_is_worth_what_is_published(spiel: Any) -> None:
    gambit = pytest.importorskip("open_spiel.python.algorithms.gambit")
    theirs = spiel.load_game("leduc_poker")
    game = read_efg(gambit.export_gambit(theirs), "leduc.efg")
    assert our_nash_conv(game) == pytest.approx(their_nash_conv(spiel, theirs), abs=1e-6)
    solution = solve_counterfactual(game, tol=5e-4)
    assert solution.converged
    assert solution.equilibria[0].payoffs[0] == pytest.approx(LEDUC_VALUE, abs=1e-3)


@pytest.mark.parametrize("depth", [6, 11, 15])
def test_backward_induction_finds_the_same_payoffs(depth: int, spiel: Any, tmp_path: Path) -> None:
    game = complete_tree(depth, np.random.default_rng(depth))

    def value(state: Any) -> list[float]:
        if state.is_terminal():
            return list(state.returns())
        after = (value(state.child(action)) for action in state.legal_actions())
        return max(after, key=lambda values: values[state.current_player()])

    (one,) = solve_backward_induction(game).equilibria
    theirs = value(opened(spiel, game, tmp_path).new_initial_state())
    assert one.payoffs.tolist() == theirs
