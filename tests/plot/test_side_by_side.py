"""The rows of assumptions: their signs, their markers, and what is said of what they change."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

import crisis_sim as cs
from crisis_sim.comparison import compare
from crisis_sim.concepts import CONCEPTS
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.scene import Mark
from crisis_sim.plot.side_by_side import cases_data, cases_picture
from crisis_sim.scenario.library import shipped
from crisis_sim.study import Study

from .test_every_scenario import INTRICATE, WIDTHS

TOLD = [
    (name, width)
    for name in sorted(set(shipped()) - INTRICATE | {"cuba-1962-cable"})
    for width in WIDTHS
]


def drawn(study: Study, width: float) -> Picture:
    cases = compare(study, [(name,) for name in study.scenario.assumptions], {})
    return cases_picture(cases_data(study.scenario, cases), text_width, width=width)


def gap(one: Mark, other: Mark) -> float:
    """How far two markers are from touching, sideways or up and down."""
    return max(abs(one.x - other.x), abs(one.y - other.y)) - (one.size + other.size) / 2


@pytest.mark.parametrize(("name", "width"), TOLD)
def test_no_marker_hides_another_and_no_upright_meets_the_key(name: str, width: float) -> None:
    study = cs.load(name)
    if not study.scenario.assumptions:
        return
    scene = drawn(study, width).scene
    dots = [one for one in scene.marks if one.role == "payoff"]
    assert min(gap(one, other) for one, other in combinations(dots, 2)) > -1.0
    key = [one.y for one in scene.labels if one.role == "key"]
    uprights = [y for one in scene.strokes if one.role == "base" for _, y in one.points]
    assert max(key) < min(uprights)


@pytest.mark.parametrize(("name", "width"), TOLD)
def test_signs_of_rows_are_told(name: str, width: float) -> None:
    study = cs.load(name)
    if not study.scenario.assumptions:
        return
    picture = drawn(study, width)
    names = " ".join(one.text for one in picture.scene.labels if one.role == "name")
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    for sign in "*†‡":
        assert (sign in names) == (sign in foot)
        assert sign not in picture.alt
    cases = compare(study, [(one,) for one in study.scenario.assumptions], {})
    counts = [len(one.solution.equilibria) for one in cases if one.account and one.solution]
    written = re.findall(r"\u00a0\((\d+)\)", names)
    told = re.findall(r", of (\d+) equilibria the one reported[:;]", picture.alt)
    assert written == told == [str(count) for count in counts if count > 1]
    assert ("(n): of n equilibria the one reported." in foot) == bool(told)
    assert "caption" not in foot
    told = [one.notes for one in cases if one.account]
    ranges = [sum("outside its range" in note for note in notes) for notes in told]
    assert names.count("†") == sum(count > 0 for count in ranges)
    assert names.count("‡") == sum(
        count < len(notes) for count, notes in zip(ranges, told, strict=True)
    )


def test_a_row_whose_ends_are_those_of_the_first_has_no_mark_of_another_equilibrium() -> None:
    study = cs.load("cuba-1962-cable")
    cases = compare(study, [(one,) for one in study.scenario.assumptions], {})
    data = cases_data(study.scenario, cases)
    row = data.still.index(True)
    assert data.shares[row] != data.shares[0]
    alike = replace(data, shares=(*data.shares[:row], data.shares[0], *data.shares[row + 1 :]))
    for one in (data, alike):
        picture = cases_picture(one, text_width, width=504.0)
        names = [label.text for label in picture.scene.labels if label.role == "name"]
        marked = [text.partition("\u00a0")[0] for text in names if "*" in text]
        others = zip(one.names, one.still, one.shares, strict=True)
        expected = [name for name, still, shares in others if still and shares != one.shares[0]]
        assert marked == expected
        told = picture.alt.count("what the first row plays is an equilibrium too")
        assert told == len(expected)


@pytest.mark.parametrize("name", ["brinkmanship", "cuba-1962-cable"])
def test_the_caption_speaks_of_several_equilibria_where_there_are_some(name: str) -> None:
    study = cs.load(name)
    cases = compare(study, [(one,) for one in study.scenario.assumptions], {})
    several = any(len(one.solution.equilibria) > 1 for one in cases if one.solution)
    assert several == (name == "cuba-1962-cable")
    for no_footer in (False, True):
        caption = study.figure("assumptions", no_footer=no_footer).caption
        assert (CONCEPTS["sequential"].order in caption) == several
        assert "caption" not in caption


def test_rows_differ_in_what_they_assume() -> None:
    study = cs.load("brinkmanship").assuming("a softer Moscow")
    said = "; all else but what each row assumes as in the scenario."
    assert said in study.figure("assumptions").caption
    assert "; all else as in the scenario." in study.figure("tree").caption
