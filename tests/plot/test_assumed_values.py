"""Figures under assumptions: where their marks stand, and what their titles say of what is left."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.figures.kinds import kind_of
from crisis_sim.plot.captions import MATHEMATICS, _supposed
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.scenario.span import Span

GAME = cs.load("brinkmanship")
SOFTER, HARDER = "a softer Moscow", "a hard Moscow"
CABLE = cs.load("cuba-1962-cable")
FOLLOWING = {
    "page": ("p", "q"),
    "regions": ("p", "q"),
    "statics": ("p",),
    "thresholds": ("p",),
}


def place(picture: Picture, axis: int) -> float:
    """Where the mark of the value as it stands is on its axis, across or down."""
    mark = next(one for one in picture.scene.marks if one.role == "here")
    start = max(line.points[0][axis] for line in picture.scene.strokes if line.role == "axis")
    return (mark.x, mark.y)[axis] - start


@pytest.mark.parametrize("kind", FOLLOWING)
def test_the_mark_stands_at_the_value_assumed(kind: str) -> None:
    axis = 1 if kind == "thresholds" else 0
    own = float(GAME.scenario.parameters["p"].default)
    pictures = [
        one.figure(kind, *FOLLOWING[kind])
        for one in (GAME, GAME.assuming(SOFTER), GAME.assuming(HARDER))
    ]
    at, softer, harder = (place(one, axis) for one in pictures)
    step = (harder - softer) / (0.5 - 0.2)
    assert step
    assert at == pytest.approx(softer + (own - 0.2) * step)


def test_the_triangle_is_told_as_what_it_marks() -> None:
    for study, told in ((GAME, "the scenario's own value"), (GAME.assuming(SOFTER), "assumed")):
        labels = study.figure("statics", "p").scene.labels
        head = " ".join(one.text for one in labels if one.role == "title")
        assert f"The triangle marks {told}" in head.replace("the value assumed", "assumed")
    assert "$p$ = 0.2" in head


@pytest.mark.parametrize("kind", FOLLOWING)
def test_what_is_left_is_told_by_the_title_the_words_and_the_caption(kind: str) -> None:
    picture = GAME.assuming(SOFTER).figure(kind, *FOLLOWING[kind])
    gone = "othing is left of a softer Moscow, which sets p"
    drawn = " ".join(one.text for one in picture.scene.labels if one.role == "supposed")
    assert gone.replace("sets p", "sets $p$") in drawn
    assert gone in picture.alt
    assert f"{gone}; all else" in picture.caption
    assert drawn.startswith("Assuming a softer Moscow; elsewhere") == (kind == "page")


def test_values_given_take_from_assumptions_too() -> None:
    study = CABLE.assuming("an ultimatum", "NATO dear")
    tree, line, page = kind_of("tree"), kind_of("statics"), kind_of("page")
    along = (Span("pi"),)
    assert _supposed(tree, Request(study, {"n": 12})) == (
        "Assuming an ultimatum; nothing is left of NATO dear, which sets n; with n = 12"
    )
    assert _supposed(line, Request(study, along=along)) == (
        "Assuming an ultimatum, NATO dear, but for pi"
    )
    assert _supposed(page, Request(study, {"fF": 6}, along=along), MATHEMATICS) == (
        r"Assuming an ultimatum, NATO dear, but for $f_F$; with $f_F$ = 6; "
        r"elsewhere assuming an ultimatum, but for $f_F$, $\pi$"
    )


def test_what_assumptions_hold_is_told_by_figures_of_every_parameter() -> None:
    labels = GAME.assuming(SOFTER).figure("tornado").scene.labels
    note = " ".join(one.text for one in labels if one.role == "note")
    assert "Held as 'a softer Moscow' sets it: p." in note


def test_sensitivity_tells_what_assumptions_hold() -> None:
    pytest.importorskip("SALib")
    study = cs.load("cuba-1962-clock").assuming("a flexible Moscow")
    found = study.sensitivity(payoff="US", samples=16)
    assert "held as 'a flexible Moscow' sets it: defiant" in found.notes
    assert "defiant" not in {one.name for one in found.influences}
    labels = study.figure("sensitivity", samples=16).scene.labels
    note = " ".join(one.text for one in labels if one.role == "note")
    assert "Held as 'a flexible Moscow' sets it: defiant." in note
