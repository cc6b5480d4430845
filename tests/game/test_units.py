"""Payoffs on a scale of each player's own, and back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from crisis_sim.game.game import Game
from crisis_sim.game.units import unit_payoffs
from crisis_sim.numbers.real import to_float
from tests.random_trees import games


@settings(max_examples=60, deadline=None)
@given(games())
@pytest.mark.parametrize("exact", [True, False], ids=["exact", "floats"])
def test_a_share_of_the_range_over_the_least_is_the_payoff(exact: bool, game: Game) -> None:
    game = game if exact else replace(game, exact=None)
    unit, rows = unit_payoffs(game), np.unique(game.tree.payoff_row[game.tree.terminals])
    for player, (least, wide) in enumerate(zip(unit.least, unit.ranges, strict=True)):
        shares = unit.payoffs[rows, player]
        assert shares.min() == 0.0
        assert shares.max() == (1.0 if wide > 0 else 0.0)
        back = to_float(least) + shares * to_float(wide)
        assert back == pytest.approx(game.payoffs[rows, player], rel=1e-12, abs=1e-12)
