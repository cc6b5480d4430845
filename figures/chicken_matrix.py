"""The crisis as Chicken: payoffs with best responses, for one column."""

import crisis_sim as cs


def picture():
    return cs.load("brams-chicken").figure("matrix", width=252.0)
