"""Whether a belief supports an action, compiled; as :mod:`crisis_sim.solve.sequential.support`.

What an action gains over another is known up to a margin. Where all comparisons are outside it,
they are decided here; else :mod:`crisis_sim.sweep.sequential.closer` looks at them again.
"""

from __future__ import annotations

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.sequential.closer import CLOSE, NO, PASSIVE, YES
from crisis_sim.sweep.sequential.ratios import ROUNDING
from crisis_sim.sweep.sequential.tables import SearchRoom, Tables
from crisis_sim.sweep.sequential.tags import gain_over

__all__ = ["judge"]


@inner(forceinline=True)
def judge(t: Tables, room: SearchRoom, j: int, place: int) -> int:
    """Whether no belief, some belief or the passive one supports the action of judgement ``j``.

    ``place`` is that of its information set among those of the part at hand.

    Leaves in ``room.low[place]`` and ``room.high[place]`` the ratios of mistakes of the first class
    to those of the second that support it; 0 and infinity where nothing is free or any belief does.
    With three classes or more, 0 and 1 say that some but not all beliefs do.
    """
    room.low[place], room.high[place], room.tie[place] = 0.0, np.inf, False
    begin, end = t.class_start[j], t.class_start[j + 1]
    if end - begin == 1:
        return _judge_one(t, room, j)
    return _judge_two(t, room, j, place) if end - begin == 2 else CLOSE


@inner(forceinline=True)
def _judge_one(t: Tables, room: SearchRoom, j: int) -> int:
    found, held, margin = PASSIVE, t.class_start[j], room.margin[t.player[j]]
    for other in range(t.options[j]):
        if other != t.action[j]:
            gain, total = gain_over(t, room, j, held, other)
            if gain < -margin * total:
                return NO
            if not gain > margin * total:
                found = CLOSE
    return found


@inner(forceinline=True)
def _judge_two(t: Tables, room: SearchRoom, j: int, place: int) -> int:
    """The action gains ``a`` times the ratio, and ``b``, over another: an interval."""
    one, margin = t.class_start[j], room.margin[t.player[j]]
    low, high, low_by, high_by = 0.0, np.inf, 0, 0
    passive, close, slack = True, False, room.slack[0]
    for other in range(t.options[j]):
        if other == t.action[j]:
            continue
        a, weight_a = gain_over(t, room, j, one, other)
        b, weight_b = gain_over(t, room, j, one + 1, other)
        off_a, off_b = margin * weight_a, margin * weight_b
        if not (abs(a) > off_a and abs(b) > off_b):
            close = True
            continue
        if a < 0.0 and b < 0.0:
            return NO
        if a > 0.0 and b > 0.0:
            continue
        off = 2.5 * (off_a * abs(b) + off_b * abs(a)) / abs(a * b) + ROUNDING
        slack = max(slack, off)
        bound = -b / a
        if a < 0.0:
            close = close or abs(bound - high) <= slack * bound
            if bound < high:
                high, high_by = bound, other
        else:
            close = close or abs(bound - low) <= slack * bound
            if bound > low:
                low, low_by = bound, other
        mean = t.fewest[one] * a + t.fewest[one + 1] * b
        close = close or not abs(mean) > 1.01 * (off_a + off_b)
        passive = passive and mean > 0.0
    if close or slack > 0.1 or abs(low - high) <= slack * low:
        return CLOSE
    if low > high:
        return NO
    room.slack[0] = slack
    room.low[place], room.high[place] = low, high
    room.low_by[place], room.high_by[place] = low_by, high_by
    return PASSIVE if passive else YES
