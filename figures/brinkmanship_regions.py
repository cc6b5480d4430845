"""When a probabilistic threat works: two curves, exactly."""

import crisis_sim as cs


def picture():
    return cs.load("brinkmanship").figure("regions", "p", "q")
