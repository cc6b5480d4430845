"""One formula over floats, arrays and rationals; simplified without changing its value."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crisis_sim.formula.evaluate import FLOATS, RATIONALS, NotExact, evaluate, simplify
from crisis_sim.formula.expression import Expression, Name, Number, Operation, substitute
from crisis_sim.formula.parse import parse
from crisis_sim.formula.write import text
from tests.formula.expressions import NAMES, expressions, numbers

RELATIVE = 1e-9

values = st.fixed_dictionaries(dict.fromkeys(NAMES, numbers))


def formula(written: str) -> Expression:
    return parse(written).expression


def exactly(expression: Expression, given_: dict[str, Fraction]) -> Fraction:
    try:
        return evaluate(expression, RATIONALS, given_)
    except NotExact:
        assume(False)
        raise


def compares_nearly_equal(expression: Expression) -> bool:
    """Whether rounding could decide a comparison, or a quotient is close to a pole."""
    return isinstance(expression, Operation) and (
        expression.op in ("<", "<=", ">", ">=", "==", "!=")
        or any(compares_nearly_equal(a) for a in expression.arguments)
    )


@given(expressions, values)
def test_floats_agree_with_rationals(expression: Expression, given_: dict[str, Fraction]) -> None:
    assume(not compares_nearly_equal(expression))
    exact = exactly(expression, given_)
    floats = {name: float(value) for name, value in given_.items()}
    found = evaluate(expression, FLOATS, floats)
    assume(np.isfinite(found))
    scale = max(1.0, _largest(expression, given_))
    assert found == pytest.approx(float(exact), rel=RELATIVE, abs=RELATIVE * scale)


@pytest.mark.parametrize("numbers", [FLOATS, RATIONALS], ids=["floats", "rationals"])
@pytest.mark.parametrize(("a", "b"), [(1, 2), (2, 2), (2, 1)])
def test_comparisons(numbers: Any, a: int, b: int) -> None:
    held = {"<": a < b, "<=": a <= b, "==": a == b, "!=": a != b, ">=": a >= b, ">": a > b}
    for op, holds in held.items():
        found = evaluate(formula(f"a {op} b"), numbers, {"a": Fraction(a), "b": Fraction(b)})
        assert found == holds


def _largest(expression: Expression, given_: dict[str, Fraction]) -> float:
    """The largest intermediate value: the scale of rounding."""
    own = abs(float(evaluate(expression, RATIONALS, given_)))
    if not isinstance(expression, Operation):
        return own
    return max([own, *(_largest(a, given_) ** 3 for a in expression.arguments)])


@given(expressions, st.lists(values, min_size=1, max_size=5))
def test_an_array_is_its_points(expression: Expression, points: list[dict[str, Fraction]]) -> None:
    arrays = {name: np.array([float(point[name]) for point in points]) for name in NAMES}
    together = np.broadcast_to(evaluate(expression, FLOATS, arrays), len(points))
    for i in range(len(points)):
        alone = evaluate(expression, FLOATS, {name: float(a[i]) for name, a in arrays.items()})
        assert together[i] == pytest.approx(float(alone), rel=RELATIVE, nan_ok=True)


@given(expressions, values)
def test_putting_values_in_does_not_change_the_value(
    expression: Expression, given_: dict[str, Fraction]
) -> None:
    exact = exactly(expression, given_)
    first = {"a": Number(given_["a"])}
    reduced = substitute(expression, first.get, simplify)
    assert evaluate(reduced, RATIONALS, given_) == exact
    constant = substitute(expression, lambda n: Number(given_[n]), simplify)
    assert constant == Number(exact)


@pytest.mark.parametrize(
    ("written", "simpler"),
    [
        ("2 * 3 + 4", "10"),
        ("a + 0", "a"),
        ("0 + a", "a"),
        ("a - 0", "a"),
        ("0 - a", "-a"),
        ("a * 1", "a"),
        ("1 * a", "a"),
        ("a * 0", "0"),
        ("0 * a", "0"),
        ("a / 1", "a"),
        ("a ** 1", "a"),
        ("a if 1 < 2 else b", "a"),
        ("a if 1 > 2 else b", "b"),
        ("a < 1 and 1 < 2", "a < 1"),
        ("a < 1 and 1 > 2", "0"),
        ("a < 1 or 1 < 2", "1"),
        ("1 > 2 or a < 1", "a < 1"),
        ("1 / 0", "1 / 0"),
        ("sqrt(2)", "sqrt(2)"),
        ("sqrt(9 / 4)", "1.5"),
        ("exp(0) + log(1)", "1"),
        ("9 ** 9 ** 9", "9**387420489"),
    ],
)
def test_simplify(written: str, simpler: str) -> None:
    assert text(substitute(formula(written), lambda _: None, simplify)) == simpler


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1 / a", "division by zero"),
        ("a ** -1", "division by zero"),
        ("sqrt(a - 1)", "square root of a negative number"),
        ("sqrt(2)", "irrational square root"),
        ("2 ** 0.5", "irrational square root"),
        ("2 ** (1 / 3)", "irrational power"),
        ("exp(1)", "transcendental value"),
        ("log(2)", "transcendental value"),
        ("9 ** 99999", "number too large"),
    ],
)
def test_what_has_no_exact_value(written: str, why: str) -> None:
    with pytest.raises(NotExact, match=why):
        evaluate(formula(written), RATIONALS, {"a": Fraction(0)})


def test_the_branch_that_is_not_taken_is_not_worked_out() -> None:
    expression = formula("1 / a if a != 0 else 0")
    assert evaluate(expression, RATIONALS, {"a": Fraction(0)}) == 0
    assert evaluate(expression, FLOATS, {"a": 0.0}) == 0
    found = evaluate(expression, FLOATS, {"a": np.array([0.0, 4.0])})
    assert np.asarray(found).tolist() == [0.0, 0.25]


@pytest.mark.parametrize(
    ("written", "value"),
    [("1 / a", np.inf), ("log(a)", -np.inf), ("sqrt(a - 1)", np.nan), ("10 ** 400", np.inf)],
)
def test_what_is_undefined_in_floats_is_infinite_or_nan(written: str, value: float) -> None:
    found = evaluate(substitute(formula(written), lambda _: None, simplify), FLOATS, {"a": 0.0})
    assert found == pytest.approx(value, nan_ok=True)


def test_a_constant_too_large_for_a_float_is_infinite() -> None:
    assert evaluate(Number(Fraction(10**400)), FLOATS, {}) == np.inf
    assert evaluate(Number(Fraction(-(10**400))), FLOATS, {}) == -np.inf


def test_a_name_without_a_value() -> None:
    with pytest.raises(KeyError, match="b"):
        evaluate(formula("a + b"), FLOATS, {"a": 1.0})


def test_what_is_shared_is_worked_out_once() -> None:
    """2**60 additions if each were worked out where it is written."""
    expression: Expression = Name("a")
    for _ in range(60):
        expression = Operation("+", (expression, expression))
    before = time.process_time()
    assert evaluate(expression, RATIONALS, {"a": Fraction(1)}) == 2**60
    assert len({expression, expression}) == 1
    assert time.process_time() - before < 1.0


def test_a_formula_as_deep_as_any_that_is_allowed() -> None:
    expression: Expression = Name("a")
    for _ in range(250):
        expression = Operation(
            "if", (Operation("<", (Name("a"), expression)), expression, Name("a"))
        )
    assert evaluate(expression, FLOATS, {"a": 1.0}) == 1.0
