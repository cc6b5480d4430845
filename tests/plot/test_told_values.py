"""Values in captions, labels and words for a screen reader, read back."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.numbers import value_of
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.report.blocks import Block, Prose, TableBlock
from crisis_sim.report.regions import regions_blocks
from crisis_sim.report.thresholds import thresholds_blocks
from crisis_sim.scenario.span import Span

from .near_scenarios import OFFSETS, PRICE, SCALES, SLIVER
from .test_two_scales import study_of, texts

JUMP = Fraction("1234567.894")
NUMBER = r"(?:(?:≈ )?[−\d][\d,.]*\d|\d)"


def picture_along(folder: Path, scenario: str, kind: str, *axes: Span) -> Picture:
    return make_picture(kind, Request(study_of(folder, scenario), along=axes, width=252.0))


def numbers_after(words: str, said: str) -> list[Fraction]:
    return [value_of(found) for found in re.findall(f"{words} ({NUMBER})", said)]


@pytest.mark.parametrize(
    "ends", [(None, None), (Fraction("1234567.88"), Fraction("1234567.9"))], ids=["own", "narrow"]
)
def test_statics_tell_a_price_to_the_cent(
    tmp_path: Path, ends: tuple[Fraction | None, Fraction | None]
) -> None:
    picture = picture_along(tmp_path, PRICE, "statics", Span("P", *ends))
    low, high = ends[0] or 1234000, ends[1] or 1235000
    assert numbers_after("changes at", picture.alt) == [JUMP]
    assert numbers_after("[fF]rom", picture.alt) == [low, low, JUMP]
    told = re.findall(f"From {NUMBER} to ({NUMBER}):", picture.alt)
    assert [value_of(one) for one in told] == [JUMP, high]
    assert set(map(value_of, texts(picture, "threshold"))) <= {JUMP}
    caption = " ".join(label.text for label in picture.scene.labels)
    assert re.search(r"own\s+value, \S+ = 1,234,567\.89\.", caption)


def test_a_ladder_tells_a_threshold_from_the_ends_of_its_range(tmp_path: Path) -> None:
    picture = picture_along(tmp_path, SLIVER, "thresholds", Span("c"))
    low, high = Fraction("0.3333333"), Fraction("0.3333334")
    assert numbers_after("from", picture.alt)[0] == low
    between = re.findall(f"Between ({NUMBER}) and ({NUMBER}):", picture.alt)
    first, second = [[value_of(one) for one in pair] for pair in between]
    assert first[0] == low < first[1] == second[0] < high == second[1]
    assert "1/3 ≈ 0.33333333" in texts(picture, "text")


def test_a_plane_tells_where_the_scenario_stands(tmp_path: Path) -> None:
    picture = picture_along(tmp_path, SLIVER, "regions", Span("x"), Span("c"))
    stands = re.search(f"stands at x [=≈] ({NUMBER}), c [=≈] ({NUMBER})\\.", picture.alt)
    assert stands
    assert value_of(stands[1]) > value_of(stands[2]) == Fraction("0.3333333333")


def test_a_tornado_tells_its_base(tmp_path: Path) -> None:
    text = PRICE.replace("1234567.895 - P, B: P", "P, B: P")
    picture = picture_along(tmp_path, text, "tornado")
    assert list(map(value_of, texts(picture, "base"))) == [Fraction("1234567.89")]


def blocks_text(blocks: list[Block]) -> str:
    return " ".join(block.text for block in blocks if isinstance(block, Prose))


def test_tables_of_thresholds_and_regions(tmp_path: Path) -> None:
    study = study_of(tmp_path, SLIVER)
    blocks = list(thresholds_blocks(study, study.thresholds("c")))
    assert "from 0.3333333 to 0.3333334" in blocks_text(blocks)
    ladder, symbols = [block for block in blocks if isinstance(block, TableBlock)]
    assert [row[0] for row in ladder.rows] == [
        "0.3333333 to ≈ 0.33333333",
        "≈ 0.33333333 to 0.3333334",
    ]
    assert {row[0]: row[1] for row in symbols.rows} == {
        "c": "0.3333333 to 0.3333334",
        "x": "≈ 0.3333",
    }
    plane = list(regions_blocks(study, study.regions("x", "c")))
    rows = next(block for block in plane if isinstance(block, TableBlock)).rows
    assert len(rows) == 2
    for row in rows:
        x, c = (value_of(text) for text in row[-1].strip("()").split(", "))
        assert (row[1] == "good") == (x > c)
        assert Fraction("0.3333333") < c < Fraction("0.3333334")


def test_a_payoff_is_written_from_the_decimal_that_its_float_stands_for(tmp_path: Path) -> None:
    for kind in ("tree", "matrix"):
        said = re.split("Node by node|[.] A plays", picture_along(tmp_path, SCALES, kind).alt)[0]
        paid = re.findall(r"1,000,000\.\d+", said)
        assert list(map(value_of, paid)) == [Fraction("1000000.0001")], said


def test_disagreement_does_not_read_as_a_package(tmp_path: Path) -> None:
    picture = picture_along(tmp_path, OFFSETS, "bargain")
    base = re.search(f"agreement: A ({NUMBER});", picture.alt)
    assert base
    assert value_of(base[1]) == Fraction("1000000.00015")


def test_statics_and_assumptions_tell_payoffs_apart(tmp_path: Path) -> None:
    statics = picture_along(tmp_path, OFFSETS, "statics", Span("e")).alt
    paid = re.findall(f"payoffs A ({NUMBER})(?: to ({NUMBER}))?", statics)
    ends = [value_of(text) - 1_000_000 for pair in paid for text in pair if text]
    assert ends == [Fraction("0.00015"), Fraction("0.00015"), Fraction("0.0011")]
    cases = picture_along(tmp_path, OFFSETS, "assumptions").alt
    worth = [value_of(text) - 1_000_000 for text in re.findall(f"A ({NUMBER}), B", cases)]
    assert worth == [Fraction("0.0002"), Fraction("0.0003"), Fraction("0.00015")]
