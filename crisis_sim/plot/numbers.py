"""Numbers as a figure prints them: a true minus sign, and one number of decimals in a column."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["decimals", "probability", "written"]


def decimals(values: Iterable[float], *, most: int = 2) -> int:
    """The fewest decimals that write every value exactly, and at most ``most``."""
    held = list(values)
    for places in range(most):
        if all(abs(round(value, places) - value) < 1e-9 for value in held):
            return places
    return most


def written(value: float, places: int) -> str:
    """A value with ``places`` decimals, never a negative zero; nan is a dash."""
    if value != value:
        return "–"
    text = f"{abs(value):.{places}f}"
    negative = value < 0 and float(text) != 0
    return f"−{text}" if negative else text


def probability(value: float) -> str:
    """A probability with two decimals, or three where two do not say it, and never a false 0 or 1.

    >>> probability(0.5), probability(0.045), probability(0.00002)
    ('0.50', '0.045', '0.00002')
    """
    exact = abs(round(value, 2) - value) < 1e-9
    for places in range(2 if exact else 3, 13):
        text = f"{value:.{places}f}"
        if 0 < float(text) < 1:
            return text
    return "0" if value < 0.5 else "1"
