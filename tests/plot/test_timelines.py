"""Timelines say which plays they draw, end a line where the play ends, and tell days that pass."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import crisis_sim as cs
from crisis_sim.scenario.library import shipped

from .test_every_scenario import INTRICATE, WIDTHS

KNOWN = sorted(set(shipped()) - INTRICATE | {"cuba-1962-cable"})


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_ends_where_its_play_does(name: str, width: float) -> None:
    scene = cs.load(name).figure("timelines", plays=60, width=width).scene
    marks = [one for one in scene.marks if one.role in ("move", "chance")]
    plays = [one for one in scene.strokes if one.role == "play"]
    assert plays
    every = sorted(one.x for one in marks)
    step = min((b - a for a, b in pairwise(every) if b - a > 1), default=99.0)
    for line in plays:
        last = max(one.x for one in marks if abs(one.y - line.points[0][1]) < 0.01)
        assert last < line.points[1][0] <= last + max(step, 33.1)


@pytest.mark.parametrize("name", KNOWN)
def test_words_tell_each_way_once_and_days_where_they_pass(name: str) -> None:
    study = cs.load(name)
    picture, drawn = study.figure("timelines", plays=60), study.simulate(plays=60)
    told = re.findall(r"Plays? ([\d, and]*): (.*?)\.(?= |$)", picture.alt)
    assert len({way for _, way in told}) == len(told)
    numbers = [int(one) for held, _ in told for one in re.findall(r"\d+", held)]
    assert sorted(numbers) == [*range(1, len(numbers) + 1)]
    assert len(numbers) in (1, 20)
    passes = drawn.begins is not None or bool((drawn.elapsed > 0.0).any())
    assert ("day 0" in picture.alt) == passes
    ticks = [one.text for one in picture.scene.labels if one.role == "tick"]
    assert ("moves" in ticks) == (not passes)
    title = " ".join(one.text for one in picture.scene.labels if one.role == "title")
    assert "The first " in title
    assert " of 60 plays" in title
