"""What a figure needs to be read stands in it: players, payoff unit, concept, its own values."""

from __future__ import annotations

from itertools import combinations, product
from math import hypot

import pytest

import crisis_sim as cs
from crisis_sim.concepts import CONCEPTS
from crisis_sim.errors import InputError
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.captions import factors
from crisis_sim.plot.contrast import LINES, contrast
from crisis_sim.plot.hatch import _FILLS, _GATHERED, DARK, LIGHT
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.style import player_mark
from crisis_sim.plot.tree.lines import CHOSEN, OTHER, PATH
from crisis_sim.scenario.library import shipped

from .boxes import DESCENT
from .rulers import level
from .test_every_scenario import WIDTHS

CABLE = "cuba-1962-cable"
AXES = {"statics": ("mu",), "thresholds": ("mu",), "regions": ("mu", "sigma"), "page": ("mu",)}
SOLVING = ("page", "tree", "statics", "thresholds", "risk", "bargain", "assumptions", "tornado")
APART = 21.0
"""Least distance of two colours, in units of CIELAB, that are not taken for each other."""


def told(scene: Scene, *roles: str) -> str:
    return " ".join(one.text for one in scene.labels if one.role in roles)


def drawn(kind: str, **options: object) -> cs.Picture:
    return cs.load(CABLE).figure(kind, *AXES.get(kind, ()), **options)


@pytest.mark.parametrize("kind", SOLVING)
def test_every_kind_names_its_concept_players_and_unit(kind: str) -> None:
    picture = drawn(kind)
    head = told(picture.scene, "title", "told")
    assert CONCEPTS["sequential"].kind in head.lower()
    assert "US (United States)" in head
    assert ("Payoff unit: 1/W of the cost of general war" in head) == KINDS[kind].paid
    assert "US (United States)" in picture.caption


def test_players_are_spelled_out_where_they_are_named_and_called_otherwise() -> None:
    matrix = cs.load("beer-and-quiche").figure("matrix").scene
    assert "guest" not in told(matrix, "told")
    turn = cs.load("brinkmanship").figure("risk").scene
    assert "USSR" not in " ".join(one.text for one in turn.labels)
    assert "US (United States)" in told(turn, "told")


@pytest.mark.parametrize(("values", "at"), [({}, "100"), ({"W": 80}, "80")])
def test_the_unit_is_told_at_the_values_in_force(values: dict[str, float], at: str) -> None:
    for text in (told(drawn("tree", values=values).scene, "told"), drawn("tree").caption):
        assert "one hundredth" not in text
    assert f"(W = {at})" in told(drawn("tree", values=values).scene, "told")
    assert f"(W = {at})" in drawn("tree", values=values).caption


def test_a_unit_that_differs_within_the_figure_has_no_value() -> None:
    along = cs.load(CABLE).figure("statics", "W").scene
    for scene in (along, drawn("tornado").scene):
        assert "1/W of the cost of general war." in told(scene, "told")


def test_a_payoff_unit_is_no_number_that_a_parameter_sets() -> None:
    for name in shipped():
        scenario = cs.load(name).scenario
        assert {*factors(scenario.payoff_unit)} <= {*scenario.parameters}
        assert "hundredth" not in scenario.payoff_unit


def test_a_figure_of_an_outcome_has_no_payoff_unit() -> None:
    assert "Payoff unit" not in told(drawn("tornado", outcome="war").scene, "told")


@pytest.mark.parametrize("kind", ["statics", "thresholds", "page"])
def test_where_a_triangle_stands_is_told_over_the_chart(kind: str) -> None:
    scene = drawn(kind).scene
    assert "The triangle marks the scenario's own value, $\\mu$ = 0.5." in told(scene, "title")
    (mark, *_) = [one for one in scene.marks if one.role == "here"]
    if kind == "statics":
        assert level(scene)(mark.x) == pytest.approx(0.5)
    bare = drawn(kind, no_here=True).scene
    assert "triangle" not in told(bare, "title", "note")


@pytest.mark.parametrize("kind", ["regions", "page"])
def test_where_the_ring_stands_is_told_over_the_plane(kind: str) -> None:
    study = cs.load(CABLE)
    title = told(study.figure(kind, "mu", "sigma").scene, "title")
    assert "You are here: $\\mu$ = 0.5, $\\sigma$ ≈ 0.3333" in title
    bare = study.figure(kind, "mu", "sigma", no_here=True).scene
    assert "You are here" not in told(bare, "title")
    away = study.figure(kind, "mu=0.1:0.3", "sigma").scene
    assert "You are here" not in told(away, "title")
    assert not [one for one in away.marks if one.role == "here"]


@pytest.mark.parametrize("upright", [False, True])
def test_three_widths_of_line_whatever_the_chance(upright: bool) -> None:
    scene = cs.load("brinkmanship").figure("tree", upright=upright).scene
    assert {one.width for one in scene.strokes if one.role == "path"} == {PATH}
    assert {one.width for one in scene.strokes if one.role == "branch"} <= {CHOSEN, OTHER}


@pytest.mark.parametrize("name", sorted({*shipped()} - {"cuba-1962-clock"}))
def test_no_tail_of_a_move_touches_a_line(name: str) -> None:
    scene = cs.load(name).figure("tree").scene
    level_lines = [
        (one.points[1], one.points[2], one.width / 2)
        for one in scene.strokes
        if one.role in ("path", "branch") and len(one.points) == 3
    ]
    for label in scene.labels:
        if label.role != "move":
            continue
        bottom = label.y + DESCENT * label.font.size
        for (x0, y), (x1, other), half in level_lines:
            near = y == other and x0 <= label.x <= x1 and 0 <= y - label.y < label.font.size / 2
            assert not near or bottom < y - half, label.text


def lab(colour: str) -> tuple[float, float, float]:
    """CIELAB of an sRGB colour, by the white point D65."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_no_outcome_looks_like_a_player() -> None:
    players = [player_mark(number).colour for number in range(6)]
    for fill, colour in product((*_FILLS, *_GATHERED), players):
        one, other = lab(fill.ink), lab(colour)
        apart = hypot(*(a - b for a, b in zip(one, other, strict=True)))
        assert apart > APART, (fill.ink, colour)


def test_edges_of_bars_are_seen_on_both_fills() -> None:
    for one, other in combinations((LIGHT, DARK, LIGHT), 2):
        assert contrast(one.ink, other.tint) >= LINES


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("followed", ["mu", "pi"])
def test_charts_have_most_of_the_width(followed: str, width: float) -> None:
    scene = cs.load(CABLE).figure("statics", followed, width=width).scene
    rules = [one.points for one in scene.strokes if one.role == "axis"]
    assert max(abs(end[0] - start[0]) for start, end in rules) >= 0.6 * width


def test_moves_are_not_broken_in_a_head() -> None:
    scene = cs.load("beer-and-quiche").figure("matrix", width=252.0).scene
    lines = {one.text for one in scene.labels if one.role == "strategy"}
    assert {"let it be /", "let it be"} <= lines
    assert not any(one.endswith((" it", "let")) for one in lines)


@pytest.mark.parametrize("name", ["cheap-talk", "chain-store"])
def test_no_risk_is_drawn_where_all_play_ends_alike(name: str) -> None:
    with pytest.raises(InputError, match=r"every play ends in '.*', so that no action runs a risk"):
        cs.load(name).figure("risk")


@pytest.mark.slow
def test_the_cable_s_sensitivity_needs_no_more_samples_than_are_drawn() -> None:
    notes = told(drawn("sensitivity").scene, "note")
    assert "% confidence" in notes
    assert "times as many" not in notes


@pytest.mark.slow
def test_a_page_is_no_longer_than_a_journal_s_and_says_what_it_leaves_out() -> None:
    picture = cs.load("cuba-1962-two-types").figure("page", width=252.0)
    assert picture.scene.height <= 9.0 * 72.0
    key = told(picture.scene, "boundary")
    assert "indifferent" not in key
    assert "$\\mu$ = 17/70" in key
    assert "Boundary 10, mu = 17/70 ≈ 0.2429: US is indifferent between" in picture.caption
