"""Which of the modeller's numbers the United States' payoff depends on, all of them drawn."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request


def picture() -> Picture:
    study = cs.load("cuba-1962-cable")
    return make_picture("sensitivity", Request(study, title=study.scenario.title, samples=2048))
