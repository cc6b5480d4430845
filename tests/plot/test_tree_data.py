"""What the picture of a game tree shows: checked as data, on games whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from crisis_sim.errors import InputError
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.game.unfold import unfold
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.fold import MOST_LINES
from crisis_sim.plot.tree.node import TreeData, TreeNode
from crisis_sim.scenario.library import load
from crisis_sim.solve.solution import Search, Solution, assess
from crisis_sim.strategy.evaluate import uniform_profile

from .games import (
    End,
    Move,
    Nature,
    build,
    cable,
    horse,
    quiche,
    random_solution,
    solve_by_rule,
    solved_cable,
)

TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def solution() -> Solution:
    return solved_cable()


@pytest.fixture(scope="module")
def folded(solution: Solution) -> TreeData:
    return tree_data(solution)


def history(data: TreeData, node: TreeNode) -> str:
    moves = []
    while node.parent >= 0:
        moves.append(node.move)
        node = data.nodes[node.parent]
    return " / ".join(reversed(moves))


def at(data: TreeData, path: str) -> TreeNode:
    (found,) = [node for node in data.nodes if history(data, node) == path]
    return found


def test_the_game_written_by_hand_is_the_one_published(solution: Solution) -> None:
    assert solution.game.describe() == "225 nodes, 124 terminals, 50 information sets"
    assert solution.equilibria[0].payoffs == pytest.approx([-3.6, -5.522])
    assert solution.max_regret <= TOLERANCE


def test_the_full_picture_shows_every_node_once(solution: Solution) -> None:
    data = tree_data(solution, full=True)
    assert [node.node for node in data.nodes] == list(range(225))
    assert not any(node.folded for node in data.nodes)
    assert sum(node.leaf for node in data.nodes) == 124
    assert data.size == 225


def test_the_equilibrium_path_is_shown_to_its_end(folded: TreeData) -> None:
    on_path = {history(folded, node) for node in folded.nodes if node.on_path and node.leaf}
    accepted = "Turkey in secret / accept / keep"
    assert on_path == {
        f"{kind} / {accepted} / {end}"
        for kind in ("flexible", "defiant")
        for end in ("leaks", "holds")
    }
    assert at(folded, f"flexible / {accepted} / leaks").reach == pytest.approx(0.05)


def test_every_deviation_from_the_path_is_shown_with_the_replies_to_it(
    solution: Solution, folded: TreeData
) -> None:
    tree = solution.game.tree
    shown = {node.node for node in folded.nodes}
    for node in folded.nodes:
        parent = folded.nodes[node.parent]
        if node.on_path or (node.parent >= 0 and parent.on_path):
            assert not node.folded
            assert {int(child) for child in tree.children(node.node)} <= shown
    assert at(folded, "defiant / no Turkey / stall").folded
    assert at(folded, "flexible / strike / respond").folded


def test_what_chance_brings_after_a_deviation_is_shown_with_the_reply(folded: TreeData) -> None:
    control = at(folded, "defiant / Turkey in secret / stall / control")
    assert control.place == "weapons near ready"
    assert not control.folded
    assert at(folded, "defiant / Turkey in secret / stall / control / wait").player == TERMINAL
    assert at(folded, "defiant / Turkey in secret / stall / control / strike").folded


def test_a_folded_subtree_says_its_size(folded: TreeData) -> None:
    node = at(folded, "defiant / no Turkey / stall")
    assert node.hidden == 14
    assert node.leaf_lines == ("a day passes · 14 nodes · set 3",)


def test_folded_nodes_and_shown_ones_make_up_the_game(folded: TreeData) -> None:
    hidden = sum(node.hidden - 1 for node in folded.nodes if node.folded)
    assert len(folded.nodes) + hidden == folded.size == 225


def test_subtrees_that_differ_by_a_hidden_type_are_folded_alike(folded: TreeData) -> None:
    by_type: dict[str, set[tuple[str, bool]]] = {"flexible": set(), "defiant": set()}
    for node in folded.nodes[1:]:
        kind, _, rest = history(folded, node).partition(" / ")
        by_type[kind].add((rest, node.folded))
    assert by_type["flexible"] == by_type["defiant"]


def test_probabilities_values_and_payoffs(folded: TreeData) -> None:
    assert at(folded, "flexible").probability == 0.5
    assert at(folded, "flexible").move_lines == ("flexible (0.50)",)
    accepted = at(folded, "flexible / Turkey in secret / accept")
    assert accepted.probability == 1.0
    assert accepted.move_lines == ("accept",)
    assert accepted.values == pytest.approx((-3.6, 9.478))
    assert accepted.value_lines == ("(−3.60, 9.48)",)
    assert at(folded, "defiant / no Turkey / accept").values == pytest.approx((-2.0, -26.0))
    assert folded.payoffs == pytest.approx((-3.6, -5.522))
    assert folded.outcomes == pytest.approx({"kept in secret": 0.9, "kept, leaked": 0.1})


def test_information_sets_are_bands_abreast(folded: TreeData) -> None:
    bands = {band.label: band for band in folded.bands if band.label in ("offer", "months later")}
    assert set(bands) == {"offer", "months later"}
    for band in folded.bands:
        members = [folded.nodes[place] for place in band.nodes]
        assert len(members) > 1
        assert len({member.level for member in members}) == 1
        assert {member.information_set for member in members} == {band.information_set}
        assert {member.player for member in members} == {band.player}


def test_beliefs_stand_where_there_is_something_to_doubt(folded: TreeData) -> None:
    assert at(folded, "defiant").belief == pytest.approx((0.5, 0.5))
    assert at(folded, "defiant / Turkey in secret").belief is None
    assert folded.nodes[0].belief is None


def test_beliefs_that_are_not_settled_are_intervals() -> None:
    data = tree_data(quiche())
    assert at(data, "strong / quiche").belief == (0.0, 0.5)
    assert at(data, "weak / quiche").belief == (0.5, 1.0)
    assert at(data, "strong / beer").belief == pytest.approx((0.9, 0.9))


def test_nodes_of_one_information_set_stand_abreast_though_of_unequal_depth() -> None:
    data = tree_data(horse())
    assert at(data, "D").level == at(data, "A / d").level == 2
    assert at(data, "A").level == 1


def test_sets_that_come_in_either_order_leave_nodes_at_their_depth() -> None:
    # Two players move one after the other, neither knowing who was first.
    def order(first: int, second: int) -> Move:
        last = {"x": End("x", (0.0, 0.0)), "y": End("y", (1.0, 1.0))}
        moves = {"x": Move(second, f"set {second}", last), "y": End("end", (0.0, 0.0))}
        return Move(first, f"set {first}", moves)

    toss = Nature("toss", {"one": (0.5, order(0, 1)), "two": (0.5, order(1, 0))}, (0, 1))
    game = build("Order", ("A", "B"), toss, blind=frozenset({0, 1}))
    data = tree_data(solve_by_rule(game, lambda *_: "x"))
    assert [node.level for node in data.nodes] == [
        history(data, n).count("/") + 1 if n.move else 0 for n in data.nodes
    ]


def test_a_subtree_is_drawn_as_if_play_had_come_there(solution: Solution) -> None:
    tree = solution.game.tree
    whole = tree_data(solution, full=True)
    root = at(whole, "defiant / no Turkey / stall").node
    data = tree_data(solution, root=root)
    assert data.nodes[0].node == root
    assert data.nodes[0].player == CHANCE
    assert data.nodes[0].reach == 1.0
    assert data.nodes[0].move == ""
    assert data.size == int(tree.end[root]) - root == 14
    assert data.payoffs == pytest.approx(solution.values()[root])
    assert sum(data.outcomes.values()) == pytest.approx(1.0)
    assert "standoff" in data.outcomes


def test_rows_keep_leaves_apart_and_parents_between_their_children(folded: TreeData) -> None:
    rows = [node.row for node in folded.nodes if node.leaf]
    assert rows == sorted(rows)
    assert np.min(np.diff(rows)) >= 1.0 - TOLERANCE
    for place, node in enumerate(folded.nodes):
        children = [one.row for one in folded.nodes if one.parent == place]
        if children:
            assert children[0] - 1 < node.row < children[-1] + 1


@pytest.mark.parametrize("seed", range(6))
def test_a_profile_that_mixes_everywhere_is_folded_to_a_page(seed: int) -> None:
    game = random_solution(np.random.default_rng(seed), 400).game
    equilibrium = assess(game, uniform_profile(game.tree))
    data = tree_data(_solution(game, equilibrium))
    assert data.rows <= MOST_LINES
    assert len(data.nodes) > 3
    folded = sum(node.reach for node in data.nodes if node.leaf)
    assert folded == pytest.approx(1.0)


def _solution(game: Game, *equilibria: object) -> Solution:
    searched = (Search("one", "nothing was searched"),)
    return Solution(game, "sequential", "none", tuple(equilibria), searched, 0.0)  # type: ignore[arg-type]


def test_an_equilibrium_that_is_not_there_is_refused(solution: Solution) -> None:
    with pytest.raises(InputError, match="no equilibrium 1: it has 1, numbered from 0"):
        tree_data(solution, 1)
    with pytest.raises(InputError, match="no equilibrium 0: none was found"):
        tree_data(_solution(cable()))


def test_a_node_that_is_not_there_is_refused(solution: Solution) -> None:
    with pytest.raises(InputError, match="no node 225: its nodes are 0 to 224"):
        tree_data(solution, root=225)


def test_a_family_of_another_game_is_refused(solution: Solution) -> None:
    family = unfold(load("brinkmanship"))
    with pytest.raises(InputError, match="not that of the solved game: pass the family"):
        tree_data(solution, formulas=family)
