"""The cable's game tree, folded, with its equilibrium: the picture at the head of the README."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("tree", values={"d": 0.913})
