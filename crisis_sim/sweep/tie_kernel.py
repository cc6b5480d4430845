"""Backward induction point after point, following up every tie: the general method, compiled.

At each node it holds the plays that are subgame perfect from there on, as
:func:`crisis_sim.solve.backward_induction.solve_backward_induction` does, in the same order and
with the same arithmetic.

``shape`` is (6, nodes + 1): a tree as :class:`~crisis_sim.game.tree.Tree` has it, in rows named
below. ``plays`` is (6, room): those of node ``x`` are the columns from ``plays[START, x]``,
``plays[COUNT, x]`` of them; ``values`` is (room, players). At a player's node ``BELOW`` of
``PLACE`` is the play that follows; at a chance node that of ``PLACE + i`` is the one at child
``i``. Keys are held as signed numbers with the same bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import inner, njit
from crisis_sim.game.tree import CHANCE, TERMINAL

__all__ = ["Answers", "choices_of_plays", "distinct_keys", "solve_points"]

MOVER, CHILDREN, CHILD, ROW, OUTCOME, MARK = range(6)
START, COUNT, KEY, ACTION, PLACE, BELOW = range(6)
MOST_PLAYS = 1_000
TOO_MANY, NO_ROOM = -1, -2
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)


class Answers(NamedTuple):
    """What is found at each point; ``count`` is -1 where there are too many plays."""

    payoffs: Any
    outcomes: Any
    play: Any
    answer: Any
    count: Any
    tied: Any


@inner()
def _after_chance(
    shape: Any, node: int, chance: Any, values: Any, plays: Any, top: int, low: int
) -> int:
    """Every combination of plays at the children, that of the last child changing fastest."""
    first, width = shape[CHILDREN, node], shape[CHILDREN, node + 1] - shape[CHILDREN, node]
    combinations = 1
    for i in range(width):
        combinations *= plays[COUNT, shape[CHILD, first + i]]
        if combinations > MOST_PLAYS:
            return TOO_MANY
    if max(top + combinations, low + combinations * width) > plays.shape[1]:
        return NO_ROOM
    for combination in range(combinations):
        for player in range(values.shape[1]):
            values[top, player] = 0.0
        plays[KEY, top], plays[PLACE, top] = 0, low
        rest = combination
        for i in range(width - 1, -1, -1):
            child = shape[CHILD, first + i]
            plays[BELOW, low + i] = plays[START, child] + rest % plays[COUNT, child]
            rest //= plays[COUNT, child]
        for i in range(width):
            one, likely = plays[BELOW, low + i], chance[shape[CHILD, first + i]]
            plays[KEY, top] += plays[KEY, one]
            for player in range(values.shape[1]):
                values[top, player] += likely * values[one, player]
        low += width
        top += 1
    return combinations


@inner()
def _stands(shape: Any, node: int, chosen: int, limit: float, values: Any, plays: Any) -> bool:
    """Whether every other action has a play worth no more to the mover than the limit."""
    mover = shape[MOVER, node]
    for other in range(shape[CHILDREN, node], shape[CHILDREN, node + 1]):
        found = other == chosen
        start = plays[START, shape[CHILD, other]]
        for one in range(start, start + plays[COUNT, shape[CHILD, other]]):
            found = found or values[one, mover] <= limit
        if not found:
            return False
    return True


@inner()
def _after_choice(
    shape: Any, node: int, tol: float, values: Any, plays: Any, top: int, low: int
) -> int:
    """The plays of each action than which no other is better, as play goes on."""
    first, bottom = shape[CHILDREN, node], top
    for chosen in range(first, shape[CHILDREN, node + 1]):
        child = shape[CHILD, chosen]
        start = plays[START, child]
        for one in range(start, start + plays[COUNT, child]):
            limit = values[one, shape[MOVER, node]] + tol
            if not _stands(shape, node, chosen, limit, values, plays):
                continue
            if top - bottom >= MOST_PLAYS:
                return TOO_MANY
            if max(top, low) >= plays.shape[1]:
                return NO_ROOM
            for player in range(values.shape[1]):
                values[top, player] = values[one, player]
            plays[KEY, top] = plays[KEY, one] + shape[MARK, child]
            plays[ACTION, top], plays[PLACE, top] = chosen - first, low
            plays[BELOW, low] = one
            low += 1
            top += 1
    return top - bottom


@inner()
def _tolerance(payoffs: Any, share: float) -> float:
    widest = 0.0
    for player in range(payoffs.shape[1]):
        low = high = payoffs[0, player]
        for row in range(len(payoffs)):
            low, high = min(low, payoffs[row, player]), max(high, payoffs[row, player])
        widest = max(widest, high - low)
    return share * widest


@inner()
def _induction(shape: Any, chance: Any, payoffs: Any, tol: float, values: Any, plays: Any) -> int:
    """Find the plays from every node on; gives TOO_MANY or NO_ROOM where it fails, else 0."""
    top = low = 0
    for node in range(shape.shape[1] - 2, -1, -1):
        width = 1
        if shape[MOVER, node] == TERMINAL:
            found, width = 1, 0
            if top >= plays.shape[1]:
                return NO_ROOM
            plays[KEY, top] = 0
            for player in range(payoffs.shape[1]):
                values[top, player] = payoffs[shape[ROW, node], player]
        elif shape[MOVER, node] == CHANCE:
            found = _after_chance(shape, node, chance, values, plays, top, low)
            width = shape[CHILDREN, node + 1] - shape[CHILDREN, node]
        else:
            found = _after_choice(shape, node, tol, values, plays, top, low)
        if found < 0:
            return found
        plays[START, node], plays[COUNT, node] = top, found
        top += found
        low += found * width
    return 0


@inner()
def _reach(shape: Any, chance: Any, plays: Any, one: int, reach: Any, followed: Any) -> None:
    """Follow a play: which play at which node, and how likely; -1 elsewhere."""
    reach[:] = -1.0
    reach[0], followed[0] = 1.0, one
    for node in range(len(reach)):
        mover, first = shape[MOVER, node], shape[CHILDREN, node]
        if reach[node] < 0.0 or mover == TERMINAL:
            continue
        place = plays[PLACE, followed[node]]
        if mover >= 0:
            child = shape[CHILD, first + plays[ACTION, followed[node]]]
            reach[child], followed[child] = reach[node], plays[BELOW, place]
            continue
        for i in range(shape[CHILDREN, node + 1] - first):
            child = shape[CHILD, first + i]
            reach[child], followed[child] = chance[child] * reach[node], plays[BELOW, place + i]


@inner()
def _tie_on_path(shape: Any, plays: Any, reach: Any) -> bool:
    for node in range(len(reach)):
        if reach[node] > 0.0 and shape[MOVER, node] >= 0:
            start = plays[START, node]
            for one in range(start + 1, start + plays[COUNT, node]):
                if plays[ACTION, one] != plays[ACTION, start]:
                    return True
    return False


@inner()
def _mixed(key: int) -> Any:
    z = np.uint64(key) * GOLDEN + GOLDEN
    z = (z ^ (z >> np.uint64(30))) * FIRST
    z = (z ^ (z >> np.uint64(27))) * SECOND
    return (z ^ (z >> np.uint64(31))) | np.uint64(1)


@inner()
def _better(values: Any, one: int, best: int) -> bool:
    """Whether a play is better for player 1, or else for player 2, and so on."""
    for player in range(values.shape[1]):
        if values[one, player] != values[best, player]:
            return bool(values[one, player] > values[best, player])
    return False


@njit(cache=True, error_model="numpy")
def solve_points(
    shape: Any,
    chance: Any,
    payoffs: Any,
    share: float,
    values: Any,
    plays: Any,
    answers: Answers,
    at: int,
) -> int:
    """Fill the answers from point ``at`` on; gives the first point for which there is no room.

    ``chance`` is (points, nodes), ``payoffs`` (points, payoff rows, players), ``share`` the
    tolerance as a share of the payoff range.
    """
    nodes = chance.shape[1]
    reach, followed = np.empty(nodes), np.empty(nodes, np.int64)
    for point in range(at, len(chance)):
        likely = chance[point]
        tol = _tolerance(payoffs[point], share)
        failed = _induction(shape, likely, payoffs[point], tol, values, plays)
        if failed == NO_ROOM:
            return point
        if failed:
            answers.count[point] = -1
            continue
        root, count = plays[START, 0], plays[COUNT, 0]
        best = root
        for one in range(root, root + count):
            answers.answer[point] += _mixed(plays[KEY, one])
            best = one if _better(values, one, best) else best
        for one in range(root, root + count):
            if not answers.tied[point]:
                _reach(shape, likely, plays, one, reach, followed)
                answers.tied[point] = _tie_on_path(shape, plays, reach)
        _reach(shape, likely, plays, best, reach, followed)
        answers.count[point], answers.play[point] = count, np.uint64(plays[KEY, best])
        for player in range(values.shape[1]):
            answers.payoffs[point, player] = values[best, player]
        for node in range(nodes):
            if reach[node] > 0.0 and shape[MOVER, node] == TERMINAL:
                answers.outcomes[point, shape[OUTCOME, node]] += reach[node]
    return len(chance)


@njit(cache=True, error_model="numpy")
def choices_of_plays(
    shape: Any, chance: Any, payoffs: Any, share: float, values: Any, plays: Any
) -> Any:
    """At one point the keys of the plays, and (plays, nodes) whether a node is on each path.

    The numbers are those of one point, at which there was room.
    """
    _induction(shape, chance, payoffs, _tolerance(payoffs, share), values, plays)
    nodes, root, count = len(chance), plays[START, 0], plays[COUNT, 0]
    on_path = np.empty((count, nodes), np.bool_)
    reach, followed = np.empty(nodes), np.empty(nodes, np.int64)
    for i in range(count):
        _reach(shape, chance, plays, root + i, reach, followed)
        for node in range(nodes):
            on_path[i, node] = reach[node] >= 0.0
    return plays[KEY, root : root + count].copy(), on_path


@njit(cache=True, error_model="numpy")
def distinct_keys(keys: Any, chosen: Any) -> Any:
    """Where each distinct key occurs first among the points chosen."""
    size, filled = 1024, 0
    at, held, found = (
        np.full(size, -1, np.int64),
        np.zeros(size, np.uint64),
        np.empty(512, np.int64),
    )
    for i in range(len(keys)):
        place = np.int64(keys[i] >> np.uint64(32)) & (size - 1)
        if not chosen[i] or (held[place] == keys[i] and at[place] >= 0):
            continue
        place = _place(keys[i], at, held)
        if at[place] >= 0:
            continue
        if 2 * filled == size:
            size *= 4
            at, held, longer = np.full(size, -1, np.int64), np.zeros(size, np.uint64), found
            found = np.empty(size // 2, np.int64)
            found[:filled] = longer
            for one in longer:
                place = _place(keys[one], at, held)
                at[place], held[place] = one, keys[one]
            place = _place(keys[i], at, held)
        at[place], held[place] = i, keys[i]
        found[filled] = i
        filled += 1
    return found[:filled].copy()


@inner()
def _place(key: Any, at: Any, held: Any) -> Any:
    """Where a key is held in a table of a power of two of places, or else is to be put."""
    last = len(at) - 1
    place: Any = np.int64(key >> np.uint64(32)) & last
    while at[place] >= 0 and held[place] != key:
        place = (place + 1) & last
    return place
