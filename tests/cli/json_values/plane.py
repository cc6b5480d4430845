"""Brinkmanship on the plane of how likely Moscow is hard and how likely the threat is carried out.

The threat makes a soft Moscow withdraw if 5 q >= 3, and is worth its risk if 8 p q + 3 p <= 3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .games import brinkmanship
from .standings import held_as
from .trees import pure

LOW_P, LOW_Q = Fraction(1, 5), Fraction(1, 2)
ACROSS = "-x p=1/5:1 -x q=1/2:1"
"""The part of the plane that is asked for: what each reaches down to, up to 1."""
RANGES = {"p": [LOW_P, Fraction(1)], "q": [LOW_Q, Fraction(1)]}
ROOT = brinkmanship()
THREAT = held_as("brinkmanship", ROOT, pure(ROOT, "threaten", "withdraw", "defy")) | {"variants": 1}
NONE = held_as("brinkmanship", ROOT, pure(ROOT, "do not threaten", "defy", "defy")) | {
    "variants": 1
}


def serves(q: Any) -> Any:
    """Not negative where the threat makes a soft Moscow withdraw."""
    return 5 * q - 3


def repels(p: Any, q: Any) -> Any:
    """Not positive where the threat is worth its risk."""
    return 8 * p * q + 3 * p - 3


def is_made(p: Any, q: Any) -> bool:
    """Whether the threat is made, up to boundaries."""
    return bool(serves(q) > 0 > repels(p, q))


def made_share() -> float:
    """The share of the asked plane: from q = 3/5 to 1, what lies between 1/5 and 3 / (8 q + 3)."""
    upper = 3 / 8 * math.log(Fraction(11) / Fraction(39, 5))
    return float((upper - float(LOW_P) * 0.4) / float((1 - LOW_P) * (1 - LOW_Q)))


def area(outline: Sequence[Sequence[float]]) -> float:
    """Of a polygon, as a share of the asked plane (the shoelace formula)."""
    ends = [*outline[1:], outline[0]]
    twice = sum(x * v - u * y for (x, y), (u, v) in zip(outline, ends, strict=True))
    return abs(twice) / 2 / float((1 - LOW_P) * (1 - LOW_Q))
