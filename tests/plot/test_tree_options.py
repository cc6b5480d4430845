"""Names of situations, one column, and which of several equilibria a tree shows."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import crisis_sim as cs
from crisis_sim.figures.presets import DEFAULT
from crisis_sim.plot.picture import Picture
from crisis_sim.scenario.library import shipped

from .boxes import assert_tidy_scene

LEAST = 7.0
"""Points of the smallest type."""


def told(picture: Picture, role: str) -> list[str]:
    return [one.text for one in picture.scene.labels if one.role == role]


@pytest.mark.parametrize("width", [DEFAULT.narrow, DEFAULT.wide])
@pytest.mark.parametrize("upright", [False, True])
def test_situations_are_named_by_their_labels_where_asked(upright: bool, width: float) -> None:
    study = cs.load("brinkmanship")
    assert not told(study.figure("tree", upright=upright, width=width), "place")
    picture = study.figure("tree", upright=upright, width=width, situations=True)
    named = {study.scenario.situations[name].label for name in study.scenario.situations}
    assert set(" ".join(told(picture, "place")).split()) == set(" ".join(named).split())
    moved = sum(one.role in ("node", "chance") for one in picture.scene.marks)
    assert len(told(picture, "place")) >= moved == 7
    assert_tidy_scene(picture.scene)


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("width", [DEFAULT.narrow, DEFAULT.wide])
def test_a_tree_is_as_wide_as_asked_with_all_its_moves(name: str, width: float) -> None:
    study = cs.load(name)
    picture = study.figure("tree", width=width)
    assert picture.scene.width == pytest.approx(width)
    assert not picture.remark
    assert_tidy_scene(picture.scene)
    assert min(one.font.size for one in picture.scene.labels if one.text) >= LEAST
    branches = [one for one in picture.scene.strokes if one.role in ("path", "branch")]
    drawn = int(picture.alt.split(" nodes, of which ")[1].split(" ")[0])
    assert len(branches) == drawn - 1
    assert len(told(picture, "move")) >= drawn - 1


def test_an_outline_reads_as_the_game_does() -> None:
    """Every line of the outline: how deep it stands, its move, its outcome and its payoffs."""
    study = cs.load("brinkmanship")
    scene = study.figure("tree", width=DEFAULT.narrow).scene
    solution = study.solve()
    tree, values = solution.game.tree, solution.values(0)
    moves = [one for one in scene.labels if one.role == "move"]
    assert len(moves) == tree.size - 1
    for node, label in enumerate(moves, start=1):
        assert label.text.split(" (")[0] == tree.move_label(node)
        beside = [
            one.text
            for one in scene.labels
            if one.role in ("payoff", "value") and one.y == label.y and one.anchor == "end"
        ]
        assert [float(one.replace("−", "-")) for one in beside] == pytest.approx(values[node])
    deep = {int(tree.depth[node]): round(moves[node - 1].x, 6) for node in range(1, tree.size)}
    assert all(deep[int(tree.depth[n])] == round(moves[n - 1].x, 6) for n in range(1, tree.size))
    assert all(a < b for a, b in pairwise(x for _, x in sorted(deep.items())))


def test_a_figure_that_must_be_wider_says_so() -> None:
    picture = cs.load("cuba-1962-cable").figure("tree", upright=True, columns=1)
    assert picture.remark.startswith("wider than asked for: ")
    assert "not 3.5 inches, as its texts do not fit there" in picture.remark


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("which", [0, 1])
def test_one_of_several_equilibria_is_told_as_solve_lists_it(which: int, upright: bool) -> None:
    study = cs.load("cuba-1962-cable")
    likeliest = next(iter(study.solve().equilibria[which].outcomes))
    name = f"equilibrium {which + 1} of 2 ('{study.scenario.ends.label(likeliest)}')"
    picture = study.figure("tree", equilibrium=which, upright=upright)
    assert f"Sequential {name}" in told(picture, "title")
    assert f"sequential {name}" in picture.alt
    assert f"Sequential {name}" in picture.caption
    alone = cs.load("brinkmanship").figure("tree")
    assert "Sequential equilibrium" in told(alone, "title")


@pytest.mark.parametrize("name", ["cuba-1962-cable", "beer-and-quiche"])
def test_beliefs_are_called_beliefs(name: str) -> None:
    """A Greek letter would be read as a parameter: the cable has one called mu."""
    picture = cs.load(name).figure("tree")
    texts = " ".join(told(picture, "belief"))
    assert "belief 0." in texts
    assert not re.sub(r"(belief [\d.]+( to [\d.]+)?|sets? [\d–, ]+|·) ?", "", texts)
    assert not any("μ" in one.text or r"\mu" in one.text for one in picture.scene.labels)


@pytest.mark.parametrize("name", ["brinkmanship", "cuba-1962-cable", "beer-and-quiche"])
@pytest.mark.parametrize("width", [DEFAULT.narrow, DEFAULT.wide])
def test_the_words_tell_all_that_is_drawn(name: str, width: float) -> None:
    picture = cs.load(name).figure("tree", width=width, situations=True)
    _, _, told_nodes = picture.alt.partition("Node by node")
    for role in ("move", "outcome", "payoff", "value", "belief", "place"):
        for text in told(picture, role):
            for word in text.strip("()").replace(",", " ").replace("·", " ").split():
                assert word.strip("()") in picture.alt, (role, text)
    leaves = sum(one.role == "folded" for one in picture.scene.marks)
    assert len([one for one in told_nodes.split() if one == "nodes"]) >= leaves
