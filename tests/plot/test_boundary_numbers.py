"""Every boundary that a plane's key explains has its number on the plane, once and legibly."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, islice, pairwise
from math import hypot

import pytest

import crisis_sim as cs
from crisis_sim.errors import CrisisSimError
from crisis_sim.exact.data.planes import Regions
from crisis_sim.plot.leaders import write_numbers
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.panel import Panel
from crisis_sim.plot.placement import meets
from crisis_sim.plot.plane import plane_data, plane_picture
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Label, Point, Scene, ScenePart
from crisis_sim.scenario.library import shipped
from crisis_sim.study import Study

from .boxes import label_box
from .test_every_scenario import INTRICATE, WIDTHS

PAIRS = 3
"""Pairs of parameters that are drawn of a scenario."""
TOUCHES = 0.6
"""How near a leader's end, or a number's middle, is to its boundary, in points."""


def numbers(scene: Scene | ScenePart) -> list[Label]:
    return [one for one in scene.labels if one.role == "boundary number"]


def apart(one: Point, points: tuple[Point, ...]) -> float:
    """How far a point is from a line."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(points):
        long = (x1 - x0) ** 2 + (y1 - y0) ** 2
        share = ((one[0] - x0) * (x1 - x0) + (one[1] - y0) * (y1 - y0)) / long if long else 0.0
        share = min(1.0, max(0.0, share))
        found.append(hypot(one[0] - x0 - share * (x1 - x0), one[1] - y0 - share * (y1 - y0)))
    return min(found)


def assert_led_to(scene: Scene | ScenePart, label: Label, pieces: list[tuple[Point, ...]]) -> None:
    """The number stands on its boundary, or a leader runs from the boundary to it."""
    middle = (label.x, label.y - 2.3)
    if min(apart(middle, piece) for piece in pieces) <= TOUCHES:
        return
    leads = [one.points for one in scene.strokes if one.role == "number leader"]
    target, end = min(leads, key=lambda one: hypot(one[1][0] - middle[0], one[1][1] - middle[1]))
    left, top, right, bottom = label_box(label)
    assert left - 3.0 < end[0] < right + 3.0
    assert top - 3.0 < end[1] < bottom + 3.0
    assert min(apart(target, piece) for piece in pieces) <= TOUCHES


def assert_numbered(scene: Scene) -> None:
    """Each entry of the key has exactly one number, inside the axes, over no other word."""
    listed = [one for one in scene.labels if one.role == "boundary" and one.font.bold]
    held = numbers(scene)
    assert Counter(one.text for one in held) == Counter(one.text for one in listed)
    ends = [area.rings[0] for area in scene.areas if area.role == "region"]
    xs, ys = zip(*(point for ring in ends for point in ring), strict=True)
    words = [one for one in scene.labels if one.role in ("letter", "number", "boundary number")]
    for label in held:
        left, top, right, bottom = label_box(label)
        assert min(xs) < left < right < max(xs)
        assert min(ys) < top < bottom < max(ys)
        assert not any(
            meets(label_box(label), label_box(other)) for other in words if other is not label
        )


def assert_plane_numbered(scene: Scene, found: Regions) -> None:
    """The key's entries have their numbers, each on or led to from its boundary."""
    assert_numbered(scene)
    drawn = iter([one.points for one in scene.strokes if one.role == "boundary"])
    by_text = {one.text: one for one in numbers(scene)}
    assert len(by_text) == len(found.boundaries)
    for number, boundary in enumerate(found.boundaries, 1):
        assert_led_to(scene, by_text[str(number)], list(islice(drawn, len(boundary.lines))))


def assert_both_widths_numbered(study: Study, found: Regions) -> None:
    data = plane_data(found, study.scenario)
    for width in WIDTHS:
        assert_plane_numbered(plane_picture(data, text_width, width=width).scene, found)


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_every_boundary_of_a_scenario_is_numbered(name: str) -> None:
    study, drawn = cs.load(name), 0
    names = [name for name, one in study.scenario.parameters.items() if one.range]
    for pair in combinations(names, 2):
        try:
            found = study.regions(*pair)
        except CrisisSimError:
            continue
        assert_both_widths_numbered(study, found)
        drawn += 1
        if drawn == PAIRS:
            break


def test_short_boundaries_are_numbered_on_a_page_too() -> None:
    study = cs.load("cuba-1962-cable")
    found = study.regions("pi", "n")
    assert len(found.boundaries) == 9
    assert_both_widths_numbered(study, found)
    assert_plane_numbered(study.figure("page", "pi", "n").scene, found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "pair", "least"),
    [("cuba-1962-cable", ("mu", "pi"), 10), ("cuba-1962-two-types", ("mu", "chi"), 11)],
)
def test_many_boundaries_are_numbered(name: str, pair: tuple[str, str], least: int) -> None:
    study = cs.load(name)
    found = study.regions(*pair)
    assert len(found.boundaries) >= least
    assert_both_widths_numbered(study, found)


@pytest.mark.parametrize("count", [1, 12, 40])
def test_boundaries_of_any_length_are_numbered(count: int) -> None:
    rng = random.Random(count)
    panel = Panel(Scale(0.0, 1.0, 40.0, 240.0), Scale(0.0, 1.0, 216.0, 20.0), text_width)
    pieces = []
    for _ in range(count):
        x, y, long = rng.uniform(40, 235), rng.uniform(20, 210), rng.choice([0.0, 0.3, 5.0, 60.0])
        end = min(240.0, x + long * rng.random()), min(216.0, y + long * rng.random())
        pieces.append([((x, y), end)])
    write_numbers(panel, pieces, [])
    part = panel.part(240.0)
    assert sorted(int(one.text) for one in numbers(part)) == list(range(1, count + 1))
    boxes = [label_box(one) for one in numbers(part)]
    assert not any(meets(one, other) for one, other in combinations(boxes, 2))
    for label in numbers(part):
        assert_led_to(part, label, pieces[int(label.text) - 1])  # type: ignore[arg-type]
