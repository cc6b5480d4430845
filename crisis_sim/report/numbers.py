"""Numbers as reports write them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Context
from fractions import Fraction

from crisis_sim.numbers.digits import exponent, plain, without_zeros
from crisis_sim.numbers.told import gaps

__all__ = [
    "exact_probability",
    "interval",
    "no_more_than",
    "number",
    "numbers_apart",
    "probability",
    "written_exactly",
]

DIGITS = 15
"""Decimals of no more digits are the shortest of their floats."""

LONGEST = 999
"""Fractions with larger denominators are written as decimals."""

LONG, LEAST_WRITTEN = 14, -4
"""First digits of the largest and the smallest numbers that are written out."""

LEAST = math.ulp(0.0)
"""The float that stands for every number that is smaller, but not 0."""


def number(value: float, beside: float = 0.0) -> str:
    """Four significant digits, or three decimals, without trailing zeros; 0 for nothing but 0.

    With as many decimals as two digits of a difference ``beside`` it need to be seen.
    """
    if math.isnan(value):
        return "-"
    if value == 0:
        return "0"
    if math.isinf(value):
        return f"{'-' if value < 0 else ''}over 1.8e+308"
    if abs(value) == LEAST:
        return "less than 1e-323" if value > 0 else "between -1e-323 and 0"
    first = exponent(value)
    if first > LONG:
        return f"{value:.4g}"
    places = max(3, 3 - first, 1 - exponent(beside) if beside else 0)
    if first < LEAST_WRITTEN and places <= 3 - first:
        return f"{value:.4g}"
    return without_zeros(plain(value, min(places, DIGITS - 1 - first)))


def numbers_apart(values: Sequence[float], beside: Iterable[float] = ()) -> list[str]:
    """Numbers that are compared, each with the decimals that its distance to the next needs."""
    return [number(value, gap) for value, gap in zip(values, gaps(values, beside), strict=True)]


def no_more_than(value: float) -> str:
    """A positive number rounded upwards: to four digits, below 1 to two."""
    digits = Context(prec=4 if value >= 1 else 2, rounding=ROUND_CEILING)
    above = digits.create_decimal(repr(value)).normalize()
    return f"{above:g}" if value < 1 else number(float(above))


def probability(value: float) -> str:
    """A probability to three places, or four where three would tell it as 0 or 1."""
    if 0 < value < 0.00005:
        return "< 0.0001"
    if 0.99995 < value < 1:
        return "> 0.9999"
    if math.isnan(value):
        return "-"
    short = f"{value:.3f}"
    false = value not in (0, 1) and float(short) in (0, 1)
    return without_zeros(f"{value:.4f}" if false else short)


def exact_probability(value: float, exact: Fraction | None) -> str:
    """A probability as a short quotient where it is known so, else to four places."""
    return probability(value) if exact is None else _fraction(exact)


def interval(low: float, high: float, exact: tuple[Fraction, Fraction] | None = None) -> str:
    """A closed interval, or the one number it holds; as fractions where it is known so."""
    if exact is not None:
        ends = [_fraction(one) for one in exact]
        return ends[0] if exact[0] == exact[1] else f"[{ends[0]}, {ends[1]}]"
    ends = [probability(low), probability(high)]
    return ends[0] if low == high else f"[{ends[0]}, {ends[1]}]"


def written_exactly(exact: Fraction) -> bool:
    """Whether the shortest decimal of the nearest float is the number itself, in 15 digits."""
    near = repr(float(exact))
    digits = near.partition("e")[0].replace(".", "").strip("0")
    return len(digits) <= DIGITS and Fraction(near) == exact


def _fraction(exact: Fraction) -> str:
    """A short quotient where a decimal of four places would not be exact."""
    if (10_000 * exact).denominator == 1:
        return without_zeros(f"{float(exact):.4f}")
    return str(exact) if exact.denominator <= LONGEST else probability(float(exact))
