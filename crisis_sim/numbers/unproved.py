"""What is told of numbers that count as equal without proof."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["equal_unproved", "in_digits", "least_bits"]


def least_bits(compared: Iterable[int]) -> int:
    """The fewest bits to which numbers were compared that then counted as equal; 0 for none."""
    return min(filter(None, compared), default=0)


def in_digits(bits: int) -> int:
    """As decimal digits."""
    return int(bits * math.log10(2.0))


def equal_unproved(bits: int) -> str:
    """What a reader is told of it."""
    return (
        f"some values agree in {in_digits(bits)} digits; that they are equal is not proved, and "
        "they count as equal"
    )
