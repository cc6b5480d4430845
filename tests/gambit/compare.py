"""Whether two games, or two tables of a file, are the same."""

from __future__ import annotations

import numpy as np

from crisis_sim.gambit.node_table import NodeTable
from crisis_sim.game.game import Game
from crisis_sim.game.tree import Integers, Tree

SHAPE = ("parent", "branch", "mover", "information_set", "end", "payoff_row", "set_player")
LABELLED = ("move", "place", "set_label")


def texts(tree: Tree, numbers: Integers) -> list[str]:
    return [tree.labels[number] if number >= 0 else "" for number in numbers.tolist()]


def assert_same_tree(first: Tree, second: Tree) -> None:
    assert first.players == second.players
    for name in (*SHAPE, "set_actions", "rows"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), err_msg=name)
    for name in LABELLED:
        assert texts(first, getattr(first, name)) == texts(second, getattr(second, name)), name
    assert first.outcomes == second.outcomes


def assert_same_game(first: Game, second: Game) -> None:
    """Arrays, labels and exact numbers; the order in which labels are kept does not matter."""
    assert first.title == second.title
    assert_same_tree(first.tree, second.tree)
    np.testing.assert_array_equal(first.chance, second.chance)
    np.testing.assert_array_equal(first.payoffs, second.payoffs)
    assert first.exact == second.exact


def assert_same_table(first: NodeTable, second: NodeTable) -> None:
    """All columns but the exact numbers."""
    assert first.prologue == second.prologue
    for part in ("nodes", "menus", "outcomes"):
        one, other = getattr(first, part), getattr(second, part)
        for column in one.__slots__:
            if column in ("name", "moves"):
                names = [first.names[number] for number in getattr(one, column)]
                assert names == [second.names[number] for number in getattr(other, column)]
            elif column != "exact":
                expected, found = getattr(one, column), getattr(other, column)
                np.testing.assert_array_equal(expected, found, err_msg=f"{part}.{column}")
