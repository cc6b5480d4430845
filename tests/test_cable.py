"""The cable's game at its known boundaries, on both sides and at the point itself."""

from __future__ import annotations

from fractions import Fraction

import pytest

from crisis_sim.account import account_of
from crisis_sim.solve.solution import Solution
from crisis_sim.study_files import load

D = Fraction(913, 1000)
NEAR = Fraction(1, 10**6)
BOUNDARIES = {"pi": Fraction(8771, 34960), "h": Fraction(1611, 41600)}


def solved(name: str, value: Fraction) -> Solution:
    return load("cuba-1962-cable").solve({"d": D, name: value})


@pytest.mark.parametrize("name", BOUNDARIES)
def test_the_secret_offer_settles_matters_just_above_the_boundary(name: str) -> None:
    first = solved(name, BOUNDARIES[name] + NEAR).equilibria[0]
    assert next(iter(first.outcomes)) == "settled in secret"
    assert first.payoffs[0] == pytest.approx(-3.6)
    assert all(first.refinements.values())


@pytest.mark.parametrize("name", BOUNDARIES)
def test_just_below_it_turkey_is_traded_in_public(name: str) -> None:
    first = solved(name, BOUNDARIES[name] - NEAR).equilibria[0]
    assert next(iter(first.outcomes)) == "settled in public"
    assert first.payoffs[0] == pytest.approx(-15)


@pytest.mark.parametrize("name", BOUNDARIES)
def test_at_the_boundary_a_defiant_moscow_is_indifferent(name: str) -> None:
    ties = solved(name, BOUNDARIES[name]).ties
    assert any("after defiant, Turkey in secret: accept" in tie and "stall" in tie for tie in ties)


def test_types_expect_what_is_known() -> None:
    study = load("cuba-1962-cable")
    account = account_of(study.solve(d=D))
    expected = {line.knowing: line.payoff for line in account.types}
    assert expected == pytest.approx({"flexible": 9.478, "defiant": -20.522})


def test_war_is_told_by_cause() -> None:
    study = load("cuba-1962-cable").assuming("no talk of Turkey")
    account = account_of(study.solve())
    assert account.categories["war"] == pytest.approx(0.1228)
    assert sum(one.probability for one in account.causes) == pytest.approx(0.1228)
    by_accident = next(one for one in account.causes if one.cause.startswith("a chain reaction"))
    assert by_accident.probability == pytest.approx(0.04)
