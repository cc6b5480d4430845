"""The bars of a tornado are in the order of their widths, and its words tell what has none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.plot.hatch import DARK, LIGHT
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Font, Scene, wrap
from crisis_sim.plot.tornado import MOST, tornado_data, tornado_picture
from crisis_sim.scenario.library import shipped
from crisis_sim.study import Study

from .test_every_scenario import INTRICATE
from .test_read_back import areas, box, level


def widths(scene: Scene) -> list[float]:
    """How wide each row is, from the top: its bars and the upright of the result as it is."""
    (base,) = [one.points[0][0] for one in scene.strokes if one.role == "base"]
    found: dict[float, list[float]] = {}
    rows = [one.y for one in scene.labels if one.role == "name"]
    for area in (one for one in scene.areas if one.role == "bar"):
        ring = area.rings[0]
        middle = (min(y for _, y in ring) + max(y for _, y in ring)) / 2
        row = min(rows, key=lambda y: abs(y - 2.5 - middle))
        found.setdefault(row, [base]).extend(x for x, _ in ring)
    return [max(found[row]) - min(found[row]) for row in sorted(found)]


def assert_widest_first(study: Study) -> None:
    try:
        data = tornado_data(study)
        picture = tornado_picture(data, text_width, width=504.0)
    except InputError:
        return
    drawn = widths(picture.scene)
    assert len(drawn) == min(len(data.swings), MOST)
    assert all(one >= other - 1e-6 for one, other in pairwise(drawn))
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    if data.still:
        told = ", ".join(one.label or one.name for one in data.still)
        assert f"Without effect: {told}." in picture.alt
        labelled = [one.label for one in data.still if one.label != one.name]
        assert all(label in foot for label in labelled)
    more = len(data.swings) - MOST
    assert (f"{more} narrower swing" in picture.alt) == (f"{more} narrower swing" in foot)
    assert ("narrower" in picture.alt) == (more > 0)


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_the_widest_stands_first(name: str) -> None:
    assert_widest_first(cs.load(name))


def test_low_and_high_ends_are_in_greys_of_no_outcome_and_no_player() -> None:
    data = tornado_data(cs.load("cuba-1962-cable"))
    scene = tornado_picture(data, text_width, width=504.0).scene
    key = [one.fill for one in scene.areas if one.role == "key"]
    assert key == [LIGHT.tint, DARK.tint]
    words = [one.text for one in scene.labels if one.role == "key"]
    assert words == ["low end of the range", "high end"]
    x = level(scene)
    rows = sorted({one.y for one in scene.labels if one.role == "name"})
    for swing, row in zip(data.swings, rows, strict=False):
        bars = [one for one in areas(scene, "bar") if box(one)[1] < row - 2.5 < box(one)[3]]
        drawn = {one.fill: [x(end) for end in box(one)[::2]] for one in bars}
        for fill, value in ((LIGHT, swing.low), (DARK, swing.high)):
            ends = drawn.get(fill.tint, [data.base, data.base])
            assert ends == pytest.approx(sorted([data.base, value]), abs=1e-6)


def test_both_halves_count() -> None:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    data = tornado_data(study, {"W": 80})
    assert data.swings[0].parameter.name == "mu"
    many = tornado_picture(replace(data, swings=data.swings * 2), text_width, width=504.0)
    assert f"{2 * len(data.swings) - MOST} narrower swings left out." in many.alt


def test_a_range_is_not_broken() -> None:
    scene = (
        cs.load("cuba-1962-cable")
        .assuming("no talk of Turkey")
        .figure("tornado", width=252.0)
        .scene
    )
    names = [one.text for one in scene.labels if one.role == "name"]
    assert not any(one.endswith(" to") or one.startswith("to ") for one in names)
    assert wrap("from 20\u00a0to\u00a050", Font(8.0), text_width, 30.0) == [
        "from",
        "20\u00a0to\u00a050",
    ]
