"""Counts of any size in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["many", "many_by"]

MOST_SIDES = 6


def many(count: int) -> str:
    """A count as messages have it: short however large, and at once.

    >>> many(12_345), many(10**5_000)
    ('12,345', 'about 10^5000')
    """
    if count < 10**9:
        return f"{count:,}"
    shift = max(0, count.bit_length() - 60)
    return f"about 10^{int(math.log10(count >> shift) + shift * math.log10(2.0) + 1e-9)}"


def many_by(counts: Sequence[int]) -> str:
    """The counts of a table's sides; of a long list the first.

    >>> many_by([2, 3, 2]), many_by([2] * 40)
    ('2 by 3 by 2', '2 by 2 by 2 by 2 by 2 by 2 and so on, in 40 dimensions,')
    """
    shown = " by ".join(map(many, counts[:MOST_SIDES]))
    return f"{shown} and so on, in {len(counts)} dimensions," if counts[MOST_SIDES:] else shown
