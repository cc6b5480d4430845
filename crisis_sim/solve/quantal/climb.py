"""The branch from precision 0 as long as the precision rises along it, compiled.

On the reduced equations of :mod:`crisis_sim.solve.quantal.reduced` the precision itself is the
parameter. From odds z with slope z' the branch is extrapolated,

    guess = z + s z' + s^2 / 2 (z' - z' before) / (last s),

and Newton's method corrects the guess. A step is taken back if that was far off or does not
contract. The determinant of the Jacobian is that of all equations, is 1 at precision 0, and is
zero where the branch turns back or meets another. No step goes further than to where it would be
zero if it went on falling as it does, or the climb could go on along the other branch; as soon as
it is not positive, or that is near, or steps get short, the climb is given up, and
:mod:`crisis_sim.solve.quantal.follow` is the method to use.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.solve.quantal.linear import copy, factor, substitute
from crisis_sim.solve.quantal.path import CONTRACTION, GROWTH, MOST_ROUNDS, SHRINK
from crisis_sim.solve.quantal.plan import Order
from crisis_sim.solve.quantal.problem import Equations
from crisis_sim.solve.quantal.reduced import Reduction, equate
from crisis_sim.solve.quantal.uncounted import uncounted

__all__ = ["Slope", "climb", "make_slope"]

_FIRST_STEP = 2.0
_LEAST_STEP = 1e-3
_LOOSE, _TIGHT = 1e-2, 1e-7
_FAR, _AIM = 0.5, 0.15
_SAFE, _NEAR = 0.7, 0.02
"""The most of the way to a determinant of zero that a step goes, and how little of the precision
that way may be."""


class Slope(NamedTuple):
    """Where the climb has got to; each (unknowns,)."""

    odds: Any
    turn: Any
    old_turn: Any
    guess: Any
    pivots: Any


def make_slope(unknowns: int) -> Slope:
    """Room for a climb."""
    return Slope(
        odds=np.zeros(unknowns),
        turn=np.zeros(unknowns),
        old_turn=np.zeros(unknowns),
        guess=np.zeros(unknowns),
        pivots=np.zeros(unknowns, dtype=np.int64),
    )


@uncounted
def climb(problem: Equations, plan: Order, room: Reduction, slope: Slope, precision: float) -> bool:
    """Fill the profile of ``room`` at a precision; whether it could be reached."""
    if plan.unknowns == 0 or _climb(problem, plan, room, slope, precision):
        equate(problem, plan, room, slope.odds, precision, 1)
        return True
    return False


@uncounted
def _climb(
    problem: Equations, plan: Order, room: Reduction, slope: Slope, precision: float
) -> bool:
    """Bring ``slope.odds`` from precision 0 to a precision."""
    size = plan.unknowns
    for j in range(size):
        slope.odds[j] = slope.old_turn[j] = 0.0
    equate(problem, plan, room, slope.odds, 0.0, size + 2)
    for j in range(size):
        slope.turn[j] = -room.rise[j]
    reached, step, last, before = 0.0, _FIRST_STEP, 0.0, 1.0
    while reached < precision:
        step = min(step, precision - reached)
        goal = precision if step == precision - reached else reached + step
        bend = 0.5 * step * step / last if last > 0.0 else 0.0
        for j in range(size):
            turn = slope.turn[j] - slope.old_turn[j]
            slope.guess[j] = slope.odds[j] + step * slope.turn[j] + bend * turn
        distance = _correct(
            problem, plan, room, slope, goal, _TIGHT if goal == precision else _LOOSE
        )
        if distance < 0.0:
            step *= SHRINK
            if step < _LEAST_STEP:
                return False
            continue
        determinant = _determinant(room.matrix)
        copy(slope.odds, slope.guess)
        copy(slope.old_turn, slope.turn)
        for j in range(size):
            slope.turn[j] = -room.rise[j]
        substitute(room.matrix, slope.pivots, slope.turn)
        reached, last = goal, step
        ratio = (_AIM / max(distance, 1e-12)) ** (1.0 / 3.0)
        step *= min(max(ratio, SHRINK), GROWTH)
        if determinant < before:
            left = last * determinant / (before - determinant)
            if left < min(_NEAR * reached, precision - reached):
                return False
            step = min(step, _SAFE * left)
        before = determinant
    return True


@uncounted
def _determinant(factors: Any) -> float:
    """The size of the determinant of a matrix, given its factors."""
    product = 1.0
    for j in range(len(factors)):
        product *= abs(factors[j, j])
    return product


@uncounted
def _correct(
    problem: Equations,
    plan: Order,
    room: Reduction,
    slope: Slope,
    precision: float,
    tolerance: float,
) -> float:
    """Newton's method on ``slope.guess``: the length of its first round, -1 if it failed.

    It ends with a round that changes odds by less than ``tolerance``, which leaves an error of
    about its square.
    """
    guess, change = slope.guess, room.residual
    distance = before = 0.0
    for rounds in range(MOST_ROUNDS):
        equate(problem, plan, room, guess, precision, len(guess) + 2)
        if not factor(room.matrix, slope.pivots) > 0.0:
            return -1.0
        substitute(room.matrix, slope.pivots, change)
        length = 0.0
        for j in range(len(guess)):
            length = max(length, abs(change[j]) / (1.0 + 1e-2 * abs(guess[j])))
            guess[j] -= change[j]
        if rounds == 0:
            distance = length
            if not length <= _FAR:
                return -1.0
        elif not length <= max(CONTRACTION * before, 1e-6):
            return -1.0
        before = length
        if length <= tolerance:
            return distance
    return -1.0
