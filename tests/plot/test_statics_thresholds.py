"""The values of jumps stand over their uprights, in a row of their own below the axis's title."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.plot.numbers import exact_told, told_numbers
from crisis_sim.plot.placement import meets

from .boxes import label_box
from .rulers import level
from .test_every_scenario import WIDTHS
from .test_read_back import labels


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "axis"), [("cuba-1962-cable", "mu"), ("cuba-1962-cable", "pi"), ("brinkmanship", "p")]
)
@pytest.mark.parametrize("kind", ["statics", "page"])
def test_values_stand_over_their_uprights(kind: str, name: str, axis: str, width: float) -> None:
    study = cs.load(name)
    scene = study.figure(kind, axis, width=width).scene
    x, written = level(scene), labels(scene, "threshold")
    jumps = [one.at for one in study.thresholds(axis).thresholds if one.before and one.after]
    known = [one.value if one.exact is None else one.exact for one in jumps]
    ends = study.scenario.parameters[axis].range
    assert ends is not None
    near = told_numbers(known, [*ends, *known])
    told = [{text, exact_told(one.exact, text)} for one, text in zip(jumps, near, strict=True)]
    assert written
    title = next(one for one in labels(scene, "axis") if one.text.startswith("expected payoff"))
    uprights = [one.points for one in scene.strokes if one.role == "guide"]
    for one in written:
        (place,) = [i for i, at in enumerate(jumps) if abs(x(one.x) - at.value) < 1e-3]
        assert one.text in told[place]
        assert any(points[0][0] == one.x and points[1][1] > one.y for points in uprights)
        assert one.y - 0.7 * one.font.size > title.y
        assert not any(meets(label_box(one), label_box(other)) for other in written if other != one)


def test_a_single_value_is_told_exactly_however_narrow_the_chart() -> None:
    for width in WIDTHS:
        scene = cs.load("cuba-1962-cable").figure("statics", "mu", width=width).scene
        assert [one.text for one in labels(scene, "threshold")] == ["17/70 ≈ 0.2429"]
        notes = [one.text for one in labels(scene, "note")]
        assert any("17/70\u00a0≈\u00a00.2429" in text for text in notes)
