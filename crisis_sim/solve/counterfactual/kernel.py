"""The compiled loops of counterfactual regret. Importing this module imports numba.

One iteration costs, for each player, one pass over the terminals and two over its own choices.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import njit
from crisis_sim.solve.counterfactual.layout import Layout

__all__ = ["State", "iterate", "new_state"]

_LEAST = 1e-290
"""Regrets that add up to less could not be divided by their sum."""


class State(NamedTuple):
    """What changes from iteration to iteration, all of it (slots,).

    Attributes
    ----------
    behaviour : probability of each choice at its information set.
    plan : probability of each sequence as far as the player's own choices go.
    regret : the regret that has accumulated for each choice, never negative.
    total : plans added up, that of iteration t weighted by t.
    worth : counterfactual value of each choice; zeros between iterations.
    """

    behaviour: Any
    plan: Any
    regret: Any
    total: Any
    worth: Any


def new_state(layout: Layout) -> State:
    """The state before the first iteration."""
    state = State(*np.zeros((len(State._fields), int(layout.start[-1]))))
    _begin(layout, state)
    return state


@njit(cache=True)
def _begin(layout: Any, state: Any) -> None:
    """Uniform play."""
    players = len(layout.first) - 1
    state.plan[:players] = 1.0
    for k in range(len(layout.before)):
        start, stop = layout.start[k], layout.start[k + 1]
        for c in range(start, stop):
            state.behaviour[c] = 1.0 / (stop - start)
            state.plan[c] = state.plan[layout.before[k]] * state.behaviour[c]


@njit(cache=True)
def iterate(layout: Any, state: Any, done: int, more: int) -> None:
    """Iterations ``done + 1 .. done + more``, in each of which the players learn in turn."""
    for t in range(done + 1, done + more + 1):
        for player in range(len(layout.first) - 1):
            if len(layout.last) == 2:
                _credit_two(layout, state, player)
            else:
                _credit(layout, state, player)
            _learn(layout, state, player)
            _plan(layout, state, player, float(t))
            state.worth[player] = 0.0


@njit(cache=True)
def _credit_two(layout: Any, state: Any, player: int) -> None:
    """Credit each terminal to the player's last choice before it."""
    mine, theirs = layout.last[player], layout.last[1 - player]
    weight = layout.weight[player]
    for z in range(len(mine)):
        state.worth[mine[z]] += weight[z] * state.plan[theirs[z]]


@njit(cache=True)
def _credit(layout: Any, state: Any, player: int) -> None:
    """The same with any number of players."""
    players, terminals = layout.last.shape
    for z in range(terminals):
        credit = layout.weight[player, z]
        for other in range(players):
            if other != player:
                credit *= state.plan[layout.last[other, z]]
        state.worth[layout.last[player, z]] += credit


@njit(cache=True)
def _learn(layout: Any, state: Any, player: int) -> None:
    """Regret matching plus at the player's sets, later ones first (Tammelin 2014)."""
    worth, regret, behaviour = state.worth, state.regret, state.behaviour
    for back in range(layout.first[player + 1] - layout.first[player]):
        k = layout.first[player + 1] - 1 - np.uint32(back)
        start, stop = layout.start[k], layout.start[k + 1]
        value, some = 0.0, False
        for c in range(start, stop):
            value += behaviour[c] * worth[c]
            some |= worth[c] != 0.0
        if not some:  # out of the others' reach: nothing is learnt
            continue
        total = 0.0
        for c in range(start, stop):
            regret[c] = max(regret[c] + worth[c] - value, 0.0)
            total += regret[c]
            worth[c] = 0.0
        worth[layout.before[k]] += value
        share, even = (1.0 / total, 0.0) if total > _LEAST else (0.0, 1.0 / (stop - start))
        for c in range(start, stop):
            behaviour[c] = regret[c] * share + even


@njit(cache=True)
def _plan(layout: Any, state: Any, player: int, weight: float) -> None:
    """Add the plan of this iteration to the total, and make the next one."""
    for k in range(layout.first[player], layout.first[player + 1]):
        reach = state.plan[layout.before[k]]
        for c in range(layout.start[k], layout.start[k + 1]):
            state.total[c] += weight * state.plan[c]
            state.plan[c] = reach * state.behaviour[c]
