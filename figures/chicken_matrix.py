"""The crisis as Chicken: payoffs with best responses, for one column."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.plot.picture import Picture


def picture() -> Picture:
    return cs.load("brams-chicken").figure("matrix", width=252.0)
