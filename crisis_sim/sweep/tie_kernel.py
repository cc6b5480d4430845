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
from crisis_sim.sweep.identities import PRIME
from crisis_sim.sweep.rounding_kernel import RESERVE, UNIT, player_bounds

__all__ = [
    "EXACT",
    "Answers",
    "Family",
    "Room",
    "choices_of_plays",
    "distinct_keys",
    "solve_points",
]

MOVER, CHILDREN, CHILD, ROW, OUTCOME, MARK = range(6)
START, COUNT, KEY, ACTION, PLACE, BELOW = range(6)
MOST_PLAYS = 1_000
TOO_MANY, NO_ROOM, UNSURE = -1, -2, -3
SOLVED, UNDEFINED, UNSOLVED, EXACT = 0, 1, 3, 4
"""What became of a point; ``EXACT`` asks for exact numbers."""
SLACK = 1e-9
OFF = 16 * UNIT
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)


class Family(NamedTuple):
    """What :class:`crisis_sim.sweep.rounding.Rounding` knows of a family; and which entries of the
    tape its numbers are made of.
    """

    chance: Any
    chance_tags: Any
    parts: Any
    payoff_tags: Any
    sums: Any
    off: Any
    depth: int
    needed: Any


class Room(NamedTuple):
    """Where plays are held."""

    values: Any
    tags: Any
    plays: Any


class Numbers(NamedTuple):
    """A point's: (nodes,) chances, (payoff rows, players) payoffs, and what is apart (players,)."""

    chance: Any
    payoffs: Any
    apart: Any


class Answers(NamedTuple):
    """What is found at each point."""

    payoffs: Any
    outcomes: Any
    play: Any
    answer: Any
    count: Any
    tied: Any
    status: Any


@inner()
def _proper(family: Family, value: Any, error: Any) -> int:
    """Whether the numbers of a point are defined, and whether floats can tell."""
    status = SOLVED
    for entry in family.needed:
        if error[entry] < 0.0:
            return UNDEFINED
        if not error[entry] < np.inf:
            status = EXACT
    for draw in range(len(family.sums)):
        total, off = 0.0, SLACK
        for entry in family.sums[draw]:
            if entry < 0:
                break
            one, near = value[entry], RESERVE * error[entry]
            total += one
            off += near
            if one < -near or one > 1.0 + near + 4 * UNIT:
                return UNDEFINED
            if near > 0.0 and (one <= near or (one != 1.0 and one >= 1.0 - near)):
                status = EXACT
        if family.off[draw] > 0.0:
            if abs(total - 1.0) > RESERVE * off:
                return UNDEFINED
            if not abs(total - 1.0) <= OFF:
                status = EXACT
    return status


@inner()
def _fill(family: Family, value: Any, error: Any, numbers: Numbers) -> None:
    """The numbers of a point, from those of the tape."""
    for node in range(len(numbers.chance)):
        entry = family.chance[node]
        numbers.chance[node] = value[entry] if entry >= 0 else 1.0
    for row in range(len(numbers.payoffs)):
        for player in range(numbers.payoffs.shape[1]):
            total = 0.0
            for term in range(len(family.parts)):
                entry = family.parts[term, row, player]
                if entry >= 0:
                    total += value[entry]
            numbers.payoffs[row, player] = total
    player_bounds(family.parts, value, error, family.sums, family.off, family.depth, numbers.apart)
    for player in range(len(numbers.apart)):
        numbers.apart[player] *= 2.01


@inner()
def _product(a: Any, b: Any) -> Any:
    """A product modulo the prime, in halves of 30 and 31 bits."""
    high, low, other, rest = a >> 31, a & 0x7FFFFFFF, b >> 31, b & 0x7FFFFFFF
    middle, least = high * rest + low * other, low * rest
    total = (least & PRIME) + (least >> 61)
    total += 2 * high * other + (middle >> 30) + ((middle & 0x3FFFFFFF) << 31)
    total = (total & PRIME) + (total >> 61)
    return total - PRIME if total >= PRIME else total


@inner()
def _order(room: Room, one: int, other: int, player: int, apart: Any) -> int:
    """-1, 0 or 1 as a play is worse, as good or better for a player than another, or UNSURE."""
    if room.tags[one, player] == room.tags[other, player]:
        return 0
    difference = room.values[one, player] - room.values[other, player]
    if difference > apart[player]:
        return 1
    return -1 if difference < -apart[player] else UNSURE


@inner()
def _after_chance(
    shape: Any, node: int, family: Family, chance: Any, room: Room, top: int, low: int
) -> int:
    """Every combination of plays at the children, that of the last child changing fastest."""
    first, width = shape[CHILDREN, node], shape[CHILDREN, node + 1] - shape[CHILDREN, node]
    values, tags, plays = room.values, room.tags, room.plays
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
            tags[top, player] = 0
        plays[KEY, top], plays[PLACE, top] = 0, low
        rest = combination
        for i in range(width - 1, -1, -1):
            child = shape[CHILD, first + i]
            plays[BELOW, low + i] = plays[START, child] + rest % plays[COUNT, child]
            rest //= plays[COUNT, child]
        for i in range(width):
            one, likely = plays[BELOW, low + i], chance[shape[CHILD, first + i]]
            share = family.chance_tags[shape[CHILD, first + i]]
            plays[KEY, top] += plays[KEY, one]
            for player in range(values.shape[1]):
                values[top, player] += likely * values[one, player]
                total = tags[top, player] + _product(share, tags[one, player])
                tags[top, player] = total - PRIME if total >= PRIME else total
        low += width
        top += 1
    return combinations


@inner()
def _stands(shape: Any, node: int, action: int, chosen: int, room: Room, apart: Any) -> int:
    """Whether every other action has a play worth no more to the mover than the one chosen."""
    mover, plays = shape[MOVER, node], room.plays
    for other in range(shape[CHILDREN, node], shape[CHILDREN, node + 1]):
        found, unsure = other == action, False
        start = plays[START, shape[CHILD, other]]
        for one in range(start, start + plays[COUNT, shape[CHILD, other]]):
            order = 1 if found else _order(room, one, chosen, mover, apart)
            found = found or order == 0 or order == -1
            unsure = unsure or order == UNSURE
        if not found:
            return UNSURE if unsure else 0
    return 1


@inner()
def _after_choice(shape: Any, node: int, room: Room, apart: Any, top: int, low: int) -> int:
    """The plays of each action than which no other is better, as play goes on."""
    first, bottom = shape[CHILDREN, node], top
    values, tags, plays = room.values, room.tags, room.plays
    for chosen in range(first, shape[CHILDREN, node + 1]):
        child = shape[CHILD, chosen]
        start = plays[START, child]
        for one in range(start, start + plays[COUNT, child]):
            stands = _stands(shape, node, chosen, one, room, apart)
            if stands == UNSURE:
                return UNSURE
            if stands == 0:
                continue
            if top - bottom >= MOST_PLAYS:
                return TOO_MANY
            if max(top, low) >= plays.shape[1]:
                return NO_ROOM
            for player in range(values.shape[1]):
                values[top, player] = values[one, player]
                tags[top, player] = tags[one, player]
            plays[KEY, top] = plays[KEY, one] + shape[MARK, child]
            plays[ACTION, top], plays[PLACE, top] = chosen - first, low
            plays[BELOW, low] = one
            low += 1
            top += 1
    return top - bottom


@inner()
def _induction(shape: Any, family: Family, numbers: Numbers, room: Room) -> int:
    """Find the plays from every node on; below 0 where it fails, else 0."""
    top = low = 0
    values, tags, plays = room.values, room.tags, room.plays
    for node in range(shape.shape[1] - 2, -1, -1):
        width = 1
        if shape[MOVER, node] == TERMINAL:
            found, width = 1, 0
            if top >= plays.shape[1]:
                return NO_ROOM
            plays[KEY, top] = 0
            for player in range(values.shape[1]):
                values[top, player] = numbers.payoffs[shape[ROW, node], player]
                tags[top, player] = family.payoff_tags[shape[ROW, node], player]
        elif shape[MOVER, node] == CHANCE:
            found = _after_chance(shape, node, family, numbers.chance, room, top, low)
            width = shape[CHILDREN, node + 1] - shape[CHILDREN, node]
        else:
            found = _after_choice(shape, node, room, numbers.apart, top, low)
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
def _best(room: Room, apart: Any) -> int:
    """The play best for player 1, among those for player 2, and so on; or UNSURE."""
    best = room.plays[START, 0]
    for one in range(best + 1, best + room.plays[COUNT, 0]):
        for player in range(room.values.shape[1]):
            order = _order(room, one, best, player, apart)
            if order == UNSURE:
                return UNSURE
            if order:
                best = one if order > 0 else best
                break
    return best


@inner()
def _status(failed: int) -> int:
    return EXACT if failed == UNSURE else UNSOLVED


@njit(cache=True, error_model="numpy")
def solve_points(
    shape: Any, family: Family, values: Any, errors: Any, room: Room, answers: Answers, at: int
) -> int:
    """Fill the answers from point ``at`` on; gives the first point for which there is no room.

    ``values`` and ``errors`` are (entries, points), those of the tape.
    """
    nodes = shape.shape[1] - 1
    reach, followed = np.empty(nodes), np.empty(nodes, np.int64)
    numbers = Numbers(
        np.empty(nodes), np.empty(family.payoff_tags.shape), np.empty(room.values.shape[1])
    )
    value, error = np.empty(len(values)), np.empty(len(values))
    for point in range(at, values.shape[1]):
        value[:], error[:] = values[:, point], errors[:, point]
        answers.status[point] = _proper(family, value, error)
        if answers.status[point] != SOLVED:
            continue
        _fill(family, value, error, numbers)
        failed = _induction(shape, family, numbers, room)
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
    numbers: Numbers,
    room: Room,
    best: int,
    answers: Answers,
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
def choices_of_plays(shape: Any, family: Family, value: Any, error: Any, room: Room) -> Any:
    """At one point the keys of the plays, and (plays, nodes) whether a node is on each path.

    No plays where the point is one for exact numbers. ``value`` and ``error`` are (entries,).
    """
    nodes = shape.shape[1] - 1
    numbers = Numbers(
        np.empty(nodes), np.empty(family.payoff_tags.shape), np.empty(room.values.shape[1])
    )
    _fill(family, value, error, numbers)
    known = _proper(family, value, error) == SOLVED
    known = known and _induction(shape, family, numbers, room) == 0
    plays, root = room.plays, room.plays[START, 0]
    count = plays[COUNT, 0] if known else 0
    on_path = np.empty((count, nodes), np.bool_)
    reach, followed = np.empty(nodes), np.empty(nodes, np.int64)
    for i in range(count):
        _reach(shape, numbers.chance, plays, root + i, reach, followed)
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
