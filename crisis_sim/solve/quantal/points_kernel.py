"""Logit equilibria of many games of one shape, compiled: the loop behind a sweep."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.solve.quantal.climb import Slope, climb
from crisis_sim.solve.quantal.plan import Order
from crisis_sim.solve.quantal.problem import Equations
from crisis_sim.solve.quantal.reduced import Reduction, weigh_chance
from crisis_sim.solve.quantal.uncounted import uncounted

__all__ = ["LogitTable", "climb_all", "measure_all"]


class LogitTable(NamedTuple):
    """The numbers of the games, and where to put the answers.

    Attributes
    ----------
    chance : (points, nodes).
    payoffs : (points, payoff rows, players).
    row : (nodes,) payoff row of a terminal, else -1.
    precisions : (points,) in 1/payoff units.
    log_profiles : (points, choices), in the numbering of the problem.
    values : (points, players) expected payoffs.
    outcomes : (points, outcomes) probabilities.
    solved : (points,) whether the equations were solved.
    """

    chance: Any
    payoffs: Any
    row: Any
    precisions: Any
    log_profiles: Any
    values: Any
    outcomes: Any
    solved: Any


@uncounted
def climb_all(
    problem: Equations, plan: Order, room: Reduction, slope: Slope, table: LogitTable
) -> None:
    """Fill ``log_profiles`` and ``solved`` where the branch can be climbed."""
    for k in range(len(table.precisions)):
        scale = _set_numbers(problem, table, k)
        weigh_chance(problem, plan, room)
        table.solved[k] = climb(problem, plan, room, slope, table.precisions[k] * scale)
        for c in range(table.log_profiles.shape[1]):
            table.log_profiles[k, c] = room.log_p[c, 0]


@uncounted
def _set_numbers(problem: Equations, table: LogitTable, k: int) -> float:
    """Chances and scaled payoffs of game ``k`` into the problem; the payoff range."""
    payoffs, players = table.payoffs[k], problem.payoffs.shape[1]
    scale = 0.0
    for i in range(players):
        least, most = np.inf, -np.inf
        for x in range(len(problem.parent)):
            if table.row[x] >= 0:
                least = min(least, payoffs[table.row[x], i])
                most = max(most, payoffs[table.row[x], i])
        scale = max(scale, most - least)
        for x in range(len(problem.parent)):
            if table.row[x] >= 0:
                problem.payoffs[x, i] = payoffs[table.row[x], i] - least
    if scale == 0.0:
        scale = 1.0
    for x in range(len(problem.parent)):
        chance = table.chance[k, x]
        problem.chance[x] = chance
        problem.log_chance[x] = np.log(chance) if chance > 0.0 else 0.0
        for i in range(players):
            problem.payoffs[x, i] /= scale
    return scale


@uncounted
def measure_all(problem: Equations, table: LogitTable, reach: Any) -> None:
    """Add to ``values`` and ``outcomes`` what the profiles come to."""
    log_profiles, values, outcomes = table.log_profiles, table.values, table.outcomes
    for k in range(len(table.precisions)):
        for x in range(1, len(reach)):
            c = problem.choice[x]
            share = np.exp(log_profiles[k, c]) if c >= 0 else table.chance[k, x]
            reach[x] = reach[problem.parent[x]] * share
            row = table.row[x]
            if row >= 0:
                outcomes[k, problem.outcome[x]] += reach[x]
                for i in range(values.shape[1]):
                    values[k, i] += reach[x] * table.payoffs[k, row, i]
