"""The cable's game tree, folded, with its equilibrium: the picture at the head of the README."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("cuba-1962-cable").figure("tree", values={"d": 0.913})
