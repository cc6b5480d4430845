"""The words and the legend of a tree tell what is drawn of it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.plot.numbers import probability
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.scene import Stroke
from crisis_sim.plot.style import FAINT, INK
from crisis_sim.plot.tree.alt import tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.scenario.library import shipped

from .test_every_scenario import INTRICATE, WIDTHS

KNOWN = sorted(set(shipped()) - INTRICATE | {"cuba-1962-cable"})


def legend_of(picture: Picture) -> str:
    return " ".join(one.text for one in picture.scene.labels if one.role == "legend")


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("upright", [False, True])
def test_a_legend_has_the_lines_that_are_drawn(name: str, width: float, upright: bool) -> None:
    picture = cs.load(name).figure("tree", width=width, upright=upright)
    legend, strokes = legend_of(picture), picture.scene.strokes
    branches = [one for one in strokes if one.role == "branch" and one.colour == FAINT]
    assert ("chosen off the path" in legend) == any(one.width > 0.46 for one in branches)
    assert ("not chosen" in legend) == any(one.width < 0.46 for one in branches)
    assert ("information set " in f"{legend} ") or not any(
        one.role == "information set" for one in strokes
    )
    ranged = bool(re.search(r"belief [\d.]+ to ", picture.alt))
    assert ("a range: all that support" in legend) == ranged


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("upright", [False, True])
def test_information_sets_are_dashes_alone(name: str, upright: bool) -> None:
    scene = cs.load(name).figure("tree", width=504.0, upright=upright).scene
    joins: list[Stroke] = [one for one in scene.strokes if one.role == "information set"]
    assert all(one.dash and one.width < 1.0 and one.colour != INK for one in joins)


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("width", WIDTHS)
def test_folded_subtrees_are_told_of_where_there_are_any(name: str, width: float) -> None:
    picture = cs.load(name).figure("tree", width=width)
    folded = any(one.role == "folded" for one in picture.scene.marks)
    assert folded or "folded" not in picture.alt + picture.caption + legend_of(picture)


def test_one_other_way_is_one() -> None:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    data = tree_data(study.solve(W=80))
    reached = [one.reach for one in data.nodes if one.leaf and one.on_path]
    assert len(reached) == 5
    assert f"1 other way has probability {probability(min(reached))}." in tree_alt(data)


@pytest.mark.parametrize("name", KNOWN)
def test_payoffs_side_by_side_have_as_many_decimals(name: str) -> None:
    scene = cs.load(name).figure("tree", width=504.0).scene
    paid = [one.text for one in scene.labels if one.role == "payoff"]
    decimals = {len(one.partition(".")[2]) for one in paid if "." in one}
    assert len(decimals) <= 1


TWO = """
title: Two columns
players: {A: {label: Ann}, B: {label: Ben}}
parameters:
  k: {default: 1, range: [0, 4], unit: payoff, meaning: what is shared}
start: first
situations:
  first: {player: A, actions: {left: one, right: other}}
outcomes:
  one: {payoffs: {A: k / 2, B: k / 4}}
  other: {payoffs: {A: k, B: 2}}
"""


def test_a_column_of_halves_beside_one_of_quarters(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(TWO)
    scene = cs.load(tmp_path / "two.yaml").figure("tree").scene
    paid = {one.text for one in scene.labels if one.role == "payoff"}
    assert paid == {"0.50", "0.25", "1.00", "2.00"}


def beliefs(picture: Picture) -> list[str]:
    return [one.text for one in picture.scene.labels if one.role == "belief"]


@pytest.mark.parametrize("name", sorted({*KNOWN} - {"cuba-1962-cable"}))
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("upright", [False, True])
def test_a_belief_stands_on_one_line_with_its_number(
    name: str, width: float, upright: bool
) -> None:
    """Of the cable, which is as high as a page, two do not."""
    assert "belief" not in beliefs(cs.load(name).figure("tree", width=width, upright=upright))


@pytest.mark.parametrize("kind", ["tree", "page"])
def test_a_belief_stands_on_one_line_where_there_is_little_room(kind: str) -> None:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    told = beliefs(study.figure(kind, values={"W": 80}, width=504.0))
    assert told.count("belief 0.50") == 2
    assert "belief" not in told
