"""How a tree is folded to a page; what is too large to be drawn in full."""

from __future__ import annotations

import numpy as np
import pytest

from crisis_sim.errors import InputError
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.solve.choose import solve_game
from tests.grown import complete_tree


def test_a_tree_too_large_to_be_drawn_in_full_is_refused() -> None:
    solution = solve_game(complete_tree(13, np.random.default_rng(1)))
    with pytest.raises(InputError, match=r"16,383 nodes; more than 10,000 are not drawn in full"):
        tree_data(solution, full=True)
    assert tree_data(solution).size == 16_383
