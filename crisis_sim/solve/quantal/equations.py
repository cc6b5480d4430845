"""The agent logit equations and their Jacobian on the tree, compiled.

At information set ``h`` the mover's action ``a`` has the value

    u(a) = sum over nodes x of h of  belief(x) V(x a),

``V`` being what the mover expects from there on, and belief(x) the share of ``x`` in the
probability of reaching ``h``. The unknowns are the log odds z(a) = log p(a) - log p(first action),
and the equations (McKelvey and Palfrey 1998, definition 3) are

    F(a) = z(a) - precision (u(a) - u(first action)) = 0.

Reach is kept as a logarithm, so that beliefs are right where probabilities underflow.

Derivatives. Let R(w | y) be the probability of coming from ``y`` to a node ``w`` of set ``g``, and
p(e) that of an action there. Values change by

    dV(y) / dz(e) = sum over w below y of  R(w | y) p(e) (V(w e) - V(w)),

and beliefs, of sets with several nodes, by

    du(a) / dlog p(d) = sum over nodes x of h after choice d of  belief(x) (V(x a) - u(a)).

One evaluation costs the number of nodes times their depth.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import njit
from crisis_sim.solve.quantal.problem import Equations

__all__ = ["Work", "assemble", "differentiate", "evaluate", "make_work"]


class Work(NamedTuple):
    """Arrays that the equations fill.

    Attributes
    ----------
    probability, log_probability : (choices,) the profile.
    value : (choices,) what the mover expects from each choice.
    odds_slope : (choices, unknowns) derivatives of ``value``.
    branch, log_reach, lost, belief : (nodes,) probability of the move that leads to a node;
        logarithm of its reach; what that lacks by rounding; the node's share in its set.
    node_value : (nodes, players).
    most : (information sets,) ``log_reach`` of the likeliest of its nodes.
    total : (information sets,) sum of their reach relative to it.
    matrix : (unknowns + 1, unknowns + 1) the bordered Jacobian or its factors.
    step, turn : (unknowns + 1,) right-hand sides.
    pivots : (unknowns + 1,).
    """

    probability: Any
    log_probability: Any
    value: Any
    odds_slope: Any
    branch: Any
    log_reach: Any
    lost: Any
    belief: Any
    node_value: Any
    most: Any
    total: Any
    matrix: Any
    step: Any
    turn: Any
    pivots: Any


def make_work(problem: Equations) -> Work:
    """Room for the equations of a problem."""
    nodes, players = problem.payoffs.shape
    sets, choices = len(problem.shared), int(problem.first[-1])
    unknowns = choices - sets
    return Work(
        probability=np.zeros(choices),
        log_probability=np.zeros(choices),
        value=np.zeros(choices),
        odds_slope=np.zeros((choices, unknowns)),
        branch=np.ones(nodes),
        log_reach=np.zeros(nodes),
        lost=np.zeros(nodes),
        belief=np.zeros(nodes),
        node_value=np.zeros((nodes, players)),
        most=np.zeros(sets),
        total=np.zeros(sets),
        matrix=np.zeros((unknowns + 1, unknowns + 1)),
        step=np.zeros(unknowns + 1),
        turn=np.zeros(unknowns + 1),
        pivots=np.zeros(unknowns + 1, dtype=np.int64),
    )


@njit(cache=True, error_model="numpy")
def evaluate(problem: Equations, work: Work, point: Any) -> None:
    """Probabilities, beliefs and values at a point (log odds, then precision)."""
    _respond(problem, work, point)
    _descend(problem, work)
    _believe(problem, work)
    _expect(problem, work)


@njit(cache=True, error_model="numpy")
def _respond(problem: Equations, work: Work, point: Any) -> None:
    """Probabilities from log odds."""
    log_probability = work.log_probability
    for h in range(len(problem.shared)):
        start, stop = problem.first[h], problem.first[h + 1]
        log_probability[start] = 0.0
        most = 0.0
        for c in range(start + 1, stop):
            log_probability[c] = point[c - h - 1]
            most = max(most, point[c - h - 1])
        total = 0.0
        for c in range(start, stop):
            log_probability[c] -= most
            total += np.exp(log_probability[c])
        shift = np.log(total)
        for c in range(start, stop):
            log_probability[c] -= shift
            work.probability[c] = np.exp(log_probability[c])


@njit(cache=True, error_model="numpy")
def _descend(problem: Equations, work: Work) -> None:
    """Move probabilities and the logarithm of reach, from the root down.

    What rounding takes from a sum is kept beside it (Knuth's two-sum): nodes of one set may follow
    the same very unlikely choices, whose logarithms then cancel exactly in the beliefs.
    """
    parent, choice, log_reach = problem.parent, problem.choice, work.log_reach
    for x in range(1, len(parent)):
        c = choice[x]
        work.branch[x] = work.probability[c] if c >= 0 else problem.chance[x]
        term = work.log_probability[c] if c >= 0 else problem.log_chance[x]
        before = log_reach[parent[x]]
        after = before + term
        log_reach[x] = after
        part = after - before
        lost = (before - (after - part)) + (term - part)
        work.lost[x] = work.lost[parent[x]] + lost


@njit(cache=True, error_model="numpy")
def _believe(problem: Equations, work: Work) -> None:
    """Each node's share in the reach of its information set.

    Until the shares are added up ``most`` and ``total`` hold the reach of the set's likeliest node
    and what that lacks by rounding, which at large precisions can be many times itself.
    """
    set_of, shared, belief = problem.set_of, problem.shared, work.belief
    for h in range(len(shared)):
        work.most[h] = -np.inf
        work.total[h] = 0.0
    for x in range(len(set_of)):
        h = set_of[x]
        if h < 0 or not problem.held[x]:
            continue
        if (work.log_reach[x] - work.most[h]) + (work.lost[x] - work.total[h]) > 0.0:
            work.most[h] = work.log_reach[x]
            work.total[h] = work.lost[x]
    for x in range(len(set_of)):
        h = set_of[x]
        if h >= 0 and problem.held[x]:
            exponent = (work.log_reach[x] - work.most[h]) + (work.lost[x] - work.total[h])
            belief[x] = np.exp(exponent) if shared[h] else 1.0
    for h in range(len(shared)):
        work.total[h] = 0.0
    for x in range(len(set_of)):
        h = set_of[x]
        if h >= 0 and problem.held[x]:
            work.total[h] += belief[x]
    for x in range(len(set_of)):
        h = set_of[x]
        if h >= 0 and shared[h] and problem.held[x]:
            belief[x] /= work.total[h]


@njit(cache=True, error_model="numpy")
def _expect(problem: Equations, work: Work) -> None:
    """Values of nodes from the ends up, then of choices."""
    parent, choice, value = problem.parent, problem.choice, work.node_value
    players = value.shape[1]
    for x in range(len(parent)):
        for i in range(players):
            value[x, i] = problem.payoffs[x, i]
    for x in range(len(parent) - 1, 0, -1):
        for i in range(players):
            value[parent[x], i] += work.branch[x] * value[x, i]
    for c in range(len(work.value)):
        work.value[c] = 0.0
    for x in range(1, len(parent)):
        if choice[x] >= 0:
            above = parent[x]
            work.value[choice[x]] += work.belief[above] * value[x, problem.mover[above]]


@njit(cache=True, error_model="numpy")
def assemble(problem: Equations, work: Work, point: Any) -> None:
    """The Jacobian in all rows of ``matrix`` but the last, and -F in ``step``."""
    differentiate(problem, work)
    unknowns = len(point) - 1
    precision = point[unknowns]
    slope, matrix = work.odds_slope, work.matrix
    for h in range(len(problem.shared)):
        start = problem.first[h]
        for c in range(start + 1, problem.first[h + 1]):
            row = c - h - 1
            for j in range(unknowns):
                matrix[row, j] = precision * (slope[start, j] - slope[c, j])
            matrix[row, row] += 1.0
            gain = work.value[c] - work.value[start]
            matrix[row, unknowns] = -gain
            work.step[row] = precision * gain - point[row]


@njit(cache=True, error_model="numpy")
def differentiate(problem: Equations, work: Work) -> None:
    """Derivatives of the values of choices by the log odds."""
    slope = work.odds_slope
    for c in range(slope.shape[0]):
        for j in range(slope.shape[1]):
            slope[c, j] = 0.0
    for x in range(1, len(problem.parent)):
        above = problem.parent[x]
        h = problem.set_of[above]
        if h < 0:
            continue
        if problem.choice[x] > problem.first[h]:
            _through_values(problem, work, x)
        if problem.shared[h] and work.belief[above] > 0.0:
            _through_beliefs(problem, work, x)


@njit(cache=True, error_model="numpy")
def _through_values(problem: Equations, work: Work, x: int) -> None:
    """The move to ``x``, if taken more often, changes the values of all choices before it."""
    parent, choice, value = problem.parent, problem.choice, work.node_value
    w = parent[x]
    column = choice[x] - problem.set_of[w] - 1
    weight = work.branch[x]
    y = w
    while y > 0 and weight > 0.0:
        c = choice[y]
        above = parent[y]
        if c >= 0:
            i = problem.mover[above]
            gain = value[x, i] - value[w, i]
            work.odds_slope[c, column] += work.belief[above] * weight * gain
        weight *= work.branch[y]
        y = above


@njit(cache=True, error_model="numpy")
def _through_beliefs(problem: Equations, work: Work, x: int) -> None:
    """The moves that lead to the node above ``x``, if taken more often, make it more believed."""
    parent, first = problem.parent, problem.first
    above = parent[x]
    c = problem.choice[x]
    gain = work.node_value[x, problem.mover[above]] - work.value[c]
    weight = work.belief[above] * gain
    y = above
    while y > 0:
        d = problem.choice[y]
        y = parent[y]
        if d < 0:
            continue
        g = problem.set_of[y]
        if d > first[g]:
            work.odds_slope[c, d - g - 1] += weight
        for e in range(first[g] + 1, first[g + 1]):
            work.odds_slope[c, e - g - 1] -= weight * work.probability[e]
