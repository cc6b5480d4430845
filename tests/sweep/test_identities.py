"""Identity tags: equal for formulas that are equal by algebra, and for no others."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.formula.evaluate import RATIONALS, NotExact, evaluate
from crisis_sim.formula.expression import Expression, Name, Number, Operation
from crisis_sim.formula.parse import parse
from crisis_sim.sweep.formulas.identities import PRIME, residue
from crisis_sim.sweep.formulas.machine_code import MachineCode
from crisis_sim.sweep.formulas.operations import Arithmetic
from crisis_sim.sweep.formulas.tape import Tape
from tests.formula.expressions import NAMES, expressions

BIG = 10**35
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
    (str(BIG + PRIME), str(BIG)),
    (f"a + {BIG + PRIME}", f"a + {BIG}"),
    (f"a * {BIG + PRIME}", f"a * {BIG}"),
    (f"a + 1 / {BIG + PRIME}", f"a + 1 / {BIG}"),
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


def again(drawn: Expression, n: int) -> Expression:
    """A formula written otherwise, with the same value wherever it has one."""
    if not isinstance(drawn, Operation):
        two = Number(Fraction(2))
        return (
            Operation("/", (Operation("*", (drawn, two)), two)),
            Operation("-", (Operation("+", (drawn, Name("b"))), Name("b"))),
            Operation("neg", (Operation("neg", (drawn,)),)),
        )[n % 3]
    inner = tuple(again(one, n // 3 + i) for i, one in enumerate(drawn.arguments))
    if drawn.op in ("+", "*", "max", "min", "and", "or", "==", "!="):
        return Operation(drawn.op, inner[::-1])
    if drawn.op == "-":
        return Operation("+", (inner[0], Operation("neg", (inner[1],))))
    if drawn.op == "**":
        return Operation("**", (inner[0], drawn.arguments[1]))
    return Operation(drawn.op, inner)


rewritten = st.builds(lambda one, n: (one, again(one, n)), expressions, st.integers(0, 1_000))
alike = rewritten.filter(lambda pair: tag(pair[0]) == tag(pair[1]))


@settings(max_examples=300, deadline=None)
@given(st.one_of(alike, alike, st.tuples(expressions, expressions)))
def test_equal_tags_mean_equal_numbers(pair: tuple[Expression, Expression]) -> None:
    one, other = pair
    same = tag(one) == tag(other)
    rng = np.random.default_rng(2)
    for _ in range(5):
        drawn = rng.integers(-(10**6), 10**6, 2 * len(NAMES)).tolist()
        values = {name: Fraction(drawn[i], 1 + abs(drawn[i + 3])) for i, name in enumerate(NAMES)}
        try:
            equal = evaluate(one, RATIONALS, values) == evaluate(other, RATIONALS, values)
        except NotExact:
            continue
        if same:
            assert equal


def test_compiled_sums_and_products_are_those_of_the_prime() -> None:
    rng = np.random.default_rng(1)
    edges = [0, 1, 2, PRIME - 1, PRIME - 2, 2**31, 2**31 - 1, 2**60, 2**60 + 1]
    numbers = [*edges, *rng.integers(0, PRIME, 8).tolist()]
    arithmetic = Arithmetic()
    one, other = (chosen(arithmetic, column, numbers) for column in (0, 1))
    steps = [arithmetic.on_keys(op, one, other) for op in ("tag +", "tag *")]
    steps.append(arithmetic.same_key(one, other))
    pairs = list(itertools.product(range(len(numbers)), repeat=2))
    columns = [np.array(column, dtype=np.float64) for column in zip(*pairs, strict=True)]
    results = [np.empty(len(pairs), kind) for kind in (np.uint64, np.uint64, np.bool_)]
    MachineCode(arithmetic, steps, 2)(columns, results)
    held = [(numbers[i], numbers[j]) for i, j in pairs]
    assert len(held) == 289
    assert results[0].tolist() == [(a + b) % PRIME for a, b in held]
    assert results[1].tolist() == [a * b % PRIME for a, b in held]
    assert results[2].tolist() == [a == b for a, b in held]


def chosen(arithmetic: Arithmetic, column: int, numbers: list[int]) -> int:
    """The step that gives the number of which a column has the place."""
    place, step = arithmetic.column(column), arithmetic.key(0)
    for i, number in enumerate(numbers):
        here = arithmetic.truth(arithmetic.apply("==", (place, arithmetic.real(float(i)))))
        step = arithmetic.select(here, arithmetic.key(number), step, "key if")
    return step


def test_decimals_are_their_residues() -> None:
    assert residue(Fraction(1, 10)) * 10 % PRIME == 1
    assert residue(Fraction(-3)) == PRIME - 3
