"""What a player could do best against the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.sequence_form import sequence_form
from crisis_sim.numbers.real import to_float
from crisis_sim.solve.nash.profile import plan_of, sequence_values
from crisis_sim.strategy.exactly import Profile, exact_profile

__all__ = ["BestResponses", "best_responses"]


@dataclass(frozen=True, eq=False)
class BestResponses:
    """What a player could do best against a profile of the others.

    Attributes
    ----------
    value : the most that the player can expect.
    gain : how much more that is than the profile gives it.
    choices : (choices,) whether a choice of the player is best at its information set, as the
        others and chance make the set be reached, and the player goes on with best choices; at a
        set that the others exclude, every choice is.
    """

    value: float
    gain: float
    choices: NDArray[np.bool_]


def best_responses(game: Game, profile: Floats | Profile, player: int) -> BestResponses:
    """The choices of a player that are best against a behaviour profile; linear in the tree.

    Exact: choices are best if no other is better at all. Of floats each information set's are
    divided by their sum.

    Parameters
    ----------
    profile : (choices,) behaviour probabilities of all players; the player's own do not matter.

    Raises
    ------
    NotSolved
        Imperfect recall.
    """
    form = sequence_form(game)
    own = form.players[player]
    if isinstance(profile, np.ndarray):
        profile = exact_profile(game.tree, profile)
    plans = [plan_of(each, profile) for each in form.players]
    worth = sequence_values(form, plans, player)
    expected = sum((a * b for a, b in zip(worth, plans[player], strict=True)), worth[0] - worth[0])
    best = np.zeros(len(profile), dtype=bool)
    for i in range(len(own.sets) - 1, -1, -1):
        start, stop = own.start[i : i + 2].tolist()
        value = max(worth[start:stop])
        best[own.choices[start:stop]] = [one == value for one in worth[start:stop]]
        worth[own.before[i]] += value
    return BestResponses(to_float(worth[0]), to_float(worth[0] - expected), best)
