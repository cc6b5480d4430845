"""Payoffs and outcomes as the generals slip out of control."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("statics", "pi", values={"d": 0.913})
