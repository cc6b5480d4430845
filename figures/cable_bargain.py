"""What could be bargained over on 27 October 1962, and what each side could live with."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("cuba-1962-cable").figure("bargain", values={"d": 0.913})
