"""Brinkmanship from top to bottom."""

import crisis_sim as cs


def picture():
    return cs.load("brinkmanship").figure("tree", upright=True)
