"""Which senders a message tempts, and which it tempts more.

``gains`` is (responses, senders): what each sender gets by sending the message, less what it gets
in equilibrium. Responses may be mixed, so that the gains that can come about are the convex hull of
the rows. That is exact for two responses. With more of them a mixture may be no best response to
any one belief, and the hull is a superset: senders then look less certain to gain or to lose, and
what is said to fail a refinement does fail it.
"""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.numbers.programme import maximise
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number

__all__ = ["Gains", "deters", "never_gains", "outdone"]

Gains = Sequence[Sequence[Number]]


def never_gains(gains: Gains) -> list[bool]:
    """(senders,) whether every response leaves the sender worse off than in equilibrium."""
    return [max(column) < 0 for column in zip(*gains, strict=True)]


def outdone(gains: Gains) -> list[list[bool]]:
    """(senders, senders) whether the second is strictly more eager than the first.

    So it is if the mixtures of responses that are at least as good as the equilibrium for the first
    are all strictly better for the second, and are not all that are (Cho and Kreps 1987, criterion
    D1; Banks and Sobel 1987). A strict order: nobody outdoes a sender that is never worse off.
    """
    columns = list(zip(*gains, strict=True))
    return [
        [min(first) < 0 and max(second) > 0 and _always_better(first, second) for second in columns]
        for first in columns
    ]


def _always_better(given: Sequence[Number], other: Sequence[Number]) -> bool:
    """Whether ``other`` is positive at every mixture at which ``given`` is not negative.

    A linear programme over weights with one side condition, so that two rows are enough.
    """
    good = [(a, b) for a, b in zip(given, other, strict=True) if a >= 0]
    bad = [(a, b) for a, b in zip(given, other, strict=True) if a < 0]
    if not all(b > 0 for _, b in good):
        return False
    # The mixture of a good and a bad row at which ``given`` is 0, times the difference of the two.
    return all(b * -down + lost * up > 0 for up, b in good for down, lost in bad)


def deters(gains: Gains) -> bool:
    """Whether some mixture of responses leaves no sender better off than in equilibrium."""
    if any(all(gain <= 0 for gain in row) for row in gains):
        return True
    if any(_pair_deters(gains[i], gains[j]) for i in range(len(gains)) for j in range(i)):
        return True
    # With two senders, or two responses, two rows are as good as any number.
    return len(gains) > 2 and len(gains[0]) > 2 and _programme(gains)


def _pair_deters(first: Sequence[Number], second: Sequence[Number]) -> bool:
    """Whether a mixture of two rows leaves no sender better off."""
    low, high = ZERO, ONE
    for one, other in zip(first, second, strict=True):
        slope = one - other
        if slope > 0:
            high = min(high, -other / slope)
        elif slope < 0:
            low = max(low, -other / slope)
        elif other > 0:
            return False
    return bool(low <= high)


def _programme(gains: Gains) -> bool:
    """Whether there are weights (rows,) with ``gains.T @ weights <= 0``."""
    columns = list(zip(*gains, strict=True))
    if any(min(column) > 0 for column in columns):
        return False
    count = len(gains)
    found = maximise(
        [ZERO] * count,
        columns,
        [ZERO] * len(columns),
        equal=[[ONE] * count],
        equal_right=[ONE],
    )
    return found is not None
