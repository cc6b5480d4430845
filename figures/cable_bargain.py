"""What could be bargained over on 27 October 1962, and what each side could live with."""

import crisis_sim as cs


def picture():
    return cs.load("cuba-1962-cable").figure("bargain", values={"d": 0.913})
