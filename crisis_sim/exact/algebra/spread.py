"""Rational points spread evenly over a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

__all__ = ["spread_points"]

PLACES = 2**20


def spread_points(
    ranges: Sequence[tuple[Fraction, Fraction]], count: int
) -> Iterator[tuple[Fraction, ...]]:
    """The middle of a box, then the points of an additive recurrence over it (Kronecker's).

    Steps are powers of the root of ``x**(n+1) = x + 1``, which spread well in ``n`` dimensions.
    """
    size = len(ranges)
    root = 2.0
    for _ in range(60):
        root = (1.0 + root) ** (1.0 / (size + 1))
    for i in range(count):
        yield tuple(
            low + (high - low) * _share(i, root ** -(place + 1))
            for place, (low, high) in enumerate(ranges)
        )


def _share(which: int, step: float) -> Fraction:
    share = (0.5 + which * step) % 1.0
    return Fraction(2 * int(share * PLACES) + 1, 2 * PLACES)
