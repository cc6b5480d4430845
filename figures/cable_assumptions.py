"""The cable's what-ifs side by side."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("assumptions", values={"d": 0.913})
