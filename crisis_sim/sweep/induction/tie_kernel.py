"""Backward induction point after point, following up every tie: the general method, compiled.

At each node it holds the plays that are subgame perfect from there on, as
:mod:`crisis_sim.solve.plays` does, in the same order. Two values are different where their floats
are farther apart than the rounding at the point can be, and equal where their identity tags are;
where some comparison is neither, the point is left to exact numbers.

``shape`` is (6, nodes + 1): a tree as :class:`~crisis_sim.game.tree.Tree` has it, in rows named
below. ``plays`` is (6, room): those of node ``x`` are the columns from ``plays[START, x]``,
``plays[COUNT, x]`` of them; ``values`` and ``tags`` are (room, players). At a player's node
``BELOW`` of ``PLACE`` is the play that follows; at a chance node that of ``PLACE + i`` is the one
at child ``i``. Keys are held as signed numbers with the same bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import inner, njit
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.solve.plays import MOST_PLAYS
from crisis_sim.sweep.formulas.residues import ZERO, add, multiply
from crisis_sim.sweep.induction.tie_numbers import (
    CHILD,
    CHILDREN,
    EXACT,
    MARK,
    MOVER,
    OUTCOME,
    ROW,
    SOLVED,
    UNSOLVED,
    Family,
    PointNumbers,
    empty_numbers,
    fill,
    fill_tags,
    proper,
)

__all__ = ["PlayRoom", "TiedPlays", "choices_of_plays", "solve_points"]

START, COUNT, KEY, ACTION, PLACE, BELOW = range(6)
TOO_MANY, NO_ROOM, UNSURE = -1, -2, -3
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)


class PlayRoom(NamedTuple):
    """Where plays are held."""

    values: Any
    tags: Any
    plays: Any


class TiedPlays(NamedTuple):
    """What is found at each point."""

    payoffs: Any
    outcomes: Any
    play: Any
    answer: Any
    count: Any
    tied: Any
    status: Any


@inner(forceinline=True)
def _order(values: Any, tags: Any, one: int, other: int, player: int, apart: Any) -> Any:
    """-1, 0 or 1 as a play is worse, as good or better for a player than another, or UNSURE."""
    difference = values[one, player] - values[other, player]
    if difference > apart[player]:
        return 1
    if difference < -apart[player]:
        return -1
    return 0 if tags[one, player] == tags[other, player] else UNSURE


@inner(forceinline=True)
def _after_chance(
    shape: Any,
    node: int,
    chance: Any,
    chance_tags: Any,
    values: Any,
    tags: Any,
    plays: Any,
    top: int,
    low: int,
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
            tags[top, player] = ZERO
        plays[KEY, top], plays[PLACE, top] = 0, low
        rest = combination
        for i in range(width - 1, -1, -1):
            child = shape[CHILD, first + i]
            plays[BELOW, low + i] = plays[START, child] + rest % plays[COUNT, child]
            rest //= plays[COUNT, child]
        for i in range(width):
            one, likely = plays[BELOW, low + i], chance[shape[CHILD, first + i]]
            share = chance_tags[shape[CHILD, first + i]]
            plays[KEY, top] += plays[KEY, one]
            for player in range(values.shape[1]):
                values[top, player] += likely * values[one, player]
                own = multiply(share, tags[one, player])
                tags[top, player] = add(tags[top, player], own)
        low += width
        top += 1
    return combinations


@inner()
def _stands(
    shape: Any,
    node: int,
    action: int,
    chosen: int,
    values: Any,
    tags: Any,
    plays: Any,
    apart: Any,
) -> int:
    """Whether every other action has a play worth no more to the mover than the one chosen."""
    mover = shape[MOVER, node]
    for other in range(shape[CHILDREN, node], shape[CHILDREN, node + 1]):
        found, unsure = other == action, False
        start = plays[START, shape[CHILD, other]]
        for one in range(start, start + plays[COUNT, shape[CHILD, other]]):
            order = 1 if found else _order(values, tags, one, chosen, mover, apart)
            found = found or order == 0 or order == -1
            unsure = unsure or order == UNSURE
        if not found:
            return UNSURE if unsure else 0
    return 1


@inner(forceinline=True)
def _best_of_one(shape: Any, node: int, values: Any, tags: Any, plays: Any, apart: Any) -> Any:
    """The best play where each action has one; -1 where one has more, or floats cannot tell."""
    player = shape[MOVER, node]
    best = plays[START, shape[CHILD, shape[CHILDREN, node]]]
    for place in range(shape[CHILDREN, node], shape[CHILDREN, node + 1]):
        child = shape[CHILD, place]
        if plays[COUNT, child] != 1:
            return -1
        one = plays[START, child]
        difference = values[one, player] - values[best, player]
        if difference > apart[player]:
            best = one
        elif not difference < -apart[player] and tags[one, player] != tags[best, player]:
            return -1
    return best


@inner(forceinline=True)
def _after_choice(
    shape: Any, node: int, values: Any, tags: Any, plays: Any, apart: Any, top: int, low: int
) -> int:
    """The plays of each action than which no other is better, as play goes on."""
    first, bottom, player = shape[CHILDREN, node], top, shape[MOVER, node]
    best = _best_of_one(shape, node, values, tags, plays, apart)
    for chosen in range(first, shape[CHILDREN, node + 1]):
        child = shape[CHILD, chosen]
        start = plays[START, child]
        for one in range(start, start + plays[COUNT, child]):
            if best >= 0:
                stands = 1 if tags[one, player] == tags[best, player] else 0
            else:
                stands = _stands(shape, node, chosen, one, values, tags, plays, apart)
            if stands == UNSURE:
                return UNSURE
            if stands == 0:
                continue
            if top - bottom >= MOST_PLAYS:
                return TOO_MANY
            if max(top, low) >= plays.shape[1]:
                return NO_ROOM
            for other in range(values.shape[1]):
                values[top, other] = values[one, other]
                tags[top, other] = tags[one, other]
            plays[KEY, top] = plays[KEY, one] + shape[MARK, child]
            plays[ACTION, top], plays[PLACE, top] = chosen - first, low
            plays[BELOW, low] = one
            low += 1
            top += 1
    return top - bottom


@inner()
def _induction(shape: Any, numbers: PointNumbers, room: PlayRoom) -> int:
    """Find the plays from every node on; below 0 where it fails, else 0."""
    top = low = 0
    values, tags, plays = room.values, room.tags, room.plays
    payoffs, payoff_tags, apart = numbers.payoffs, numbers.payoff_tags, numbers.apart
    chance, chance_tags = numbers.chance, numbers.chance_tags
    for node in range(shape.shape[1] - 2, -1, -1):
        width = 1
        if shape[MOVER, node] == TERMINAL:
            found, width = 1, 0
            if top >= plays.shape[1]:
                return NO_ROOM
            plays[KEY, top] = 0
            for player in range(values.shape[1]):
                values[top, player] = payoffs[shape[ROW, node], player]
                tags[top, player] = payoff_tags[shape[ROW, node], player]
        elif shape[MOVER, node] == CHANCE:
            found = _after_chance(shape, node, chance, chance_tags, values, tags, plays, top, low)
            width = shape[CHILDREN, node + 1] - shape[CHILDREN, node]
        else:
            found = _after_choice(shape, node, values, tags, plays, apart, top, low)
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
def _best(room: PlayRoom, apart: Any) -> Any:
    """The play best for player 1, among those for player 2, and so on; or UNSURE."""
    best = room.plays[START, 0]
    for one in range(best + 1, best + room.plays[COUNT, 0]):
        for player in range(room.values.shape[1]):
            order = _order(room.values, room.tags, one, best, player, apart)
            if order == UNSURE:
                return UNSURE
            if order:
                best = one if order > 0 else best
                break
    return best


@inner()
def _status(failed: int) -> Any:
    return EXACT if failed == UNSURE else UNSOLVED


@njit(cache=True, error_model="numpy")
def solve_points(
    shape: Any,
    family: Family,
    values: Any,
    errors: Any,
    tags: Any,
    room: PlayRoom,
    answers: TiedPlays,
    at: int,
) -> Any:
    """Fill the answers from point ``at`` on; gives the first point for which there is no room.

    ``values``, ``errors`` and ``tags`` are (entries, points), those of the tape; without ``tags``,
    (0, points), the family's own serve at all points.
    """
    nodes = shape.shape[1] - 1
    reach, followed = np.empty(nodes), np.empty(nodes, np.int64)
    numbers = empty_numbers(family, room.values.shape[1])
    value, error = np.empty(len(values)), np.empty(len(values))
    tag = np.empty(len(tags), np.uint64)
    for point in range(at, values.shape[1]):
        value[:], error[:], tag[:] = values[:, point], errors[:, point], tags[:, point]
        answers.status[point] = proper(family, value, error, tag)
        if answers.status[point] != SOLVED:
            continue
        fill(family, value, error, numbers)
        if len(tag):
            fill_tags(shape, family, tag, numbers)
        failed = _induction(shape, numbers, room)
        if failed == NO_ROOM:
            return point
        best = failed or _best(room, numbers.apart)
        if best < 0:
            answers.status[point] = _status(best)
            continue
        _write(shape, numbers, room, best, answers, point, reach, followed)
    return values.shape[1]


@inner()
def _write(
    shape: Any,
    numbers: PointNumbers,
    room: PlayRoom,
    best: int,
    answers: TiedPlays,
    point: int,
    reach: Any,
    followed: Any,
) -> None:
    """The answers at a point whose plays have been found."""
    plays, likely = room.plays, numbers.chance
    root, count = plays[START, 0], plays[COUNT, 0]
    for one in range(root, root + count):
        answers.answer[point] += _mixed(plays[KEY, one])
        if not answers.tied[point]:
            _reach(shape, likely, plays, one, reach, followed)
            answers.tied[point] = _tie_on_path(shape, plays, reach)
    _reach(shape, likely, plays, best, reach, followed)
    answers.count[point], answers.play[point] = count, np.uint64(plays[KEY, best])
    for player in range(room.values.shape[1]):
        answers.payoffs[point, player] = room.values[best, player]
    for node in range(len(reach)):
        if reach[node] > 0.0 and shape[MOVER, node] == TERMINAL:
            answers.outcomes[point, shape[OUTCOME, node]] += reach[node]


@njit(cache=True, error_model="numpy")
def choices_of_plays(
    shape: Any, family: Family, value: Any, error: Any, tag: Any, room: PlayRoom
) -> Any:
    """At one point the keys of the plays, and (plays, nodes) whether a node is on each path.

    No plays where the point is one for exact numbers. The numbers are (entries,), as for
    :func:`solve_points`.
    """
    nodes = shape.shape[1] - 1
    numbers = empty_numbers(family, room.values.shape[1])
    fill(family, value, error, numbers)
    if len(tag):
        fill_tags(shape, family, tag, numbers)
    known = proper(family, value, error, tag) == SOLVED
    known = known and _induction(shape, numbers, room) == 0
    plays, root = room.plays, room.plays[START, 0]
    count = plays[COUNT, 0] if known else 0
    on_path = np.empty((count, nodes), np.bool_)
    reach, followed = np.empty(nodes), np.empty(nodes, np.int64)
    for i in range(count):
        _reach(shape, numbers.chance, plays, root + i, reach, followed)
        for node in range(nodes):
            on_path[i, node] = reach[node] >= 0.0
    return plays[KEY, root : root + count].copy(), on_path
