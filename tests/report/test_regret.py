"""What is told of regrets and of numbers that are nearly nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from crisis_sim.account import account_of
from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.numbers.written import counted
from crisis_sim.report.envelope import as_json
from crisis_sim.report.numbers import (
    exact_probability,
    interval,
    no_more_than,
    number,
    written_exactly,
)
from crisis_sim.report.regret import regret_fields, regret_told
from crisis_sim.report.solution import headline, solution_blocks
from crisis_sim.solve.choose import solve_game
from crisis_sim.strategy.certificate import Certificate
from crisis_sim.strategy.played import Played

NONE = Certificate(0.0, 0.0, 0.0, 0.0, True)
SMALL = Certificate(3e-17, 2e-17, 0.0, 1e-17, True)
BOUND = Certificate(3e-9, 2e-9, 0.0, 1e-12, False)


@pytest.mark.parametrize(
    ("certificates", "told"),
    [
        ([NONE], "Nobody gains anything by departing: regret exactly 0."),
        (
            [NONE, SMALL],
            "Nobody gains anything by departing, to within 3e-17 payoff units, "
            "1e-17 of what is at stake there.",
        ),
        (
            [replace(SMALL, relative=1e-9)],
            "Nobody gains anything by departing, to within 3e-17 payoff units, "
            "1e-09 of what is at stake there.",
        ),
        (
            [replace(SMALL, relative=1.1e-9)],
            "Largest regret 3e-17 payoff units, 1.1e-09 of what is at stake there.",
        ),
        (
            [NONE, BOUND],
            "Nobody gains anything by departing, to within 3e-09 payoff units, "
            "1e-12 of what is at stake there.",
        ),
        (
            [replace(NONE, belief_error=1e-16)],
            "Nobody gains anything by departing: regret exactly 0; "
            "beliefs on the path within 1e-16 of Bayes' rule.",
        ),
        ([replace(SMALL, relative=float("inf"))], "Largest regret 3e-17 payoff units."),
        (
            [Certificate(1.0, 1.0, 0.0, 1.0, True)],
            "Largest regret 1 payoff unit, all that is at stake there.",
        ),
        (
            [Certificate(0.5, 0.5, 0.0, 0.5, True)],
            "Largest regret 0.5 payoff units, half of what is at stake there.",
        ),
        (
            [Certificate(2.0, 0.5, 0.0, 0.99999, True)],
            "Largest regret 2 payoff units, nearly all that is at stake there.",
        ),
        (
            [Certificate(5e-324, 0.0, 0.0, float("inf"), False)],
            "Largest regret less than 1e-323 payoff units.",
        ),
        (
            [NONE, Certificate(0.0, 0.0, 0.0, 0.0, False)],
            "Nobody gains anything by departing, if what counts as equal is so: regret 0.",
        ),
        ([Certificate(float("inf"), 0.0, 0.0, 1.0, False)], "No bound of the regret is known."),
    ],
)
def test_regret_is_told_as_what_it_is(certificates: list[Certificate], told: str) -> None:
    assert regret_told(certificates) == told


def test_the_fields_of_a_certificate() -> None:
    nash = Certificate(1e-17, float("nan"), float("nan"), 2e-18, False)
    assert json.loads(as_json(regret_fields(nash))) == {
        "max_regret": 1e-17,
        "player_regret": 1e-17,
        "agent_regret": None,
        "belief_error": None,
        "relative_regret": 2e-18,
        "exact": False,
    }


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"),
        (1e-12, "1e-12"),
        (-3e-17, "-3e-17"),
        (0.5, "0.5"),
        (1e308 * 10, "over 1.8e+308"),
        (5e-324, "less than 1e-323"),
        (-5e-324, "between -1e-323 and 0"),
    ],
)
def test_nothing_but_nothing_is_told_as_0(value: float, told: str) -> None:
    assert number(value) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1.01e-17, "1.1e-17"),
        (1e-17, "1e-17"),
        (5e-324, "5e-324"),
        (1.00001, "1.001"),
        (2.0, "2"),
        (12341.0, "12,350"),
        (0.1, "0.1"),
        (0.999, "1"),
    ],
)
def test_what_nobody_gains_more_than_is_rounded_upwards(value: float, told: str) -> None:
    assert no_more_than(value) == told


def test_counts_have_their_plurals() -> None:
    assert [counted(n, "point") for n in (0, 1, 1000)] == ["0 points", "1 point", "1,000 points"]
    assert counted(2, "equilibrium", "equilibria") == "2 equilibria"


@pytest.mark.parametrize(
    ("exact", "told"),
    [("1/9", "1/9"), ("1/4", "0.25"), ("1151/3496", "0.329"), ("1/1000000", "< 0.0001")],
)
def test_short_quotients_are_told_as_such(exact: str, told: str) -> None:
    share = Fraction(exact)
    assert exact_probability(float(share), share) == told


def test_an_interval_is_one_number_only_if_it_is() -> None:
    third, more = Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**15)
    assert interval(float(third), float(more), (third, third)) == "1/3"
    assert interval(float(third), float(more), (third, more)) == "[1/3, 0.333]"


@pytest.mark.parametrize(
    ("exact", "kept"),
    [("1/3", False), ("1/4", True), ("1/10", True), ("1/8192", True), ("1", True), ("0", True)],
)
def test_which_probabilities_a_decimal_gives(exact: str, kept: bool) -> None:
    assert written_exactly(Fraction(exact)) is kept


SLIGHT = """EFG 2 R "slight" { "A" "B" }
c "" 1 "" { "x" 1e-14 "y" 99999999999999/100000000000000 } 0
p "" 1 1 "rare" { "l" "r" } 0
t "" 1 "" { 1 1e20 }
t "" 2 "" { 1.00000000000000001 0 }
p "" 1 2 "common" { "l" "r" } 0
t "" 3 "" { 0.1 1 }
t "" 4 "" { 1/10 2 }
"""


def test_what_is_slight_is_told_and_what_is_nothing_is_nothing() -> None:
    solution = solve_game(read_efg(SLIGHT))
    told = account_of(solution)
    rare, common = sorted(told.steps, key=lambda step: step.reach)
    assert (rare.label, rare.reach, rare.played) == ("rare", 1e-14, {"r": 1.0})
    assert common.reach < 1.0
    losses = {(one.label, one.action): one.loss for one in told.deviations}
    assert losses["rare", "l"] == pytest.approx(1e-17)
    (other,) = (loss for (label, _), loss in losses.items() if label == "common")
    assert other == 0.0
    assert headline(solution).endswith("regret exactly 0.")
    blocks = solution_blocks(solution)
    lines = [line for one in blocks for line in getattr(one, "items", ())]
    assert "1 further place is reached, with less than 0.005." in lines


@pytest.mark.parametrize("shift", ["0", "1e-17", "-1e-17"])
def test_losses_of_large_trees_are_decided_exactly(shift: str) -> None:
    pays = Fraction(1) + Fraction(shift)
    text = (
        f'EFG 2 R "t" {{ "A" }} p "" 1 1 "s" {{ "l" "r" }} 0 t "" 1 "" {{ 1 }} '
        f't "" 2 "" {{ {pays} }}'
    )
    game = read_efg(text)
    (one, *_) = solve_game(game).equilibria
    floats = Played(game, one.profile, one.beliefs)
    exact = account_of(solve_game(game)).deviations
    for deviation in exact:
        action = ("l", "r").index(deviation.action)
        assert floats.loss(0, action) == deviation.loss
        assert (deviation.loss == 0.0) is (shift == "0")


def test_a_term_that_is_slight_is_told(tmp_path: Any) -> None:
    from crisis_sim.study_files import load

    path = tmp_path / "slight.yaml"
    path.write_text(
        "title: t\nabout: a\nplayers: {A: {label: A}}\nstart: s\nsituations:\n"
        "  s: {player: A, actions: {l: {to: one}, r: {to: two}}}\n"
        "outcomes:\n  one: {payoffs: {small: {A: 1e-13}, none: {A: 3 * 0.1 - 0.3}}}\n"
        "  two: {payoffs: {A: 0}}\n"
    )
    study = load(path)
    solution = study.solve()
    terms = account_of(solution).terms
    assert [(term.name, term.payoffs) for term in terms] == [("small", (1e-13,))]


def test_json_has_no_number_that_json_has_not() -> None:
    assert json.loads(as_json({"a": [float("inf"), float("nan"), 1.0]})) == {"a": [None, None, 1.0]}
