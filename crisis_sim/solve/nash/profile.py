"""Realisation plans as behaviour profiles, with a best reply where a plan says nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.game.sequence_form import SequenceForm

__all__ = ["behaviour_profile", "sequence_values"]

TIE = 1e-12
"""Share of the payoff range within which two actions count as equally good."""


def behaviour_profile(form: SequenceForm, plans: Sequence[Floats]) -> Floats:
    """(choices,) the behaviour profile of realisation plans.

    At an information set that a player's own plan excludes any behaviour will do for a Nash
    equilibrium. Shown there is a best reply to the others, all best actions equally often; where
    the others exclude the set too, that is every action.

    Parameters
    ----------
    plans : for each player (sequences,) the realisation plan.
    """
    profile = form.behaviour(plans)
    for player, own in enumerate(form.players):
        reached = [plans[player][before] > 0 for before in own.before.tolist()]
        if all(reached):
            continue
        tie = TIE * max(form.game.payoff_range, 1e-300)
        worth = sequence_values(form, plans, player)
        for i in np.flatnonzero(~np.asarray(reached))[::-1].tolist():
            here = slice(int(own.start[i]), int(own.start[i + 1]))
            best = float(worth[here].max())
            chosen = worth[here] >= best - tie
            profile[own.choices[here]] = chosen / np.count_nonzero(chosen)
            worth[own.before[i]] += best
    return profile


def sequence_values(form: SequenceForm, plans: Sequence[Floats], player: int) -> Floats:
    """(sequences,) what the terminals that end each sequence of a player are worth to it.

    Weighted by the others' plans and chance.
    """
    weight = form.payoffs[:, player].copy()
    for other, plan in enumerate(plans):
        if other != player:
            weight *= plan[form.cells[:, other]]
    count = form.players[player].count
    worth = np.bincount(form.cells[:, player], weights=weight, minlength=count)
    return np.asarray(worth, dtype=np.float64)
