"""Which of the modeller's numbers the United States should worry about."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("tornado")
