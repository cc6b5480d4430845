"""Which of the modeller's numbers the United States should worry about."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("cuba-1962-cable").figure("tornado")
