"""Whether a belief supports an action, compiled: where floats do not tell.

Within the margin by which a gain is known it is nothing if its tag says so
(:mod:`crisis_sim.sweep.sequential.tags`); else the comparison is left open.
"""

from __future__ import annotations

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.formulas.pointers import Far
from crisis_sim.sweep.formulas.residues import add
from crisis_sim.sweep.sequential.beliefs import OPEN, belief_exists
from crisis_sim.sweep.sequential.ratios import NEVER, ROUNDING, apart, same_bound
from crisis_sim.sweep.sequential.tags import TAGGED, gain_over, gain_tag, inner_tags

__all__ = ["CLOSE", "NO", "PASSIVE", "YES", "judge_closer"]

NO, YES, PASSIVE, CLOSE = range(4)
"""No belief supports an action; some does; the passive one does; floats do not tell."""

PASSIVE_BELIEFS, STOP, LEFT_OPEN = range(3)
"""Flags."""


@inner()
def judge_closer(far: Far, p: int, c: int) -> bool:
    """Whether beliefs support every action of combination ``c`` of part ``p``.

    A comparison that is left open stops the search, unless another one tells against the actions.
    """
    t, room = far[0]
    room.flags[PASSIVE_BELIEFS], room.flags[LEFT_OPEN], start = 1, 0, t.judged_start[c]
    for place in range(t.judged_start[c + 1] - start):
        found = _judge(far, p, c, t.judged[start + place], place)
        if found == NO:
            return False
        if found != PASSIVE:
            room.flags[PASSIVE_BELIEFS] = 0
    room.flags[STOP] = room.flags[LEFT_OPEN]
    return bool(room.flags[LEFT_OPEN] == 0)


@inner()
def _judge(far: Far, p: int, c: int, j: int, place: int) -> int:
    t, room = far[0]
    room.low[place], room.high[place], room.tie[place] = 0.0, np.inf, False
    begin, end = t.class_start[j], t.class_start[j + 1]
    if end - begin == 1:
        return _judge_one(far, p, c, j, place)
    if end - begin == 2:
        return _judge_two(far, p, c, j, place)
    return _judge_many(far, p, c, j, place)


@inner()
def _settle(far: Far, p: int, c: int, j: int, first: int, last: int, other: int) -> None:
    """Look closer at a gain in some classes together that floats cannot tell from nothing."""
    _, room = far[0]
    if room.flags[TAGGED] == 0:
        inner_tags(far, p, c)
    total = np.uint64(0)
    for held in range(first, last):
        total = add(total, gain_tag(far, j, held, other))
    if total != np.uint64(0):
        room.flags[LEFT_OPEN] = 1


@inner()
def _settle_passive(far: Far, p: int, c: int, j: int, other: int) -> None:
    """The same for a gain in those classes that passive beliefs think possible."""
    t, room = far[0]
    if room.flags[TAGGED] == 0:
        inner_tags(far, p, c)
    total = np.uint64(0)
    for held in range(t.class_start[j], t.class_start[j + 1]):
        if t.fewest[held] != 0:
            total = add(total, gain_tag(far, j, held, other))
    if total != np.uint64(0):
        room.flags[LEFT_OPEN] = 1


@inner()
def _judge_one(far: Far, p: int, c: int, j: int, place: int) -> int:
    t, room = far[0]
    tie, held = False, t.class_start[j]
    margin = room.margin[t.player[j]]
    for other in range(t.options[j]):
        if other != t.action[j]:
            gain, total = gain_over(t, room, j, held, other)
            if gain < -margin * total:
                return NO
            if gain <= margin * total:
                _settle(far, p, c, j, held, held + 1, other)
                tie = True
    room.tie[place] = tie
    return PASSIVE


@inner()
def _judge_two(far: Far, p: int, c: int, j: int, place: int) -> int:
    """The action gains ``a`` times the ratio, and ``b``, over another: an interval."""
    t, room = far[0]
    one, margin = t.class_start[j], room.margin[t.player[j]]
    passive = True
    for other in range(t.options[j]):
        if other == t.action[j]:
            continue
        a, total = gain_over(t, room, j, one, other)
        off_a = margin * total
        b, total = gain_over(t, room, j, one + 1, other)
        off_b = margin * total
        if abs(a) <= off_a:
            _settle(far, p, c, j, one, one + 1, other)
            a = 0.0
        if abs(b) <= off_b:
            _settle(far, p, c, j, one + 1, one + 2, other)
            b = 0.0
        if a >= 0.0 and b >= 0.0:
            continue
        if a < 0.0 and b < 0.0:
            return NO
        if a != 0.0 and b != 0.0:
            off = 2.5 * (off_a / abs(a) + off_b / abs(b)) + ROUNDING
            room.slack[0] = max(room.slack[0], off if off < 0.1 else np.inf)
        _bound(far, p, c, j, place, other, -b / a, a < 0.0)
        if t.fewest[one] == 0 or t.fewest[one + 1] == 0:
            passive = passive and (a if t.fewest[one] != 0 else b) >= 0.0
        elif abs(a + b) > 1.01 * (off_a + off_b):
            passive = passive and a + b > 0.0
        else:
            _settle(far, p, c, j, one, one + 2, other)
    if not _between(far, p, c, j, place):
        return NO
    return PASSIVE if passive else YES


@inner()
def _bound(
    far: Far,
    p: int,
    c: int,
    j: int,
    place: int,
    other: int,
    ratio: float,
    greatest: bool,
) -> None:
    """Keep the ratios that support an action to those that another action allows."""
    _, room = far[0]
    held = room.high[place] if greatest else room.low[place]
    by = room.high_by[place] if greatest else room.low_by[place]
    if apart(room, ratio, held):
        if (ratio < held) != greatest:
            return
        by = other
    elif ratio > 0.0 and ratio < np.inf and not same_bound(far, p, c, j, by, other):
        by = NEVER
    if greatest:
        room.high[place], room.high_by[place] = min(ratio, held), by
    else:
        room.low[place], room.low_by[place] = max(ratio, held), by


@inner()
def _between(far: Far, p: int, c: int, j: int, place: int) -> bool:
    """Whether some ratio supports the action; where that is open, it is noted."""
    _, room = far[0]
    low, high = room.low[place], room.high[place]
    if low <= 0.0 or high == np.inf:
        return True
    if apart(room, low, high):
        return bool(low < high)
    if not same_bound(far, p, c, j, room.low_by[place], room.high_by[place]):
        room.flags[LEFT_OPEN] = 1
    return True


@inner()
def _judge_many(far: Far, p: int, c: int, j: int, place: int) -> int:
    t, room = far[0]
    begin, classes, rows = t.class_start[j], t.class_start[j + 1] - t.class_start[j], 0
    passive, every, margin = True, True, room.margin[t.player[j]]
    for other in range(t.options[j]):
        if other == t.action[j]:
            continue
        mean, off = 0.0, 0.0
        for k in range(classes):
            gain, total = gain_over(t, room, j, begin + k, other)
            if abs(gain) <= margin * total:
                _settle(far, p, c, j, begin + k, begin + k + 1, other)
                gain = 0.0
            room.gains[rows * classes + k] = gain / total if gain != 0.0 else 0.0
            every = every and gain >= 0.0
            if t.fewest[begin + k] != 0:
                mean, off = mean + gain, off + 1.01 * margin * total
        if abs(mean) > off:
            passive = passive and mean > 0.0
        else:
            _settle_passive(far, p, c, j, other)
        rows += 1
    if every:
        return PASSIVE
    room.low[place], room.high[place], room.high_by[place] = 0.0, 1.0, NEVER
    found = belief_exists(room.gains, rows, classes, margin, room.tableau, room.basis)
    room.flags[LEFT_OPEN] |= found == OPEN
    if found == NO:
        return NO
    return PASSIVE if passive else YES
