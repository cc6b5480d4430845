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
from crisis_sim.sweep.formulas.tape import CODES, UNIT

__all__ = [
    "ABSOLUTE",
    "ADD",
    "AND",
    "CEIL",
    "CLOSE",
    "COLUMN",
    "CONSTANT",
    "DIVIDE",
    "EXP",
    "FLOOR",
    "IF",
    "LIBRARY",
    "LOG",
    "MAX",
    "MIN",
    "MULTIPLY",
    "NEGATIVE",
    "NOT",
    "OR",
    "POWER",
    "RESERVE",
    "SQRT",
    "SUBTRACT",
    "TINY",
    "UNDEFINED",
    "compared",
    "missed",
    "node_bound",
    "payoff",
    "player_bounds",
    "reach_bound",
    "run_points",
]

UNDEFINED = -1.0
LIBRARY = 8.0 * UNIT
TINY = 5e-324
LEAST = 1e6 * TINY
"""What is lost below all floats in a sum of as many products as a tree can have moves."""
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
UNEQUAL, GREATER_EQUAL = CODES["!="], CODES[">="]
AND, OR, NOT, IF = CODES["and"], CODES["or"], CODES["not"], CODES["if"]


@inner()
def compared(op: int, a: float, b: float) -> bool:
    """Whether a comparison holds."""
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
    return (1.0 if compared(op, a, b) else 0.0), 0.0 if sure else 1.0


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
def missed(errors: Any, sums: Any, off: Any) -> float:
    """By how much, as a share of what follows, the value after a chance node may be off.

    ``sums`` is (draws, widest), the entries that are the chances at a node, then -1; ``off``
    (draws,) by how much they may fail to add up to one.
    """
    worst = 0.0
    for draw in range(len(sums)):
        total = off[draw] + 4.0 * UNIT
        for entry in sums[draw]:
            if entry < 0:
                break
            total += errors[entry] + 2.0 * UNIT
        worst = max(worst, total)
    return worst


@inner(forceinline=True)
def payoff(parts: Any, values: Any, errors: Any, row: int, player: int) -> Any:
    """A payoff, the sum of its parts' sizes and its error.

    ``parts`` is (payoff rows, players, terms), the entries that add up to it, then -1.
    """
    total, size, error, terms = 0.0, 0.0, 0.0, 0.0
    for entry in parts[row, player]:
        if entry < 0:
            break
        total += values[entry]
        size += abs(values[entry])
        error += errors[entry]
        terms += UNIT
    return total, size, error + terms * size


@inner(forceinline=True)
def node_bound(largest: float, worst: float, depth: int, share: float) -> float:
    """By how much the float value of any node may differ from the exact one.

    With values of at most ``m`` and errors of at most ``e`` after a chance node of ``w`` moves, the
    error there is at most ``e (1 + off) + (m + e) (sum of the chances' errors + off + (w + 2) u)``;
    there are at most ``depth`` chance nodes on a way through the tree.
    """
    bound = worst
    if depth > 0:
        grown = worst + depth * share * (largest + worst)
        bound = grown * math.exp(2.0 * depth * share) + depth * LEAST
    return 1.01 * bound


def reach_bound(depth: int, share: Any) -> Any:
    """The same for probabilities of ends, at many points."""
    return 1.01 * depth * (share * np.exp(2.0 * depth * share) + LEAST)


@njit(cache=True, error_model="numpy")
def player_bounds(
    parts: Any, most: Any, errors: Any, sums: Any, off: Any, depth: int, bounds: Any
) -> float:
    """(players,) by how much the values of nodes may be off, by the size and error of entries.

    ``parts`` is (terms, payoff rows, players), and the rest as above. Gives by how much the
    probability of an end may be off.
    """
    share, own = missed(errors, sums, off), parts.transpose(1, 2, 0)
    for player in range(len(bounds)):
        largest, worst = 0.0, 0.0
        for row in range(len(own)):
            _, size, error = payoff(own, most, errors, row, player)
            largest, worst = max(largest, size), max(worst, error)
            if not error < math.inf:
                worst = math.inf
        bounds[player] = node_bound(largest, worst, depth, share)
    return node_bound(1.0, 0.0, depth, share)
