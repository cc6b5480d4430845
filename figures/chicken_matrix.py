"""The crisis as Chicken: payoffs with best responses, for one column."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request


def picture() -> Picture:
    study = cs.load("brams-chicken")
    return make_picture("matrix", Request(study, title=study.scenario.title, width=252.0))
