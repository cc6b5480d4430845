"""Every stretch of a ladder and every line of a play says what it is, and so do their words."""

from __future__ import annotations

import re

import pytest

import crisis_sim as cs
from crisis_sim.figures.presets import DEFAULT
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.scene import Area, Label, Scene
from crisis_sim.scenario.library import shipped

from .boxes import assert_tidy_scene

WIDTHS = (DEFAULT.narrow, DEFAULT.wide)
ALONG = [("cuba-1962-cable", "pi"), ("brinkmanship", "p"), ("audience-costs", "aA")]


def beside(scene: Scene, area: Area, role: str) -> str:
    """The text that begins next to a swatch."""
    right, foot = area.rings[0][1][0], area.rings[0][2][1]
    near = [one for one in scene.labels if one.role == role and abs(one.y + 1.0 - foot) < 0.01]
    return min((one for one in near if one.x >= right), key=lambda one: one.x - right).text


def keyed(scene: Scene, role: str) -> dict[str, str]:
    """By tint the name that stands beside it."""
    return {one.fill: beside(scene, one, role) for one in scene.areas if one.role == "key"}


def labels(picture: Picture, role: str) -> list[Label]:
    return [one for one in picture.scene.labels if one.role == role]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_outcome_has_one_fill_on_the_ladder_and_along_the_parameter(width: float) -> None:
    study = cs.load("cuba-1962-cable")
    ladder = study.figure("thresholds", "pi", width=width)
    statics = study.figure("statics", "pi", width=width)
    names = keyed(ladder.scene, "text")
    assert names == keyed(statics.scene, "name")
    assert len(names) == 8
    assert_tidy_scene(ladder.scene, marks=False)


def test_a_stretch_has_the_fills_of_its_outcomes_in_their_order() -> None:
    study = cs.load("cuba-1962-cable")
    found, scene = study.thresholds("pi"), study.figure("thresholds", "pi").scene
    names, ends = keyed(scene, "text"), study.scenario.ends
    order = list(ends.categories)
    rows: dict[float, list[Area]] = {}
    for area in scene.areas:
        if area.role == "stretch":
            rows.setdefault(area.rings[0][0][1], []).append(area)
    drawn = [rows[low] for low in sorted(rows, reverse=True)]
    for areas, stretch in zip(drawn, found.stretches, strict=True):
        held = sorted(stretch.standing.equilibria[0].outcomes, key=order.index)
        assert [names[one.fill] for one in areas] == [ends.label(one) for one in held]
        lefts = [one.rings[0][0][0] for one in areas]
        assert lefts == sorted(lefts)


def test_many_outcomes_are_named_by_category_on_the_ladder_as_along_the_parameter() -> None:
    study = cs.load("cuba-1962-two-types")
    ladder, statics = (study.figure(kind, "pi").scene for kind in ("thresholds", "statics"))
    ours, theirs = keyed(ladder, "text"), keyed(statics, "name")
    assert {name: tint for tint, name in ours.items()} == {n: t for t, n in theirs.items()}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_a_ladder_tell_all_that_it_shows(width: float) -> None:
    study = cs.load("cuba-1962-cable")
    picture = study.figure("thresholds", "pi", width=width)
    texts = " ".join(one.text for one in labels(picture, "text"))
    for one in study.thresholds("pi").thresholds:
        for why in one.indifferences[:1]:
            assert why.words in texts
            assert why.words in picture.alt
    for label in labels(picture, "text"):
        for word in label.text.strip("()").split():
            assert word in picture.alt, label.text
    assert "The triangle marks the scenario's own value, pi = 0.3." in picture.alt


def told_of(alt: str, number: str) -> str:
    """What is said of a play, by itself or with those that go the same way."""
    (told,) = [
        way
        for numbers, way in re.findall(r"Plays? ([\d, and]*): (.*?)\.(?= |$)", alt)
        if number in re.findall(r"\d+", numbers)
    ]
    return str(told)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", sorted({*shipped()} - {"cuba-1962-two-types", "cheap-talk"}))
def test_every_play_tells_its_moves_and_its_outcome(name: str, width: float) -> None:
    study = cs.load(name)
    picture = study.figure("timelines", plays=40, width=width)
    drawn = study.simulate(plays=40)
    shorts = {one.name: one.short for one in study.scenario.players}
    assert_tidy_scene(picture.scene)
    assert min(one.font.size for one in picture.scene.labels) >= 7.0
    key = " ".join(one.text for one in labels(picture, "key"))
    ends, rows = labels(picture, "outcome"), labels(picture, "number")
    assert len(ends) == len(rows) > 0
    for end, row in zip(ends, rows, strict=True):
        play = drawn.play(int(row.text) - 1)
        assert end.text == study.scenario.ends.label(play.outcome)
        over = [one for one in labels(picture, "move number") if -9 < one.y - end.y < -5]
        assert len(over) == len(play.events)
        for number, event in zip(sorted(over, key=lambda one: one.x), play.events, strict=True):
            who = f", {shorts[event.player]}" if event.player else ""
            told = f"{number.text} {event.situation}{who}: {event.move}"
            assert told in key
            assert told in picture.alt
        assert told_of(picture.alt, row.text)


def test_the_words_of_timelines_tell_the_shares_and_the_moves_of_each_play() -> None:
    study = cs.load("cuba-1962-cable")
    picture = study.figure("timelines", plays=40)
    assert "Sequential equilibrium 1 of 2 ('settled, Turkey in secret')." in picture.alt
    for number in range(20):
        events = study.simulate(plays=40).play(number).events
        told = told_of(picture.alt, str(number + 1))
        days = [one.split(": ")[1] for one in told.split("; ")[:-1]]
        assert sum(len(one.split(", ")) for one in days) == len(events)
    assert "expected 0.9." in picture.alt
    assert "Day 0 is 1962-10-27." in picture.alt
