"""Every kind of figure of every shipped scenario, at both widths: no label overlaps or is cut."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.errors import CrisisSimError
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.scenario.library import shipped
from crisis_sim.scenario.span import Span
from crisis_sim.study import Study

from .boxes import assert_tidy_scene, label_box

WIDTHS = (252.0, 504.0)
INTRICATE = {"cheap-talk", "cuba-1962-cable", "cuba-1962-two-types"}
QUICK = ("tree", "matrix", "bargain", "quantal", "risk", "timelines")
LONG = tuple(kind for kind in KINDS if kind not in QUICK)


def asked(study: Study, kind: str, width: float, *, upright: bool = False) -> Request:
    names = list(study.scenario.parameters)
    fewer = {"samples": 16} if "samples" in KINDS[kind].takes else {}
    return Request(
        study,
        width=width,
        title=study.scenario.title,
        along=tuple(Span(name) for name in names[: min(KINDS[kind].follows)]),
        upright=upright,
        **fewer,
        command=f"crisis-sim figure {kind} {study.scenario.name}",
    )


def made(request: Request, kind: str) -> Picture | None:
    """The picture, or None where the kind has nothing to show of this scenario, and says so."""
    try:
        return make_picture(kind, request)
    except CrisisSimError:
        return None


def checked(study: Study, kind: str, width: float) -> bool:
    """Whether there was a picture to check."""
    picture = made(asked(study, kind, width), kind)
    if picture is not None:
        assert_tidy_scene(picture.scene, marks=kind == "tree")
        assert picture.alt
    return picture is not None


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_nothing_overlaps(name: str) -> None:
    study = cs.load(name)
    drawn = {kind for kind in QUICK for width in WIDTHS if checked(study, kind, width)}
    assert drawn >= {"tree", "quantal", "timelines"}


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped())
def test_nothing_overlaps_in_any_kind(name: str) -> None:
    study = cs.load(name)
    kinds = (*QUICK, *LONG) if name in INTRICATE else LONG
    drawn = {kind for kind in kinds for width in WIDTHS if checked(study, kind, width)}
    assert drawn >= {"page", "thresholds"}


@pytest.mark.parametrize("name", [*sorted(set(shipped()) - INTRICATE), "cuba-1962-cable"])
def test_no_information_set_runs_through_the_text_of_an_upright_tree(name: str) -> None:
    picture = made(asked(cs.load(name), "tree", WIDTHS[1], upright=True), "tree")
    assert picture is not None
    assert_tidy_scene(picture.scene)
    lines = [one for one in picture.scene.strokes if one.role == "information set" and one.dash]
    level = [one.points for one in lines if one.points[0][1] == one.points[-1][1]]
    for label in picture.scene.labels:
        if label.role not in ("outcome", "payoff"):
            continue
        left, top, right, bottom = label_box(label)
        for points in level:
            beside = points[-1][0] < left or points[0][0] > right
            assert beside or not top < points[0][1] < bottom, label.text


@pytest.mark.parametrize(
    ("kind", "axes"),
    [("statics", ("h",)), ("thresholds", ("h",)), ("regions", ("pi", "h")), ("page", ("pi", "h"))],
)
def test_a_definition_is_followed_as_a_parameter_is(kind: str, axes: tuple[str, ...]) -> None:
    picture = cs.load("cuba-1962-cable").figure(kind, *axes)
    assert_tidy_scene(picture.scene, marks=False)
    assert any("$h$" in label.text for label in picture.scene.labels)
