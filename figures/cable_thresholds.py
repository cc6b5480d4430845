"""The exact values at which the answer to the cable changes."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("cuba-1962-cable").figure("thresholds", "pi", values={"d": 0.913})
