"""Plays drawn at random had nothing been said of Turkey."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request


def picture() -> Picture:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    title = f"{study.scenario.title}: no talk of Turkey"
    return make_picture("timelines", Request(study, title=title, plays=2000))
