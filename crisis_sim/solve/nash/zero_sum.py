"""Games in which one side's gain is the other's loss, by a linear programme on the sequence form.

A plan of player 1 is a maximin plan if it solves (von Stengel 1996; Koller, Megiddo and von
Stengel 1996)

    maximise  q[0]   subject to   E x = e,   x >= 0,   F' q - A' x <= 0,

with ``A`` (sequences of 1 by sequences of 2) the payoffs, ``E`` (sets of 1 plus one by sequences
of 1) and ``F`` the constraints on plans, and ``q`` (sets of 2 plus one) what player 1 is sure of
against every continuation of player 2. The dual is the programme of player 2, so that the two
optimal values prove each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.sequence_form import SequenceForm, Sequences
from crisis_sim.solve.nash.rational import exact_game

__all__ = ["ZeroSum", "constant_sum", "solve_zero_sum"]


@dataclass(frozen=True, eq=False)
class ZeroSum:
    """Optimal plans of a game with a constant sum.

    Attributes
    ----------
    plans : for each player (sequences,) an optimal realisation plan.
    value : what player 1 can be sure of.
    gap : what player 2 can keep player 1 down to, less ``value``; zero but for rounding.
    """

    plans: tuple[Floats, Floats]
    value: float
    gap: float


def constant_sum(game: Game) -> Fraction | None:
    """The sum of the two players' payoffs if it is the same at every terminal, else None.

    Exact; float payoffs stand for the simplest rationals they may be.
    """
    rows = game.tree.payoff_row[game.tree.terminals].tolist()
    if np.ptp(game.payoffs[rows].sum(axis=1)) > 1e-9 * game.payoff_range:
        return None
    numbers = exact_game(game).exact
    assert numbers is not None
    sums = {sum(numbers.payoffs[row], Fraction(0)) for row in rows}
    return sums.pop() if len(sums) == 1 else None


def solve_zero_sum(form: SequenceForm) -> ZeroSum:
    """An optimal plan for each player of a two-player game with a constant sum.

    Two linear programmes with as many variables and constraints as the players have choices,
    solved by the dual simplex method in floats; the optimal plans may be many, and one is given.

    Raises
    ------
    NotSolved
        The linear programme was not solved.
    """
    shape = tuple(own.count for own in form.players)
    plans, values = [], []
    for player, own in enumerate(form.players):
        table = _sparse(
            form.payoffs[:, player], form.cells[:, player], form.cells[:, 1 - player], shape, player
        )
        plan, value = _maximin(own, form.players[1 - player], table)
        plans.append(plan)
        values.append(value)
    total = float(form.payoffs.sum(axis=1) @ _reach(form, plans))
    return ZeroSum((plans[0], plans[1]), values[0], total - values[0] - values[1])


def _reach(form: SequenceForm, plans: list[Floats]) -> Floats:
    return np.asarray(plans[0][form.cells[:, 0]] * plans[1][form.cells[:, 1]])


def _sparse(
    payoffs: Floats,
    own: NDArray[np.int32],
    other: NDArray[np.int32],
    shape: tuple[int, ...],
    player: int,
) -> Any:
    from scipy.sparse import csr_array

    return csr_array((payoffs, (own, other)), shape=(shape[player], shape[1 - player]))


def _maximin(own: Sequences, other: Sequences, payoffs: Any) -> tuple[Floats, float]:
    """A player's maximin plan and its value; variables are ``x`` and then ``q``."""
    from scipy.optimize import linprog
    from scipy.sparse import hstack

    sets = len(other.sets) + 1
    cost = np.zeros(own.count + sets)
    cost[own.count] = -1.0
    above = hstack([-payoffs.T, _constraints(other).T], format="csr")
    equal = _constraints(own)
    equal.resize(len(own.sets) + 1, own.count + sets)
    right = np.zeros(len(own.sets) + 1)
    right[0] = 1.0
    answer = linprog(
        cost,
        A_ub=above,
        b_ub=np.zeros(other.count),
        A_eq=equal,
        b_eq=right,
        bounds=[(0, None)] * own.count + [(None, None)] * sets,
        method="highs-ds",
    )
    if answer.status != 0:
        raise NotSolved(f"the linear programme was not solved: {answer.message}")
    return _tidy(own, answer.x[: own.count]), -float(answer.fun)


def _constraints(own: Sequences) -> Any:
    from scipy.sparse import csr_array

    entries, rows, columns = own.constraints()
    return csr_array((entries, (rows, columns)), shape=(len(own.sets) + 1, own.count))


def _tidy(own: Sequences, plan: Floats) -> Floats:
    """The plan with rounding errors removed: exactly additive, no tiny or negative entries."""
    tidy = np.ones(own.count)
    for i, before in enumerate(own.before.tolist()):
        here = slice(int(own.start[i]), int(own.start[i + 1]))
        weight = np.where(plan[here] > 1e-11, plan[here], 0.0)
        total = weight.sum()
        share = weight / total if total > 0 else np.full(len(weight), 1.0 / len(weight))
        tidy[here] = tidy[before] * share
    return tidy
