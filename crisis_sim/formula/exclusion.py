"""Conditions of which it can be seen that they never hold together, whatever names stand for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from crisis_sim.formula.expression import COMPARISONS, Expression, Number, Operation

__all__ = ["exclude_each_other"]

MOST_PAIRS = 10_000
"""Longer conditions are not compared part by part."""
ZERO = Number(Fraction(0))
HOLDS = {"<": lt, "<=": le, "==": eq, "!=": ne, ">=": ge, ">": gt}
OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
TURNED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}


def exclude_each_other(one: Expression, other: Expression) -> bool:
    """Whether two conditions can be seen never to hold together.

    What is seen: comparisons of the same formula that contradict each other, and all that ``and``,
    ``or`` and ``not`` make of them. False where nothing is seen, or the conditions are long.
    """
    if _size(one) * _size(other) > MOST_PAIRS:
        return False
    return _exclude(one, other)


def _size(one: Expression) -> int:
    return one.size if isinstance(one, Operation) else 1


def _exclude(one: Expression, other: Expression) -> bool:
    if any(_apart(*pair) for pair in _alike(_comparison(one), _comparison(other))):
        return True
    for op, settled in (("or", all), ("and", any)):
        for first, second in ((one, other), (other, one)):
            if parts := _parts(first, op):
                return settled(_exclude(part, second) for part in parts)
    return False


def _parts(one: Expression, op: str) -> tuple[Expression, ...]:
    """What a condition joins by ``and``, or by ``or``; none where it does not."""
    if isinstance(one, Operation) and one.op == op:
        return one.arguments
    inner = one.arguments[0] if isinstance(one, Operation) and one.op == "not" else one
    if inner is not one and isinstance(inner, Operation) and {op, inner.op} == {"and", "or"}:
        return tuple(Operation("not", (part,)) for part in inner.arguments)
    return ()


def _comparison(one: Expression) -> Operation:
    """A condition as one comparison; a flag, as any number, is compared with 0."""
    if isinstance(one, Operation) and one.op in COMPARISONS:
        return _turned(one) if isinstance(one.arguments[0], Number) else one
    if isinstance(one, Operation) and one.op == "not":
        inner = _comparison(one.arguments[0])
        return Operation(OPPOSITE[inner.op], inner.arguments)
    return Operation("!=", (one, ZERO))


def _turned(one: Operation) -> Operation:
    return Operation(TURNED[one.op], one.arguments[::-1])


def _alike(one: Operation, other: Operation) -> Iterator[tuple[str, Fraction, str, Fraction]]:
    """Operators and what they compare with, where both comparisons are of the same formula."""
    for second in (other, _turned(other)):
        (mine, bound), (its, limit) = one.arguments, second.arguments
        if mine != its:
            continue
        if bound == limit:
            yield one.op, Fraction(0), second.op, Fraction(0)
        elif isinstance(bound, Number) and isinstance(limit, Number):
            yield one.op, bound.value, second.op, limit.value


def _apart(op: str, bound: Fraction, other: str, limit: Fraction) -> bool:
    """Whether no number compares so with both bounds."""
    low, high = min(bound, limit), max(bound, limit)
    tried = (low - 1, low, (low + high) / 2, high, high + 1)
    return not any(HOLDS[op](one, bound) and HOLDS[other](one, limit) for one in tried)
