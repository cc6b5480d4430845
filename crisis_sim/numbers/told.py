"""How many digits a value needs in words: all of a short decimal, else what tells it apart."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

__all__ = ["EXACT", "digits_told", "is_near"]

EXACT = 12
"""Decimals of no more significant digits are written as they are."""
MOST = 15
"""Significant digits beyond which a float says nothing."""
ROUNDING = 2e-14
"""Share of a value within which another is the same but for rounding."""


def digits_told(
    values: Sequence[float | Fraction], beside: Iterable[float | Fraction] = (), *, least: int = 4
) -> list[int]:
    """Significant digits with which to write each of some values that stand together.

    A decimal of up to 12 digits needs those it has. Another value needs at least ``least``, and as
    many as leave it nearer to itself than to half the way to the next of the values or of what is
    ``beside``, so that rounding neither joins two of them nor changes their order.
    """
    held = sorted({float(value) for value in (*values, *beside)})
    return [_digits(value, _gap(float(value), held), least) for value in values]


def is_near(value: float | Fraction, read: Fraction) -> bool:
    """Whether a number that is read is only near a value; of a float, rounding is left aside.

    >>> is_near(Fraction(1, 3), Fraction("0.3333")), is_near(0.1 + 0.2, Fraction("0.3"))
    (True, False)
    """
    if isinstance(value, Fraction):
        return read != value
    return abs(read - Fraction(value)) > 4 * Fraction(math.ulp(value))


def _digits(value: float | Fraction, gap: float, least: int) -> int:
    near = float(value)
    if not is_near(value, Fraction(f"{near:.{EXACT}g}")):
        return EXACT
    enough = (d for d in range(least, MOST) if abs(float(f"{near:.{d}g}") - near) < gap / 2)
    return next(enough, MOST)


def _gap(value: float, held: Sequence[float]) -> float:
    """How far the nearest other value lies from one, those aside that are the same but for dust."""
    slack = ROUNDING * abs(value)
    below, above = bisect_left(held, value - slack), bisect_right(held, value + slack)
    down = value - held[below - 1] if below else math.inf
    return min(down, held[above] - value if above < len(held) else math.inf)
