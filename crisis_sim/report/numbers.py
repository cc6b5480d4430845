"""Numbers as reports write them."""

from __future__ import annotations

import math
from fractions import Fraction

__all__ = ["interval", "number", "probability", "signed"]

LONGEST = 99_999
"""Fractions with larger denominators are written as decimals."""


def number(value: float) -> str:
    """Four significant digits after rounding off float noise; no trailing zeros."""
    if math.isnan(value):
        return "-"
    if abs(value) < 1e-9:
        return "0"
    if abs(value) >= 1e6:
        return f"{value:.4g}"
    places = max(0, 4 - max(1, math.floor(math.log10(abs(value))) + 1))
    text = f"{value:.{max(places, 3)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if float(text) else f"{value:.2g}"


def signed(value: float) -> str:
    """The number with its sign."""
    return f"+{number(value)}" if value > 1e-9 else number(value)


def probability(value: float) -> str:
    """A probability to four places."""
    if 0 < value < 0.00005:
        return "< 0.0001"
    if 0.99995 < value < 1:
        return "> 0.9999"
    return number(round(value, 4))


def interval(low: float, high: float, exact: tuple[Fraction, Fraction] | None = None) -> str:
    """A closed interval, or the one number it holds; as fractions where it is known so."""
    ends = [probability(low), probability(high)]
    if exact is not None:
        ends = [_fraction(one) for one in exact]
    return ends[0] if high - low < 1e-12 else f"[{ends[0]}, {ends[1]}]"


def _fraction(exact: Fraction) -> str:
    """A short quotient where a decimal of four places would not be exact."""
    decimal = probability(float(exact))
    short = exact.denominator <= LONGEST
    return str(exact) if short and (10_000 * exact).denominator > 1 else decimal
