"""Formulas in exact numbers, beside rationals and floats."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crisis_sim.formula.evaluate import FLOATS, RATIONALS, NotExact, evaluate
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import Expression, Operation
from crisis_sim.formula.parse import parse
from crisis_sim.numbers.rational import fraction, rational
from crisis_sim.numbers.real import Number, Real, is_rational, taken_for_zero, to_float
from tests.formula.expressions import NAMES, expressions, numbers

RELATIVE = 1e-9
values = st.fixed_dictionaries(dict.fromkeys(NAMES, numbers))


def exactly(written: str, **given_: str) -> Number:
    known = {name: rational(Fraction(value)) for name, value in given_.items()}
    return evaluate(parse(written).expression, EXACT, known)


def irrational(expression: Expression) -> Expression:
    """The same formula with square roots of its quotients and products of absolute values."""
    if not isinstance(expression, Operation):
        return expression
    arguments = tuple(irrational(one) for one in expression.arguments)
    if expression.op == "abs":
        return Operation("sqrt", (Operation("abs", arguments),))
    return Operation(expression.op, arguments)


@settings(max_examples=300)
@given(expressions, values)
def test_rational_formulas_are_those_of_fractions(
    expression: Expression, given_: dict[str, Fraction]
) -> None:
    known = {name: rational(value) for name, value in given_.items()}
    try:
        expected = evaluate(expression, RATIONALS, given_)
    except NotExact:
        with pytest.raises(Undefined):
            evaluate(expression, EXACT, known)
        return
    found = evaluate(expression, EXACT, known)
    assert is_rational(found)
    assert fraction(found) == expected


def _compares(expression: Expression) -> bool:
    return isinstance(expression, Operation) and (
        expression.op in ("<", "<=", ">", ">=", "==", "!=")
        or any(map(_compares, expression.arguments))
    )


def _largest(expression: Expression, known: dict[str, Number]) -> float:
    """The largest number met on the way: the scale of rounding."""
    own = abs(to_float(evaluate(expression, EXACT, known)))
    if not isinstance(expression, Operation):
        return max(own, 1.0)
    return max(own, *(min(_largest(one, known), 1e90) ** 3 for one in expression.arguments))


@settings(max_examples=200)
@given(expressions.map(irrational), values)
def test_floats_agree_but_for_rounding(expression: Expression, given_: dict[str, Fraction]) -> None:
    assume(not _compares(expression))
    known = {name: rational(value) for name, value in given_.items()}
    try:
        scale = _largest(expression, known)
        exact = to_float(evaluate(expression, EXACT, known))
    except Undefined:
        assume(False)
        raise
    with np.errstate(all="ignore"):
        found = float(evaluate(expression, FLOATS, {k: float(v) for k, v in given_.items()}))
    assume(math.isfinite(found) and scale < 1e90)
    # The root of what floats take for nothing has half the digits.
    slack = math.sqrt(RELATIVE) if "sqrt" in repr(expression) else RELATIVE
    assert found == pytest.approx(exact, rel=RELATIVE, abs=slack * scale)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.1 + 0.2", "3/10"),
        ("3 * x", "3/10"),
        ("1/3 * 3", "1"),
        ("sqrt(9 / 4)", "3/2"),
        ("sqrt(2) * sqrt(8)", "4"),
        ("2 ** 0.5 * 2 ** 0.5", "2"),
        ("0.98 ** 4.5 * sqrt(0.98)", "0.9039207968"),
        ("sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3)", "0"),
        ("floor(sqrt(2))", "1"),
        ("ceil(sqrt(2))", "2"),
        ("floor(-sqrt(2))", "-2"),
        ("ceil(-sqrt(2))", "-1"),
        ("floor(sqrt(2) * sqrt(8))", "4"),
        ("ceil(sqrt(2) * sqrt(8))", "4"),
        ("floor(sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3))", "0"),
        ("floor(sqrt(10 ** 40 + 1))", "1e20"),
        ("ceil(sqrt(10 ** 40 + 1))", "100000000000000000001"),
        ("floor(sqrt(10 ** 40 - 1))", "99999999999999999999"),
        ("floor(-sqrt(10 ** 40 - 1))", "-1e20"),
        ("floor(1000 * exp(1))", "2718"),
        ("ceil(1000 * log(2))", "694"),
        ("floor(7 / 2)", "3"),
        ("floor(-7 / 2)", "-4"),
        ("ceil(-7 / 2)", "-3"),
        ("floor(1e-30 * sqrt(2))", "0"),
        ("floor(-1e-30 * sqrt(2))", "-1"),
        ("ceil(1e-30 * sqrt(2))", "1"),
        ("exp(0)", "1"),
        ("log(1)", "0"),
        ("exp(0 * sqrt(2))", "1"),
        ("1 ** sqrt(2)", "1"),
        ("0 ** sqrt(2)", "0"),
        ("0 ** 0", "1"),
        ("sqrt(2) ** 0", "1"),
        ("(-8) ** 3", "-512"),
        ("max(sqrt(2), 1.4142135623730951)", "1.4142135623730951"),
        ("min(sqrt(2), 1.414213562373095)", "1.414213562373095"),
        ("1 if sqrt(2) * sqrt(8) == 4 else 2", "1"),
        ("1 if sqrt(2) < 1.41421356237309504880168872420969807857 else 2", "1"),
        ("1 if sqrt(2) < 1.41421356237309504880168872420969807856 else 2", "2"),
        ("1 if 3 * x == 0.3 else 2", "1"),
        ("abs(1 - sqrt(2)) + 1 - sqrt(2)", "0"),
        ("not sqrt(2)", "0"),
        ("1 if sqrt(2) and 1 > 2 or exp(1) > 2 else 0", "1"),
    ],
)
def test_values(written: str, value: str) -> None:
    found = exactly(written, x="0.1")
    assert found == rational(Fraction(value))
    assert not found < rational(Fraction(value))


@pytest.mark.parametrize(
    "written",
    [
        "1 / 0",
        "1 / x",
        "x ** -1",
        "x ** -0.5",
        "x ** -sqrt(2)",
        "sqrt(x - 1)",
        "(x - 1) ** 0.5",
        "(x - 1) ** sqrt(2)",
        "log(x)",
        "log(x - 1)",
        "1 / (sqrt(2) * sqrt(8) - 4)",
        "log(sqrt(2) * sqrt(8) - 4)",
        "sqrt(sqrt(2) * sqrt(8) - 4.0000000000000000000000000001)",
        "floor(exp(exp(10)))",
    ],
)
def test_what_is_undefined(written: str) -> None:
    with pytest.raises(Undefined):
        exactly(written, x="0")


def test_the_branch_that_is_not_taken_is_not_worked_out() -> None:
    assert exactly("1 / x if x != 0 else 7", x="0") == 7
    assert exactly("1 / x if sqrt(x) else 7", x="0") == 7


@pytest.mark.parametrize("written", ["exp(exp(exp(10)))", "9 ** 9 ** 9 ** 9", "2 ** exp(exp(20))"])
def test_towers_are_refused_or_large_but_never_nothing(written: str) -> None:
    with taken_for_zero() as unproved:
        try:
            found = exactly(written)
        except Undefined:
            return
        assert found > 1
        assert to_float(found) == math.inf
    assert unproved == []


@pytest.mark.parametrize("written", ["exp(log(7))", "log(exp(7))", "exp(3) * exp(4) / exp(7) * 7"])
def test_what_is_equal_to_so_many_digits(written: str) -> None:
    with taken_for_zero() as unproved:
        assert exactly(written) == 7
    assert unproved in ([], [1000])
    assert exactly(f"floor({written})") == 7
    assert exactly(f"ceil({written})") == 7


def test_kinds_of_numbers() -> None:
    assert is_rational(exactly("sqrt(4) + 2 ** -3"))
    assert isinstance(exactly("sqrt(2)"), Real)
    assert isinstance(exactly("exp(1)"), Real)
