"""Payoffs, outcome probabilities and regret of many profiles, compiled.

The same quantities as in :mod:`crisis_sim.strategy`, for every point of a branch at once. Player
regret is found on the sequences of each player (Koller, Megiddo and von Stengel 1996).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import njit
from crisis_sim.solve.quantal.problem import Equations

__all__ = ["measure"]


@njit(cache=True, error_model="numpy")
def measure(problem: Equations, profiles: Any, payoffs: Any, outcomes: Any, regrets: Any) -> None:
    """Fill ``payoffs`` (k, players), ``outcomes`` (k, outcomes) and ``regrets`` (k, players).

    ``profiles`` is (k, choices) in the numbering of the problem; payoffs are on its scale. Linear
    in k, nodes and players.
    """
    reach = np.ones(len(problem.parent))
    others = np.ones(problem.payoffs.shape)
    worth = np.zeros(profiles.shape[1])
    for row in range(len(profiles)):
        profile = profiles[row]
        _reach(problem, profile, reach, others)
        for i in range(payoffs.shape[1]):
            payoffs[row, i] = 0.0
        for i in range(outcomes.shape[1]):
            outcomes[row, i] = 0.0
        for x in range(len(reach)):
            if problem.outcome[x] >= 0:
                outcomes[row, problem.outcome[x]] += reach[x]
                for i in range(payoffs.shape[1]):
                    payoffs[row, i] += reach[x] * problem.payoffs[x, i]
        _best(problem, others, worth, regrets[row])
        for i in range(payoffs.shape[1]):
            regrets[row, i] = max(regrets[row, i] - payoffs[row, i], 0.0)


@njit(cache=True, error_model="numpy")
def _reach(problem: Equations, profile: Any, reach: Any, others: Any) -> None:
    """Reach of each node, and (nodes, players) reach without the player's own choices."""
    for x in range(1, len(reach)):
        above, c = problem.parent[x], problem.choice[x]
        branch = profile[c] if c >= 0 else problem.chance[x]
        reach[x] = reach[above] * branch
        for i in range(others.shape[1]):
            others[x, i] = others[above, i] * branch
        if c >= 0:
            i = problem.mover[above]
            others[x, i] = others[above, i]


@njit(cache=True, error_model="numpy")
def _best(problem: Equations, others: Any, worth: Any, best: Any) -> None:
    """(players,) what the best response of each player is worth, in ``best``.

    Later information sets of a player have later first nodes, so that they are settled first.
    """
    for c in range(len(worth)):
        worth[c] = 0.0
    for i in range(len(best)):
        best[i] = 0.0
    for x in range(len(others)):
        if problem.outcome[x] < 0:
            continue
        for i in range(others.shape[1]):
            credit = others[x, i] * problem.payoffs[x, i]
            if problem.own[x, i] >= 0:
                worth[problem.own[x, i]] += credit
            else:
                best[i] += credit
    for h in range(len(problem.before) - 1, -1, -1):
        most = worth[problem.first[h]]
        for c in range(problem.first[h] + 1, problem.first[h + 1]):
            most = max(most, worth[c])
        if problem.before[h] >= 0:
            worth[problem.before[h]] += most
        else:
            best[problem.player[h]] += most
