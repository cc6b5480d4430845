"""A page and a tree list the equilibrium path, and their words tell it to its end."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.plot.numbers import probability
from crisis_sim.plot.page import HEIGHT
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.tree.alt import tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.text import move_lines
from crisis_sim.solve.solution import Solution
from crisis_sim.study import Study

NARROW = 252.0


def days(count: int) -> str:
    """A game of so many days, on each of which war may come, or either side give in."""
    told = [
        "title: A long crisis",
        "players: {A: {label: Ann}, B: {label: Ben}}",
        "parameters: {p: {default: 0.05, range: [0.001, 0.5], unit: probability}}",
        "start: day 0",
        "situations:",
    ]
    for day in range(count):
        after = f"day {day + 1}" if day + 1 < count else "peace"
        told += [
            f"  day {day}:",
            f"    player: {'AB'[day % 2]}",
            f"    actions: {{wait {day}: {{to: night {day}}}, give in {day}: {{to: lost}}}}",
            f"  night {day}:",
            "    chance:",
            f"      calm {day}: {{probability: 1 - p, to: {after}}}",
            f"      shots {day}: {{probability: p, to: war}}",
        ]
    return "\n".join(
        [
            *told,
            "outcomes:",
            "  lost: {payoffs: {A: -30, B: -30}}",
            "  war: {payoffs: {A: -4, B: -4}}",
            "  peace: {payoffs: {A: 1, B: 1}}",
        ]
    )


def long_crisis(folder: Path, count: int) -> Study:
    path = folder / "days.yaml"
    path.write_text(days(count), encoding="utf-8")
    return cs.load(path)


def on_path(solution: Solution) -> list[int]:
    """The nodes that play may come to but the root, in the order of the tree."""
    return np.flatnonzero(solution.reach(0) > 0.0).tolist()[1:]


def path_moves(solution: Solution) -> list[str]:
    tree, reach = solution.game.tree, solution.reach(0)
    return [
        " ".join(move_lines(tree.move_label(node), reach[node] / reach[tree.parent[node]]))
        for node in on_path(solution)
    ]


def listed(picture: Picture) -> list[str]:
    """The moves of the equilibrium path from the top down."""
    bold = [one for one in picture.scene.labels if one.role == "move" and one.font.bold]
    return [one.text for one in sorted(bold, key=lambda one: one.y)]


def assert_told_to_its_end(solution: Solution, alt: str) -> None:
    """The likeliest way of playing is told with its probability, each move and its outcome."""
    tree, reach = solution.game.tree, solution.reach(0)
    end = max(tree.terminals.tolist(), key=lambda node: reach[node])
    way = tree.path(end)
    told = []
    for before, node in pairwise(way):
        mover = int(tree.mover[before])
        who = "" if mover == CHANCE else f"{solution.game.shorts[mover]} "
        told.append(f"{tree.label(before)}: {who}{tree.move_label(node)}")
    story = "; ".join([*told, tree.label(end)])
    assert f"With probability {probability(float(reach[end]))}: {story}." in alt


@pytest.mark.parametrize(
    ("assuming", "values"), [((), {}), (("no talk of Turkey",), {"W": 80})], ids=["cable", "W80"]
)
@pytest.mark.parametrize("axes", [(), ("mu",)], ids=["regions", "line"])
def test_a_narrow_page_lists_the_path_on_one_page(
    assuming: tuple[str, ...], values: dict[str, float], axes: tuple[str, ...]
) -> None:
    study = cs.load("cuba-1962-cable").assuming(*assuming)
    solution = study.solve(values)
    picture = study.figure("page", *axes, values=values, width=NARROW)
    assert picture.scene.width == NARROW
    assert picture.scene.height <= HEIGHT
    assert listed(picture) == path_moves(solution)
    assert_told_to_its_end(solution, picture.alt)
    assert "on the path" not in picture.alt


def test_the_path_of_four_types_is_listed() -> None:
    study = cs.load("cuba-1962-two-types")
    picture = study.figure("page", "mu", width=NARROW)
    assert listed(picture) == path_moves(study.solve())
    assert picture.scene.height <= HEIGHT


def test_moves_that_are_left_out_are_counted_at_their_nodes() -> None:
    study = cs.load("cuba-1962-cable")
    solution = study.solve()
    data, tree = tree_data(solution, numbered=True, most=8.0), solution.game.tree
    shown = {node.node for node in data.nodes}
    assert shown == {0, *on_path(solution)}
    for node in data.nodes:
        hidden = [child for child in tree.children(node.node) if int(child) not in shown]
        assert node.left_out == len(hidden)
        assert not hidden or node.held_lines[0].endswith(f"+{len(hidden)}")
    picture = study.figure("page", width=NARROW)
    beliefs = [one.text for one in picture.scene.labels if one.role == "belief"]
    assert sum("+3" in one for one in beliefs) == 2
    legend = " ".join(one.text for one in picture.scene.labels if one.role == "legend")
    assert "+1 further moves, never made, not drawn" in legend
    assert picture.alt.count("3 other moves left out") == 2
    whole = study.figure("tree", width=NARROW)
    assert not any("+" in one.text for one in whole.scene.labels)
    assert "left out" not in whole.alt


@pytest.mark.parametrize("kind", ["page", "tree"])
def test_a_deep_path_runs_straight_down_within_its_width(tmp_path: Path, kind: str) -> None:
    study = long_crisis(tmp_path, 15)
    axes = ("p",) if kind == "page" else ()
    picture = study.figure(kind, *axes, width=NARROW)
    solution = study.solve()
    assert picture.scene.width == NARROW
    assert sorted(listed(picture)) == sorted(path_moves(solution))
    assert_told_to_its_end(solution, picture.alt)
    moves = [one for one in picture.scene.labels if one.role == "move" and one.font.bold]
    main = [one for one in moves if one.text.startswith(("wait", "calm"))]
    assert len({one.x for one in main}) == 1
    assert [one.text.split()[1] for one in sorted(main, key=lambda one: one.y)] == [
        f"{day}" for day in range(15) for _ in ("wait", "calm")
    ]


def test_a_shallow_path_is_set_in_by_each_move(tmp_path: Path) -> None:
    moves = long_crisis(tmp_path, 4).figure("tree", width=NARROW).scene.labels
    main = [one for one in moves if one.role == "move" and one.text.startswith(("wait", "calm"))]
    assert len({one.x for one in main}) == 8


def test_of_the_longest_path_the_likeliest_play_stays(tmp_path: Path) -> None:
    solution = long_crisis(tmp_path, 15).solve()
    data = tree_data(solution, numbered=True, most=1.0)
    tree, reach = solution.game.tree, solution.reach(0)
    shown = {node.node for node in data.nodes if not node.folded}
    end = max(tree.terminals.tolist(), key=lambda node: reach[node])
    assert shown.issuperset(tree.path(end))
    assert tree.mover[end] == TERMINAL
    alt = tree_alt(data)
    assert_told_to_its_end(solution, alt)
    rest = sorted((reach[node] for node in tree.terminals if reach[node] > 0.0), reverse=True)[4:]
    assert f"{len(rest)} other ways have probability {probability(sum(rest))}." in alt


def test_equal_types_are_told_to_their_ends_though_one_is_folded() -> None:
    solution = cs.load("cuba-1962-cable").solve()
    data = tree_data(solution, numbered=True, most=1.0)
    assert data.path_folded
    alt = tree_alt(data)
    assert "1 subtree on the path is folded, with its expected payoffs." in alt
    assert_told_to_its_end(solution, alt)
    assert alt.count("the secret: holds; settled, Turkey in secret.") == 2
