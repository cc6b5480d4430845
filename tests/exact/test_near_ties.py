"""Just beside a tie, and at it, exact answers and solvers say the same, whatever else is at stake.

The gaps are just inside and just outside what was once taken for rounding: 1e-9 of the largest
range of payoffs.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact.data.line import Thresholds
from crisis_sim.formula.evaluate import evaluate
from crisis_sim.formula.exactly import EXACT
from crisis_sim.formula.parse import parse
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import sign
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.span import Span
from crisis_sim.study import Study

BILLIONS = 20_000_000_000
GAPS = ["0", "1e-15", "-1e-15", "1e-10", "-1e-10", "1e-8", "-1e-8", "0.5", "-0.5"]
TEXT = """
title: beside a tie
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters:
  x: {{default: 1, range: [0, 2]}}
  W: {{default: 1000, range: [10, 100000000000]}}
start: here
situations:
  here:
    player: A
    actions:
      ruin: {{to: ruin}}
      one: {{to: one}}
      two: {{to: two}}
outcomes:
  ruin: {{payoffs: {{A: {ruin}, B: 0}}}}
  one: {{payoffs: {{A: {one}, B: {other}}}}}
  two: {{payoffs: {{A: {two}, B: 1}}}}
"""
FAMILIES = {
    "another's billions": {"ruin": "-1", "one": "x", "two": "1", "other": str(BILLIONS)},
    "one's own ruin": {"ruin": "-W", "one": "x", "two": "1", "other": "0"},
    "both": {"ruin": "-1000 * W", "one": "x + W / 3", "two": "1 + W / 3", "other": str(BILLIONS)},
    "irrational": {
        "ruin": "-W",
        "one": "x * 0.98 ** 4.5",
        "two": "0.98 ** 4 * sqrt(0.98)",
        "other": str(BILLIONS),
    },
}

families = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
gaps = pytest.mark.parametrize("gap", GAPS)


def study_of(text: str) -> Study:
    return Study(parse_scenario(text, name="beside", file="beside.yaml"))


def expected(gap: str) -> set[str]:
    """What is played: 'one' pays the gap more than 'two'."""
    return {"one", "two"} if Fraction(gap) == 0 else {"one"} if Fraction(gap) > 0 else {"two"}


def sign_of(formula: str, **values: Fraction) -> int:
    """The sign of a formula, in exact numbers."""
    known = {name: rational(value) for name, value in values.items()}
    return sign(evaluate(parse(formula).expression, EXACT, known))


def solved(study: Study, concept: str, at: dict[str, Fraction]) -> set[str]:
    found = study.solve(at, concept=concept).equilibria
    assert all(one.certificate.proved for one in found)
    return {next(iter(one.outcomes)) for one in found if one.pure}


def standing_at(found: Thresholds, value: Fraction) -> set[str]:
    """What the thresholds say of a value."""
    for one in found.thresholds:
        if one.at.exact == value:
            assert one.standing is not None
            return {name for held in one.standing.equilibria for name in held.outcomes}
    for stretch in found.stretches:
        if stretch.low.low < value < stretch.high.high:
            return {name for held in stretch.standing.equilibria for name in held.outcomes}
    raise AssertionError(value)


@families
@gaps
@pytest.mark.parametrize("w", [10, 10**9, 10**11])
def test_solvers_and_thresholds_agree(family: dict[str, str], gap: str, w: int) -> None:
    study = study_of(TEXT.format(**family))
    at = {"x": 1 + Fraction(gap), "W": Fraction(w)}
    assert solved(study, "spe", at) == expected(gap)
    if family is not FAMILIES["irrational"] or Fraction(gap):
        # Irrational roots of different degrees are approximated one by one.
        assert solved(study, "nash", at) == expected(gap)
    assert standing_at(study.thresholds("x", W=w), at["x"]) == expected(gap)


@families
@gaps
def test_regions_agree(family: dict[str, str], gap: str) -> None:
    x, w = 1 + Fraction(gap), Fraction(10**9)
    found = study_of(TEXT.format(**family)).regions("W", "x")
    (boundary,) = found.boundaries
    side = sign_of(boundary.equation.removesuffix(" = 0"), x=x, W=w)
    assert abs(side) == (Fraction(gap) != 0)
    if side:
        names = {
            name
            for region in found.regions
            for piece in region.pieces
            if piece.signs == (side,)
            for held in region.standing.equilibria
            for name in held.outcomes
        }
        assert names == expected(gap)


@families
@gaps
def test_conditions_agree(family: dict[str, str], gap: str) -> None:
    study = study_of(TEXT.format(**family))
    for outcome in ("one", "two"):
        found = study.conditions(outcome, ["x"], W=10**9)
        assert found.complete
        (way,) = found.ways
        signs = [sign_of(each.polynomial, x=1 + Fraction(gap)) for each in way.inequalities]
        assert all(sign >= 0 for sign in signs) == (outcome in expected(gap))


@families
@pytest.mark.parametrize("gap", ["1e-10", "-1e-10", "1e-8", "-1e-8", "0.5", "-0.5"])
def test_certified_shares_agree(family: dict[str, str], gap: str) -> None:
    study = study_of(TEXT.format(**family))
    ends = sorted([1 + Fraction(gap) / 2, 1 + Fraction(gap)])
    (name,) = expected(gap)
    box = Span("x", *ends), Span("W", 10**9, 10**9 + 1)
    found = study.certify(name, box, draws=20, seconds=5)
    assert found.low > 0.98
    assert found.estimate == 1.0


@families
def test_the_nearest_change_is_at_the_tie(family: dict[str, str]) -> None:
    found = study_of(TEXT.format(**family)).nearest("", ["x"])
    (one,) = found.singles
    assert one.at.exact == 1


@pytest.mark.parametrize(
    ("one", "two", "at"),
    [
        ("x ** 4.5", "0.98 ** 4.5", Fraction(49, 50)),
        ("sqrt(x)", "3 / 2", None),
        ("sqrt(x) * 1000000000", "1000000000 * sqrt(1.1)", Fraction(11, 10)),
        ("log(x)", "log(1.3)", Fraction(13, 10)),
        ("x * sqrt(2)", "sqrt(8) / 2", Fraction(1)),
        ("x", "sqrt(3)", None),
        ("(x - sqrt(2)) * (x ** 2 - 2) * (x - sqrt(8) / 2)", "0", None),
    ],
)
def test_thresholds_of_irrational_formulas(one: str, two: str, at: Fraction | None) -> None:
    text = TEXT.format(ruin="-W", one=one, two=two, other=BILLIONS).replace("[0, 2]", "[1/2, 2]")
    found = study_of(text).thresholds("x")
    assert [each.at.exact for each in found.thresholds] == ([at] if at or one != "sqrt(x)" else [])
    for each in found.thresholds:
        assert each.standing is not None
        assert {held.name for held in each.standing.equilibria} == {"one", "two"}


def test_a_power_too_high_for_polynomials_is_refused_and_not_called_undefined() -> None:
    text = TEXT.format(ruin="-W", one="x ** 100", two="1", other="0")
    with pytest.raises(NotSolved, match="a power above 60"):
        study_of(text).thresholds("x")


def test_a_root_is_told_apart_however_small_its_unit() -> None:
    text = TEXT.format(ruin="-W", one="x ** 2", two="2e-24", other=BILLIONS)
    text = text.replace("default: 1, range: [0, 2]", "default: 1e-12, range: [0, 1e-11]")
    (one,) = study_of(text).thresholds("x").thresholds
    assert one.at.value == pytest.approx(2**0.5 * 1e-12, rel=1e-15)
    assert one.at.low < one.at.high < one.at.low * Fraction(1 + 10**15, 10**15)


CHANCES = """
title: chances that nearly add up
players: {A: {label: A}}
parameters:
  p: {default: 0.3, range: [0.2999999991, 0.3000000009]}
start: luck
situations:
  luck:
    chance:
      good: {probability: p, to: choose}
      bad: {probability: 0.7, to: over}
  choose:
    player: A
    actions:
      left: {to: won}
      right: {to: lost}
outcomes:
  won: {payoffs: {A: 1}}
  lost: {payoffs: {A: 0}}
  over: {payoffs: {A: 0}}
"""


@pytest.mark.parametrize(
    ("p", "valid"),
    [("0.3", True), ("0.3000000009", True), ("0.2999999991", True), ("0.3000000011", False)],
)
def test_chances_are_normalised_as_the_solver_does(p: str, valid: bool) -> None:
    study = study_of(CHANCES)
    value = Fraction(p)
    near = Fraction(1, 10**11)
    found = study.thresholds(Span("p", value - near, value + near))
    told = [one for one in found.stretches if one.standing.equilibria]
    assert bool(told) == valid
    if valid:
        assert solved(study, "spe", {"p": value}) == {"over"}
    else:
        with pytest.raises(InputError, match="not 1"):
            study.solve({"p": value})
