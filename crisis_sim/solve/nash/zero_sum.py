"""Games in which each side gains what the other loses, by a linear programme on the sequence form.

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
from typing import Any

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.sequence_form import SequenceForm, Sequences
from crisis_sim.numbers.programme import maximise
from crisis_sim.numbers.rational import ONE, ZERO, Rational, rational
from crisis_sim.numbers.real import Number
from crisis_sim.other_concepts import JUST_ONE, serving
from crisis_sim.solve.nash.basis import MOST_CHOICES, plan_where
from crisis_sim.solve.nash.profile import Plan
from crisis_sim.solve.nash.rational import working_game

__all__ = ["ZeroSum", "opposed", "solve_zero_sum"]


EXACT = 160
"""Up to this many choices the programmes are solved in exact numbers."""

NEAR = 1e-9
"""What floats as small are tried as zero; payoffs are 1 at most."""


@dataclass(frozen=True, eq=False)
class ZeroSum:
    """Optimal plans of a game in which each side gains what the other loses.

    Attributes
    ----------
    plans : for each player (sequences,) an optimal realisation plan, as numbers or floats.
    values : what each player can be sure of.
    """

    plans: tuple[Plan | Floats, Plan | Floats]
    values: tuple[Number, Number]


def opposed(game: Game) -> bool:
    """Whether two players' interests are opposite, in whatever units each counts payoffs.

    Player 2's payoffs are then those of player 1 times a negative number, plus one; with equal
    units their sum is constant.
    """
    if len(game.players) != 2:
        return False
    working, _ = working_game(game)
    rows = set(game.tree.payoff_row[game.tree.terminals].tolist())
    sums = {sum(working.numbers.payoffs[row], ZERO) for row in rows}
    return sums <= {ONE} or sums <= {ZERO}


def solve_zero_sum(form: SequenceForm, *, exact: bool | None = None) -> ZeroSum:
    """An optimal plan for each player of a two-player game with opposite interests.

    Two linear programmes with as many variables and constraints as the players have choices. The
    optimal plans may be many, and one is given.

    Parameters
    ----------
    form : of a game with payoffs from 0 to 1.
    exact : whether to solve in exact numbers; by default up to 160 choices in all. Else the dual
        simplex method in floats names the optimal point, and up to 1,500 choices it is solved for
        again in exact numbers; the values then are floats.

    Raises
    ------
    NotSolved
        The linear programme was not solved.
    """
    if exact is None:
        exact = sum(own.count - 1 for own in form.players) <= EXACT
    one, two = (
        (_maximin(form, 0), _maximin(form, 1))
        if not exact
        else (_exact_maximin(form, 0), _exact_maximin(form, 1))
    )
    return ZeroSum((one[0], two[0]), (one[1], two[1]))


def _exact_maximin(form: SequenceForm, player: int) -> tuple[Plan, Number]:
    """A player's maximin plan and its value; variables are ``x`` and then ``q``.

    No payoff is negative, and so no value that the player can be sure of.
    """
    objective, below, equal = _programme(form, player)
    own = form.players[player]
    best = maximise(
        objective,
        below,
        [ZERO] * len(below),
        equal=equal,
        equal_right=[ONE, *([ZERO] * len(own.sets))],
    )
    assert best is not None
    return best.point[: own.count], best.value


Rows = list[list[Rational]]


def _programme(form: SequenceForm, player: int) -> tuple[list[Rational], Rows, Rows]:
    """The objective and the rows of inequalities and equations."""
    own, other = form.players[player], form.players[1 - player]
    width = own.count + len(other.sets) + 1
    below: Rows = [[ZERO] * width for _ in range(other.count)]
    for cell, payoffs in zip(form.cells.tolist(), form.numbers, strict=True):
        below[cell[1 - player]][cell[player]] -= payoffs[player]
    for entry, row, column in zip(*other.constraints(), strict=True):
        below[column][own.count + row] += int(entry)
    equal: Rows = [[ZERO] * width for _ in range(len(own.sets) + 1)]
    for entry, row, column in zip(*own.constraints(), strict=True):
        equal[row][column] += int(entry)
    objective = [ZERO] * width
    objective[own.count] = ONE
    return objective, below, equal


def _confirmed(form: SequenceForm, player: int, point: Floats, slack: Floats) -> Plan | None:
    """The optimal plan that floats are near: what is zero or tight in them is so exactly."""
    own, other = form.players[player], form.players[1 - player]
    table = np.full((own.count, other.count), ZERO, dtype=object)
    for cell, payoffs in zip(form.cells.tolist(), form.numbers, strict=True):
        table[cell[player], cell[1 - player]] += payoffs[player]
    used = [j for j in range(1, own.count) if point[j] > NEAR]
    replies = [t for t in range(1, other.count) if slack[t] <= NEAR]
    return plan_where(own, other, table, used, replies)


def _maximin(form: SequenceForm, player: int) -> tuple[Plan | Floats, Number]:
    """The same by floats; in exact numbers where these settle it."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, hstack

    own, other = form.players[player], form.players[1 - player]
    place = (form.cells[:, player], form.cells[:, 1 - player])
    payoffs = csr_array((form.payoffs[:, player], place), shape=(own.count, other.count))
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
        raise NotSolved(
            f"the linear programme was not solved: {answer.message}; ",
            *serving(JUST_ONE),
        )
    value = rational(-float(answer.fun))
    if own.count + other.count <= MOST_CHOICES:
        confirmed = _confirmed(form, player, answer.x, answer.slack)
        if confirmed is not None:
            return confirmed, value
    return _tidy(own, answer.x[: own.count]), value


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
