"""Probabilities as people and programs write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from crisis_sim.numbers.rational import Rational, rational

__all__ = ["WrittenShare", "share_of"]

LONGEST = 15
"""Digits of a decimal beyond which it is taken to be rounded: any decimal that is no longer is the
shortest one of its float."""

_QUOTIENT = re.compile(r"\s*\d{1,4000}\s*/\s*0*[1-9]\d{0,3999}\s*")
_DECIMAL = re.compile(r"(\d{0,400})\.?(\d{0,400})(?:[eE]([+-]?\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class WrittenShare:
    """A probability as it is written; ``rounded`` where the number meant is only near it."""

    value: Rational
    rounded: bool


def share_of(given: Any) -> WrittenShare | None:
    """A number between 0 and 1, or a quotient such as ``1/3``; None for anything else."""
    if isinstance(given, bool):
        return None
    if isinstance(given, (int, Fraction)):
        return _proper(Fraction(given), rounded=False)
    if isinstance(given, float):
        return _decimal(repr(given)) if math.isfinite(given) else None
    if not isinstance(given, str):
        return None
    if _QUOTIENT.fullmatch(given):
        return _proper(Fraction(given.replace(" ", "")), rounded=False)
    return _decimal(given.strip())


def _decimal(text: str) -> WrittenShare | None:
    found = _DECIMAL.fullmatch(text)
    if found is None or not found[1] + found[2]:
        return None
    digits = (found[1] + found[2]).strip("0")
    return _proper(Fraction(text), rounded=len(digits) > LONGEST)


def _proper(number: Fraction, *, rounded: bool) -> WrittenShare | None:
    return WrittenShare(rational(number), rounded) if 0 <= number <= 1 else None
