"""Selten's horse: from play at random to one equilibrium."""

import crisis_sim as cs


def picture():
    return cs.load("selten-horse").figure("quantal")
