"""Numbers as a figure prints them: a true minus sign, and one number of decimals in a column."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["decimals", "probability", "written"]

_MOST_DECIMALS = 3


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
    """A probability with two decimals or as many as keep it from reading as 0 or 1."""
    for places in range(2, _MOST_DECIMALS + 3):
        text = f"{value:.{places}f}"
        if 0 < float(text) < 1:
            return text.rstrip("0") if len(text.rstrip("0")) > 3 else text[:4]
    return "0" if value < 0.5 else "1"
