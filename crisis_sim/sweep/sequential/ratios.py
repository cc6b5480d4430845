"""The least and greatest ratios of mistakes that support actions, compiled.

A bound is a quotient ``-b / a`` of two gains. Its float may be off by a share, ``room.slack``; two
bounds within that are the same where the products of their gains' tags say so. Bounds of 0 and
infinity are exact.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.formulas.pointers import Far
from crisis_sim.sweep.formulas.residues import PRIME, multiply
from crisis_sim.sweep.sequential.tables import SearchRoom
from crisis_sim.sweep.sequential.tags import TAGGED, gain_tag, inner_tags

__all__ = ["NEVER", "ROUNDING", "apart", "refused", "same_bound"]

NEVER = -1
"""In place of the action that a bound comes from: it may be one of several that are close."""
ROUNDING = 1e-15
"""More than rounding a quotient takes, as a share."""
UNKNOWN = PRIME
"""A tag that is the same as none, not even itself."""
LEAST, GREATEST = 0, 1
STOP = 1


@inner(forceinline=True)
def apart(room: SearchRoom, one: float, other: float) -> bool:
    """Whether two bounds are different for certain."""
    if one == other or one <= 0.0 or other <= 0.0 or one == np.inf or other == np.inf:
        return bool(one != other)
    return bool(abs(one - other) > room.slack[0] * max(one, other))


@inner()
def _same(a: Any, b: Any, other_a: Any, other_b: Any) -> bool:
    if a == UNKNOWN or other_a == UNKNOWN:
        return False
    return bool(multiply(a, other_b) == multiply(other_a, b))


@inner()
def _bound_tags(far: Far, p: int, c: int, j: int, other: int, side: int) -> None:
    """Leave in ``room.own_tags`` those of the gains over another action, for one side."""
    t, room = far[0]
    if other == NEVER:
        room.own_tags[2 * side] = UNKNOWN
        return
    if room.flags[TAGGED] == 0:
        inner_tags(far, p, c)
    for k in range(2):
        room.own_tags[2 * side + k] = gain_tag(far, j, t.class_start[j] + k, other)


@inner()
def same_bound(far: Far, p: int, c: int, j: int, one: int, other: int) -> bool:
    """Whether the bounds that two other actions set are the same."""
    _, room = far[0]
    _bound_tags(far, p, c, j, one, LEAST)
    _bound_tags(far, p, c, j, other, GREATEST)
    tags = room.own_tags
    return _same(tags[0], tags[1], tags[2], tags[3])


@inner()
def refused(far: Far, p: int, c: int, link: int, r: int) -> bool:
    """Whether no ratio does what all items of a link ask for; where that is open, it is noted.

    What they ask for is added to what is held of ratio number ``r``, unless that is negative.
    """
    t, room = far[0]
    room.asked[LEAST], room.asked[GREATEST] = 0.0, np.inf
    slots = room.slots
    for item in range(t.item_start[link], t.item_start[link + 1]):
        g, place = t.item_source[item], t.item_place[item]
        if g < 0:
            _ask_own(far, p, c, place)
        else:
            q = t.following[t.following_start[c] + g]
            count = t.ratio_start[q + 1] - t.ratio_start[q]
            _ask_held(far, t.ratio_start[q] * slots + room.place[g] * count + place)
    if r >= 0:
        _ask_held(far, r)
        room.lows[r], room.highs[r] = room.asked[LEAST], room.asked[GREATEST]
        for k in range(4):
            room.ratio_tags[4 * r + k] = room.asked_tags[k]
    low, high, tags = room.asked[LEAST], room.asked[GREATEST], room.asked_tags
    if apart(room, low, high):
        return bool(low > high)
    if low <= 0.0 or low == np.inf or _same(tags[0], tags[1], tags[2], tags[3]):
        return False
    room.flags[STOP] = 1
    return True


@inner()
def _ask_own(far: Far, p: int, c: int, place: int) -> None:
    """Ask for the bounds of a set of the part itself."""
    t, room = far[0]
    j, tags = t.judged[t.judged_start[c] + place], room.own_tags
    if room.low[place] > 0.0:
        _bound_tags(far, p, c, j, room.low_by[place], LEAST)
        _ask(far, LEAST, room.low[place], tags[0], tags[1])
    if room.high[place] < np.inf:
        _bound_tags(far, p, c, j, room.high_by[place], GREATEST)
        _ask(far, GREATEST, room.high[place], tags[2], tags[3])


@inner()
def _ask_held(far: Far, r: int) -> None:
    """Ask for the bounds of a ratio that is held with a solution."""
    _, room = far[0]
    tags = room.ratio_tags
    if room.lows[r] > 0.0:
        _ask(far, LEAST, room.lows[r], tags[4 * r], tags[4 * r + 1])
    if room.highs[r] < np.inf:
        _ask(far, GREATEST, room.highs[r], tags[4 * r + 2], tags[4 * r + 3])


@inner()
def _ask(far: Far, side: int, bound: float, a: Any, b: Any) -> None:
    """Let only ratios do that one more bound allows."""
    _, room = far[0]
    held = room.asked[side]
    tighter = bound > held if side == LEAST else bound < held
    if apart(room, bound, held):
        if tighter:
            room.asked[side], room.asked_tags[2 * side], room.asked_tags[2 * side + 1] = bound, a, b
        return
    if tighter:
        room.asked[side] = bound
    if not _same(a, b, room.asked_tags[2 * side], room.asked_tags[2 * side + 1]):
        room.asked_tags[2 * side] = UNKNOWN
