"""Games with many actions at once: searches that would walk through them for ever stop."""

from __future__ import annotations

import numpy as np
import pytest

from crisis_sim.gambit.read import read_gambit
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.solve.sequential import part_search
from crisis_sim.solve.sequential.solve_sequential import solve_sequential


def table(size: int) -> Game:
    """A common interest in coordination: every pair of equal strategies is an equilibrium."""
    names = tuple(map(str, range(size)))
    payoffs = np.stack([np.eye(size), np.eye(size)])
    return simultaneous_game(NormalForm("t", ("A", "B"), (names, names), payoffs))


def test_a_search_of_pure_strategies_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_search, "MOST_WALKED", 1_000)
    solution = solve_sequential(table(12), mixed=False)
    assert solution.equilibria == ()
    assert "there being more than 1,000 steps through the tree" in solution.extent


def test_a_search_of_mixed_strategies_stops_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("part_search", "mixed_parts"):
        monkeypatch.setattr(f"crisis_sim.solve.sequential.{module}.MOST_WALKED", 5_000)
    solution = solve_sequential(table(8))
    assert ", until the limit of 5,000 steps through the tree" in solution.extent
    assert len(solution.equilibria) >= 8


def test_a_game_deeper_than_the_search_goes_is_solved_otherwise() -> None:
    rows = ['EFG 2 R "t" { "A" "B" } ""']
    for i in range(400):
        rows.append(f'p "" {i % 2 + 1} {i + 1} "" {{ "a" "b" }} 0 t "" {i + 1} "" {{ {i % 7} 1 }}')
    game = read_gambit("\n".join([*rows, 't "" 401 "" { 1 1 }']), "deep.efg").game
    solution = solve_sequential(game)
    assert "more than 399 moves one after another" in solution.extent
    assert solution.max_regret == 0.0
