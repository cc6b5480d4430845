"""Whether a belief supports an action, compiled; as :mod:`crisis_sim.solve.sequential.support`."""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import inner, njit
from crisis_sim.sweep.sequential_tables import Room, Tables

__all__ = ["belief_exists", "judge"]

Verdict = tuple[bool, bool]


@inner(forceinline=True)
def judge(t: Tables, room: Room, j: int, place: int, tol: float) -> Verdict:
    """Whether some belief, and whether the passive one, supports the action of judgement ``j``.

    Leaves in ``room.low[place]`` and ``room.high[place]`` the ratios of mistakes of the first class
    to those of the second that support it; 0 and infinity where nothing is free or any belief does.
    With three classes or more, 1 and 1 say that some but not all beliefs do.
    """
    room.low[place], room.high[place], room.tie[place] = 0.0, np.inf, False
    begin, end = t.class_start[j], t.class_start[j + 1]
    if end - begin == 1:
        return _judge_one(t, room, j, place, tol)
    if end - begin == 2:
        return _judge_two(t, room, j, place, tol)
    return _judge_many(t, room, j, place, tol)


@inner(forceinline=True)
def _gain(t: Tables, room: Room, j: int, held: int, other: int) -> tuple[float, float]:
    """What the action gains over another in a class, times the weight of the class; that weight."""
    player, action = t.player[j], t.action[j]
    gain, total = 0.0, 0.0
    for m in range(t.node_start[held], t.node_start[held + 1]):
        weight, start = room.weight[t.weight[m]], t.child_start[t.node[m]]
        own = room.value[t.child[start + action] * t.players + player]
        gain += weight * (own - room.value[t.child[start + other] * t.players + player])
        total += weight
    return gain, total


@inner(forceinline=True)
def _judge_one(t: Tables, room: Room, j: int, place: int, tol: float) -> Verdict:
    tie = False
    for other in range(t.options[j]):
        if other != t.action[j]:
            gain, total = _gain(t, room, j, t.class_start[j], other)
            if gain < -tol * total:
                return False, False
            tie = tie or gain <= tol * total
    room.tie[place] = tie
    return True, True


@inner(forceinline=True)
def _judge_two(t: Tables, room: Room, j: int, place: int, tol: float) -> Verdict:
    """The action gains ``a`` times the ratio, and ``b``, over another: an interval."""
    one = t.class_start[j]
    low, high, passive = 0.0, np.inf, True
    for other in range(t.options[j]):
        if other == t.action[j]:
            continue
        a, total = _gain(t, room, j, one, other)
        a += tol * total
        b, total = _gain(t, room, j, one + 1, other)
        b += tol * total
        if a < 0.0 and b < 0.0:
            return False, False
        if a < 0.0:
            high = min(high, -b / a)
        elif b < 0.0:
            low = max(low, -b / a)
        passive = passive and t.fewest[one] * a + t.fewest[one + 1] * b >= 0.0
    room.low[place], room.high[place] = low, high
    return low <= high, passive


@inner()
def _judge_many(t: Tables, room: Room, j: int, place: int, tol: float) -> Verdict:
    begin, classes, rows = t.class_start[j], t.class_start[j + 1] - t.class_start[j], 0
    passive, every = True, True
    for other in range(t.options[j]):
        if other == t.action[j]:
            continue
        mean = 0.0
        for c in range(classes):
            gain, total = _gain(t, room, j, begin + c, other)
            room.gains[rows * classes + c] = gain / total + tol
            every = every and room.gains[rows * classes + c] >= 0.0
            mean += t.fewest[begin + c] * (gain + tol * total)
        passive = passive and mean >= 0.0
        rows += 1
    if every:
        return True, True
    room.low[place], room.high[place] = 1.0, 1.0
    return passive or belief_exists(room.gains, rows, classes, room.tableau), passive


@njit(cache=True, error_model="numpy")
def belief_exists(gains: Any, rows: int, classes: int, tableau: Any) -> bool:
    """Whether some belief over the classes makes no row of ``gains`` negative.

    Parameters
    ----------
    gains : (rows, classes), row by row.
    tableau : room for (classes + 1) by (rows + classes + 1) numbers.

    Some belief does if the matrix game in which it is chosen against the row is worth nothing or
    more. With ``s`` added to make all gains positive, that game is worth one over the greatest sum
    of ``y >= 0`` with ``sum_r (gains[r, c] + s) y[r] <= 1`` for each class (Dantzig 1951): a linear
    programme that can start from ``y = 0``. A column with the least number enters (Bland 1977).
    """
    scale = 0.0
    for r in range(rows):
        for c in range(classes):
            scale = max(scale, abs(gains[r * classes + c]))
    shift, width = 2.0, rows + classes
    for k in range((classes + 1) * (width + 1)):
        tableau[k] = 0.0
    for c in range(classes):
        for r in range(rows):
            tableau[c * (width + 1) + r] = gains[r * classes + c] / scale + shift
        tableau[c * (width + 1) + rows + c] = tableau[c * (width + 1) + width] = 1.0
    last = classes * (width + 1)
    for r in range(rows):
        tableau[last + r] = -1.0
    while True:
        column = 0
        while column < width and tableau[last + column] >= -1e-13:
            column += 1
        if column == width:
            return bool(tableau[last + width] * shift <= 1.0 + 1e-14)
        _pivot(tableau, classes, width, column)


@inner()
def _pivot(tableau: Any, classes: int, width: int, column: int) -> None:
    """Let a column enter, for the row whose bound it meets first."""
    row, least, size = 0, np.inf, width + 1
    for c in range(classes):
        if tableau[c * size + column] > 1e-13:
            bound = tableau[c * size + width] / tableau[c * size + column]
            if bound < least:
                row, least = c, bound
    pivot = tableau[row * size + column]
    for k in range(width + 1):
        tableau[row * size + k] /= pivot
    for c in range(classes + 1):
        factor = tableau[c * size + column]
        if c != row and factor != 0.0:
            for k in range(width + 1):
                tableau[c * size + k] -= factor * tableau[row * size + k]
