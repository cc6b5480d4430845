"""Selten's horse: from play at random to one equilibrium."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request


def picture() -> Picture:
    study = cs.load("selten-horse")
    return make_picture("quantal", Request(study, title=study.scenario.title))
