"""What must hold in a box, with no more digits than tell its points from the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.sweep.discovering.box import Limit, present
from crisis_sim.tables.names import shown

__all__ = ["Condition", "condition_of", "told", "words", "written"]

LEAST_DIGITS, ALL_DIGITS = 4, 17
_LONG = 60
_START = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """An input above ``low`` and below ``high``, infinite where that side is free.

    An input of categories has instead one of ``values``.
    """

    name: str
    low: float = -math.inf
    high: float = math.inf
    values: tuple[str, ...] = ()


def condition_of(name: str, limit: Limit, column: Floats, texts: Sequence[str]) -> Condition:
    """The condition that a limit of a box is.

    Parameters
    ----------
    column : (points,) the values of the points that were searched. Between those within a bound
        and those beyond it the bound is put at a number of few digits.
    texts : of a column of categories, by code.
    """
    if isinstance(limit, frozenset):
        return Condition(name, values=tuple(texts[int(code)] for code in sorted(limit)))
    there, (low, high) = present(column), limit
    if math.isfinite(low):
        low = _short(low, _greatest(there[there < low]), float(there[there >= low].min()))
    if math.isfinite(high):
        high = -_short(-high, _greatest(-there[there > high]), float((-there[there <= high]).min()))
    return Condition(name, low, high)


def _greatest(values: Floats) -> float:
    return float(values.max()) if len(values) else -math.inf


def _short(bound: float, beyond: float, within: float) -> float:
    """A number of few digits from the value beyond a lower bound to below that within it."""
    for digits in range(LEAST_DIGITS, ALL_DIGITS + 1):
        near = float(f"{bound:.{digits}g}")
        if beyond <= near < within:
            return near
    return beyond if math.isfinite(beyond) else float(np.nextafter(within, -math.inf))


def words(condition: Condition) -> str:
    """The condition as a reader would write it: ``pi > 0.31``, ``regime is junta``.

    Long names and texts are shortened, but no two texts alike.
    """
    name = told(condition.name)
    if condition.values:
        *first, last = _apart(condition.values)
        listed = f"{', '.join(first)} or {last}" if first else last
        return f"{name} is {listed}"
    low, high = written(condition.low), written(condition.high)
    if math.isinf(condition.high):
        return f"{name} > {low}"
    if math.isinf(condition.low):
        return f"{name} < {high}"
    return f"{low} < {name} < {high}"


def told(name: str) -> str:
    """A name in one line, the end of a long one left out."""
    return shown(name)


def written(value: float) -> str:
    """A float in the fewest digits that tell it from all others."""
    return repr(float(value) + 0.0).removesuffix(".0")


def _apart(texts: Sequence[str]) -> list[str]:
    """Texts as they are told: in quotation marks where words would run into each other."""
    short = [shown(text, _LONG) for text in texts]
    if len(set(short)) < len(short):
        common = next(i for i, letters in enumerate(zip_longest(*texts)) if len(set(letters)) > 1)
        short = [_from(text, common) for text in texts]
    quoted = any("," in text or " or " in text or not text.strip() for text in short)
    return [f"'{text}'" if quoted else text for text in short]


def _from(text: str, place: int) -> str:
    """A text told by its first letters and those from a place on."""
    start = max(_START, place - _START)
    if place < _LONG or len(text) <= _LONG:
        return shown(text, _LONG)
    return f"{shown(text, _START).removesuffix('...')}...{shown(text[start:], _LONG - _START)}"
