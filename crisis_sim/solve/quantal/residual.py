"""The proof that a profile is a logit response to itself. Shares no code with the solver."""

from __future__ import annotations

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Integers
from crisis_sim.strategy.evaluate import action_values

__all__ = ["log_beliefs", "logit_residual"]


def logit_residual(game: Game, log_profile: Floats, precision: float, beliefs: Floats) -> float:
    """How far a profile is from the agent logit equations (McKelvey and Palfrey 1998).

    At every information set log p(a) - log p(b) should be ``precision`` times the difference of
    the values of actions a and b. The largest error is returned, divided by the larger of 1 and
    ``precision`` times the payoff range: for large precisions it is the share of the payoff range
    by which a value would have to change for the equation to hold.

    Parameters
    ----------
    log_profile : (choices,) log-probabilities, exact where probabilities underflow.
    precision : in 1/payoff units.
    beliefs : (nodes,) beliefs that go with the profile; those of Bayes' rule are used in their
        place wherever it applies.
    """
    tree = game.tree
    held = log_beliefs(game, log_profile)
    held = np.where(np.isnan(held), beliefs, held)
    values = action_values(game, np.exp(log_profile), held)
    starts = tree.choice_start[:-1]
    best = np.repeat(starts + _places_of_best(log_profile, starts), tree.set_actions)
    odds = log_profile - log_profile[best]
    gains = values - values[best]
    error = float(np.max(np.abs(odds - precision * gains), initial=0.0))
    return error / max(1.0, precision * game.payoff_range)


def log_beliefs(game: Game, log_profile: Floats) -> Floats:
    """(nodes,) beliefs by Bayes' rule, also where the reach underflows.

    nan at nodes where no player moves and where only chance moves of probability zero lead.
    """
    tree = game.tree
    with np.errstate(divide="ignore"):
        reach = np.log(game.chance)
    chosen = tree.choice >= 0
    reach[chosen] = log_profile[tree.choice[chosen]]
    reach[0] = 0.0
    for level in tree.levels[1:]:
        reach[level] += reach[tree.parent[level]]
    beliefs = np.full(tree.size, np.nan)
    starts, members = tree.set_member_start[:-1], tree.set_member
    sizes = np.diff(tree.set_member_start)
    most = np.repeat(np.maximum.reduceat(reach[members], starts), sizes)
    possible = np.isfinite(most)
    share = np.exp(reach[members] - np.where(possible, most, 0.0))
    total = np.repeat(np.add.reduceat(share, starts), sizes)
    beliefs[members[possible]] = share[possible] / total[possible]
    return beliefs


def _places_of_best(log_profile: Floats, starts: Integers) -> Integers:
    """(information sets,) the place of the likeliest action in its set."""
    ends = [*starts[1:].tolist(), len(log_profile)]
    return np.asarray(
        [
            int(np.argmax(log_profile[start:end]))
            for start, end in zip(starts.tolist(), ends, strict=True)
        ],
        dtype=np.int32,
    )
