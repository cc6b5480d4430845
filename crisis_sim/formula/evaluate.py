"""One formula, several kinds of number.

An :class:`Algebra` says what the operations mean; :func:`evaluate` applies it. Here are floats and
arrays of floats (:data:`FLOATS`) and exact rationals (:data:`RATIONALS`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from crisis_sim.formula.expression import Expression, Name, Number, Operation
from crisis_sim.numbers.rational import as_float, rational

__all__ = ["FLOATS", "RATIONALS", "Algebra", "FloatValue", "NotExact", "evaluate", "simplify"]

T = TypeVar("T")
FloatValue = float | NDArray[np.float64]
MOST_BITS = 12_000
"""Of numerator and denominator together: Python writes out no more than 4,300 digits."""


class NotExact(ArithmeticError):
    """The value is not rational, is undefined, or is too large to hold exactly."""


class Algebra(Protocol[T]):
    """What a formula's operations mean for one kind of number."""

    def number(self, value: Fraction) -> T:
        """The constant as a number of this kind."""

    def apply(self, op: str, arguments: tuple[T, ...]) -> T:
        """The operation ``op`` of those arguments."""

    def choose(self, condition: T, yes: Callable[[], T], no: Callable[[], T]) -> T:
        """``yes()`` where the condition is not zero, else ``no()``."""


def evaluate(expression: Expression, algebra: Algebra[T], values: Mapping[str, T]) -> T:
    """The value of an expression; each repeated sub-expression is computed once.

    Raises KeyError for a name without a value, and whatever the algebra raises.
    """
    known: dict[Operation, T] = {}

    def value(item: Expression) -> T:
        if isinstance(item, Name):
            return values[item.name]
        if isinstance(item, Number):
            return algebra.number(item.value)
        found = known.get(item)
        if found is None:
            if item.op == "if":
                condition, yes, no = item.arguments
                found = algebra.choose(value(condition), lambda: value(yes), lambda: value(no))
            else:
                arguments = []
                for argument in item.arguments:
                    arguments.append(value(argument))
                found = algebra.apply(item.op, tuple(arguments))
            known[item] = found
        return found

    return value(expression)


def _truth(value: Any) -> Any:
    return value * 1.0


_FLOAT_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.float_power,
    "neg": np.negative,
    "abs": np.abs,
    "ceil": np.ceil,
    "exp": np.exp,
    "floor": np.floor,
    "log": np.log,
    "sqrt": np.sqrt,
    "<": lambda a, b: _truth(np.less(a, b)),
    "<=": lambda a, b: _truth(np.less_equal(a, b)),
    "==": lambda a, b: _truth(np.equal(a, b)),
    "!=": lambda a, b: _truth(np.not_equal(a, b)),
    ">=": lambda a, b: _truth(np.greater_equal(a, b)),
    ">": lambda a, b: _truth(np.greater(a, b)),
    "and": lambda a, b: _truth(np.logical_and(a, b)),
    "or": lambda a, b: _truth(np.logical_or(a, b)),
    "not": lambda a: _truth(np.logical_not(a)),
    "max": lambda *many: np.maximum.reduce(np.broadcast_arrays(*many)),
    "min": lambda *many: np.minimum.reduce(np.broadcast_arrays(*many)),
}


class _Floats:
    """Floats and arrays of floats; what is undefined becomes nan or infinity, without a warning."""

    def number(self, value: Fraction) -> FloatValue:
        return as_float(rational(value))

    def apply(self, op: str, arguments: tuple[FloatValue, ...]) -> FloatValue:
        with np.errstate(all="ignore"):
            result: FloatValue = _FLOAT_OPERATIONS[op](*arguments)
        return result

    def choose(
        self,
        condition: FloatValue,
        yes: Callable[[], FloatValue],
        no: Callable[[], FloatValue],
    ) -> FloatValue:
        if np.ndim(condition) == 0:
            return yes() if condition else no()
        return np.where(condition, yes(), no())


def _exact(value: Fraction) -> Fraction:
    if value.numerator.bit_length() + value.denominator.bit_length() > MOST_BITS:
        raise NotExact("number too large")
    return value


def _divide(a: Fraction, b: Fraction) -> Fraction:
    if b == 0:
        raise NotExact("division by zero")
    return a / b


def _root(value: Fraction) -> Fraction:
    if value < 0:
        raise NotExact("square root of a negative number")
    root = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
    if root * root != value:
        raise NotExact("irrational square root")
    return root


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator == 2:
        base, exponent = _root(base), exponent * 2
    if exponent.denominator != 1:
        raise NotExact("irrational power")
    if base == 0 and exponent < 0:
        raise NotExact("division by zero")
    size = base.numerator.bit_length() + base.denominator.bit_length()
    if size * abs(exponent.numerator) > MOST_BITS and base not in (0, 1, -1):
        raise NotExact("number too large")
    return Fraction(base**exponent.numerator)


def _only_at(point: int, result: int) -> Callable[[Fraction], Fraction]:
    def function(value: Fraction) -> Fraction:
        if value != point:
            raise NotExact("transcendental value")
        return Fraction(result)

    return function


_RATIONAL_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divide,
    "**": _power,
    "neg": lambda a: -a,
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "exp": _only_at(0, 1),
    "log": _only_at(1, 0),
    "sqrt": _root,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "and": lambda a, b: bool(a) and bool(b),
    "or": lambda a, b: bool(a) or bool(b),
    "not": lambda a: not a,
    "max": max,
    "min": min,
}


class _Rationals:
    """Exact rationals; a value that is not rational raises :class:`NotExact`."""

    def number(self, value: Fraction) -> Fraction:
        return value

    def apply(self, op: str, arguments: tuple[Fraction, ...]) -> Fraction:
        return _exact(Fraction(_RATIONAL_OPERATIONS[op](*arguments)))

    def choose(
        self, condition: Fraction, yes: Callable[[], Fraction], no: Callable[[], Fraction]
    ) -> Fraction:
        return yes() if condition else no()


FLOATS: Algebra[FloatValue] = _Floats()
RATIONALS: Algebra[Fraction] = _Rationals()

_ZERO, _ONE = Number(Fraction(0)), Number(Fraction(1))


def simplify(operation: Operation) -> Expression:
    """Fold constants, and drop additions of 0 and multiplications by 0 and 1.

    A constant operation that has no exact value is left as it is.
    """
    arguments = operation.arguments
    constants = tuple(a.value for a in arguments if isinstance(a, Number))
    if len(constants) == len(arguments):
        try:
            return Number(RATIONALS.apply(operation.op, constants))
        except NotExact:
            return operation
    if len(arguments) != 2:
        return operation
    left, right = arguments
    match operation.op:
        case "+" if left == _ZERO:
            return right
        case "+" | "-" if right == _ZERO:
            return left
        case "-" if left == _ZERO:
            return Operation("neg", (right,))
        case "*" if _ZERO in (left, right):
            return _ZERO
        case "*" if left == _ONE:
            return right
        case "*" | "/" | "**" if right == _ONE:
            return left
        case _:
            return _simplify_logic(operation)


def _simplify_logic(operation: Operation) -> Expression:
    left, right = operation.arguments
    if operation.op not in ("and", "or"):
        return operation
    decisive = operation.op == "or"
    for known, other in ((left, right), (right, left)):
        if isinstance(known, Number):
            return Number(Fraction(decisive)) if bool(known.value) == decisive else other
    return operation
