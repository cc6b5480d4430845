"""The caption of a page tells of both of its halves, and its foot of the signs of the lower."""

from __future__ import annotations

import re

import pytest

import crisis_sim as cs
from crisis_sim.concepts import CONCEPTS
from crisis_sim.exact.regions import find_regions
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.plot.picture import Picture
from crisis_sim.scenario.library import shipped
from crisis_sim.scenario.span import Span

from .test_every_scenario import INTRICATE


def foot_of(picture: Picture) -> str:
    return " ".join(one.text for one in picture.scene.labels if one.role == "note")


def assert_lower_half_told(name: str) -> None:
    study = cs.load(name)
    first, *more = (one for one in study.scenario.parameters.values() if one.range)
    more = [one for one in more if not {first.name, one.name} & {*study.family({}).structural}]
    picture = study.figure("page", first.name)
    _, _, below = picture.caption.partition("Below the tree, ")
    assert re.match(rf"[^.]*: payoffs and outcomes along [^.]*\({first.name}\), from", below)
    heads = [one.text for one in picture.scene.labels if one.role == "title"]
    assert any(one.startswith("The triangle marks") for one in heads)
    if more:
        picture = study.figure("page", first.name, more[0].name)
        found = find_regions(study, Span(first.name), Span(more[0].name), {})
        concept = CONCEPTS[found.concept]
        start = f"Below the tree, {concept.pure}: regions, {first.label or first.name} from "
        assert start in picture.caption
        _, _, below = picture.caption.partition(start)
        assert f" across, {more[0].label or more[0].name} from " in below
        assert concept.selection in below


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_both_halves_are_told(name: str) -> None:
    assert_lower_half_told(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(INTRICATE))
def test_both_halves_are_told_of_intricate_games(name: str) -> None:
    assert_lower_half_told(name)


def test_the_foot_of_a_page_says_what_its_dashes_are() -> None:
    study = cs.load("brinkmanship")
    assert find_thresholds(study, "p").thresholds
    picture = study.figure("page", "p")
    assert "values at which what is played changes: 15/43\u00a0≈\u00a00.3488." in foot_of(picture)
    start = "Below the tree, pure sequential equilibria: payoffs and outcomes along P(hard) (p), "
    assert f"{start}from 0 to 1. {CONCEPTS['sequential'].selection}" in picture.caption


@pytest.mark.parametrize("width", [252.0, 504.0])
def test_no_jump_is_without_its_value(width: float) -> None:
    foot = foot_of(cs.load("brinkmanship").figure("statics", "p", width=width))
    assert "values at which what is played changes: 15/43\u00a0≈\u00a00.3488." in foot
