"""How many digits a value needs in words: all of a short decimal, else what tells it apart."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from crisis_sim.numbers.digits import TRUE

__all__ = ["TENTH", "WHOLE", "digits_told", "gaps", "is_near"]

WHOLE = 2**53
"""Beyond it, on either side of 0, there are whole numbers that floats do not tell apart."""

EXACT = 12
"""Decimals of no more significant digits are written as they are."""
HALF, TENTH = 2, 20
"""Parts of the way to the next value: within half of it one is told from the other; within half of
a tenth of it two digits of the way are seen."""
ROUNDING = 2e-14
"""Share of a value within which another is the same but for rounding."""


def digits_told(
    values: Sequence[float | Fraction],
    beside: Iterable[float | Fraction] = (),
    *,
    least: int = 4,
    exact: int = EXACT,
    part: int = HALF,
) -> list[int]:
    """Significant digits with which to write each of some values that stand together.

    A decimal of up to ``exact`` digits needs those it has. Another value needs at least ``least``,
    and as many as leave it within half, or one ``part``, of the way to the next of the values or of
    what is ``beside``: rounding then neither joins two of them nor changes their order.
    """
    held = sorted({float(value) for value in (*values, *beside)})
    return [_digits(value, _gap(float(value), held) / part, least, exact) for value in values]


def gaps(values: Sequence[float], beside: Iterable[float] = ()) -> list[float]:
    """How far each value lies from the next of the values and of what is ``beside``.

    0 where there is no other, and for what is not finite.

    >>> gaps([1.0, 1.5, 3.0, 3.0])
    [0.5, 0.5, 1.5, 1.5]
    """
    held = sorted({value for value in (*values, *beside) if math.isfinite(value)})
    found = (_gap(value, held) if math.isfinite(value) else math.inf for value in values)
    return [gap if math.isfinite(gap) else 0.0 for gap in found]


def is_near(value: float | Fraction, read: Fraction) -> bool:
    """Whether a number that is read is only near a value; of a float, rounding is left aside.

    >>> is_near(Fraction(1, 3), Fraction("0.3333")), is_near(0.1 + 0.2, Fraction("0.3"))
    (True, False)
    """
    if isinstance(value, Fraction):
        return read != value
    return abs(read - Fraction(value)) > 4 * Fraction(math.ulp(value))


def _digits(value: float | Fraction, room: float, least: int, exact: int) -> int:
    near = float(value)
    if not is_near(value, Fraction(f"{near:.{exact}g}")):
        return exact
    enough = (d for d in range(least, TRUE) if abs(float(f"{near:.{d}g}") - near) < room)
    return next(enough, TRUE)


def _gap(value: float, held: Sequence[float]) -> float:
    """How far the nearest other value lies from one, those aside that are the same but for dust."""
    slack = ROUNDING * abs(value)
    below, above = bisect_left(held, value - slack), bisect_right(held, value + slack)
    down = value - held[below - 1] if below else math.inf
    return min(down, held[above] - value if above < len(held) else math.inf)
