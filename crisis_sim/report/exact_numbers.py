"""Exact numbers and what holds between them, as reports and JSON write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from crisis_sim.exact.data.line import ExactNumber, Held, Standing
from crisis_sim.numbers.digits import exponent, plain, without_zeros
from crisis_sim.numbers.told import digits_told, is_near

__all__ = [
    "KINDS",
    "decimals",
    "equal_sign",
    "exact_text",
    "held_object",
    "in_cells",
    "number_object",
    "short_value",
    "standing_object",
    "told_numbers",
    "told_range",
]

KINDS = {"algebraic": "(a root)", "enclosed": "(irrational)"}
"""What stands in a table for numbers that are no fractions."""

PLACES = Decimal(1).scaleb(-17)


def exact_text(number: ExactNumber) -> str:
    """A fraction, or what is proved of a number that is none."""
    if number.exact is not None:
        return str(number.exact)
    if number.kind == "algebraic":
        return f"a root of {number.polynomial}"
    low, high = decimals(number)
    return f"between {low} and {high}"


def decimals(number: ExactNumber) -> tuple[str, str]:
    """The ends of the interval that holds a number, rounded outwards."""
    return (
        str(_decimal(number.low).quantize(PLACES, rounding=ROUND_FLOOR)),
        str(_decimal(number.high).quantize(PLACES, rounding=ROUND_CEILING)),
    )


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def short_value(number: ExactNumber) -> str:
    """The number to ten significant digits; a decimal of up to twelve as it is."""
    return _to(number.value, digits_told([_known(number)], least=10)[0])


def equal_sign(number: ExactNumber, told: str) -> str:
    """Whether a number is what is told of it in decimals, or only near it."""
    return "=" if Fraction(told.replace(",", "")) == number.exact else "≈"


def in_cells(numbers: Sequence[ExactNumber], beside: Iterable[Fraction] = ()) -> list[str]:
    """Numbers of one list, to six significant digits or as many more as tell them apart.

    Short decimals are exact; a sign stands before those that are rounded.
    """
    digits = digits_told([_known(one) for one in numbers], beside, least=6)
    texts = [_to(one.value, enough) for one, enough in zip(numbers, digits, strict=True)]
    return [
        told if equal_sign(one, told) == "=" else f"≈ {told}"
        for one, told in zip(numbers, texts, strict=True)
    ]


def _known(number: ExactNumber) -> float | Fraction:
    return number.value if number.exact is None else number.exact


def told_numbers(
    values: Sequence[float | Fraction],
    beside: Iterable[float | Fraction] = (),
    *,
    least: int = 4,
) -> list[str]:
    """Values of a parameter that stand together: short decimals exactly, others told apart.

    What is ``beside`` are the ends of its range, and whatever else they must not read as.
    """
    digits = digits_told(values, beside, least=least)
    texts = [_to(float(value), enough) for value, enough in zip(values, digits, strict=True)]
    return [
        f"≈ {told}" if is_near(value, Fraction(told.replace(",", ""))) else told
        for value, told in zip(values, texts, strict=True)
    ]


def told_range(low: Fraction, high: Fraction) -> str:
    """A range from its low to its high end."""
    return " to ".join(told_numbers([low, high]))


def _to(value: float, digits: int) -> str:
    """A number to so many significant digits, written out unless it is very large or small."""
    rounded = float(f"{value:.{digits}g}")
    first = exponent(rounded)
    if not -5 < first < 15:
        return f"{rounded:.{digits}g}"
    return without_zeros(plain(rounded, max(0, digits - 1 - first)))


def number_object(number: ExactNumber) -> dict[str, Any]:
    """An exact number as JSON: what it is exactly, its value and, where irrational, its proof."""
    told: dict[str, Any] = {"exact": exact_text(number), "value": number.value, "kind": number.kind}
    if number.exact is None:
        told["interval"] = list(decimals(number))
    if number.polynomial:
        told["polynomial"] = number.polynomial
    return told


def standing_object(standing: Standing | None) -> dict[str, Any] | None:
    """What holds at a place, as JSON; null where it could not be decided."""
    if standing is None:
        return None
    return {
        "outcome": standing.name,
        "equilibria": [held_object(one) for one in standing.equilibria],
        "undecided": [held_object(one) for one in standing.undecided],
        "undefined": standing.undefined,
    }


def held_object(one: Held) -> dict[str, Any]:
    """One equilibrium as JSON."""
    return {
        "outcomes": list(one.outcomes),
        "passive_beliefs": one.passive,
        "variants": one.variants,
        "moves": [
            {"player": player, "information_set": label, "action": action}
            for player, label, action in one.moves
        ],
    }
