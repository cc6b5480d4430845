"""The words of sensitivity tell both measures with their intervals, and what has no bars."""

from __future__ import annotations

import re

import pytest

import crisis_sim as cs
from crisis_sim.plot.hatch import DARK, LIGHT, fill_of
from crisis_sim.plot.influences import MOST, SHOWN, influences_picture
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number
from crisis_sim.plot.style import player_mark
from crisis_sim.scenario.library import shipped
from crisis_sim.sweep.sensitivity import analyse_sensitivity

from .test_every_scenario import INTRICATE

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
    assert f"{found.points:,} points; mean " in picture.alt
    assert ("Without effect" in picture.alt) == ("Without effect" in foot)
    if found.doubtful:
        assert f"of ${found.doubtful.parameter}" in foot or "of $\\" in foot
        assert f"of {found.doubtful.parameter} is" in picture.notes


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
