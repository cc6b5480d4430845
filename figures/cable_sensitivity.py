"""Which of the modeller's numbers the United States' payoff depends on, all of them drawn."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("cuba-1962-cable").figure("sensitivity", samples=2048)
