"""Brinkmanship from top to bottom."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request


def picture() -> Picture:
    study = cs.load("brinkmanship")
    return make_picture("tree", Request(study, title=study.scenario.title, upright=True))
