"""What parameters and definitions range over."""

from __future__ import annotations

from fractions import Fraction

import pytest

import crisis_sim as cs
from crisis_sim.report.circumstances import circumstances
from crisis_sim.scenario.ranges import as_parameter, beyond, cautions, own_range
from crisis_sim.sweep.sweep_games import plan_games

CABLE = cs.load("cuba-1962-cable").scenario


def test_a_parameter_is_itself_with_the_value_given() -> None:
    assert as_parameter(CABLE, "pi") == CABLE.parameters["pi"]
    assert as_parameter(CABLE, "pi", {"pi": Fraction(1, 5)}).default == Fraction(1, 5)


def test_a_definition_is_made_of_the_values_of_its_parts() -> None:
    hazard = as_parameter(CABLE, "h")
    assert hazard.default == Fraction(2, 25)  # 1/3 * 0.8 * 0.3
    assert hazard.range == (0, Fraction(12, 25))  # 0.6 * 1 * 0.8
    assert hazard.meaning == CABLE.definitions["h"].meaning
    assert as_parameter(CABLE, "h", {"rho": Fraction(1, 2)}).default == Fraction(1, 20)
    assert as_parameter(CABLE, "h", {"h": Fraction(1, 10)}).default == Fraction(1, 10)


def test_what_is_not_rational_is_rounded() -> None:
    low, high = own_range(CABLE, "d")  # 0.98 to the power of 4 to 5, delta up to 1
    assert low is not None
    assert high is not None
    assert 0 < low < Fraction(913, 1000) < high <= 1


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(cs.InputError, match="Did you mean 'pi'"):
        as_parameter(CABLE, "pii")
    of_state = next(iter(CABLE.of_state))
    with pytest.raises(cs.InputError, match="depends on the state of play"):
        as_parameter(CABLE, of_state)


GAME = cs.load("brinkmanship")
PURE = GAME.assuming("a pure threat")
DEAR = "leak = 1 lies outside its range, 0 to 0.3"
NOTHING_LEFT = "'a pure threat' changes nothing: it sets q, which is given or followed"


def test_what_an_assumption_sets_beyond_its_range_is_told() -> None:
    leak = cs.load("cuba-1962-cable").assuming("certain leak")
    assert list(cautions(leak.scenario, {})) == [DEAR]
    assert f"Note: {DEAR}." in circumstances(leak, {})
    assert DEAR in plan_games(leak, ["pi=0,0.1"]).remarks()
    assert (
        DEAR
        in plan_games(cs.load("cuba-1962-cable"), ["pi=0,0.1"], each=["certain leak"]).remarks()
    )
    assert DEAR not in plan_games(leak, ["leak=0,0.1"]).remarks()
    compared = cs.load("cuba-1962-cable").compare(["certain leak"])
    assert [case.notes for case in compared.cases] == [(), (DEAR,)]


def test_what_a_value_takes_from_an_assumption_is_told() -> None:
    assert list(cautions(PURE.scenario, {"q": 0.5})) == [NOTHING_LEFT]
    assert list(cautions(PURE.scenario, {"p": 0.5})) == []
    assert NOTHING_LEFT in plan_games(PURE, ["q=0,0.1"]).remarks()
    assert NOTHING_LEFT in PURE.thresholds("q").notes
    assert not any("sets q" in note for note in PURE.thresholds("p").notes)


@pytest.mark.parametrize("past", ["p=0:2", "p=-1:1"])
def test_a_range_that_goes_past_the_scenarios_is_told_by_every_analysis(past: str) -> None:
    found = (
        GAME.thresholds(past),
        GAME.regions(past, "q"),
        GAME.conditions("war", [past, "q"]),
        GAME.nearest("", [past]),
        GAME.certify("war", [past, "q"], tol=0.5),
    )
    for one in found:
        assert any("the parameter p goes from" in note for note in one.notes)
    assert not list(beyond(GAME.scenario, "p", Fraction(0), Fraction(1)))
