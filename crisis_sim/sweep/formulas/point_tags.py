"""Identity tags at points, compiled: residues of the numbers that formulas have there.

Between two points the same formulas may be equal at one and not at the other. Where a parameter has
its exact value in place of a random residue, equal tags mean equal numbers at that point. Which of
two numbers is greater, a condition or a rounding is read off floats where their errors allow it or
tags are equal; elsewhere the operation has a tag of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from crisis_sim.compiled import inner, njit
from crisis_sim.sweep.formulas.exact_values import ExactAt
from crisis_sim.sweep.formulas.identities import residue
from crisis_sim.sweep.formulas.residues import (
    ONE,
    PRIME,
    ZERO,
    add,
    inverse,
    multiply,
    power,
    subtract,
)
from crisis_sim.sweep.formulas.rounding import Tags
from crisis_sim.sweep.formulas.rounding_kernel import (
    ABSOLUTE,
    ADD,
    AND,
    CEIL,
    COLUMN,
    CONSTANT,
    DIVIDE,
    EXP,
    FLOOR,
    IF,
    LOG,
    MAX,
    MIN,
    MULTIPLY,
    NEGATIVE,
    NOT,
    OR,
    POWER,
    SQRT,
    SUBTRACT,
    compared,
)

__all__ = ["column_tags", "run_tags"]

APART = 1.01
MOST_POWER = 1_000.0
_NO, _YES, _OPEN = 0, 1, 2


def column_tags(names: Sequence[str], points: Sequence[int], exact: ExactAt) -> Tags:
    """(columns, points) the tags of the numbers that names have at some points."""
    known: dict[Fraction, int] = {}
    found = np.empty((len(names), len(points)), dtype=np.uint64)
    for column, name in enumerate(names):
        for place, point in enumerate(points):
            number = exact(name, point)
            if number not in known:
                known[number] = residue(number)
            found[column, place] = known[number]
    return found


@njit(cache=True, error_model="numpy")
def run_tags(table: Any, constants: Any, columns: Any, values: Any, errors: Any, tags: Any) -> None:
    """(entries, points) the tag of every entry of a tape.

    Parameters
    ----------
    table : of the tape; ``constants`` is (entries,) tags.
    columns : (columns, points) tags.
    values, errors : (entries, points), as :mod:`crisis_sim.sweep.formulas.rounding_kernel` runs
        the tape.
    """
    for entry in range(table.shape[1]):
        op, first, second, third = table[:, entry]
        for k in range(tags.shape[1]):
            if op == CONSTANT:
                tags[entry, k] = constants[entry]
            elif op == COLUMN:
                tags[entry, k] = columns[first, k]
            elif op == IF:
                truth = _truth(values[first, k], errors[first, k], tags[first, k])
                if truth == _OPEN and tags[second, k] != tags[third, k]:
                    own = _own(IF, tags[second, k], tags[third, k])
                    tags[entry, k] = _own(IF, tags[first, k], own)
                else:
                    tags[entry, k] = tags[third if truth == _NO else second, k]
            else:
                tags[entry, k] = _of_two(
                    op,
                    values[first, k],
                    errors[first, k],
                    tags[first, k],
                    values[second, k],
                    errors[second, k],
                    tags[second, k],
                )


@inner()
def _own(op: int, a: Any, b: Any) -> Any:
    """A tag that stands for nothing else (the finaliser of Steele, Lea and Flood 2014)."""
    z = (a * np.uint64(0x9E3779B97F4A7C15)) ^ (
        b + np.uint64(op + 1) * np.uint64(0xD1B54A32D192ED03)
    )
    for _ in range(2):
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = (z ^ (z >> np.uint64(31))) + b
    return z % PRIME


@inner()
def _truth(value: float, error: float, tag: Any) -> int:
    """Whether a number is not zero."""
    if abs(value) > error and error >= 0.0:
        return _YES
    return _NO if tag == ZERO or (value == 0.0 and error == 0.0) else _OPEN


@inner()
def _sign(a: float, ea: float, ta: Any, b: float, eb: float, tb: Any) -> int:
    """Whether one number is greater than another, 1, less, -1, or the same, 0; 2 where open."""
    if ta == tb:
        return 0
    if ea >= 0.0 and eb >= 0.0 and abs(a - b) > APART * (ea + eb):
        return 1 if a > b else -1
    return 2


@inner()
def _as_tag(truth: bool) -> Any:
    return ONE if truth else ZERO


@inner()
def _whole(value: float) -> Any:
    """The tag of a whole number that a float holds."""
    size = np.uint64(abs(value)) % PRIME
    return size if value >= 0.0 else subtract(ZERO, size)


@inner()
def _of_one(op: int, a: float, ea: float, ta: Any) -> Any:
    if op == NEGATIVE:
        return subtract(ZERO, ta)
    truth = _truth(a, ea, ta)
    if op == NOT:
        return _own(op, ta, ta) if truth == _OPEN else _as_tag(truth == _NO)
    if op == ABSOLUTE:
        if truth == _OPEN:
            return _own(op, ta, ta)
        return subtract(ZERO, ta) if truth == _YES and a < 0.0 else ta
    if op == EXP and truth == _NO:
        return ONE
    if op == LOG and ta == ONE:
        return ZERO
    if op in (FLOOR, CEIL) and abs(a) < 2.0**53 and 0.0 <= ea < 0.5:
        near = np.rint(a)
        if ta == _whole(near):
            return ta
        if abs(a - near) > ea:
            return _whole(np.floor(a) if op == FLOOR else np.ceil(a))
    return _own(op, ta, ta)


@inner()
def _power(ta: Any, b: float, tb: Any) -> Any:
    exponent = np.rint(b)
    if abs(exponent) <= MOST_POWER and tb == _whole(exponent):
        size = np.uint64(abs(exponent))
        if exponent >= 0.0:
            return power(ta, size)
        if ta != ZERO:
            return inverse(power(ta, size))
    return _own(POWER, ta, tb)


@inner()
def _both(op: int, a: float, ea: float, ta: Any, b: float, eb: float, tb: Any) -> Any:
    one, other, decisive = _truth(a, ea, ta), _truth(b, eb, tb), _YES if op == OR else _NO
    if one == decisive or other == decisive:
        return _as_tag(op == OR)
    if one != _OPEN and other != _OPEN:
        return _as_tag(op == AND)
    return _own(op, ta, tb)


@inner()
def _of_two(op: int, a: float, ea: float, ta: Any, b: float, eb: float, tb: Any) -> Any:
    if op == ADD:
        return add(ta, tb)
    if op == SUBTRACT:
        return subtract(ta, tb)
    if op == MULTIPLY:
        return multiply(ta, tb)
    if op == DIVIDE:
        return multiply(ta, inverse(tb)) if tb != ZERO else _own(op, ta, tb)
    if op == POWER:
        return _power(ta, b, tb)
    if op in (AND, OR):
        return _both(op, a, ea, ta, b, eb, tb)
    if op in (NEGATIVE, ABSOLUTE, NOT, EXP, LOG, SQRT, FLOOR, CEIL):
        return _of_one(op, a, ea, ta)
    sign = _sign(a, ea, ta, b, eb, tb)
    if sign == 2:
        return _own(op, ta, tb)
    if op in (MAX, MIN):
        return ta if (sign >= 0) == (op == MAX) or sign == 0 else tb
    return _as_tag(compared(op, float(sign), 0.0))
