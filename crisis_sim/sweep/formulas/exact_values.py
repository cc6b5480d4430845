"""The exact numbers behind columns of floats.

A column holds floats. Most of them stand for the shortest decimal that writes them; a grid and what
was written as a fraction or with many digits know better.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.numbers.told import WHOLE
from crisis_sim.scenario.given import exact

__all__ = ["ExactAt", "ExactColumns", "Exactly", "Grid", "as_shown", "exactly"]

ExactAt = Callable[[str, int], Fraction]
"""The number that a name stands for at a point of a block."""

_MOST_DIGITS = 400
"""Before or after the point: floats end at some three hundred."""


class Exactly(Protocol):
    """What a column's values are where the floats do not say."""

    def get(self, place: int, /) -> Fraction | None:
        """The number at a place; None where it is the shortest decimal of the float there."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Equally spaced numbers."""

    low: Fraction
    step: Fraction

    def get(self, place: int, /) -> Fraction:
        """The number at a place."""
        return self.low + place * self.step


@dataclass(frozen=True, slots=True)
class ExactColumns:
    """The numbers behind columns: the shortest decimals of their floats, unless it is known better.

    ``known`` gives the number at a point, or None, for some of the names.
    """

    columns: Mapping[str, Floats]
    known: Mapping[str, Callable[[int], Fraction | None]] = field(default_factory=dict)

    def __call__(self, name: str, index: int) -> Fraction:
        """The number that a name stands for at a point."""
        found = self.known[name](index) if name in self.known else None
        return exact(float(self.columns[name][index])) if found is None else found

    def among(self, where: NDArray[np.intp]) -> ExactColumns:
        """The same at some of the points."""
        columns = {name: column[where] for name, column in self.columns.items()}
        known = {name: _moved(number, where) for name, number in self.known.items()}
        return ExactColumns(columns, known)


def as_shown(columns: Mapping[str, Floats]) -> ExactColumns:
    """Every number as the shortest decimal of its float."""
    return ExactColumns(columns)


def exactly(values: Sequence[Any] | NDArray[Any]) -> dict[int, Fraction]:
    """The numbers among some values, by place, that are not the shortest decimals of their floats.

    Floats are none. What is no number is left for others to refuse.
    """
    places: Iterable[int] = range(len(values))
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "f":
            return {}
        if values.dtype.kind in "iu":
            places = np.flatnonzero(np.abs(values.astype(np.float64)) >= WHOLE).tolist()
    found = {}
    for place in places:
        number = _number(values[place])
        if number is not None and number != exact(float(number)):
            found[place] = number
    return found


def _moved(
    number: Callable[[int], Fraction | None], where: NDArray[np.intp]
) -> Callable[[int], Fraction | None]:
    return lambda index: number(int(where[index]))


def _number(value: Any) -> Fraction | None:
    if isinstance(value, numbers.Integral):
        return Fraction(int(value))
    if isinstance(value, Fraction):
        return value
    if isinstance(value, Decimal) and abs(value.adjusted()) < _MOST_DIGITS:
        return Fraction(value)
    return None
