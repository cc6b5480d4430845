"""The tree from top to bottom, and parts of it."""

from __future__ import annotations

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.figures.presets import DEFAULT
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.root import find_root
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.plot.tree.upright import upright_scene

from .boxes import assert_tidy_scene
from .games import horse, quiche, random_solution, solved_cable

WIDTH = DEFAULT.wide


@pytest.mark.parametrize("solution", [horse(), quiche(), solved_cable()], ids=["h", "q", "cable"])
def test_nothing_overlaps_and_all_is_written(solution) -> None:  # type: ignore[no-untyped-def]
    data = tree_data(solution)
    scene = upright_scene(data, text_width, width=WIDTH, title="A title " * 20)
    assert_tidy_scene(scene)
    joined = " ".join(label.text for label in scene.labels if label.role == "move")
    assert all(word in joined for node in data.nodes for word in node.move.split())
    payoffs = [label for label in scene.labels if label.role == "payoff"]
    leaves = sum(node.leaf for node in data.nodes)
    assert len(payoffs) == (leaves + 1) * len(data.players)


@pytest.mark.parametrize("seed", range(8))
def test_random_games_upright(seed: int) -> None:
    solution = random_solution(np.random.default_rng(seed), 15 + 5 * seed, players=1 + seed % 4)
    assert_tidy_scene(upright_scene(tree_data(solution), text_width, width=WIDTH))


def test_children_stand_below_their_parents_and_sets_on_one_height() -> None:
    data = tree_data(quiche())
    scene = upright_scene(data, text_width, width=WIDTH)
    branches = [stroke for stroke in scene.strokes if stroke.role in ("path", "branch")]
    assert len(branches) == len(data.nodes) - 1
    assert all(one.points[0][1] < one.points[1][1] <= one.points[2][1] for one in branches)
    ends = {
        node.node: stroke.points[-1] for node, stroke in zip(data.nodes[1:], branches, strict=True)
    }
    for band in data.bands:
        assert len({round(ends[data.nodes[member].node][1], 6) for member in band.nodes}) == 1


def test_small_games_fit_a_page_upright() -> None:
    for name in ("brinkmanship", "audience-costs", "beer-and-quiche", "asymmetric-escalation"):
        scene = upright_scene(tree_data(cs.load(name).solve()), text_width, width=WIDTH)
        assert scene.width == pytest.approx(WIDTH)
        assert_tidy_scene(scene)


def test_a_part_is_found_by_situation_by_information_set_and_by_number() -> None:
    solution = cs.load("cuba-1962-cable").solve(d=0.913)
    tree = solution.game.tree
    reply = find_root(solution, "The  Reply")
    assert tree.label(reply) == "the reply"
    assert tree.move_label(reply) == "Turkey in secret"
    after = find_root(solution, "the reply, after defiant, Turkey in public")
    assert tree.move_label(after) == "Turkey in public"
    assert find_root(solution, "17") == 17
    data = tree_data(solution, root=after)
    assert data.nodes[0].node == after
    assert data.size == int(tree.end[after]) - after
    assert_tidy_scene(tree_scene(data, text_width, width=WIDTH, title="A part"))


def test_a_part_that_is_not_there_is_refused_with_those_that_are() -> None:
    solution = cs.load("brinkmanship").solve()
    with pytest.raises(InputError, match=r"nothing here is called 'therat'\. Known here: .*threat"):
        find_root(solution, "therat")
