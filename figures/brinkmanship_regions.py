"""When a probabilistic threat works: two curves, exactly."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("brinkmanship").figure("regions", "p", "q")
