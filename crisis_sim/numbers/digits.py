"""Numbers as people read them: thousands apart, and digits enough to tell one from another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = [
    "LOWERED",
    "RAISED",
    "TRUE",
    "exponent",
    "fewest_places",
    "places_apart",
    "plain",
    "power_of_ten",
    "without_zeros",
]

SEPARATED = 1_000
"""From here on thousands are set apart."""

TRUSTED = 14
"""Significant digits of a float that rounding has not touched."""

TRUE = 15
"""Significant digits beyond which a float is not the decimal that it stands for."""

RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The minus sign and the digits of exponents."""
LOWERED = str.maketrans(RAISED, "-0123456789")
_RAISED = str.maketrans("-0123456789", RAISED)


def exponent(value: float) -> int:
    """The power of ten of a number's first digit; 0 for 0.

    >>> exponent(0.002), exponent(999.0), exponent(-1e9)
    (-3, 2, 9)
    """
    return (
        int(f"{abs(value):.{TRUSTED}e}".partition("e")[2]) if value and math.isfinite(value) else 0
    )


def plain(value: float, places: int) -> str:
    """A number with ``places`` decimals, never a negative zero; of a float 15 digits at most.

    >>> plain(-1e9, 0), plain(1234.5, 1), plain(-0.001, 2)
    ('-1,000,000,000', '1,234.5', '0.00')
    >>> plain(-0.0001, 20)
    '-0.00010000000000000000'
    """
    separated = round(abs(value), places) >= SEPARATED
    true = min(places, max(0, TRUE - 1 - exponent(value)))
    text = f"{abs(value):{',' if separated else ''}.{true}f}"
    if places > true:
        text += f"{'' if true else '.'}{'0' * (places - true)}"
    return f"-{text}" if value < 0 and any(digit in "123456789" for digit in text) else text


def without_zeros(text: str) -> str:
    """A decimal without the zeros at its end."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def power_of_ten(power: int) -> str:
    """A power of ten with raised digits.

    >>> power_of_ten(-9)
    '10⁻⁹'
    """
    return f"10{str(power).translate(_RAISED)}"


def fewest_places(values: Iterable[float], most: int) -> int:
    """The fewest decimals that write every value, but for rounding, and at most ``most``."""
    held = list(values)
    slack = 1e-10 * max((abs(value) for value in held), default=0.0)
    for places in range(most):
        if all(abs(round(value, places) - value) <= slack for value in held):
            return places
    return most


def places_apart(values: Sequence[float], least: int = 0) -> int:
    """Decimals, at least ``least``, with which different values read differently.

    Values that differ by no more than rounding may read the same.
    """
    places = least
    for one, other in _neighbours(values):
        wanted = max(places, -exponent(float(f"{other - one:.2g}")))
        most = TRUSTED - 1 - exponent(max(abs(one), abs(other)))
        for more in range(wanted, most + 1):
            if round(one, more) != round(other, more):
                places = more
                break
    return places


def _neighbours(values: Sequence[float]) -> list[tuple[float, float]]:
    """Pairs of values next to each other that differ by more than rounding."""
    held = sorted({value for value in values if math.isfinite(value)})
    kept = held[:1]
    for value in held[1:]:
        if value - kept[-1] > 10.0**-TRUSTED * max(abs(value), abs(kept[-1])):
            kept.append(value)
    return list(pairwise(kept))
