"""What holds at a threshold itself stands beside it where nothing else tells it."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.exact.data.line import Standing
from crisis_sim.plot.hatch import fills_of
from crisis_sim.plot.ladder import ITSELF
from crisis_sim.plot.scene import Scene
from crisis_sim.study import Study

from .test_every_scenario import WIDTHS
from .test_read_back import areas, box, labels


def held_at(scene: Scene) -> dict[str, list[tuple[str, str]]]:
    """By the text of a value, from the left what stands in the line that tells of itself.

    Each text is told with the tint of the sign before it.
    """
    texts, signs = labels(scene, "text"), areas(scene, "key")
    found = {}
    for told in (one for one in texts if one.text == ITSELF):
        value = max(
            (one for one in texts if one.font.bold and one.y < told.y), key=lambda one: one.y
        )
        row = sorted((one for one in texts if one.y == told.y), key=lambda one: one.x)
        tints = [
            next(
                (s.fill for s in signs if box(s)[3] == one.y + 1.0 and 0 < one.x - box(s)[2] < 4),
                "",
            )
            for one in row
        ]
        found[value.text] = [(one.text, tint) for one, tint in zip(row, tints, strict=True)][1:]
    return found


def told(study: Study, standing: Standing) -> list[tuple[str, str]]:
    """The outcomes that are reported with their tints, and of how many it is one."""
    names = [study.scenario.ends.label(name) for name in standing.equilibria[0].outcomes]
    tints = [fill.tint for fill in fills_of(study.scenario.ends, names)]
    count = len(standing.equilibria)
    more = [(f"(one of {count})", "")] if count > 1 else []
    return [*zip(names, tints, strict=True), *more]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ends_of_a_range_tell_what_is_played_at_them(width: float) -> None:
    study = cs.load("beer-and-quiche")
    scene = study.figure("thresholds", "strong", width=width).scene
    low, middle, high = study.thresholds("strong").thresholds
    assert low.standing is not None
    assert middle.standing is not None
    assert high.standing is not None
    assert middle.standing.name in {side.name for side in (middle.before, middle.after) if side}
    assert held_at(scene) == {"0": told(study, low.standing), "1": told(study, high.standing)}
    assert [name for name, _ in told(study, low.standing)] == ["a duel"]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_twice(width: float) -> None:
    study = cs.load("cuba-1962-cable")
    picture = study.figure("thresholds", "pi", width=width)
    assert not held_at(picture.scene)
    assert " itself: " not in picture.alt
