"""Bands too thin for their fill to be known have a letter in the chart and in the key."""

from __future__ import annotations

from math import dist

import pytest

import crisis_sim as cs
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.statics import _letter

from .boxes import assert_tidy_scene, label_box
from .rulers import level, upright
from .test_every_scenario import WIDTHS
from .test_read_back import areas, box, labels, meanings

SEEN = 6.0
"""Points of height by which a band is known."""


def lettered(scene: Scene) -> dict[str, str]:
    """The letters of the key, with the names that they follow."""
    found = {}
    for letter in labels(scene, "key letter"):
        row = [one for one in labels(scene, "name") if one.y == letter.y and one.x < letter.x]
        name = max(row, key=lambda one: one.x)
        assert letter.x >= name.x + text_width(name.text, name.font)
        found[letter.text] = name.text
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "followed", "thin"),
    [
        ("cuba-1962-cable", "pi", {"general war by accident", "a limited war"}),
        ("brinkmanship", "p", set()),
    ],
)
def test_a_thin_band_has_a_letter_that_a_line_leads_to(
    name: str, followed: str, thin: set[str], width: float
) -> None:
    scene = cs.load(name).figure("statics", followed, width=width).scene
    assert scene.width == width
    assert_tidy_scene(scene, marks=False)
    called, keys = meanings(scene), lettered(scene)
    assert thin <= set(keys.values())
    assert [one.text for one in labels(scene, "key letter")] == sorted(keys)
    highest: dict[str, float] = {}
    for area in areas(scene, "outcome"):
        left, top, right, bottom = box(area)
        ring = area.rings[0]
        pairs = zip(ring[: len(ring) // 2], ring[: len(ring) // 2 - 1 : -1], strict=True)
        tall = max(low - high for (_, high), (_, low) in pairs)
        highest[area.fill] = max(highest.get(area.fill, 0.0), tall)
        assert right > left
    for tint, tall in highest.items():
        assert tall >= SEEN or called[tint] in keys.values()
    for letter in labels(scene, "band letter"):
        x0, top, x1, bottom = label_box(letter)
        leads = [one.points for one in scene.strokes if one.role == "number leader"]
        lead = min(leads, key=lambda one: dist(one[1], ((x0 + x1) / 2, (top + bottom) / 2)))
        assert x0 - 3 < lead[1][0] < x1 + 3
        assert top - 3 < lead[1][1] < bottom + 3
        assert tint_at(scene, *lead[0]) == keys[letter.text]
    assert {one.text for one in labels(scene, "band letter")} == set(keys)


def tint_at(scene: Scene, x: float, y: float) -> str:
    """The name of the band in which a point lies."""
    called = meanings(scene)
    for area in areas(scene, "outcome"):
        ring = area.rings[0]
        crossed = 0
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                crossed += 1
        if crossed % 2:
            return called[area.fill]
    return ""


def test_names_of_players_stand_at_their_lines_in_one_column() -> None:
    scene = cs.load("cuba-1962-cable").figure("statics", "pi", columns=1).scene
    names = {one.text for one in labels(scene, "name")}
    assert {"US", "USSR"} <= names
    assert level(scene)
    assert upright(scene, 0)
    assert scene.width == WIDTHS[0]


def test_letters_do_not_end_at_z() -> None:
    """However many bands are thin, each has its own."""
    letters = [_letter(number) for number in range(800)]
    assert (letters[0], letters[25], letters[26], letters[51], letters[52]) == (
        "a",
        "z",
        "aa",
        "az",
        "ba",
    )
    assert (letters[701], letters[702]) == ("zz", "aaa")
    assert len(set(letters)) == len(letters)
