"""The exact values at which the answer to the cable changes."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("thresholds", "pi", values={"d": 0.913})
