"""Selten's horse: from play at random to one equilibrium."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("selten-horse").figure("quantal")
