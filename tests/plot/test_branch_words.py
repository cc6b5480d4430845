"""The branch of logit equilibria: no line begins off the scale, and the words are the chart's."""

from __future__ import annotations

import re

import pytest

import crisis_sim as cs
from crisis_sim.plot.branch import _shares, followed
from crisis_sim.plot.hatch import fill_of, fills_of
from crisis_sim.scenario.library import shipped

from .test_every_scenario import INTRICATE

NAMES = [*sorted(set(shipped()) - INTRICATE), "cuba-1962-cable"]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_and_the_lines_are_those_of_the_branch(name: str) -> None:
    study = cs.load(name)
    branch, ends = followed(study.game({})), study.scenario.ends
    shown = _shares(branch, ends)
    picture = study.figure("quantal")
    for place, words in ((0, "At random"), (-1, "At the end")):
        (said,) = re.findall(rf"{words}, precision \S+: (.*?)\. ", picture.alt)
        told = re.findall(r"(\D[^0-9]*?) (0\.\d+|1)(?:, |$)", said)
        assert {one.strip() for one, _ in told} == {
            one for one, held in shown.items() if held[place] > 0.005
        }
        for one, share in told:
            assert float(share) == pytest.approx(float(shown[one.strip()][place]), abs=1e-3)
    names = {one.text for one in picture.scene.labels if one.role == "name"}
    assert {*shown} <= names


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_branch_begins_left_of_its_first_precision(name: str) -> None:
    study = cs.load(name)
    scene = study.figure("quantal").scene
    frame = min(x for one in scene.strokes if one.role == "axis" for x, _ in one.points)
    lines = [one.points for one in scene.strokes if one.role in ("outcome", "payoff")]
    assert lines
    for points in lines:
        assert points[0][0] == pytest.approx(frame, abs=0.01)
        assert points[1][0] - points[0][0] < 3 * (points[2][0] - points[1][0])


def test_one_outcome_of_a_category_has_its_own_name_and_a_category_its_own_ink() -> None:
    ends = cs.load("cuba-1962-cable").scenario.ends
    called = ends.called(ends.categories, 6)
    assert called["strike absorbed"] == "a strike, unanswered"
    assert {"settlement", "war"} <= {*called.values()}
    inks = [fill.ink for fill in fills_of(ends, ["settlement", "war"])]
    single = {fill.ink for one in ends.categories for fill in fills_of(ends, [one])}
    assert len({*inks} | single) == 2 + len(single)


@pytest.mark.parametrize("name", shipped())
def test_no_two_lines_of_a_branch_have_one_ink(name: str) -> None:
    ends = cs.load(name).scenario.ends
    names = [*dict.fromkeys(ends.called(ends.categories, 6).values())]
    assert len({fill.ink for fill in fills_of(ends, names)}) == len(names)
    assert len({fill_of(number).ink for number in range(12)}) == 12


@pytest.mark.parametrize("name", NAMES)
def test_a_piece_of_each_line_stands_before_its_name(name: str) -> None:
    """In grey, where lines end at one point, nothing else tells which is which."""
    scene = cs.load(name).figure("quantal").scene
    lines = {(one.colour, one.dash) for one in scene.strokes if one.role in ("outcome", "payoff")}
    pieces = [one for one in scene.strokes if one.role == "sample"]
    assert {(one.colour, one.dash) for one in pieces} == lines
    outcomes = [one.dash for one in scene.strokes if one.role == "outcome"]
    assert len(set(outcomes)) == len(outcomes)
    ends = [piece.points[-1] for piece in pieces]
    for label in (one for one in scene.labels if one.role == "name"):
        x, y = min(ends, key=lambda end: abs(end[1] - label.y) + abs(end[0] - label.x))
        assert 0.0 < label.x - x < 6.0
        assert 0.0 < label.y - y < label.font.size
