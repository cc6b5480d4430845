"""What each offer would risk, and by what."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("risk", values={"d": 0.913})
