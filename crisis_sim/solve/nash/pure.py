"""Pure equilibria of a normal form with any number of players, by looking at every profile."""

from __future__ import annotations

import numpy as np

from crisis_sim.game.normal_form import NormalForm
from crisis_sim.solve.nash.compared import in_order

__all__ = ["pure_equilibria"]


def pure_equilibria(form: NormalForm) -> list[tuple[int, ...]]:
    """Every profile of pure strategies from which no player gains by changing its own (Nash 1950).

    Exact: ties count. One pass over the payoffs of each player. Each profile is given by the
    numbers of the strategies, in increasing order.

    Examples
    --------
    >>> payoffs = np.array([[[3.0, 1.0], [4.0, 0.0]], [[3.0, 4.0], [1.0, 0.0]]])
    >>> pure_equilibria(NormalForm("Chicken", ("US", "USSR"), (("a", "b"),) * 2, payoffs))
    [(0, 1), (1, 0)]
    """
    stable = np.ones(form.shape, dtype=bool)
    for player, table in enumerate(form.numbers):
        ordered = in_order(table)
        stable &= (ordered == ordered.max(axis=player, keepdims=True)).astype(bool)
    return [tuple(profile) for profile in np.argwhere(stable).tolist()]
