"""Tables of numbers as others that compare alike and are sooner compared."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from crisis_sim.numbers.real import Number, Real, is_rational
from crisis_sim.solve.nash.cones import narrow

__all__ = ["in_order", "representatives", "whole_numbers"]


def whole_numbers(numbers: NDArray[np.object_], *, from_least: bool = False) -> NDArray[np.object_]:
    """Rationals times a positive number: Python integers of the same shape, as small as can be.

    With ``from_least`` the least number is subtracted first.
    """
    flat = numbers.ravel().tolist()
    # Whatever kind of rational is stored, numpy's integers included, Python's come out.
    held = {id(one): (int(one.numerator), int(one.denominator)) for one in flat}
    scale = math.lcm(*{below for _, below in held.values()})
    values = {key: above * (scale // below) for key, (above, below) in held.items()}
    least = min(values.values()) if from_least else 0
    divisor = math.gcd(*(value - least for value in values.values())) or 1
    known = {key: (value - least) // divisor for key, value in values.items()}
    whole = np.empty(len(flat), dtype=object)
    whole[:] = [known[id(one)] for one in flat]
    return whole.reshape(numbers.shape)


def in_order(table: NDArray[np.object_]) -> NDArray[np.int64] | NDArray[np.object_]:
    """Integers that compare with each other as numbers do."""
    flat = table.ravel().tolist()
    if not any(isinstance(value, Real) for value in flat):
        return narrow(whole_numbers(table))
    held = _sorted(flat)
    rank = {id(value): place for place, same in enumerate(held) for value in same}
    return np.array([rank[id(value)] for value in flat]).reshape(table.shape)


def representatives(table: NDArray[np.object_]) -> NDArray[np.object_]:
    """The same numbers, those that are equal being one object, and a rational one if they are."""
    flat = table.ravel().tolist()
    first: dict[int, Number] = {}
    for same in _sorted(flat):
        chosen = next((value for value in same if is_rational(value)), same[0])
        first |= {id(value): chosen for value in same}
    made = np.empty(len(flat), dtype=object)
    made[:] = [first[id(value)] for value in flat]
    return made.reshape(table.shape)


def _sorted(values: list[Number]) -> list[list[Number]]:
    """Numbers in increasing order, those together that are equal."""
    groups: list[list[Number]] = []
    for value in sorted({id(value): value for value in values}.values()):
        if groups and value == groups[-1][0]:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups
