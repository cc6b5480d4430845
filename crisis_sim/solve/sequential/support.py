"""The beliefs at one information set that make an action optimal.

With ``k`` classes of nodes whose ratios are free, a belief is a point of the simplex in ``k``
dimensions, and the beliefs under which an action is at least as good as every other form a
polytope: ``gains @ belief >= 0``, one row for each other action.
"""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.numbers.linear import dot
from crisis_sim.numbers.programme import maximise
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number

__all__ = ["Belief", "Gains", "belief_range", "interval", "supported", "supporting_belief"]

Belief = tuple[Number, ...]
Gains = Sequence[Belief]
"""(other actions, classes) value of the action less that of each other one, by class."""


def supporting_belief(gains: Gains, preferred: Belief) -> Belief | None:
    """A belief over ``k`` classes under which no other action gains.

    Parameters
    ----------
    gains : (other actions, k).
    preferred : (k,) a belief that is returned if it serves; otherwise the one nearest to it, by
        the sum of differences.

    Returns None where no belief serves.
    """
    if len(preferred) == 1:
        return preferred if all(row[0] >= 0 for row in gains) else None
    if all(dot(row, preferred) >= 0 for row in gains):
        return preferred
    if len(preferred) == 2:
        low, high = interval(gains)
        if low > high:
            return None
        first = min(max(preferred[0], low), high)
        return first, 1 - first
    if _hopeless(gains):
        return None
    return _nearest(gains, preferred)


def supported(gains: Gains, count: int) -> bool:
    """Whether some belief over ``count`` classes keeps every other action from gaining."""
    if any(all(row[place] >= 0 for row in gains) for place in range(count)):
        return True
    if count == 1 or len(gains) == 1 or _hopeless(gains):
        return False
    if count == 2:
        low, high = interval(gains)
        return bool(low <= high)
    return _optimum(gains, [ZERO] * count) is not None


def _hopeless(gains: Gains) -> bool:
    """Whether one action gains whatever is believed."""
    return any(all(value < 0 for value in row) for row in gains)


def belief_range(gains: Gains, count: int) -> list[tuple[Number, Number]]:
    """(k, 2) least and greatest belief of each class among those that support the action.

    Some belief must.
    """
    if count == 1:
        return [(ONE, ONE)]
    if count == 2:
        low, high = interval(gains)
        return [(low, high), (1 - high, 1 - low)]
    unit = [[ONE if i == j else ZERO for j in range(count)] for i in range(count)]
    return [(_extreme(gains, [-value for value in own]), _extreme(gains, own)) for own in unit]


def interval(gains: Gains) -> tuple[Number, Number]:
    """The beliefs of the first of two classes under which no gain is negative."""
    low, high = ZERO, ONE
    for first, second in gains:
        slope = first - second
        if slope > 0:
            low = max(low, -second / slope)
        elif slope < 0:
            high = min(high, -second / slope)
        elif second < 0:
            return ONE, ZERO
    return low, high


def _extreme(gains: Gains, side: Sequence[Number]) -> Number:
    """The greatest belief of one class, or with a ``side`` of -1 the least."""
    found = _optimum(gains, side)
    if found is None:
        raise ArithmeticError("no belief supports the action")
    return found[next(place for place, value in enumerate(side) if value != 0)]


def _optimum(gains: Gains, objective: Sequence[Number]) -> Sequence[Number] | None:
    """The supporting belief that is best for an objective; None where none is supporting."""
    found = maximise(
        objective,
        [[-one for one in row] for row in gains],
        [ZERO] * len(gains),
        equal=[[ONE] * len(objective)],
        equal_right=[ONE],
    )
    return None if found is None else found.point


def _nearest(gains: Gains, preferred: Belief) -> Belief | None:
    """The supporting belief with the least total difference from ``preferred``."""
    count = len(preferred)
    nothing = [ZERO] * count
    unit = [[ONE if i == j else ZERO for j in range(count)] for i in range(count)]
    rows = [[*(-one for one in row), *nothing] for row in gains]
    rows += [[*own, *(-one for one in own)] for own in unit]
    rows += [[*(-one for one in own), *(-one for one in own)] for own in unit]
    found = maximise(
        [*nothing, *([-ONE] * count)],
        rows,
        [*([ZERO] * len(gains)), *preferred, *(-one for one in preferred)],
        equal=[[*([ONE] * count), *nothing]],
        equal_right=[ONE],
    )
    return None if found is None else tuple(found.point[:count])
