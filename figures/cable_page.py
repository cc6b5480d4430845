"""The cable on one page: its game, the equilibrium, and where else it could be played."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.kinds import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Axis, Request


def picture() -> Picture:
    study = cs.load("cuba-1962-cable")
    return make_picture(
        "page",
        Request(
            study,
            title=study.scenario.title,
            values={"d": 0.913},
            axes=(Axis("pi"), Axis("n")),
            command="crisis-sim figure page cuba-1962-cable -s d=0.913 -x pi -x n",
        ),
    )
