"""Words and signs of every kind can be seen against what lies behind them.

By the Web Content Accessibility Guidelines 2.2: words by 4.5 to 1 (1.4.3), what carries meaning
without words by 3 to 1 (1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.contrast import LINES, WHITE, WORDS, contrast, legible, mixed
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.panel import EndLabel, Panel
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Area, Mark, Point, Scene, Stroke
from crisis_sim.plot.style import PALE, player_mark
from crisis_sim.scenario.span import Span

from .boxes import label_box
from .test_fills import OUTCOMES, study_of

CASES: list[tuple[str, str, tuple[str, ...]]] = [
    ("matrix", "brams-chicken", ()),
    ("matrix", "selten-horse", ()),
    ("bargain", "cuba-1962-clock", ()),
    ("risk", "cuba-1962-cable", ()),
    ("timelines", "cuba-1962-cable", ()),
    ("statics", "cuba-1962-cable", ("pi",)),
    ("thresholds", "cuba-1962-cable", ("pi",)),
    ("regions", "cuba-1962-cable", ("pi", "n")),
    ("page", "brinkmanship", ("p", "q")),
    ("page", "brinkmanship", ("p",)),
    ("assumptions", "cuba-1962-cable", ()),
    ("assumptions", "brinkmanship", ()),
    ("tree", "cuba-1962-cable", ()),
    ("tree", "selten-horse", ()),
    ("quantal", "selten-horse", ()),
    ("quantal", "brinkmanship", ()),
    ("tornado", "brinkmanship", ()),
    ("sensitivity", "brinkmanship", ()),
]
REPEATED = {"information set", "day", "region", "stripe", "key stripe"}
"""Roles of what lines or letters beside it say again, such as the boundaries of regions."""


def inside(at: Point, area: Area) -> bool:
    crossed = 0
    for ring in area.rings:
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y0 > at[1]) != (y1 > at[1]):
                crossed += at[0] < x0 + (at[1] - y0) / (y1 - y0) * (x1 - x0)
    return crossed % 2 == 1


def behind(scene: Scene, at: Point, *, grounds: bool) -> str:
    """The colour of the areas at a point, and of the white grounds of words."""
    colour = WHITE
    for area in scene.areas:
        if area.fill and inside(at, area):
            colour = mixed(colour, area.fill, area.opacity)
    for stroke in scene.strokes:
        if grounds and stroke.role == "ground" and near(at, stroke):
            colour = mixed(colour, stroke.colour, stroke.opacity)
    return colour


def near(at: Point, stroke: Stroke) -> bool:
    (x0, y), (x1, _) = stroke.points
    half = stroke.width / 2
    return x0 - half <= at[0] <= x1 + half and abs(at[1] - y) <= half


def faint_words(scene: Scene) -> Iterator[tuple[str, str, float]]:
    """The words, each of whose corners and middle must be seen."""
    for label in scene.labels:
        left, top, right, bottom = label_box(label)
        for at in ((left, top), (right, bottom), ((left + right) / 2, (top + bottom) / 2)):
            found = contrast(label.colour, behind(scene, at, grounds=True))
            if found < WORDS:
                yield label.text, label.colour, found


def faint_lines(scene: Scene) -> Iterator[tuple[str, str, float]]:
    """The lines but those that lead the eye alone, which are pale, along all their length."""
    for stroke in scene.strokes:
        if stroke.colour == PALE or stroke.role in {"ground", *REPEATED}:
            continue
        for (x0, y0), (x1, y1) in zip(stroke.points, stroke.points[1:], strict=False):
            ground = behind(scene, ((x0 + x1) / 2, (y0 + y1) / 2), grounds=False)
            found = contrast(mixed(ground, stroke.colour, stroke.opacity), ground)
            if found < LINES:
                yield stroke.role, stroke.colour, found


def faint_marks(scene: Scene) -> Iterator[tuple[str, Mark, float]]:
    """The marks, of which the face or the edge must be seen."""
    for mark in scene.marks:
        ground = behind(scene, (mark.x, mark.y), grounds=False)
        colours = [one for one in (mark.face, mark.edge) if one.startswith("#")]
        found = max(contrast(one, ground) for one in colours)
        if found < LINES:
            yield mark.role, mark, found


def faint_areas(scene: Scene) -> Iterator[tuple[str, str]]:
    """The areas, whose fill or edge must be seen, or lines that run along them."""
    lines = [set(one.points) for one in scene.strokes if contrast(one.colour, WHITE) >= LINES]
    for area in scene.areas:
        if area.role in REPEATED:
            continue
        seen = any(one and contrast(one, WHITE) >= LINES for one in (area.fill, area.edge))
        if not seen and not any(len(set(area.rings[0]) & line) > 1 for line in lines):
            yield area.role, area.fill


def assert_seen(scene: Scene) -> None:
    assert not list(faint_words(scene))
    assert not list(faint_lines(scene))
    assert not list(faint_marks(scene))
    assert not list(faint_areas(scene))


def test_every_kind_is_looked_at() -> None:
    assert {kind for kind, _, _ in CASES} == set(KINDS)


@pytest.mark.parametrize(("kind", "name", "axes"), CASES)
def test_all_can_be_seen(kind: str, name: str, axes: tuple[str, ...]) -> None:
    options = {"samples": 16} if kind == "sensitivity" else {}
    if options:
        pytest.importorskip("SALib")
    request = Request(cs.load(name), along=tuple(map(Span, axes)), **options)
    assert_seen(make_picture(kind, request).scene)


@pytest.mark.parametrize("colour", ["#FFEE99", "#959595", "#00FF00", "#BB5566", "#000000"])
def test_all_can_be_seen_in_the_colours_of_a_scenario(tmp_path: Path, colour: str) -> None:
    study = study_of(tmp_path, OUTCOMES.replace("'#aa2200'", f"'{colour}'"))
    for kind, axes in (("statics", ("p",)), ("assumptions", ()), ("timelines", ())):
        assert_seen(study.figure(kind, *axes).scene)


def test_names_of_six_players_can_be_read_at_their_lines() -> None:
    panel = Panel(Scale(0.0, 1.0, 0.0, 100.0), Scale(0.0, 1.0, 100.0, 0.0), text_width)
    names = [EndLabel(one / 6, f"player {one}", player_mark(one).colour) for one in range(6)]
    panel.end_labels(names)
    assert len(panel.labels) == 6
    for label, name in zip(panel.labels, names, strict=True):
        assert contrast(label.colour, WHITE) >= WORDS
        assert contrast(name.colour, WHITE) >= LINES


def test_a_colour_that_can_be_read_stays() -> None:
    assert legible("#004488") == "#004488"
    assert WORDS <= contrast(legible("#FFEE99"), WHITE) < WORDS + 1
