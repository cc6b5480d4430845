"""Chances and payoffs of which floats keep little: sweeps give those of exact numbers all the same.

What is expected is worked out here in fractions: a lottery's chances, and its mean payoff.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from crisis_sim.scenario.load import parse_scenario
from crisis_sim.study import Study
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.induction.kernel import LEAST_POINTS, InductionKernel
from crisis_sim.sweep.results.result import SweepResult

LOTTERY = """
title: a lottery
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{x: {{default: 1/2}}}}
start: draw
situations:
  draw:
    chance:
      war: {{probability: "{chance}", to: war}}
      calm: {{probability: "{rest}", to: calm}}
outcomes:
  war: {{payoffs: {{A: "{war}", B: 0}}}}
  calm: {{payoffs: {{A: "{calm}", B: 1}}}}
"""
CHOICE = """
title: a choice
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{x: {{default: 1/2}}, y: {{default: 1}}}}
definitions: {{d: 1 / (x - 0.1 - 0.2)}}
start: s
situations: {{s: {{player: A, actions: {{left: {{to: l}}, right: {{to: r}}}}}}}}
outcomes:
  l: {{payoffs: {{A: "{left}", B: "{other}"}}}}
  r: {{payoffs: {{A: "{right}", B: 2}}}}
"""
MANY = 64
CONCEPTS = pytest.mark.parametrize("concept", ["spe", "sequential"])


@pytest.fixture(params=[0, MANY], ids=["few", "many"])
def more(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Points beside those that count: none, or enough for compiled code, which is had for less."""
    monkeypatch.setitem(InductionKernel.__init__.__kwdefaults__, "least_points", MANY)
    return int(request.param)


def study(text: str, **parts: str) -> Study:
    return Study(parse_scenario(text.format(**parts), name="one", file="one"))


def swept(one: Study, at: list[Fraction], more: int, concept: str) -> SweepResult:
    spread = [Fraction(2 * place + 1, 4 * more) for place in range(more)]
    return one.sweep(points={"x": [*at, *spread]}, concept=concept)


@CONCEPTS
@pytest.mark.parametrize(
    ("chance", "rest", "war", "calm", "at"),
    [
        ("x", "the rest", "-1e12", "0", ["1e-9", "1e-12", "1e-17"]),
        ("the rest", "1 - x", "-1e12", "0", ["1e-9", "1e-12", "1e-17"]),
        ("(x + 1e9) - 1e9", "the rest", "1", "0", ["3/10", "1/3"]),
        ("(x + 1e17) - 1e17", "the rest", "1", "0", ["3/10", "1/3"]),
        ("x - 0.1 - 0.2", "the rest", "1e18", "0.3", ["3/10", "0.30000000000000000001"]),
        ("x", "1 - x", "99e9", "-2376e9", ["0.96", "0.9600000000000000001"]),
        ("sqrt(x) * sqrt(x)", "the rest", "1e15", "-1e15", ["1/2", "0.49999999999999999999"]),
    ],
)
def test_chances_and_means_are_the_exact_ones(
    chance: str, rest: str, war: str, calm: str, at: list[str], concept: str, more: int
) -> None:
    points = [Fraction(one) for one in at]
    result = swept(
        study(LOTTERY, chance=chance, rest=rest, war=war, calm=calm), points, more, concept
    )
    for place, x in enumerate(points):
        share = Fraction(3, 10) if "0.2" in chance else Fraction(0)
        p = x - share
        mean = p * Fraction(war) + (1 - p) * Fraction(calm)
        told = [result.probability(name).ravel()[place] for name in ("war", "calm")]
        assert told == pytest.approx([float(p), float(1 - p)], rel=1e-9, abs=0.0)
        assert result.payoff("A").ravel()[place] == pytest.approx(float(mean), rel=1e-9, abs=0.0)


@CONCEPTS
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("chance", "wrong"), [("x - 1/10", "1/10"), ("x + 1/4", "3/4")])
def test_a_chance_just_beyond_0_or_1_is_refused_wherever_it_stands(
    chance: str, wrong: str, first: bool, concept: str
) -> None:
    tiny = Fraction(1, 10**20) * (-1 if wrong == "1/10" else 1)
    one = study(LOTTERY, chance=chance, rest="the rest", war="1", calm="0")
    beside = [Fraction(1, 2)] * LEAST_POINTS
    for many in (beside, beside[:2]):
        at = [Fraction(wrong) + tiny, *many] if first else [*many, Fraction(wrong) + tiny]
        result = one.sweep(points={"x": at}, concept=concept)
        status = result.values("status").ravel()
        assert status[0 if first else -1] == Status.UNDEFINED
        assert np.count_nonzero(status != Status.SOLVED) == 1


@CONCEPTS
@pytest.mark.parametrize("left", ["d - d", "(y - y) * log(x - 0.1 - 0.2)"])
def test_what_is_undefined_at_a_point_has_no_numbers(left: str, concept: str, more: int) -> None:
    one = study(CHOICE, left=left, right="0", other="(x + 1e9) - 1e9")
    result = swept(one, [Fraction(3, 10)], more, concept)
    assert result.values("status").ravel()[0] == Status.UNDEFINED
    assert math.isnan(result.payoff("A").ravel()[0])
    assert math.isnan(result.probability("l").ravel()[0])
    assert result.values("equilibria").ravel()[0] == 0


@CONCEPTS
def test_digits_of_a_payoff_that_no_float_has(concept: str, more: int) -> None:
    one = study(CHOICE, left="x - 0.5", right="-1", other="1")
    result = swept(one, [Fraction(1, 2) + Fraction(1, 10**20)], more, concept)
    assert result.payoff("A").ravel()[0] == 1e-20


def test_a_tiny_constant_has_an_error_too(more: int) -> None:
    one = study(CHOICE, left="x * exp(-800)", right="1e-24", other="1")
    result = swept(one, [Fraction(10**300)], more, "spe")
    assert result.probability("r").ravel()[0] == 1.0
    assert result.payoff("A").ravel()[0] == 1e-24


CONDITIONS = [
    ("1 if x - 0.1 - 0.2 >= 0 else 5", 1, 1, 5),
    ("1 if 3 * x <= 0.9 else 5", 1, 5, 1),
    ("max(5 * (x - 0.1 - 0.2 >= 0), 1)", 5, 5, 1),
    ("1 if (x + 1e17) - 1e17 > 0.3 else 5", 5, 1, 5),
    ("floor(10 * x)", 3, 3, 2),
]


@CONCEPTS
@pytest.mark.parametrize(("formula", "at", "above", "below"), CONDITIONS)
def test_payoffs_beside_a_jump_are_those_of_their_side(
    formula: str, at: int, above: int, below: int, concept: str, more: int
) -> None:
    tiny, place = Fraction(1, 10**20), Fraction(3, 10)
    one = study(CHOICE, left="1", right="0", other=formula)
    result = swept(one, [place, place + tiny, place - tiny], more, concept)
    assert result.payoff("B").ravel()[:3].tolist() == [at, above, below]
    own = study(CHOICE, left=formula, right="0", other="1")
    result = swept(own, [place, place + tiny, place - tiny], more, concept)
    assert result.payoff("A").ravel()[:3].tolist() == [at, above, below]


TWICE = """
title: twice
players: {A: {label: A}, B: {label: B}}
parameters: {x: {default: 1/2}}
start: first
situations:
  first: {chance: {on: {probability: x, to: second}, off: {probability: the rest, to: calm}}}
  second: {chance: {on: {probability: x, to: war}, off: {probability: the rest, to: calm}}}
outcomes: {war: {payoffs: {A: -1, B: -1}}, calm: {payoffs: {A: 1, B: 1}}}
"""


@CONCEPTS
def test_a_probability_below_all_floats_is_not_0(concept: str, more: int) -> None:
    one = Study(parse_scenario(TWICE, name="twice", file="twice"))
    result = swept(one, [Fraction(1, 10**200), Fraction(0)], more, concept)
    assert result.probability("war").ravel()[:2].tolist() == [5e-324, 0.0]


def test_a_block_does_not_depend_on_those_before_it() -> None:
    one = study(CHOICE, left="1 + x", right="-1 - y", other="-(x - x)")
    size = LEAST_POINTS
    x = np.arange(3 * size) % 900 / 1000.0
    y = np.where(np.arange(3 * size) // size == 1, 1e18, 1.0) * (1.0 + x)
    every = one.sweep(points={"x": x, "y": y}, part_points=size)
    alone = one.sweep(points={"x": x[2 * size :], "y": y[2 * size :]}, part_points=size)
    few = one.sweep(points={"x": x[:100], "y": y[:100]})
    for name in ("A", "B"):
        payoffs = every.payoff(name).ravel()
        assert payoffs[2 * size :].tobytes() == alone.payoff(name).ravel().tobytes()
        assert payoffs[:100].tobytes() == few.payoff(name).ravel().tobytes()
