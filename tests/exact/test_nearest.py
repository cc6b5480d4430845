"""The nearest change of the outcome: known ones, and what is proved of the others."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("flint")

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact.data.nearest import Nearest
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.study import Study
from crisis_sim.study_files import load
from tests.bombs import scenario

D = Fraction(913, 1000)


@pytest.fixture(scope="module")
def brinkmanship() -> Study:
    return load("brinkmanship")


def test_one_parameter_at_a_time(brinkmanship: Study) -> None:
    found = brinkmanship.nearest()
    told = {one.parameter: (one.at.exact, one.after) for one in found.singles}
    # At q = 0.7 the risk is borne up to p = 3 / (3 + 8 q); at p = 0.3 it works down to q = 0.6.
    assert told == {
        "p": (Fraction(15, 43), "the missiles stay"),
        "q": (Fraction(3, 5), "the missiles stay"),
    }
    assert found.singles[0].parameter == "p"
    assert found.singles[0].distance == pytest.approx(15 / 43 - 0.3)


RANGES = {"bare": "1", "ranged": "{default: 1, range: [0, 2]}"}
NOTHING = "the game's numbers depend on no parameter with a range"
FREE = f"{NOTHING} that is left free"
FEWER = "give fewer values (values)"


@pytest.mark.parametrize(
    ("x", "values", "assumed", "told"),
    [
        ("bare", {}, [], f"{NOTHING}; say how far x may go (along='x=LOW:HIGH')"),
        ("bare", {"y": 1}, [], f"{NOTHING}; say how far x may go (along='x=LOW:HIGH')"),
        ("ranged", {"x": 1}, [], f"{FREE}; {FEWER}"),
        ("ranged", {"d": 1}, [], f"{FREE}; {FEWER}"),
        ("ranged", {}, ["off"], f"{FREE}; make fewer assumptions"),
        ("ranged", {"x": 1}, ["off"], f"{FREE}; {FEWER} or make fewer assumptions"),
    ],
)
def test_where_nothing_is_left_what_was_done_is_what_can_be_undone(
    x: str, values: dict[str, int], assumed: list[str], told: str
) -> None:
    text = (
        f"title: T\nplayers: {{A: A}}\nparameters: {{x: {RANGES[x]}, y: 1}}\n"
        "definitions: {d: 2 * x}\nstart: s\n"
        "situations: {s: {player: A, actions: {go: calm, stay: war}}}\n"
        "outcomes: {calm: {payoffs: {A: d}}, war: {payoffs: {A: 0}}}\n"
        "assumptions: {off: {question: Q, set: {x: 3}}}\n"
    )
    study = Study(parse_scenario(text, name="t", file="t.yaml")).assuming(*assumed)
    with pytest.raises(NotSolved) as refused:
        study.nearest(values=values)
    assert str(refused.value) == told


def test_together_they_need_to_move_less(brinkmanship: Study) -> None:
    found = brinkmanship.nearest()
    assert found.joint is not None
    reach = found.joint.distance.value
    p, q = found.joint.moves["p"][1], found.joint.moves["q"][1]
    # Both rise as fast as each other, until 8 p q + 3 p = 3.
    assert (p, q) == (pytest.approx(0.3 + reach), pytest.approx(0.7 + reach))
    assert 8 * p * q + 3 * p - 3 == pytest.approx(0, abs=1e-12)
    assert found.joint.distance.kind == "algebraic"
    assert 0 < found.proved < reach < found.singles[0].distance


def test_the_cable_by_one_assumption() -> None:
    cable = load("cuba-1962-cable")
    found = cable.nearest("", ["pi", "W", "fD"], d=D)
    assert [one.parameter for one in found.singles] == ["pi", "W", "fD"]
    assert found.singles[0].at.exact == Fraction(1151, 3496)
    assert found.singles[0].after == "settled on the pledge"
    asked = cable.nearest("settled in secret", ["pi"], d=D)
    assert asked.singles[0].at.exact == Fraction(1151, 3496)


def test_an_outcome_asked_after_may_lie_on_the_other_side() -> None:
    found = load("cuba-1962-cable").nearest("war", ["pi"], d=D)
    assert found.singles[0].at.exact == Fraction(651, 3496)
    assert "limited war" in found.singles[0].after


def test_what_may_move_starts_where_it_is_given(brinkmanship: Study) -> None:
    found = brinkmanship.nearest("", ["p=0:0.5"], p=0.2)
    assert found.base == {"p": Fraction(1, 5)}
    assert found.singles[0].distance == pytest.approx((15 / 43 - 0.2) / 0.5)


def test_what_never_changes_is_left_out() -> None:
    found = load("audience-costs").nearest()
    assert found.singles == ()
    assert found.joint is None
    assert found.before == "status quo"


def test_refusals(brinkmanship: Study) -> None:
    with pytest.raises(InputError, match="no parameter 'x'"):
        brinkmanship.nearest("", ["x"])
    with pytest.raises(InputError, match="no outcome 'peace'"):
        brinkmanship.nearest("peace")


@pytest.fixture(scope="module")
def bargaining() -> Nearest:
    return load("bargaining-range").nearest()


@settings(max_examples=30, deadline=None)
@given(shares=st.tuples(*[st.integers(-100, 100)] * 5))
def test_nothing_changes_within_what_is_proved(
    bargaining: Nearest, shares: tuple[int, ...]
) -> None:
    study = load("bargaining-range")
    moved = {}
    for share, (name, parameter) in zip(shares, study.scenario.parameters.items(), strict=True):
        assert parameter.range is not None
        low, high = parameter.range
        step = Fraction(bargaining.proved) * (high - low) * Fraction(share, 101)
        moved[name] = min(max(parameter.default + step, low), high)
    assert bargaining.proved > 0.1
    assert "settled for more" in study.solve(moved).equilibria[0].outcomes


def test_a_tie_at_the_values_given_is_no_distance_away() -> None:
    text = scenario("x - z", "1")
    found = Study(parse_scenario(text, name="t", file="t.yaml")).nearest()
    assert [(one.parameter, one.distance) for one in found.singles] == [("x", 0), ("z", 0)]


def test_without_a_pure_equilibrium_nothing_is_said_of_mixed_ones() -> None:
    with pytest.raises(NotSolved, match=r"no pure equilibrium .*, and mixed ones are not followed"):
        load("brams-revised").nearest()
    assert load("brams-revised").solve(concept="nash").equilibria
