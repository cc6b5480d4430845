"""When a probabilistic threat works: two curves, exactly."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Axis, Request


def picture() -> Picture:
    study = cs.load("brinkmanship")
    return make_picture(
        "regions", Request(study, title=study.scenario.title, axes=(Axis("p"), Axis("q")))
    )
