"""The signs of a bargain: one a mark, alike in chart and list, each explained, none struck out."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.bargain.view import BargainingView, bargaining_view
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.payoff_space import payoff_space_picture
from crisis_sim.plot.placement import along_line, meets
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.style import FAINT, INK, SOFT

from .boxes import label_box
from .test_every_scenario import WIDTHS

NAMES = ("cuba-1962-cable", "cuba-1962-clock", "cuba-1962-two-types")


def view_of(name: str, *assumed: str) -> BargainingView:
    return bargaining_view(cs.load(name).assuming(*assumed))


def foot_of(scene: Scene) -> str:
    return " ".join(one.text for one in scene.labels if one.role == "note")


VIEWS = [
    *(pytest.param(view_of(name), id=name) for name in NAMES),
    pytest.param(view_of("cuba-1962-cable", "no talk of Turkey"), id="no talk"),
]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", WIDTHS)
def test_dots_and_rows_have_the_same_signs(view: BargainingView, width: float) -> None:
    scene = payoff_space_picture(view, text_width, width=width).scene
    dots = [one for one in scene.marks if one.role == "package"]
    rows = [one for one in scene.labels if one.role == "number" and one.anchor == "end"]
    rows = rows[-len(view.packages) :]
    for package, dot, row in zip(view.packages, dots, rows, strict=True):
        assert row.font.bold == package.efficient == (dot.face != "white")
        assert (row.colour == SOFT) == (dot.edge == FAINT) == (not package.in_zone)
        assert dot.edge in (INK, FAINT)
    foot = foot_of(scene)
    assert "Bold: efficient." in foot
    assert ("Grey: outside the zone of agreement." in foot) == any(
        not one.in_zone for one in view.packages
    )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_number_is_struck_through(view: BargainingView, width: float) -> None:
    scene = payoff_space_picture(view, text_width, width=width).scene
    rings = [ring for one in scene.areas if one.role == "zone" for ring in one.rings]
    lines = [one.points for one in scene.strokes if one.role in ("frontier", "guide")]
    boxes = [box for line in (*lines, *((*r, r[0]) for r in rings)) for box in along_line(line)]
    chart = max(y for ring in rings for _, y in ring) + 40.0
    numbers = [one for one in scene.labels if one.role == "number" and one.y < chart]
    assert numbers
    for number in numbers:
        assert not any(meets(label_box(number), box) for box in boxes), number.text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_of_a_solution_leaves_its_package_in_sight(
    view: BargainingView, width: float
) -> None:
    marks = payoff_space_picture(view, text_width, width=width).scene.marks
    dots = {(one.x, one.y): one.size for one in marks if one.role == "package"}
    open_signs = [one for one in marks if one.role == "solution" and one.face == "none"]
    assert open_signs
    for one in open_signs:
        assert dots[one.x, one.y] < one.size / 2


@pytest.mark.parametrize("view", VIEWS)
def test_solutions_are_told_apart_by_form_in_no_colour_of_a_player(view: BargainingView) -> None:
    scene = payoff_space_picture(view, text_width, width=504.0).scene
    drawn = [one for one in scene.marks if one.role == "solution"]
    forms = {"Nash bargaining": "*", "Kalai-Smorodinsky": "D"}
    keys = [one for one in scene.marks if one.role == "key"][-len(view.solutions) :]
    for solved, mark, key in zip(view.solutions, drawn, keys, strict=True):
        assert mark.shape == forms[solved.name]
        assert (mark.face == "none") == (not solved.lottery)
        assert (mark.shape, mark.size, mark.face, mark.edge) == (
            key.shape,
            key.size,
            key.face,
            key.edge,
        )
    assert len({(one.shape, one.face) for one in drawn}) == len(drawn)
    (zone,) = {one.fill for one in scene.areas if one.role == "zone"}
    for colour in (zone, *(one.face for one in drawn), *(one.edge for one in drawn)):
        assert colour == "none" or len({colour[1:3], colour[3:5], colour[5:7]}) == 1


@pytest.mark.parametrize(
    ("name", "averaged"),
    [("cuba-1962-cable", True), ("cuba-1962-two-types", True), ("cuba-1962-clock", False)],
)
def test_averages_over_types_are_said_to_be(name: str, averaged: bool) -> None:
    view = view_of(name)
    picture = cs.load(name).figure("bargain")
    assert ("averages over types" in foot_of(picture.scene)) == averaged
    assert ("on average over types" in picture.alt) == averaged
    assert ("on average over types" in picture.caption) == averaged
    # The average is over what each type gets, which is not the same.
    assert (len({*view.disagreement.rows}) > 1) == averaged


@pytest.mark.parametrize("view", VIEWS)
def test_disagreement_has_one_name_and_coinciding_solutions_are_told(view: BargainingView) -> None:
    scene = payoff_space_picture(view, text_width, width=504.0).scene
    written = [one.text for one in scene.labels]
    assert "no deal" not in written
    assert written.count("disagreement") == 2
    for number, package in enumerate(view.packages, 1):
        held = [one for one in view.solutions if tuple(one.payoffs) == tuple(package.payoffs)]
        assert (f"At {number} stand " in foot_of(scene)) == (len(held) > 1)
    shown = [one.role for one in scene.marks if one.role in ("package", "solution")]
    assert shown[: len(view.solutions)] == ["solution"] * len(view.solutions)
