"""Bounds of rounding errors against exact numbers."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.formula.evaluate import evaluate
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import Expression
from crisis_sim.formula.parse import parse
from crisis_sim.game.game import Floats
from crisis_sim.numbers.rational import as_float, rational
from crisis_sim.numbers.real import Number, Real
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.strategy.exactly import ExactPlay
from crisis_sim.study import Study
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.formulas.range_kernel import over_ranges
from crisis_sim.sweep.formulas.rounding import Rounding, inexactness
from crisis_sim.sweep.formulas.rounding_kernel import UNDEFINED, run_points
from crisis_sim.sweep.formulas.tape import STEPS, UNIT, Tape
from crisis_sim.sweep.induction.kernel import InductionKernel
from tests.formula.expressions import NAMES, expressions
from tests.sweep.families import random_columns, random_family

TEXTS = (
    *(
        "exp(a) - exp(b)",
        "log(a + 1) - log(b + 1)",
        "sqrt(a) - sqrt(b)",
        "a ** b",
        "a ** 3 - b ** 3",
    ),
    *("1 / (a - b)", "(a + b) - a", "1 - a - b", "a ** 0.5 - sqrt(a)", "2 ** a", "a ** -2"),
    *("floor(10 * a)", "ceil(a / b)", "1 if 3 * a == 0.3 else 0", "max(a, 0.3) - min(a, b)"),
    *("log(a - b)", "sqrt(b - a)", "abs(a - b) * 1e200 * 1e200", "0.1 * a * 1e-300 * 1e-20"),
    *("(a and b) + (not a)", "exp(700 * a)", "a if b > 0.5 else 1 / b", "0.1 + 0.2 - c_1"),
)
VALUES = (0.0, 0.1, 0.2, 0.3, 0.7, 1.0, 1e-17, 3.0, -0.5, 1 / 3, 123456.789)


def tape_of(expression: Expression) -> tuple[Tape, int]:
    tape = Tape()
    known = {name: tape.column(i, name) for i, name in enumerate(NAMES)}
    return tape, evaluate(expression, tape, known)


def run(tape: Tape, columns: Floats) -> tuple[Floats, Floats]:
    """(entries, points) values and errors."""
    written = tape.written()
    values = np.empty((len(tape.entries), columns.shape[1]))
    errors = np.empty_like(values)
    inexact = np.array([inexactness(column) for column in columns])
    run_points(written.table, written.constants, columns, inexact, values, errors)
    return values, errors


def value_at(expression: Expression, point: Floats) -> Number | None:
    known = {name: rational(exact(float(x))) for name, x in zip(NAMES, point, strict=True)}
    try:
        return evaluate(expression, EXACT, known)
    except Undefined:
        return None


def off_by(value: float, number: Number) -> float:
    """By how much a float differs from a number."""
    difference = abs(number - rational(value))
    return float(difference) if isinstance(difference, Real) else as_float(difference)


def assert_bounded(expression: Expression, columns: Floats) -> int:
    """At each point the error is a bound; gives how many are finite."""
    tape, at = tape_of(expression)
    values, errors = run(tape, columns)
    finite = 0
    for point in range(columns.shape[1]):
        value, error = float(values[at, point]), float(errors[at, point])
        number = value_at(expression, columns[:, point])
        if error == UNDEFINED:
            assert number is None
        elif error < math.inf:
            assert number is not None
            assert off_by(value, number) <= error * 1.0001
            finite += 1
    return finite


def some_columns(rng: np.random.Generator, points: int) -> Floats:
    return rng.choice(VALUES, size=(len(NAMES), points))


@pytest.mark.parametrize("text", TEXTS)
def test_errors_at_points_are_bounds(text: str) -> None:
    rng = np.random.default_rng(3)
    columns = np.hstack([some_columns(rng, 60), rng.random((len(NAMES), 30))])
    assert assert_bounded(parse(text).expression, columns) > 10 or "1e200" in text


@settings(max_examples=150, deadline=None)
@given(expressions, st.integers(0, 2**32 - 1))
def test_errors_of_random_formulas_are_bounds(expression: Expression, seed: int) -> None:
    assert_bounded(expression, some_columns(np.random.default_rng(seed), 12))


def assert_ranges(expression: Expression, low: Floats, high: Floats, share: Floats) -> int:
    """Floats lie within the range, and where each jump is decided their errors within the bound."""
    tape, at = tape_of(expression)
    written = tape.written()
    found = np.empty((3, len(tape.entries)))
    box = np.array([low, high])
    over_ranges(written.table, written.constants, box, UNIT * np.abs(box).max(axis=0), found)
    if not found[2, at] < math.inf:
        return 0
    columns = low[:, None] + share * (high - low)[:, None]
    values, errors = run(tape, columns)
    jumps = [i for i, entry in enumerate(tape.entries) if entry.op in STEPS]
    decided = np.flatnonzero((errors[jumps] == 0.0).all(axis=0))
    for point in decided.tolist():
        number = value_at(expression, columns[:, point])
        slack = 1e-12 * (1.0 + abs(found[:2, at]).max())
        assert found[0, at] - slack <= values[at, point] <= found[1, at] + slack
        assert number is not None
        assert off_by(float(values[at, point]), number) <= found[2, at]
    return len(decided)


@settings(max_examples=150, deadline=None)
@given(expressions, st.integers(0, 2**32 - 1))
def test_errors_over_ranges_are_bounds(expression: Expression, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ends = np.sort(rng.choice([*VALUES, *rng.random(4)], size=(len(NAMES), 2)), axis=1)
    assert_ranges(expression, ends[:, 0], ends[:, 1], rng.random((len(NAMES), 10)))


@pytest.mark.parametrize("text", TEXTS)
def test_errors_of_functions_over_ranges_are_bounds(text: str) -> None:
    rng = np.random.default_rng(5)
    low, high = np.array([0.4, 0.1, 0.1]), np.array([0.6, 0.3, 0.9])
    if text in ("sqrt(b - a)", "abs(a - b) * 1e200 * 1e200"):
        assert assert_ranges(parse(text).expression, low, high, rng.random((3, 40))) == 0
    else:
        assert assert_ranges(parse(text).expression, low, high, rng.random((3, 40))) > 20


@pytest.mark.parametrize("seed", range(15))
def test_reported_payoffs_are_within_the_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    family, columns = random_family(rng), random_columns(rng, 20)
    rounding = Rounding(family, {}, columns)
    block = InductionKernel(family, {}, columns).solve(columns, 20)
    for point in np.flatnonzero(block.status == Status.SOLVED).tolist():
        values = {name: float(column[point]) for name, column in columns.items()}
        try:
            solution = solve_backward_induction(family.at(values))
        except (InputError, NotSolved):
            continue
        one = solution.equilibria[0]
        assert one.exact is not None
        payoffs = ExactPlay(solution.game, one.exact.profile).values[0]
        single = [np.array([value]) for value in values.values()]
        bounds = rounding.ranges(single).players
        for player, number in enumerate(payoffs):
            assert off_by(float(block.payoffs[point, player]), number) <= bounds[player]


def test_short_decimals_are_exact() -> None:
    column = np.array([0.0, 0.5, -3.0, 0.1, 2.0**21, 1 / 256, 1 / 512, np.inf, np.nan])
    exactly = inexactness(column) == 0.0
    assert exactly.tolist() == [True, True, True, False, False, True, False, False, False]
    for value in column[exactly].tolist():
        assert exact(value) == Fraction(value)


def test_two_errors_that_add_up_are_allowed_for() -> None:
    """Each payoff is off by nearly its bound, the one up and the other down."""
    unit, count = Fraction(2) ** -32, 5
    sums = {s: " + ".join(f"({s}{i} - 1048577)" for i in range(count)) for s in "ab"}
    names = [f"{s}{i}: {{default: 1, range: [0, 2000000]}}" for s in "ab" for i in range(count)]
    outcomes = [f"{s}: {{payoffs: {{A: 1000 + {sums[s]}, B: 0}}}}" for s in "ab"]
    text = f"""
title: two errors
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{{", ".join(names)}}}
start: here
situations: {{here: {{player: A, actions: {{a: a, b: b}}}}}}
outcomes: {{{", ".join(outcomes)}}}
"""
    off = Fraction(49, 100) * unit
    at = {f"a{i}": [1_048_577 + off] for i in range(count)}
    at |= {f"b{i}": [1_048_577 + (i < 3) * unit - off] for i in range(count)}
    assert sum(float(at[f"b{i}"][0]) - float(at[f"a{i}"][0]) for i in range(count)) > 0
    result = Study(parse_scenario(text, name="two", file="two")).sweep(points=at, concept="auto")
    assert result.probability("a").tolist() == [1.0]
