"""The words of sensitivity tell both measures with their intervals, and what has no bars."""

from __future__ import annotations

import re

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.arguments import ARGUMENTS
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.plot.hatch import DARK, LIGHT, fill_of
from crisis_sim.plot.influences import MOST, SHOWN, influences_picture
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number
from crisis_sim.plot.style import player_mark
from crisis_sim.scenario.library import shipped
from crisis_sim.sweep.sensitivity import analyse_sensitivity

from .test_every_scenario import INTRICATE, WIDTHS
from .test_read_back import level

pytest.importorskip("SALib")


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_every_bar_and_interval_is_told(name: str) -> None:
    study = cs.load(name)
    player = study.scenario.players[0].name
    try:
        found = analyse_sensitivity(study, payoff=player, samples=16)
    except cs.CrisisSimError:
        return
    picture = influences_picture(found, study.scenario, text_width, width=504.0)
    rows = [one for one in picture.scene.labels if one.role == "name" and one.anchor == "end"]
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    first, second = SHOWN[found.method]
    told = re.findall(rf": {first} [^,]*, {second} [^,;]*?\.(?= |$)", picture.alt)
    assert 0 < len(told) <= min(MOST, len(rows))
    whiskers = [one for one in picture.scene.strokes if one.role == "interval"]
    assert picture.alt.count("±") == len(whiskers) + 1
    top = found.influences[0]
    for measure in (first, second):
        assert f"{measure} {short_number(top.measures[measure], digits=3)}" in told[0]
    assert (
        f"{found.points:,} points drawn as the scenario says parameters may lie; mean"
        in picture.alt
    )
    assert ("Without effect" in picture.alt) == ("Without effect" in foot)
    short = found.doubtful.in_short if found.doubtful else ""
    assert picture.notes == short
    assert short in foot
    assert short in picture.alt
    assert "Too few" not in foot + picture.alt


def test_pairs_of_bars_are_in_greys_that_no_outcome_or_player_has() -> None:
    study = cs.load("brinkmanship")
    found = analyse_sensitivity(study, payoff="US", samples=16)
    scene = influences_picture(found, study.scenario, text_width, width=504.0).scene
    assert {one.fill for one in scene.areas if one.role == "bar"} == {DARK.tint, LIGHT.tint}
    taken = {fill_of(number).tint for number in range(12)}
    taken |= {player_mark(player).colour for player in range(6)}
    for one in (DARK, LIGHT):
        assert len({one.tint[at : at + 2] for at in (1, 3, 5)}) == 1
        assert not taken & {one.tint}


@pytest.mark.parametrize("width", WIDTHS)
def test_intervals_are_drawn_whole_below_zero_too(width: float) -> None:
    study = cs.load("cuba-1962-cable")
    found = analyse_sensitivity(study, payoff="US", samples=64)
    picture = influences_picture(found, study.scenario, text_width, width=width)
    x, scene = level(picture.scene), picture.scene
    drawn = [[x(at) for at, _ in one.points] for one in scene.strokes if one.role == "interval"]
    expected = [
        [one.measures[name] - one.half_widths[name], one.measures[name] + one.half_widths[name]]
        for one in found.influences[: len(drawn) // 2]
        for name in SHOWN["sobol"]
    ]
    assert np.allclose(drawn, expected)
    assert min(low for low, _ in drawn) < 0.0
    (zero,) = [one for one in scene.strokes if one.role == "zero"]
    assert x(zero.points[0][0]) == pytest.approx(0.0, abs=1e-9)
    ends = [sorted(x(at) for at, _ in one.rings[0]) for one in scene.areas if one.role == "bar"]
    assert all(min(abs(low), abs(high)) < 1e-9 for low, *_, high in ends)
    assert min(low for low, *_ in ends) < 0.0
    foot = " ".join(one.text for one in scene.labels if one.role == "note")
    assert "What is below 0 is the error of the sample." in foot


def test_without_intervals_below_zero_the_axis_begins_there() -> None:
    study = cs.load("brinkmanship")
    found = analyse_sensitivity(study, payoff="US", samples=4096)
    picture = influences_picture(found, study.scenario, text_width, width=504.0)
    lows = [
        one.measures[n] - one.half_widths[n] for one in found.influences for n in SHOWN["sobol"]
    ]
    assert min(lows) > 0.0
    assert not any(one.role == "zero" for one in picture.scene.strokes)
    assert "below 0" not in " ".join(one.text for one in picture.scene.labels)


def test_a_figure_takes_as_many_samples_as_the_command() -> None:
    assert FIGURE_OPTIONS["samples"] == ARGUMENTS["samples"]
    study = cs.load("cheap-talk")
    points = analyse_sensitivity(study, payoff=study.scenario.players[0].name).points
    assert (
        f"{points:,} points drawn as the scenario says parameters may lie; mean "
        in study.figure("sensitivity").alt
    )
