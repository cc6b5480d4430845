"""Payoffs in a tree have the same decimals however much of it is folded."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.scenario.library import shipped

from .test_every_scenario import INTRICATE, WIDTHS
from .test_read_back import labels


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE | {"cuba-1962-cable"}))
def test_what_is_folded_changes_no_decimals(name: str) -> None:
    solution = cs.load(name).solve()
    assert len({tree_data(solution, most=most).columns for most in (400, 60, 20, 8, 4)}) == 1


def test_pages_and_trees_of_any_width_write_a_payoff_alike() -> None:
    study = cs.load("cuba-1962-clock")
    decimals = {
        len(one.text.partition(".")[2])
        for kind in ("tree", "page")
        for width in WIDTHS
        for one in labels(study.figure(kind, width=width).scene, "payoff")
    }
    assert decimals == {2}
