"""The cable on one page: its game, the equilibrium, and where else it could be played."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure(
        "page",
        "pi",
        "n",
        values={"d": 0.913},
        command="crisis-sim figure page cuba-1962-cable -s d=0.913 -x pi -x n",
    )
