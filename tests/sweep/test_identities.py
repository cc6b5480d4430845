"""Identity tags: equal for formulas that are equal by algebra, and for no others."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from crisis_sim.formula.evaluate import RATIONALS, NotExact, evaluate
from crisis_sim.formula.expression import Expression
from crisis_sim.formula.parse import parse
from crisis_sim.sweep.arithmetic import Arithmetic
from crisis_sim.sweep.identities import PRIME, residue
from crisis_sim.sweep.machine_code import MachineCode
from crisis_sim.sweep.tape import Tape
from tests.formula.expressions import NAMES, expressions

SAME = [
    ("(a + b) * c_1", "c_1 * b + a * c_1"),
    ("a / b + 1", "(a + b) / b"),
    ("(a + b) ** 2", "a ** 2 + 2 * a * b + b * b"),
    ("1 - (1 - a)", "a"),
    ("0.1 + 0.2", "0.3"),
    ("a ** -1", "1 / a"),
    ("3 * a - a", "a * 2"),
    ("exp(a + b)", "exp(b + a)"),
    ("max(a, 2 * b)", "max(b + b, a)"),
    ("sqrt(a * b) * 2", "2 * (b * a) ** 0.5"),
    ("a if a > b else b - b", "a if a > b else 0"),
    ("0.98 ** 4.5 * a", "a * 0.98 ** 4.5"),
    ("a * 1e-30 * 1e30", "a"),
]
DIFFERENT = [
    ("3 * a", "0.3"),
    ("a", "a + 1e-30"),
    ("max(a, b)", "a"),
    ("abs(a)", "a"),
    ("exp(a)", "exp(b)"),
    ("a ** 2", "a ** 3"),
    ("a ** 0.5", "a ** 0.25"),
    ("a > b", "a >= b"),
    ("a / b", "b / a"),
    (str(PRIME), "0"),
    (f"a * {PRIME}", "0"),
    ("floor(a)", "a"),
]


def tag(expression: Expression) -> int:
    tape = Tape()
    known = {name: tape.column(i, name) for i, name in enumerate(NAMES)}
    return tape.entries[evaluate(expression, tape, known)].tag


@pytest.mark.parametrize(("one", "other"), SAME)
def test_equal_formulas_have_equal_tags(one: str, other: str) -> None:
    assert tag(parse(one).expression) == tag(parse(other).expression)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_formulas_have_different_tags(one: str, other: str) -> None:
    assert tag(parse(one).expression) != tag(parse(other).expression)


@settings(max_examples=200, deadline=None)
@given(expressions, expressions)
def test_equal_tags_mean_equal_numbers(one: Expression, other: Expression) -> None:
    alike = tag(one) == tag(other)
    rng = np.random.default_rng(2)
    for _ in range(5):
        drawn = rng.integers(-(10**6), 10**6, 2 * len(NAMES)).tolist()
        values = {name: Fraction(drawn[i], 1 + abs(drawn[i + 3])) for i, name in enumerate(NAMES)}
        try:
            equal = evaluate(one, RATIONALS, values) == evaluate(other, RATIONALS, values)
        except NotExact:
            continue
        if alike:
            assert equal


def test_compiled_sums_and_products_are_those_of_the_prime() -> None:
    rng = np.random.default_rng(1)
    edges = [0, 1, 2, PRIME - 1, PRIME - 2, 2**31, 2**31 - 1, 2**60, 2**60 + 1]
    numbers = [*edges, *rng.integers(0, PRIME, 8).tolist()]
    for one in numbers:
        for other in numbers:
            arithmetic = Arithmetic()
            truth = arithmetic.truth(arithmetic.column(0))
            nothing = arithmetic.key(0)
            a = arithmetic.select(truth, arithmetic.key(one), nothing, "key if")
            b = arithmetic.select(truth, arithmetic.key(other), nothing, "key if")
            steps = [arithmetic.on_keys(op, a, b) for op in ("tag +", "tag *")]
            steps.append(arithmetic.same_key(a, b))
            if (one, other) in ((1, 1), (PRIME - 1, PRIME - 1), (2**31, 2**60), numbers[-2:]):
                results = [np.empty(3, np.uint64), np.empty(3, np.uint64), np.empty(3, np.bool_)]
                MachineCode(arithmetic, steps, 1)([np.ones(3)], results)
                assert results[0].tolist() == [(one + other) % PRIME] * 3
                assert results[1].tolist() == [one * other % PRIME] * 3
                assert results[2].tolist() == [one == other] * 3


def test_decimals_are_their_residues() -> None:
    assert residue(Fraction(1, 10)) * 10 % PRIME == 1
    assert residue(Fraction(-3)) == PRIME - 3
