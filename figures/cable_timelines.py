"""Plays drawn at random had nothing been said of Turkey."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    title = f"{study.scenario.title}: no talk of Turkey"
    return study.figure("timelines", title=title, plays=2000)
