"""Numbers as reports write them."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, Context
from fractions import Fraction

__all__ = [
    "exact_probability",
    "interval",
    "no_more_than",
    "number",
    "probability",
    "written_exactly",
]

DIGITS = 15
"""Decimals of no more digits are the shortest of their floats."""

LONGEST = 999
"""Fractions with larger denominators are written as decimals."""

LEAST = math.ulp(0.0)
"""The float that stands for every number that is smaller, but not 0."""


def number(value: float) -> str:
    """Four significant digits, no trailing zeros; 0 for nothing but 0."""
    if math.isnan(value):
        return "-"
    if value == 0:
        return "0"
    if math.isinf(value):
        return f"{'-' if value < 0 else ''}over 1.8e+308"
    if abs(value) == LEAST:
        return "less than 1e-323" if value > 0 else "between -1e-323 and 0"
    if abs(value) >= 1e6:
        return f"{value:.4g}"
    places = max(0, 4 - max(1, math.floor(math.log10(abs(value))) + 1))
    text = f"{value:.{max(places, 3)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if float(text) else f"{value:.2g}"


def no_more_than(value: float) -> str:
    """A positive number rounded upwards: to four digits, below 1 to two."""
    digits = Context(prec=4 if value >= 1 else 2, rounding=ROUND_CEILING)
    above = digits.create_decimal(repr(value)).normalize()
    return f"{above:g}" if value < 1 else number(float(above))


def probability(value: float) -> str:
    """A probability to four places."""
    if 0 < value < 0.00005:
        return "< 0.0001"
    if 0.99995 < value < 1:
        return "> 0.9999"
    return number(round(value, 4))


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
    decimal = probability(float(exact))
    short = exact.denominator <= LONGEST
    return str(exact) if short and (10_000 * exact).denominator > 1 else decimal
