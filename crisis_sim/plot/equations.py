"""Equations of boundaries as figures write them: short, readable, and with decimals beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from crisis_sim.exact.data.planes import Boundary
from crisis_sim.formula.evaluate import FLOATS, RATIONALS, NotExact, evaluate
from crisis_sim.formula.expression import Expression, Operation, names_in
from crisis_sim.formula.parse import parse
from crisis_sim.formula.write import text
from crisis_sim.plot.numbers import short_number, told_numbers, value_of
from crisis_sim.plot.symbols import symbol

__all__ = ["equation_told"]

LONGEST = 46
"""Letters of an equation that is written out."""
COUNTABLE = 7
"""Characters of a number from which it is made easier to read."""
_DIGITS = re.compile(r"(?<![\w./])\d+(?:\.\d+)?(?![\w./])")


def equation_told(boundary: Boundary, called: Callable[[str], str] = symbol) -> str:
    """The curve as a short equation, or nothing; ``called`` is how its names are written.

    Beside a constant that is no decimal stands one, and likewise for irrational parts.
    """
    equation = boundary.solved or boundary.equation
    if len(equation) > LONGEST:
        return ""
    parts = [_signs(part, called) for part in (equation, *_decimals(equation))]
    return ", with ".join(filter(None, ("".join(parts[:2]), ", ".join(parts[2:]))))


def _signs(part: str, called: Callable[[str], str]) -> str:
    """A part of an equation in the signs of print."""
    part = part.replace("**", "^").replace(" * ", " · ").replace("-", "−")
    part = _DIGITS.sub(lambda found: _readable(found[0]), part)
    return re.sub(r"[A-Za-z_]\w*(?![\w(])", lambda found: called(found[0]), part)


def _readable(digits: str) -> str:
    """A number whose digits nobody counts as one that can be read; others as they are."""
    if len(digits) < COUNTABLE:
        return digits
    shown = short_number(float(digits), digits=15)
    return shown if value_of(shown) == Fraction(digits) else digits


def _decimals(equation: str) -> Iterator[str]:
    """What the right side comes to if it is constant, or nothing; then its irrational parts."""
    left, right = (parse(side).expression for side in equation.split(" = "))
    if any(names_in(right)):
        yield ""
        yield from dict.fromkeys(f"{text(one)}{_equal(one)}" for one in _irrational(right))
        return
    told = _equal(right)
    decimal = not isinstance(right, Operation) or told == f" = {_signs(text(right), str)}"
    yield "" if decimal else told
    yield from dict.fromkeys(f"{text(one)}{_equal(one)}" for one in _irrational(left))


def _equal(constant: Expression) -> str:
    """The decimal of a constant after the sign that it takes."""
    exact = _rational(constant)
    (told,) = told_numbers([float(evaluate(constant, FLOATS, {})) if exact is None else exact])
    return f" {told}" if told.startswith("≈") else f" = {told}"


def _rational(constant: Expression) -> Fraction | None:
    """A constant exactly; None where it is irrational."""
    try:
        return evaluate(constant, RATIONALS, {})
    except NotExact:
        return None


def _irrational(expression: Expression) -> Iterator[Expression]:
    """The least parts that are constant and irrational."""
    if not isinstance(expression, Operation):
        return
    within = [part for one in expression.arguments for part in _irrational(one)]
    yield from within
    if not within and not any(names_in(expression)) and _rational(expression) is None:
        yield expression
