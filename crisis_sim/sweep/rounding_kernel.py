"""How far floats may be from the numbers that they stand for, compiled.

Each operation gives a float and a bound of its error, from those of its arguments: running error
analysis (Wilkinson 1986; Higham 2002, section 3.3). Bounds are sums and products of what is not
negative, so that their own rounding is less than the reserve of a thousandth or more that they are
given where they are used. Sums, products, quotients and roots are rounded by half a unit in the
last place; exp, log and powers are taken to be right within four, which is several times what C
libraries are known to do (Innocente and Zimmermann 2025).

An error is infinite where nothing is known, as after division by what may be zero, and
``UNDEFINED`` where the exact value is undefined for certain. At points floats are single, in ranges
they lie between two; there, jumps are not counted: whoever reads the bounds checks at each point
that each comparison and rounding is decided.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from crisis_sim.compiled import inner, njit
from crisis_sim.sweep.tape import CODES

__all__ = ["UNDEFINED", "over_ranges", "player_bounds", "run_points"]

UNDEFINED = -1.0
UNIT = 2.0**-53
LIBRARY = 8.0 * UNIT
TINY = 5e-324
SMALL = 1e-290
CLOSE = 1e-3
"""The largest share of an argument that its error may be where it divides or is a logarithm's."""
RESERVE = 1.002

CONSTANT, COLUMN = CODES["constant"], CODES["column"]
ADD, SUBTRACT, MULTIPLY, DIVIDE = CODES["+"], CODES["-"], CODES["*"], CODES["/"]
POWER, NEGATIVE, ABSOLUTE = CODES["**"], CODES["neg"], CODES["abs"]
CEIL, FLOOR, EXP, LOG, SQRT = (CODES[one] for one in ("ceil", "floor", "exp", "log", "sqrt"))
MAX, MIN = CODES["max"], CODES["min"]
LESS, LESS_EQUAL, EQUAL = CODES["<"], CODES["<="], CODES["=="]
UNEQUAL, GREATER_EQUAL, GREATER = CODES["!="], CODES[">="], CODES[">"]
AND, OR, NOT, IF = CODES["and"], CODES["or"], CODES["not"], CODES["if"]


@inner()
def _compared(op: int, a: float, b: float) -> bool:
    if op == LESS:
        return a < b
    if op == LESS_EQUAL:
        return a <= b
    if op == EQUAL:
        return a == b
    if op == UNEQUAL:
        return a != b
    if op == GREATER_EQUAL:
        return a >= b
    return a > b


@inner()
def _known(a: float, error: float) -> bool:
    """Whether it is certain that a number is zero, or that it is not."""
    return error == 0.0 or abs(a) > error


@inner()
def _power(a: float, ea: float, b: float, eb: float) -> Any:
    """A power and its error."""
    value = a**b
    most = abs(value)
    if eb == 0.0 and b == np.floor(b):
        if b >= 0.0:
            if b <= 1.0:
                return value, ea * b
            grown = b * (abs(a) + ea) ** (b - 1.0) * ea * RESERVE if ea > 0.0 else 0.0
            exact = a == 0.0 and ea == 0.0
            return value, grown + (0.0 if exact else LIBRARY * most + TINY)
        if a == 0.0 and ea == 0.0:
            return math.nan, UNDEFINED
        share = -b * ea / abs(a)
        return value, most * (1.02 * share + LIBRARY) + TINY if share <= CLOSE else math.inf
    if a == 0.0 and ea == 0.0 and abs(b) > eb:
        return (0.0, 0.0) if b > 0.0 else (math.nan, UNDEFINED)
    if a + ea < 0.0 and eb == 0.0:
        return math.nan, UNDEFINED
    if not (a > 0.0 and ea <= CLOSE * a):
        return value, math.inf
    share = RESERVE * (abs(b) + eb) * ea / a + RESERVE * (abs(np.log(a)) + 2 * CLOSE) * eb
    return value, most * (1.02 * share + LIBRARY) + TINY if share <= 1e-2 else math.inf


@inner()
def _function(op: int, a: float, ea: float) -> Any:
    """A function of one number and its error."""
    if op == NEGATIVE:
        return -a, ea
    if op == ABSOLUTE:
        return abs(a), ea
    if op in (FLOOR, CEIL):
        value = np.floor(a) if op == FLOOR else np.ceil(a)
        away = min(abs(a - value), 1.0 - abs(a - value))
        return float(value), 0.0 if ea == 0.0 or away > RESERVE * ea else math.inf
    if op == EXP:
        if a == 0.0 and ea == 0.0:
            return 1.0, 0.0
        value = np.exp(a)
        return value, value * (1.02 * ea + LIBRARY) + TINY if ea <= 1e-2 else math.inf
    if op == LOG:
        if a + ea <= 0.0:
            return math.nan, UNDEFINED
        if not ea <= CLOSE * a:
            return np.log(a), math.inf
        return np.log(a), RESERVE * ea / a + LIBRARY * abs(np.log(a))
    if a + ea < 0.0:
        return math.nan, UNDEFINED
    if a == 0.0 and ea == 0.0:
        return 0.0, 0.0
    value = np.sqrt(a)
    return value, ea / value + UNIT * value if ea <= CLOSE * a else math.inf


@inner()
def _of_two(op: int, a: float, ea: float, b: float, eb: float) -> Any:
    """An operation on two numbers and its error."""
    if op in (ADD, SUBTRACT):
        value = a + b if op == ADD else a - b
        return value, ea + eb + UNIT * abs(value)
    if op == MULTIPLY:
        value = a * b
        lost = TINY if abs(value) < SMALL and a != 0.0 and b != 0.0 else 0.0
        return value, abs(a) * eb + abs(b) * ea + ea * eb + UNIT * abs(value) + lost
    if op == DIVIDE:
        if b == 0.0 and eb == 0.0:
            return math.nan, UNDEFINED
        if not eb <= CLOSE * abs(b):
            return a / b, math.inf
        value = a / b
        lost = TINY if abs(value) < SMALL and a != 0.0 else 0.0
        return value, RESERVE * (abs(value) * eb + ea) / abs(b) + UNIT * abs(value) + lost
    if op == POWER:
        return _power(a, ea, b, eb)
    if op in (MAX, MIN):
        first = (a > b if op == MAX else a < b) or a != a
        return a if first else b, max(ea, eb)
    if op in (AND, OR):
        one, other = a != 0.0, b != 0.0
        sure, also = _known(a, ea), _known(b, eb)
        decided = (sure and one == (op == OR)) or (also and other == (op == OR))
        value = one and other if op == AND else one or other
        return (1.0 if value else 0.0), 0.0 if decided or (sure and also) else 1.0
    apart = ea + eb
    sure = apart == 0.0 or abs(a - b) > RESERVE * apart
    return (1.0 if _compared(op, a, b) else 0.0), 0.0 if sure else 1.0


@inner()
def _chosen(a: float, ea: float, b: float, eb: float, c: float, ec: float) -> Any:
    """The number that a condition selects and its error."""
    if ea < 0.0:
        return math.nan, UNDEFINED
    if not ea < math.inf:
        return math.nan, math.inf
    if _known(a, ea):
        return (b, eb) if a != 0.0 else (c, ec)
    value = b if a != 0.0 else c
    return value, max(eb, ec) + RESERVE * abs(b - c) if eb >= 0.0 and ec >= 0.0 else math.inf


@inner()
def _at_point(op: int, a: float, ea: float, b: float, eb: float, c: float, ec: float) -> Any:
    if op == IF:
        value, error = _chosen(a, ea, b, eb, c, ec)
    elif ea < 0.0 or eb < 0.0:
        return math.nan, UNDEFINED
    elif op in (NEGATIVE, ABSOLUTE, FLOOR, CEIL, EXP, LOG, SQRT):
        value, error = _function(op, a, ea)
    elif op == NOT:
        value, error = (1.0 if a == 0.0 else 0.0), 0.0 if _known(a, ea) else 1.0
    else:
        value, error = _of_two(op, a, ea, b, eb)
        if not eb < math.inf:
            error = math.inf
    if error < 0.0 and (op == IF or (ea < math.inf and eb < math.inf)):
        return math.nan, UNDEFINED
    if not (error >= 0.0 and (op == IF or ea < math.inf) and abs(value) < math.inf):
        error = math.inf
    return value, error


@njit(cache=True, error_model="numpy")
def run_points(
    table: Any, constants: Any, columns: Any, inexact: Any, values: Any, errors: Any
) -> None:
    """Values and errors, (entries, points), of every entry of a tape.

    ``columns`` is (columns, points), and ``inexact`` says how far off each number in them may be.
    """
    for entry in range(table.shape[1]):
        op, first, second, third = table[:, entry]
        for point in range(values.shape[1]):
            if op == CONSTANT:
                value, error = constants[0, entry], constants[1, entry]
                error = UNDEFINED if value != value else error
            elif op == COLUMN:
                value, error = columns[first, point], inexact[first, point]
            else:
                value, error = _at_point(
                    op,
                    values[first, point],
                    errors[first, point],
                    values[second, point],
                    errors[second, point],
                    values[third, point],
                    errors[third, point],
                )
            values[entry, point], errors[entry, point] = value, error


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
        elif op == IF:
            low, high, error = min(bl, cl), max(bh, ch), max(eb, ec)
            if not ea < math.inf:
                error = math.inf
            elif al > 0.0 or ah < 0.0:
                low, high, error = bl, bh, eb
        elif op in (NEGATIVE, ABSOLUTE, FLOOR, CEIL, EXP, LOG, SQRT):
            low, high, error = _function_over(op, al, ah, ea)
        elif op == NOT:
            low, high, error = 0.0, 1.0, 0.0
        elif op == MULTIPLY and first == second:
            low, high, error = _of_two_over(op, al, ah, ea, bl, bh, eb)
            low = _least(al, ah) ** 2
        else:
            low, high, error = _of_two_over(op, al, ah, ea, bl, bh, eb)
            if not eb < math.inf:
                error = math.inf
        unary = op not in (CONSTANT, COLUMN, IF)
        if unary and not ea < math.inf:
            error = math.inf
        if not (error >= 0.0 and -math.inf < low <= high < math.inf):
            error = math.inf
        found[0, entry], found[1, entry], found[2, entry] = low, high, error


@njit(cache=True, error_model="numpy")
def player_bounds(
    parts: Any, most: Any, errors: Any, sums: Any, off: Any, depth: int, bounds: Any
) -> None:
    """(players,) by how much the float value of any node may differ from the exact one.

    ``parts`` is (terms, payoff rows, players), the entries that add up to payoffs, or -1; ``most``
    and ``errors`` are (entries,). ``sums`` is (draws, widest), the entries that are the chances at
    a node, or -1; ``off`` (draws,) by how much they may fail to add up to one; ``depth`` is the
    greatest number of chance nodes on a way through the tree.

    With values of at most ``m`` and errors of at most ``e`` after a chance node of ``w`` moves, the
    error there is at most ``e (1 + off) + (m + e) (sum of the chances' errors + off + (w + 2) u)``.
    """
    missed = 0.0
    for draw in range(len(sums)):
        total = off[draw]
        for entry in sums[draw]:
            if entry >= 0:
                total += errors[entry] + 2.0 * UNIT
        missed = max(missed, total + 4.0 * UNIT)
    for player in range(len(bounds)):
        largest, worst = 0.0, 0.0
        for row in range(parts.shape[1]):
            size, error, terms = 0.0, 0.0, 0
            for term in range(len(parts)):
                entry = parts[term, row, player]
                if entry >= 0:
                    size += abs(most[entry])
                    error += errors[entry]
                    terms += 1
            error += terms * UNIT * size
            largest, worst = max(largest, size + error), max(worst, error)
            if not error < math.inf:
                worst = math.inf
        grown = worst + depth * missed * largest
        if depth:
            grown = grown * np.exp(2.0 * depth * missed) + depth * TINY
        bounds[player] = 1.01 * grown
