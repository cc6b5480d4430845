"""The cable's game tree, folded, with its equilibrium: the picture at the head of the README."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request


def picture() -> Picture:
    study = cs.load("cuba-1962-cable")
    return make_picture("tree", Request(study, title=study.scenario.title, values={"d": 0.913}))
