"""Which of the modeller's numbers the United States' payoff depends on, all of them drawn."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("sensitivity")
