"""Conditions that never hold together, tried against all values of their variables."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from crisis_sim.formula.evaluate import RATIONALS, evaluate
from crisis_sim.formula.exclusion import exclude_each_other
from crisis_sim.formula.parse import parse

EXCLUSIVE = (
    ("x == 1", "x == 2"),
    ("x == 1", "x != 1"),
    ("x < 2", "x >= 2"),
    ("x < 1", "x > 2"),
    ("x < y", "x == y"),
    ("x < y", "y <= x"),
    ("2 > x", "2 <= x"),
    ("z", "not z"),
    ("z", "z == 0"),
    ("not (x < y)", "x < y and z"),
    ("x > 1 and y < x", "x > 1 and y == x"),
    ("x == 0 or x == 1", "x == 2 or x > 2"),
    ("x < y and z", "not (x < y and z)"),
    ("not (x < y or z)", "z"),
    ("not (x == 1 and z)", "x == 1 and z and y == 0"),
)
TOGETHER = (
    ("x == 1", "y == 1"),
    ("x <= 2", "x >= 2"),
    ("x < 2", "x > 1"),
    ("x != 1", "x != 2"),
    ("x == 0 or y == 1", "x == 1"),
    ("z", "x < y"),
    ("not z", "not x"),
    ("not (x < y and z)", "z"),
)


@pytest.mark.parametrize(
    ("one", "other", "apart"), [(*p, True) for p in EXCLUSIVE] + [(*p, False) for p in TOGETHER]
)
def test_only_what_never_holds_together_excludes_each_other(
    one: str, other: str, apart: bool
) -> None:
    first, second = parse(one).expression, parse(other).expression
    assert exclude_each_other(first, second) is exclude_each_other(second, first) is apart
    halves = [Fraction(number, 2) for number in range(-1, 7)]
    met = False
    for x, y, z in product(halves, halves, (Fraction(0), Fraction(1))):
        given = {"x": x, "y": y, "z": z}
        met |= bool(evaluate(first, RATIONALS, given) and evaluate(second, RATIONALS, given))
    assert met is not apart


def test_long_conditions_are_not_compared() -> None:
    listed = [f"x == {number}" for number in range(60)]
    few, many = parse(" or ".join(listed[:9])).expression, parse(" or ".join(listed)).expression
    assert exclude_each_other(few, parse("x > 90").expression)
    assert exclude_each_other(many, parse("x > 90").expression)
    beyond = parse(" and ".join(one.replace("==", ">= 60 +") for one in listed)).expression
    assert not exclude_each_other(many, beyond)
