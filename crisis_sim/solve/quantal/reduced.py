"""The logit equations at guessed information sets, the other responses put in, compiled.

In the order of a :class:`~crisis_sim.solve.quantal.plan.Order`, with
log p(a) = z(a) - log sum exp z at every set:

    belief(x) = exp(log chance + sum of log p(c) on the way to x), made to sum to one,
    u(a) = sum over nodes x of the set of belief(x) V(x a),
    z(a) = precision (u(a) - u(first action)),
    V(x) = sum over moves a of p(a) V(x a).

At guessed sets z is the unknown, and z(a) - precision (u(a) - u(first)) what must vanish. Every
line is differentiated as it is computed: an array's last axis holds the quantity, then its
derivatives by the unknowns, then that by the precision. One evaluation costs the number of nodes
times that of these columns.

The steps are inlined and get their arrays one by one: a compiled call that passes on many arrays
costs more than the arithmetic at a node.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.solve.quantal.plan import Order
from crisis_sim.solve.quantal.problem import Equations
from crisis_sim.solve.quantal.uncounted import inlined, uncounted

__all__ = ["Reduction", "equate", "make_reduced", "weigh_chance"]


class Reduction(NamedTuple):
    """Arrays that the reduced equations fill.

    Attributes
    ----------
    p, log_p, u : (choices, columns) probabilities, their logarithms, values to the mover.
    value : (nodes, columns x players) expected payoffs, the players of a column together.
    belief : (held nodes, columns) share in the set.
    log_chance : (held nodes,) logarithm of all chance on the way.
    mean : (columns,)
    matrix, residual, rise : (unknowns, unknowns), (unknowns,), (unknowns,) the derivative by the
        unknowns, the error of the equations, and its derivative by the precision.
    """

    p: Any
    log_p: Any
    u: Any
    value: Any
    belief: Any
    log_chance: Any
    mean: Any
    matrix: Any
    residual: Any
    rise: Any


def make_reduced(problem: Equations, plan: Order) -> Reduction:
    """Room for the reduced equations of a problem."""
    choices, held, columns = int(problem.first[-1]), len(plan.held), plan.unknowns + 2
    nodes, players = problem.payoffs.shape
    belief = np.zeros((held, columns))
    belief[:, 0] = 1.0
    return Reduction(
        p=np.zeros((choices, columns)),
        log_p=np.zeros((choices, columns)),
        u=np.zeros((choices, columns)),
        value=np.zeros((nodes, columns * players)),
        belief=belief,
        log_chance=np.zeros(held),
        mean=np.zeros(columns),
        matrix=np.zeros((plan.unknowns, plan.unknowns)),
        residual=np.zeros(plan.unknowns),
        rise=np.zeros(plan.unknowns),
    )


@uncounted
def weigh_chance(problem: Equations, plan: Order, room: Reduction) -> None:
    """What the numbers of a game fix: payoffs at the ends, and beliefs that chance alone makes."""
    parent, log_chance, value = problem.parent, problem.log_chance, room.value
    for x in range(len(parent)):
        if plan.child_start[x] == plan.child_start[x + 1]:
            for i in range(problem.payoffs.shape[1]):
                value[x, i] = problem.payoffs[x, i]
    for k in range(len(plan.held)):
        x, total = plan.held[k], 0.0
        while x >= 0:
            total += log_chance[x]
            x = parent[x]
        room.log_chance[k] = total
    for h in range(len(problem.shared)):
        if problem.shared[h] and not plan.depends[h]:
            begin, end = plan.held_start[h], plan.held_start[h + 1]
            for k in range(begin, end):
                room.belief[k, 0] = room.log_chance[k]
            _share(room.belief, room.mean, begin, end, 1)


@uncounted
def equate(
    problem: Equations, plan: Order, room: Reduction, odds: Any, precision: float, columns: int
) -> None:
    """The residual at guessed odds and a precision, with its derivatives.

    With one column the whole profile, without derivatives.
    """
    first, player, chance, choice = problem.first, problem.player, problem.chance, problem.choice
    child_start, child, column, depends = plan.child_start, plan.child, plan.column, plan.depends
    held_start, held, path_start, path = plan.held_start, plan.held, plan.path_start, plan.path
    p, log_p, u, value, mean = room.p, room.log_p, room.u, room.value, room.mean
    belief, log_chance, players = room.belief, room.log_chance, problem.payoffs.shape[1]
    steps = plan.steps
    for h in plan.guessed:
        _guess(p, log_p, odds, first[h], first[h + 1], column[h], columns)
    for k in range(plan.inner if columns > 1 else len(steps)):
        step = steps[k]
        if step >= 0:
            _value(child_start, child, choice, chance, value, p, players, step, columns)
            continue
        h = -1 - step
        if depends[h]:
            for j in range(held_start[h], held_start[h + 1]):
                _weigh(belief, log_chance, path_start, path, log_p, j, columns)
            _share(belief, mean, held_start[h], held_start[h + 1], columns)
        for c in range(first[h], first[h + 1]):
            _judge(
                child_start, child, held_start, held, value, belief, u, players, player[h],
                h, c, c - first[h], columns,
            )  # fmt: skip
        if column[h] < 0:
            _respond(p, log_p, u, mean, first[h], first[h + 1], precision, columns)
        elif columns > 1:
            _compare(
                room.matrix, room.residual, room.rise, u, odds, first[h], first[h + 1],
                column[h], precision, columns,
            )  # fmt: skip


@inlined
def _guess(p: Any, log_p: Any, odds: Any, start: int, end: int, column: int, columns: int) -> None:
    """Probabilities at a guessed set, and their derivatives by the unknowns."""
    log_p[start, 0] = 0.0
    for c in range(start + 1, end):
        log_p[c, 0] = odds[column + c - start - 1]
    _normalise(p, log_p, start, end)
    if columns > 1:
        for c in range(start, end):
            for b in range(start + 1, end):
                slope = (1.0 if b == c else 0.0) - p[b, 0]
                log_p[c, column + b - start] = slope
                p[c, column + b - start] = p[c, 0] * slope


@inlined
def _normalise(p: Any, log_p: Any, start: int, end: int) -> None:
    """Probabilities, and their logarithms, from log odds."""
    most, total = log_p[start, 0], 0.0
    for c in range(start + 1, end):
        most = max(most, log_p[c, 0])
    for c in range(start, end):
        p[c, 0] = np.exp(log_p[c, 0] - most)
        total += p[c, 0]
    shift = most + np.log(total)
    for c in range(start, end):
        log_p[c, 0] -= shift
        p[c, 0] /= total


@inlined
def _value(
    child_start: Any, child: Any, choice: Any, chance: Any, value: Any, p: Any,
    players: int, x: int, columns: int,
) -> None:  # fmt: skip
    """What each player expects at a node."""
    for q in range(columns * players):
        value[x, q] = 0.0
    for k in range(child_start[x], child_start[x + 1]):
        y = child[k]
        c = choice[y]
        share = p[c, 0] if c >= 0 else chance[y]
        for q in range(columns * players):
            value[x, q] += share * value[y, q]
        if c >= 0:
            for m in range(1, columns):
                for i in range(players):
                    value[x, m * players + i] += p[c, m] * value[y, i]


@inlined
def _weigh(
    belief: Any, log_chance: Any, path_start: Any, path: Any, log_p: Any, k: int, columns: int
) -> None:
    """The logarithm of a node's reach, but for what all nodes of its set have in common."""
    belief[k, 0] = log_chance[k]
    for m in range(1, columns):
        belief[k, m] = 0.0
    for j in range(path_start[k], path_start[k + 1]):
        for m in range(columns):
            belief[k, m] += log_p[path[j], m]


@inlined
def _share(belief: Any, mean: Any, begin: int, end: int, columns: int) -> None:
    """The share of each node in its set, from logarithms."""
    most, total = -np.inf, 0.0
    for k in range(begin, end):
        most = max(most, belief[k, 0])
    for k in range(begin, end):
        belief[k, 0] = np.exp(belief[k, 0] - most)
        total += belief[k, 0]
    for m in range(1, columns):
        mean[m] = 0.0
    for k in range(begin, end):
        belief[k, 0] /= total
        for m in range(1, columns):
            mean[m] += belief[k, 0] * belief[k, m]
    for k in range(begin, end):
        for m in range(1, columns):
            belief[k, m] = belief[k, 0] * (belief[k, m] - mean[m])


@inlined
def _judge(
    child_start: Any, child: Any, held_start: Any, held: Any, value: Any, belief: Any, u: Any,
    players: int, player: int, h: int, c: int, action: int, columns: int,
) -> None:  # fmt: skip
    """What an action is worth to its mover."""
    for m in range(columns):
        u[c, m] = 0.0
    for k in range(held_start[h], held_start[h + 1]):
        y = child[child_start[held[k]] + action]
        share, worth = belief[k, 0], value[y, player]
        u[c, 0] += share * worth
        for m in range(1, columns):
            u[c, m] += share * value[y, m * players + player] + belief[k, m] * worth


@inlined
def _respond(
    p: Any, log_p: Any, u: Any, mean: Any, start: int, end: int, precision: float, columns: int
) -> None:
    """The logit response at a set to what its actions are worth."""
    for c in range(start, end):
        log_p[c, 0] = precision * (u[c, 0] - u[start, 0])
    _normalise(p, log_p, start, end)
    if columns > 1:
        for m in range(1, columns):
            mean[m] = 0.0
        for c in range(start, end):
            for m in range(1, columns):
                log_p[c, m] = precision * u[c, m]
            log_p[c, columns - 1] += u[c, 0]
            for m in range(1, columns):
                mean[m] += p[c, 0] * log_p[c, m]
        for c in range(start, end):
            for m in range(1, columns):
                log_p[c, m] -= mean[m]
                p[c, m] = p[c, 0] * log_p[c, m]


@inlined
def _compare(
    matrix: Any, residual: Any, rise: Any, u: Any, odds: Any, start: int, end: int, column: int,
    precision: float, columns: int,
) -> None:  # fmt: skip
    """The equations at a guessed set, one for each action but the first."""
    for c in range(start + 1, end):
        row = column + c - start - 1
        gain = u[c, 0] - u[start, 0]
        for m in range(1, columns - 1):
            matrix[row, m - 1] = -precision * (u[c, m] - u[start, m])
        matrix[row, row] += 1.0
        rise[row] = -gain - precision * (u[c, columns - 1] - u[start, columns - 1])
        residual[row] = odds[row] - precision * gain
