"""Figures of games of two scales, read back: nothing cut off, flat, or 0 that is not."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.numbers import value_of
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.style import INK
from crisis_sim.scenario.span import Span
from crisis_sim.study import Study
from crisis_sim.study_files import load

from .boxes import assert_tidy_scene
from .scale_scenarios import BOTH, FAR, NEAR, OFFSET, RUIN, TIE, UNITS

SINGLE, DOUBLE = 252.0, 504.0
SCENARIOS = {"far": FAR, "near": NEAR, "offset": OFFSET, "tie": TIE, "ruin": RUIN}
DRAWN = [
    *(("far", kind, "x") for kind in ("tree", "matrix", "bargain", "assumptions", "tornado")),
    *(("far", kind, "x") for kind in ("statics", "thresholds", "quantal", "page", "risk")),
    *(("far", "regions", names) for names in ("Wk", "kW", "xW")),
    *(("near", kind, "x") for kind in ("tree", "matrix", "statics", "tornado", "thresholds")),
    *(("offset", kind, "x") for kind in ("tree", "matrix", "statics", "tornado")),
    *(("tie", kind, "x") for kind in ("tree", "statics", "page", "quantal", "timelines")),
    *(("ruin", kind, "W") for kind in ("statics", "thresholds", "quantal", "page", "matrix")),
]


def study_of(folder: Path, text: str) -> Study:
    path = folder / "game.yaml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def picture_of(
    folder: Path, text: str, kind: str, names: str = "", width: float = DOUBLE
) -> Picture:
    axes = tuple(map(Span, names[: max(KINDS[kind].follows)]))
    request = Request(study_of(folder, text), title="A title", along=axes, width=width)
    return make_picture(kind, request)


def texts(picture: Picture, role: str) -> list[str]:
    return [_raised(label.text) for label in picture.scene.labels if label.role == role]


def _raised(text: str) -> str:
    signs = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    return re.sub(r"10\$\^\{(.*?)\}\$", lambda found: "10" + found[1].translate(signs), text)


def power(text: str) -> Fraction:
    found = re.search(r"\(10(\S+?)[ )]", text)
    return value_of(f"1 × 10{found[1]}") if found else Fraction(1)


@pytest.mark.parametrize("width", [SINGLE, DOUBLE])
@pytest.mark.parametrize(("scenario", "kind", "names"), DRAWN)
def test_no_number_is_cut_off_or_meets_another(
    tmp_path: Path, scenario: str, kind: str, names: str, width: float
) -> None:
    picture = picture_of(tmp_path, SCENARIOS[scenario], kind, names, width)
    assert_tidy_scene(picture.scene, marks=False)
    for text in (_raised(label.text) for label in picture.scene.labels):
        assert "0000000" not in text.replace("1.0000000", "").replace("0.0000000", "")
        assert "SHA" in text or not re.search(r"\de[-+]?\d", text)
        assert not re.search(r"(?<!\w)-\d", text)
    assert not re.search(r"\de[-+]?\d|0{7}", picture.alt.replace(".0000000", ""))


@pytest.mark.parametrize("factor", ["1000", "1/1000000000", "1000000", "1/1000"])
@pytest.mark.parametrize("kind", ["tree", "matrix", "bargain"])
def test_payoffs_in_another_unit_have_the_same_digits(
    tmp_path: Path, kind: str, factor: str
) -> None:
    ones, others = (
        picture_of(tmp_path, UNITS.replace("UNIT", unit), kind) for unit in ("1", factor)
    )
    heads = texts(others, "head" if kind == "bargain" else "player")
    unit = next(power(text) for text in heads if re.match(r"A\b", text))
    assert (unit == 1) == (factor == "1000")
    pairs = list(zip(texts(ones, "payoff"), texts(others, "payoff"), strict=True))
    assert len(pairs) >= 4
    for place, (one, other) in enumerate(pairs):
        if place % 2:
            assert one == other
        else:
            assert value_of(one) * Fraction(factor) == value_of(other) * unit
            assert one.rstrip("0") == other.rstrip("0") or unit == 1


@pytest.mark.parametrize("factor", ["1000", "1/1000000000", "1000000"])
@pytest.mark.parametrize("kind", ["statics", "assumptions", "tornado", "bargain"])
def test_ticks_in_another_unit_stand_where_they_stood(
    tmp_path: Path, kind: str, factor: str
) -> None:
    """A's axis alone, as B's payoffs stay what they are."""
    told = []
    for unit in ("1", factor):
        alone = UNITS.replace("UNIT", unit).replace("B: 2}", "B: 0}").replace("B: 1}", "B: 0}")
        picture = picture_of(tmp_path, alone.replace("B: 3", "B: 1"), kind, "x")
        titles = [text for text in texts(picture, "axis") if "payoff" in text]
        scale = next(power(text) for text in titles)
        ticks = [label for label in picture.scene.labels if label.role == "tick"]
        told.append([(value_of(one.text) * scale / Fraction(unit), one.x, one.y) for one in ticks])
    level = kind in ("tornado", "assumptions", "bargain")
    ones, others = (
        {(value, round(x if level else y, 6)) for value, x, y in found} for found in told
    )
    assert len(ones & others) >= 3


def test_a_small_payoff_is_not_drawn_flat(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, FAR, "statics", "x")
    titles = [text for text in texts(picture, "axis") if text.startswith("expected payoff")]
    assert titles == ["expected payoff (10⁻⁹)", "expected payoff (10⁶)"]
    rises = [
        max(y for _, y in one.points) - min(y for _, y in one.points)
        for one in picture.scene.strokes
        if one.role == "line"
    ]
    assert max(rises) > 40.0
    assert "axes of their own" in " ".join(texts(picture, "note"))
    for kind in ("assumptions", "quantal", "page"):
        found = picture_of(tmp_path, FAR, kind, "x")
        powers = [power(text) for text in texts(found, "axis") if "payoff (" in text]
        assert len(powers) == 2, kind


def test_ticks_of_a_small_stake_are_told_from_a_round_number(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, OFFSET, "tornado")
    (title,) = (text for text in texts(picture, "axis") if "payoff" in text)
    assert title == "A's payoff, less 1,000,000,000"
    ticks = texts(picture, "tick")
    assert len(set(ticks)) == len(ticks) >= 4
    assert texts(picture, "base") == ["1,000,000,000.5"]
    assert "1,000,000,000.3 at its low end, 1,000,000,001 at its high end" in picture.alt
    near = picture_of(tmp_path, NEAR, "tornado")
    assert len(set(texts(near, "tick"))) == len(texts(near, "tick")) >= 4
    assert "1.0000000004 before anything is changed. x: 1 at its low end, 1.0" in near.alt


def test_near_ties_read_differently_where_one_is_the_best_response(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, NEAR, "matrix")
    paid = texts(picture, "payoff")
    assert {"1.0000000000", "1.0000000004", "999,999,999.9999", "1,000,000,000.0000"} <= set(paid)


def test_words_tell_both_ends_of_a_stretch_and_the_ends_themselves(tmp_path: Path) -> None:
    alt = picture_of(tmp_path, TIE, "statics", "x").alt
    assert "From 0 to 2: good 1; payoffs A 0 to 2, B 20,000,000,000." in alt
    assert "At 0 itself, an end of the range, other equilibria hold." in alt
    assert "At 0, the low end of the range: good, one of 2 equilibria." in (
        picture_of(tmp_path, TIE, "thresholds", "x").alt
    )
    shipped = make_picture("statics", Request(load("bargaining-range"), along=(Span("q"),))).alt
    assert "From 0 to 0.6: settled for more 1 to 0.4, war 0 to 0.6;" in shipped
    mixed = make_picture("statics", Request(load("beer-and-quiche"), along=(Span("strong"),))).alt
    assert "From 0 to 0.5: a duel 1 to 0.5, no duel 0 to 0.5;" in mixed


def test_words_of_timelines_count_plays(tmp_path: Path) -> None:
    assert "Good: all 1,000 of them, expected 1." in picture_of(tmp_path, TIE, "timelines").alt
    several = make_picture("timelines", Request(load("cuba-1962-cable"), plays=200)).alt
    counts = [int(one) for one in re.findall(r": (\d+) of them \(", several)]
    assert sum(counts) == 200
    shares = [Fraction(one) for one in re.findall(r" of them \((.*?) %\)", several)]
    assert shares == [Fraction(count, 2) for count in counts]


def test_a_zone_of_lotteries_alone_is_told(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, FAR, "bargain")
    assert [area for area in picture.scene.areas if area.role == "zone"]
    said = " ".join(texts(picture, "note"))
    assert "the zone of agreement holds lotteries alone" in said
    assert "the zone of agreement holds lotteries alone" in picture.alt
    packages = [mark for mark in picture.scene.marks if mark.role == "package"]
    assert all(mark.face == mark.edge != INK for mark in packages)  # full and grey
    assert "efficient, outside the zone" in texts(picture, "key")
    none = FAR.replace("B: -2000000000", "B: -2000000000000").replace("k*x - 0.0", "k*x - 1.0")
    hopeless = none.replace("A: -0.0000000001, B", "A: -1, B").replace(
        "A: 0.0000000003, B: -1", "A: 0, B: -1"
    )
    picture = picture_of(tmp_path, hopeless, "bargain")
    assert not [area for area in picture.scene.areas if area.role == "zone"]
    assert "there is no zone of agreement" in picture.alt


def test_the_list_of_packages_has_the_digits_of_the_words() -> None:
    picture = make_picture("bargain", Request(load("cuba-1962-cable")))
    assert "−5.52" in texts(picture, "payoff")
    assert "USSR −5.52" in picture.alt


@pytest.mark.parametrize(
    ("formula", "level", "rung"),
    [
        ("3*x", "1", "1/3 ≈ 0.3333"),
        ("x*x", "0.5", "≈ 0.7071"),
        ("2*x", "1", "1/2 = 0.5"),
        ("x", "1", "1"),
    ],
)
def test_a_rung_says_where_its_decimal_is_rounded(
    tmp_path: Path, formula: str, level: str, rung: str
) -> None:
    text = OFFSET.replace("1000000000 + x", formula).replace("1000000000.3", level)
    picture = picture_of(
        tmp_path, text.replace("range: [0, 1]", "range: [0, 2]"), "thresholds", "x"
    )
    assert rung in texts(picture, "text")


def test_a_logit_branch_that_floats_cannot_follow_to_its_limit_says_so(tmp_path: Path) -> None:
    said = "is not at its limit there"
    both = picture_of(tmp_path, BOTH, "quantal")
    assert said in both.alt
    assert said in " ".join(texts(both, "note"))
    assert "turns back" not in both.alt
    assert said not in picture_of(tmp_path, RUIN, "quantal").alt
