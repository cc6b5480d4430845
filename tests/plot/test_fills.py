"""An outcome has one fill, whatever figure it is in, and the colour that the scenario gives it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.errors import ScenarioError
from crisis_sim.plot.contrast import LINES, WORDS, contrast
from crisis_sim.plot.hatch import (
    _FILLS,
    BLANK,
    _in_colour,
    fill_of,
    fills_of,
    fills_of_sets,
    leaning,
    striped,
)
from crisis_sim.plot.plane import SLANT
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.style import INK
from crisis_sim.scenario.ends import Ends
from crisis_sim.study import Study

from .test_read_back import areas, box, labels, level, meanings

MANY = Ends({f"end {number}": f"end {number}" for number in range(30)})
OUTCOMES = """\
title: four ends
players: {A: {label: A}, B: {label: B}}
parameters: {p: {default: 0.3, range: [0, 1]}}
start: first
situations:
  first:
    player: A
    actions: {in: {to: then}, out: {to: quiet}}
  then:
    chance:
      hard: {probability: p, to: war}
      soft: {probability: 1 - p, to: peace}
outcomes:
  quiet: {payoffs: {A: 0, B: 2}, colour: 'FFEE99'}
  war: {payoffs: {A: -1, B: -1}, cause: rage, category: danger, colour: '#aa2200'}
  peace: {payoffs: {A: 1, B: 0}, colour: '#AA2200'}
assumptions:
  calm: {set: {p: 0.1}}
"""


MIDDLING = ("#949494", "#959595")
"""Neither dark enough for lines nor pale enough for areas."""


def study_of(folder: Path, text: str = OUTCOMES) -> Study:
    path = folder / "ends.yaml"
    path.write_text(text, encoding="utf-8")
    return cs.load(path)


def strips(scene: Scene) -> list[list[str]]:
    """The tints of each stretch of a ladder, from left to right."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for area in areas(scene, "stretch"):
        left, top, _, _ = box(area)
        rows.setdefault(round(top, 6), []).append((left, area.fill))
    return [[tint for _, tint in sorted(row)] for _, row in sorted(rows.items(), reverse=True)]


@pytest.mark.parametrize(
    ("name", "followed"), [("cuba-1962-cable", "pi"), ("brinkmanship", "p"), ("brinkmanship", "q")]
)
def test_a_ladder_has_the_fills_of_the_statics_in_the_order_told(name: str, followed: str) -> None:
    study = cs.load(name)
    called = {
        name: tint for tint, name in meanings(study.figure("statics", followed).scene).items()
    }
    stretches = study.thresholds(followed).stretches
    drawn = strips(study.figure("thresholds", followed).scene)
    labels = study.scenario.ends.labels
    for tints, stretch in zip(drawn, stretches, strict=True):
        ends = [labels[one] for one in stretch.standing.equilibria[0].outcomes]
        assert tints == [called[one] for one in ends]


def test_a_set_of_outcomes_has_their_fills_in_its_order() -> None:
    ends = cs.load("cuba-1962-cable").scenario.ends
    one, two, three = list(ends.categories)[:3]
    fills = dict(zip((one, two, three), fills_of(ends, [one, two, three]), strict=True))
    assert fills_of_sets(ends, [(one,), (two, three), (), (three, one)]) == [
        (fills[one],),
        (fills[two], fills[three]),
        (BLANK,),
        (fills[three], fills[one]),
    ]


def area_of(ring: Sequence[tuple[float, float]]) -> float:
    """The area of a polygon, by the shoelace formula."""
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in sides)) / 2


@pytest.mark.parametrize("from_", [0.0, 3.0])
def test_stripes_fill_a_shape_one_beside_the_other(from_: float) -> None:
    ring = ((-10.0, 0.0), (25.0, 0.0), (7.0, 9.0), (25.0, 20.0), (-10.0, 20.0))
    fills = [fill_of(0), fill_of(1), fill_of(2)]
    part = striped(ring, fills, 5.0, from_=from_)
    stripes = part.areas
    assert sum(area_of(one.rings[0]) for one in stripes) == pytest.approx(area_of(ring))
    for one in stripes:
        left, _, right, _ = box(one)
        number = (left - from_) // 5.0
        assert right - left <= 5.0
        assert right <= from_ + (number + 1) * 5.0
        assert one.fill == fills[int(number) % 3].tint
    edges = [one.points for one in part.strokes if one.role == "stripe edge"]
    assert {x for points in edges for x, _ in points} == {box(one)[0] for one in stripes[1:]}
    # The shape has a notch at its right, over which its last edge is broken.
    assert [points[0][0] for points in sorted(edges)][-2:] == [max(edges)[0][0]] * 2


def regions_key(scene: Scene) -> dict[str, str]:
    """The tint of each row of the key of a plane, by the outcomes that it names."""
    found = {}
    for area in areas(scene, "key"):
        right, low = box(area)[2:]
        (first,) = [
            one
            for one in labels(scene, "key")
            if abs(one.y + 2.5 - low) < 3.0 and right < one.x < right + 8.0
        ]
        found[first.text.rpartition(" (")[0]] = area.fill
    return found


@pytest.mark.parametrize("kind", ["regions", "page"])
@pytest.mark.parametrize(
    ("name", "axes"), [("brinkmanship", ("p", "q")), ("brinkmanship", ("q", "p"))]
)
def test_a_region_of_one_outcome_has_the_tint_of_the_other_figures(
    kind: str, name: str, axes: tuple[str, str]
) -> None:
    study = cs.load(name)
    elsewhere = {
        text: tint for tint, text in meanings(study.figure("statics", axes[0]).scene).items()
    }
    scene = study.figure(kind, *axes).scene
    key = regions_key(scene)
    assert {area.fill for area in areas(scene, "region")} == set(key.values())
    notes = " ".join(one.text for one in labels(scene, "note"))
    assert "Stripes: outcomes that come about together, in the order of the key; their" in notes
    stripes = areas(scene, "key stripe")
    assert stripes
    for text, tint in key.items():
        assert elsewhere[text.split("; ")[0]] == tint
    told = [elsewhere[one] for text in key if "; " in text for one in text.split("; ")]
    assert [one.fill for one in stripes] == told
    assert {one.fill for one in areas(scene, "stripe")} == {*told}


@pytest.mark.parametrize("columns", [1, 2])
def test_a_narrow_region_shows_all_its_outcomes_and_so_does_its_key(columns: int) -> None:
    study = cs.load("cuba-1962-cable")
    scene = study.figure("regions", "mu", "sigma", columns=columns).scene
    (narrow,) = [
        one
        for one in study.regions("mu", "sigma").regions
        if len(one.standing.equilibria[0].outcomes) == 5
    ]
    tints = [
        fill.tint
        for fill in fills_of_sets(study.scenario.ends, [narrow.standing.equilibria[0].outcomes])[0]
    ]
    assert len({*tints}) == 5
    left, right = (float(side(x for x, _ in narrow.pieces[0].outline)) for side in (min, max))
    x = level(scene)
    inside = [one for one in areas(scene, "stripe") if left - 1e-6 < x(box(one)[0]) < right]
    begins = {
        tint: min(
            x
            for one in inside
            if one.fill == tint
            for ring in one.rings
            for x, _ in leaning(ring, -SLANT)
        )
        for tint in tints
    }
    assert sorted(begins, key=begins.__getitem__) == tints
    key = sorted(areas(scene, "key stripe"), key=lambda one: (box(one)[1], box(one)[0]))
    assert [one.fill for one in key[-5:]] == tints
    for one in areas(scene, "key"):
        left, top, right, low_edge = box(one)
        over = [
            label
            for label in scene.labels
            if left - 1.0 < label.x < right and top < label.y - 2.0 < low_edge
        ]
        assert not over


def test_stripes_differ_in_grey_by_their_patterns() -> None:
    study = cs.load("cuba-1962-cable")
    scene = study.figure("regions", "mu", "sigma", grey=True).scene
    at_rest = [one for one in scene.strokes if one.role == "hatch"]
    angles = set()
    for one in areas(scene, "key stripe")[:2]:
        left, top, right, low = box(one)
        angles.add(
            frozenset(
                round((y1 - y0) / (x1 - x0), 3)
                for (x0, y0), (x1, y1) in (line.points for line in at_rest)
                if left <= min(x0, x1) and max(x0, x1) <= right and top <= min(y0, y1) <= low
            )
        )
    assert angles == {frozenset([-1.0]), frozenset([1.0])}


def test_fills_stay_apart_though_places_lie_far_from_each_other() -> None:
    names = list(MANY.categories)
    near = fills_of(MANY, [names[3], names[0], names[3]])
    assert near == [fill_of(3), fill_of(0), fill_of(3)]
    assert len(set(fills_of(MANY, [names[0], names[12], names[24]]))) == 3


def test_patterns_differ_so_that_outcomes_of_one_colour_are_told_apart() -> None:
    assert len({(fill.angles, fill.apart if fill.angles else 0) for fill in _FILLS}) == len(_FILLS)


@pytest.mark.parametrize(
    "colour",
    ["#000000", "#FFFFFF", "#FFEE99", "#AA2200", "#949494", "#959595", "#00FF00"],
)
def test_a_colour_is_the_ink_or_the_tint_and_can_be_seen(colour: str) -> None:
    for plain in _FILLS:
        fill = _in_colour(plain, colour)
        assert colour in (fill.tint, fill.ink) or colour in MIDDLING
        assert (fill.angles, fill.apart, fill.width) == (plain.angles, plain.apart, plain.width)
        assert contrast(fill.ink, fill.tint) >= LINES
        assert contrast(fill.ink, "#FFFFFF") >= WORDS
        assert all(contrast(fill.ink, other.tint) >= LINES for other in _FILLS)
        assert all(contrast(other.ink, fill.tint) >= LINES for other in _FILLS)
        assert contrast(INK, fill.tint) >= WORDS


def test_every_kind_with_outcomes_takes_their_colours(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    for kind, axes in [("statics", "p"), ("assumptions", ""), ("page", "p")]:
        drawn = meanings(study.figure(kind, *filter(None, [axes])).scene)
        ends = study.scenario.ends
        assert {**drawn} == {
            fill.tint: name
            for name, fill in zip(drawn.values(), fills_of(ends, list(drawn.values())), strict=True)
        }, kind
    war, peace = fills_of(study.scenario.ends, ["war", "peace"])
    assert war.ink == peace.ink == "#AA2200"
    assert war.angles != peace.angles
    assert {"#FFEE99", war.tint} <= {
        tint for row in strips(study.figure("thresholds", "p").scene) for tint in row
    }
    for kind in ("timelines", "risk"):
        options = {"outcome": "war"} if kind == "risk" else {}
        bars = {area.fill for area in areas(study.figure(kind, **options).scene, "bar")}
        assert war.tint in bars, kind
    lines = {one.colour for one in study.figure("quantal").scene.strokes if one.role == "outcome"}
    assert {"#AA2200", fills_of(study.scenario.ends, ["quiet"])[0].ink} <= lines


def test_a_category_has_the_colour_of_its_first_outcome_that_has_one() -> None:
    ends = Ends({"a": "x", "b": "x", "c": "c"}, {}, {"b": "#AA2200", "c": "#004488"})
    assert [ends.colour(one) for one in ("x", "a", "b", "c", "none")] == [
        "#AA2200",
        "",
        "#AA2200",
        "#004488",
        "",
    ]


@pytest.mark.parametrize(
    ("written", "told", "hint"),
    [
        ("red", "'red' is no colour", "Write colour: '#BB3344'."),
        ("'#a1f'", "'#a1f' is no colour", "Write colour: '#aa11ff'."),
        ("[170, 34, 0]", "found a list", "Write colour: '#AA2200'."),
        ("#AA2200", "found nothing", "put it in quotation marks, such as colour: '#004488'."),
        ("light", "'light' is no colour", "two hexadecimal digits each for red, green and blue"),
        ("'#AA22001'", "is no colour", "two hexadecimal digits each"),
        ("{red: 1}", "found named fields", "two hexadecimal digits each"),
    ],
)
def test_what_is_no_colour_is_told_with_what_to_write(
    tmp_path: Path, written: str, told: str, hint: str
) -> None:
    text = OUTCOMES.replace(
        "  quiet: {payoffs: {A: 0, B: 2}, colour: 'FFEE99'}",
        f"  quiet:\n    payoffs: {{A: 0, B: 2}}\n    colour: {written}",
    )
    with pytest.raises(ScenarioError) as caught:
        study_of(tmp_path, text)
    said = str(caught.value)
    assert "outcomes.quiet.colour" in said
    assert told in said
    assert hint in said


@pytest.mark.parametrize("written", ["004488", "'#004488'", "1e5678", "123456", '"#1e5678"'])
def test_a_colour_is_six_digits_with_or_without_a_sign(tmp_path: Path, written: str) -> None:
    text = OUTCOMES.replace("'FFEE99'", written)
    digits = written.strip("'\"").removeprefix("#").upper()
    assert study_of(tmp_path, text).scenario.ends.colours["quiet"] == f"#{digits}"
    schema = json.loads(Path("docs/scenario.schema.json").read_text(encoding="utf-8"))
    assert "colour" in schema["$defs"]["Outcome"]["properties"]
