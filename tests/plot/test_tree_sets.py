"""A folded tree, or a part of one, shows where its nodes share information sets with others."""

from __future__ import annotations

import re

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.figures.presets import DEFAULT
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.node import TreeData, TreeNode
from crisis_sim.plot.tree.outline import outline_scene
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.plot.tree.sets import sets_text
from crisis_sim.plot.tree.upright import upright_scene
from crisis_sim.solve.solution import Solution

from .boxes import assert_tidy_scene
from .games import random_solution, solved_cable


def covered(solution: Solution, node: TreeNode) -> range:
    """The nodes of the game that a node of a picture stands for."""
    end = int(solution.game.tree.end[node.node]) if node.folded else node.node + 1
    return range(node.node, end)


def assert_sharing_is_shown(solution: Solution, data: TreeData) -> int:
    """How many sets have a number, each of which stands at all its nodes and nowhere else."""
    tree = solution.game.tree
    places = {one: n for n, node in enumerate(data.nodes) for one in covered(solution, node)}
    drawn = {node.node for node in data.nodes if not node.folded}
    numbered = 0
    for number in range(len(tree.set_label)):
        members = tree.members(number).tolist()
        here = {places[one] for one in members if one in places}
        hidden = len(members) > 1 and not drawn.issuperset(members)
        if not here or not hidden:
            continue
        shared = set.intersection(*(set(data.nodes[one].sets) for one in here))
        standing = [{n for n, node in enumerate(data.nodes) if one in node.sets} for one in shared]
        assert here in standing
        numbered += 1
    assert numbered == len({one for node in data.nodes for one in node.sets})
    return numbered


def written(scene: Scene) -> list[str]:
    """What is written of sets, not in the legend."""
    texts = " ".join(one.text for one in scene.labels if one.role != "legend")
    return re.findall(r"sets? \d+(?:[–, ]+\d+)*", texts)


def test_numbers_stand_at_all_nodes_of_a_set_that_is_not_drawn_whole() -> None:
    solution = solved_cable()
    assert assert_sharing_is_shown(solution, tree_data(solution)) == 6
    assert assert_sharing_is_shown(solution, tree_data(solution, full=True)) == 0
    inside = int(solution.game.tree.members(0)[0])
    assert assert_sharing_is_shown(solution, tree_data(solution, full=True, root=inside)) >= 1


@pytest.mark.parametrize("seed", range(12))
def test_random_games_hide_no_sharing(seed: int) -> None:
    solution = random_solution(np.random.default_rng(seed), 60 + 30 * seed)
    for most in (60.0, 20.0):
        assert_sharing_is_shown(solution, tree_data(solution, most=most))


@pytest.mark.parametrize("lay_out", [tree_scene, upright_scene])
def test_the_numbers_are_written_and_the_legend_explains_them(lay_out) -> None:  # type: ignore[no-untyped-def]
    data = tree_data(solved_cable())
    scene = lay_out(data, text_width, width=DEFAULT.wide)
    expected = sorted(sets_text(node.sets) for node in data.nodes if node.sets)
    assert sorted(written(scene)) == expected
    legend = " ".join(one.text for one in scene.labels if one.role == "legend")
    assert "set 1 information set of several nodes, not all drawn" in legend
    plain = lay_out(tree_data(solved_cable(), full=True), text_width, width=DEFAULT.wide)
    assert not written(plain)
    assert not any("not all drawn" in one.text for one in plain.labels)


def test_an_outline_numbers_every_set_of_several_nodes() -> None:
    data = tree_data(solved_cable(), numbered=True, most=30.0)
    scene = outline_scene(data, text_width, width=DEFAULT.narrow, height=648.0)
    assert scene is not None
    assert_tidy_scene(scene)
    assert scene.width == DEFAULT.narrow
    assert not any(one.role == "information set" for one in scene.strokes)
    offers = [node for node in data.nodes if node.place == "offer"]
    assert [node.sets for node in offers] == [(1,), (1,)]
    assert sorted(written(scene)) == sorted(
        sets_text(node.sets) for node in data.nodes if node.sets
    )


def test_words_and_caption_tell_of_sets_that_are_not_drawn_whole() -> None:
    told = "Sets 1–6 are information sets of several nodes, not all of which are drawn"
    picture = cs.load("cuba-1962-cable").figure("tree")
    assert told in picture.alt
    assert told in picture.caption
    told = (
        "Sets 1–10 are information sets of several nodes. Each number stands at the nodes of its "
        "set, and at folded subtrees with such nodes in them."
    )
    narrow = cs.load("cuba-1962-cable").figure("tree", columns=1)
    assert told in narrow.alt
    assert told in narrow.caption
    whole = cs.load("brinkmanship").figure("tree")
    assert "not all of which" not in whole.alt + whole.caption


def test_many_numbers_are_told_as_ranges() -> None:
    assert sets_text(()) == ""
    assert sets_text((2,)) == "set 2"
    assert sets_text((1, 2, 4, 5, 6)) == "sets 1, 2, 4–6"
    assert sets_text((1, 3, 5, 7, 9, 10)) == "sets 1, 3, 5, 7 and 2 more"
