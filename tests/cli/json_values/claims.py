"""An object of a command held against what its reader claims of it, leaf by leaf."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

TOL = 1e-11
"""What rounding alone may make of a number, as a share of it or of 1."""


@dataclass(frozen=True)
class Near:
    """A number that is known to so much."""

    value: float
    within: float


@dataclass(frozen=True)
class Such:
    """Whatever passes a test: one leaf, or all that is below."""

    words: str
    test: Callable[[Any], bool]


SECONDS = Such("a time that a game so small takes", lambda told: 0 < told < 60)


def faults(told: Any, claimed: Any, at: str = "") -> Iterator[str]:
    """Where an object is not as claimed: its values, its fields and their order."""
    if isinstance(claimed, dict) and isinstance(told, dict):
        if list(told) != list(claimed):
            yield f"{at}: fields {list(told)}, claimed {list(claimed)}"
        for name in told.keys() & claimed.keys():
            yield from faults(told[name], claimed[name], f"{at}.{name}")
    elif isinstance(claimed, list) and isinstance(told, list):
        if len(told) != len(claimed):
            yield f"{at}: {len(told)} entries, claimed {len(claimed)}"
        for place, (one, other) in enumerate(zip(told, claimed, strict=False)):
            yield from faults(one, other, f"{at}[{place}]")
    elif not _is(told, claimed):
        yield f"{at}: {told!r}, claimed {claimed!r}"


def _is(told: Any, claimed: Any) -> bool:
    match claimed:
        case Such():
            return claimed.test(told)
        case re.Pattern():
            return isinstance(told, str) and claimed.fullmatch(told) is not None
        case Near():
            return isinstance(told, float) and abs(told - claimed.value) <= claimed.within
        case Fraction() | float():
            near = math.isclose(told, claimed, rel_tol=TOL, abs_tol=TOL)
            return isinstance(told, float) and near and (told == 0) == (claimed == 0)
        case _:
            return type(told) is type(claimed) and bool(told == claimed)
