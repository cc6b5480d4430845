"""Errors of floats over ranges, compiled: see :mod:`crisis_sim.sweep.formulas.rounding_kernel`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from crisis_sim.compiled import inner, njit
from crisis_sim.sweep.formulas.rounding_kernel import (
    ABSOLUTE,
    ADD,
    CEIL,
    CLOSE,
    COLUMN,
    CONSTANT,
    DIVIDE,
    EXP,
    FLOOR,
    IF,
    LIBRARY,
    LOG,
    MAX,
    MIN,
    MULTIPLY,
    NEGATIVE,
    NOT,
    POWER,
    RESERVE,
    SQRT,
    SUBTRACT,
    TINY,
)
from crisis_sim.sweep.formulas.tape import UNIT

__all__ = ["over_ranges"]


@inner()
def _corners(op: int, al: float, ah: float, bl: float, bh: float) -> Any:
    """The least and greatest of a product, quotient or power over two ranges."""
    least, most = math.inf, -math.inf
    for a in (al, ah):
        for b in (bl, bh):
            if op == MULTIPLY:
                value = a * b
            elif op == DIVIDE:
                value = a / b
            else:
                value = a**b
            if value != value:
                return -math.inf, math.inf
            least, most = min(least, value), max(most, value)
    return least, most


@inner()
def _least(low: float, high: float) -> float:
    """The least absolute value in a range."""
    return 0.0 if low <= 0.0 <= high else min(abs(low), abs(high))


@inner()
def _power_over(al: float, ah: float, ea: float, bl: float, bh: float, eb: float) -> Any:
    largest = max(abs(al), abs(ah))
    if bl == bh and eb == 0.0 and bl == np.floor(bl):
        low, high = _corners(POWER, al, ah, bl, bh)
        if al < 0.0 < ah:
            low = min(low, 0.0)
        most = max(abs(low), abs(high))
        if bl >= 0.0:
            grown = bl * (largest + ea) ** max(bl - 1.0, 0.0) * ea * RESERVE if ea > 0.0 else 0.0
            return low, high, grown + LIBRARY * most + TINY
        least = _least(al, ah)
        share = -bl * ea / least if least > 0.0 else math.inf
        return low, high, most * (1.02 * share + LIBRARY) + TINY if share <= CLOSE else math.inf
    if not (al > 0.0 and ea <= CLOSE * al):
        return -math.inf, math.inf, math.inf
    low, high = _corners(POWER, al, ah, bl, bh)
    logs, powers = max(abs(np.log(al)), abs(np.log(ah))), max(abs(bl), abs(bh))
    share = RESERVE * (powers + eb) * ea / al + RESERVE * (logs + 2 * CLOSE) * eb
    error = high * (1.02 * share + LIBRARY) + TINY if share <= 1e-2 else math.inf
    return low, high, error


@inner()
def _function_over(op: int, al: float, ah: float, ea: float) -> Any:
    if op == NEGATIVE:
        return -ah, -al, ea
    if op == ABSOLUTE:
        return _least(al, ah), max(abs(al), abs(ah)), ea
    if op == FLOOR:
        return float(np.floor(al)), float(np.floor(ah)), 0.0
    if op == CEIL:
        return float(np.ceil(al)), float(np.ceil(ah)), 0.0
    if op == EXP:
        low, high = np.exp(al), np.exp(ah)
        return low, high, high * (1.02 * ea + LIBRARY) + TINY if ea <= 1e-2 else math.inf
    if op == LOG:
        if not (al > 0.0 and ea <= CLOSE * al):
            return -math.inf, math.inf, math.inf
        low, high = np.log(al), np.log(ah)
        return low, high, RESERVE * ea / al + LIBRARY * max(abs(low), abs(high))
    if al >= 0.0 and ea == 0.0:
        return np.sqrt(al), np.sqrt(ah), UNIT * np.sqrt(ah)
    if not (al > 0.0 and ea <= CLOSE * al):
        return -math.inf, math.inf, math.inf
    low, high = np.sqrt(al), np.sqrt(ah)
    return low, high, ea / low + UNIT * high


@inner()
def _of_two_over(op: int, al: float, ah: float, ea: float, bl: float, bh: float, eb: float) -> Any:
    if op == ADD:
        low, high = al + bl, ah + bh
        return low, high, ea + eb + UNIT * max(abs(low), abs(high))
    if op == SUBTRACT:
        low, high = al - bh, ah - bl
        return low, high, ea + eb + UNIT * max(abs(low), abs(high))
    if op == MULTIPLY:
        low, high = _corners(op, al, ah, bl, bh)
        a, b, most = max(abs(al), abs(ah)), max(abs(bl), abs(bh)), max(abs(low), abs(high))
        return low, high, a * eb + b * ea + ea * eb + UNIT * most + TINY
    if op == DIVIDE:
        least = _least(bl, bh)
        if not (least > 0.0 and eb <= CLOSE * least):
            return -math.inf, math.inf, math.inf
        low, high = _corners(op, al, ah, bl, bh)
        most = max(abs(low), abs(high))
        return low, high, RESERVE * (most * eb + ea) / least + UNIT * most + TINY
    if op == MAX:
        return max(al, bl), max(ah, bh), max(ea, eb)
    if op == MIN:
        return min(al, bl), min(ah, bh), max(ea, eb)
    if op == POWER:
        return _power_over(al, ah, ea, bl, bh, eb)
    return 0.0, 1.0, 0.0


@inner()
def _operation_over(
    op: int, same: bool, al: float, ah: float, ea: float, bl: float, bh: float, eb: float
) -> Any:
    """An operation on ranges; ``same`` says that it is applied to one number twice."""
    if op in (NEGATIVE, ABSOLUTE, FLOOR, CEIL, EXP, LOG, SQRT):
        low, high, error = _function_over(op, al, ah, ea)
    elif op == NOT:
        low, high, error = 0.0, 1.0, 0.0
    else:
        low, high, error = _of_two_over(op, al, ah, ea, bl, bh, eb)
        if op == MULTIPLY and same:
            low = _least(al, ah) ** 2
        if not eb < math.inf:
            error = math.inf
    return low, high, error if ea < math.inf else math.inf


@njit(cache=True, error_model="numpy")
def over_ranges(table: Any, constants: Any, ranges: Any, inexact: Any, found: Any) -> None:
    """(3, entries) least and greatest float of every entry, and its error, where columns range.

    ``ranges`` is (2, columns), least and greatest, and ``inexact`` (columns,) their errors.
    """
    for entry in range(table.shape[1]):
        op, first, second, third = table[:, entry]
        al, ah, ea = found[:, first]
        bl, bh, eb = found[:, second]
        cl, ch, ec = found[:, third]
        if op == CONSTANT:
            low = high = constants[0, entry]
            error = constants[1, entry]
        elif op == COLUMN:
            low, high, error = ranges[0, first], ranges[1, first], inexact[first]
        elif op != IF:
            same = first == second
            low, high, error = _operation_over(op, same, al, ah, ea, bl, bh, eb)
        elif ea < math.inf and (al > 0.0 or ah < 0.0):
            low, high, error = bl, bh, eb
        else:
            low, high, error = min(bl, cl), max(bh, ch), max(eb, ec)
            error = error if ea < math.inf else math.inf
        if not (error >= 0.0 and -math.inf < low <= high < math.inf):
            error = math.inf
        found[0, entry], found[1, entry], found[2, entry] = low, high, error
