"""Thresholds that are known from the cable's game and from the literature."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("flint")

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact import every_threshold
from crisis_sim.exact.data.line import Standing, Threshold, Thresholds
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.scenario.span import Span
from crisis_sim.study import Study
from crisis_sim.study_files import load

D = Fraction(913, 1000)
CABLE = "cuba-1962-cable"


def exact_values(found: Thresholds) -> list[Fraction | None]:
    return [one.at.exact for one in found.thresholds]


def at(found: Thresholds, value: Fraction) -> Threshold:
    return next(one for one in found.thresholds if one.at.exact == value)


@pytest.fixture(scope="module")
def cable() -> Study:
    return load(CABLE)


@pytest.mark.parametrize(
    ("name", "value"), [("pi", Fraction(8771, 34960)), ("h", Fraction(1611, 41600))]
)
def test_the_secret_offer_is_taken_from_the_known_fraction_on(
    cable: Study, name: str, value: Fraction
) -> None:
    one = at(cable.thresholds(name, d=D), value)
    assert one.before is not None
    assert one.after is not None
    assert one.before.equilibria[0].outcomes == ("settled in public",)
    assert one.after.equilibria[0].outcomes == ("settled in secret", "settled in secret but leaked")
    (cause,) = one.indifferences
    assert cause.player == "USSR"
    assert cause.information_set == "the reply, after defiant, Turkey in secret"
    assert set(cause.actions) == {"accept", "stall"}
    assert cause.equation == f"{value.denominator} * {name} - {value.numerator} = 0"
    assert one.outcome_changes


def test_the_general_formula_holds_at_the_threshold(cable: Study) -> None:
    one = at(cable.thresholds("pi", d=D), Fraction(8771, 34960))
    sides = one.indifferences[0].general.split(" = ")
    values = {name: p.default for name, p in cable.scenario.parameters.items()}
    values |= {"d": D, "pi": Fraction(8771, 34960)}
    values["h"] = values["sigma"] * values["rho"] * values["chi"]
    stall, accept = (eval(side, {"__builtins__": {}}, dict(values)) for side in sides)
    assert stall == accept
    assert set(one.indifferences[0].symbols) < set(values)


def test_belief_decides_what_is_reported_below_a_known_share_of_defiant_types(
    cable: Study,
) -> None:
    one = at(cable.thresholds("mu", d=D), Fraction(17, 70))
    causes = one.indifferences
    assert {cause.kind for cause in causes} == {"passive"}
    assert all(set(cause.actions) == {"wait", "strike"} for cause in causes)
    # Of the two reported, passive beliefs cease to support the pledge alone, and the other stays.
    assert one.before is not None
    assert one.after is not None
    supported = {held.outcomes: held.passive for held in one.after.equilibria}
    assert [held.passive for held in one.before.equilibria] == [True, True]
    assert supported.pop(one.before.equilibria[0].outcomes) is False
    assert [*supported.values()] == [True]
    assert "after pledge alone, stall" in causes[0].words
    # A defiant type responds: the strike costs s + omega W + (1 - omega) L with probability mu.
    assert causes[0].solved == "mu = (s - m) / (L * omega - W * omega - L)"


def test_a_place_that_says_when_it_is_stands_without_at() -> None:
    _, middle, _ = load("beer-and-quiche").thresholds("strong").thresholds
    assert middle.indifferences[0].words == (
        "rival is indifferent between 'let it be' and 'duel' after beer"
    )


def test_all_causes_are_counted() -> None:
    found = load("cuba-1962-cable").thresholds("aD").thresholds
    most = max(found, key=lambda one: len(one.indifferences))
    assert len(most.indifferences) == 13
    assert most.why == f"{most.indifferences[0].words}; and 12 more of the kind"


def test_causes_are_told_where_no_action_is_indifferent() -> None:
    first, _, last = load("beer-and-quiche").thresholds("strong").thresholds
    assert [one.indifferences[0].kind for one in (first, last)] == ["chance", "chance"]
    (one,) = load("asymmetric-escalation").thresholds("tactical_hard").thresholds
    assert one.indifferences[0].kind == "formula"


def test_the_general_formula_is_the_one_that_vanishes() -> None:
    found = load("bargaining-range").assuming("nothing hidden").thresholds("most_low=0:1")
    assert exact_values(found) == [Fraction(2, 5), Fraction(9, 10)]
    # The lower end of the bargaining range, p - cA, and the upper end against a weak B.
    assert found.thresholds[0].indifferences[0].general == "least - most_low = 0"
    assert "q" not in found.thresholds[1].indifferences[0].symbols


def test_no_threshold_where_only_the_search_for_beliefs_changed() -> None:
    found = load("cuba-1962-two-types").thresholds(Span("omega", Fraction(69, 100), 0.79))
    assert exact_values(found) == [Fraction(52, 75)]


def test_the_pledge_alone_is_taken_from_its_own_fraction_on(cable: Study) -> None:
    found = cable.thresholds("pi", d=D)
    last = found.thresholds[-1]
    assert last.at.exact == Fraction(1151, 3496)
    assert last.after is not None
    assert last.after.equilibria[0].outcomes == ("settled on the pledge",)


def test_an_irrational_discount_gives_an_interval_around_the_threshold(cable: Study) -> None:
    kinds = {one.at.kind for one in cable.thresholds("pi").thresholds}
    one = next(one for one in cable.thresholds("pi").thresholds if one.at.kind == "enclosed")
    # The threshold is linear in d: (1151 - 300 d) / 3496, at d = 0.98**4.5.
    low, high = (1151 - 3496 * one.at.high) / 300, (1151 - 3496 * one.at.low) / 300
    assert kinds == {"rational", "enclosed"}
    assert low**2 <= Fraction(98, 100) ** 9 <= high**2
    assert 0 < one.at.high - one.at.low < Fraction(1, 10**15)


def test_an_irrational_formula_in_the_parameter_itself(cable: Study) -> None:
    found = cable.thresholds("months=3:6", pi=Fraction(1, 4))
    (one,) = found.thresholds
    assert one.at.kind == "enclosed"
    # At pi = 1/4 the secret offer is taken as long as 300 d >= 277.
    assert 0.98 ** float(one.at.low) == pytest.approx(277 / 300, abs=1e-12)


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"q": 1}, "p", Fraction(3, 11)),
        ({"q": Fraction(3, 5)}, "p", Fraction(5, 13)),
        ({}, "q", Fraction(3, 5)),
        ({"p": Fraction(1, 3)}, "q", Fraction(3, 4)),
        ({"p": Fraction(7, 20)}, "q", Fraction(39, 56)),
    ],
)
def test_brinkmanship(given: dict[str, Fraction], name: str, value: Fraction) -> None:
    assert value in exact_values(load("brinkmanship").thresholds(name, given))


def test_the_most_acceptable_risk_is_known_as_a_formula() -> None:
    one = at(load("brinkmanship").thresholds("q"), Fraction(7, 8))
    assert one.indifferences[0].general == "8 * p * q + 3 * p - 3 = 0"


def test_the_risky_demand() -> None:
    study = load("bargaining-range")
    one = at(study.thresholds("q"), Fraction(3, 5))
    cut = eval(
        one.indifferences[0].general.removesuffix(" = 0"),
        {"__builtins__": {}},
        {"q": Fraction(3, 5), "least": Fraction(2, 5), "most_low": Fraction(3, 5)}
        | {"most_high": Fraction(9, 10)},
    )
    assert cut == 0
    assert exact_values(study.thresholds("q", cH=Fraction(1, 5))) == [Fraction(1, 3)]


def test_the_share_of_a_side_that_demands() -> None:
    # Binmore, Rubinstein and Wolinsky 1986: (1 + (1 - q) b1 - b2) / (2 - q).
    study = load("bargaining-with-breakdown")
    assert exact_values(study.thresholds("x")) == [Fraction(1, 10), Fraction(22, 45)]
    given = {"q": Fraction(1, 3), "b1": Fraction(1, 4), "b2": Fraction(1, 5)}
    share = (1 + (1 - given["q"]) * given["b1"] - given["b2"]) / (2 - given["q"])
    assert exact_values(study.thresholds("x", given))[-1] == share


def test_where_every_bluff_succeeds_and_where_none_is_tried() -> None:
    # Fearon 1997, Schultz 1999: a challenge is believed up to -(1 - resolve) / resolve.
    one = load("audience-costs").thresholds("wB=-6:2").thresholds[0]
    assert one.at.exact == -3
    assert one.indifferences[0].general == "resolve * wB - resolve + 1 = 0"
    assert one.indifferences[0].solved == "wB = (resolve - 1) / resolve"


def test_an_algebraic_threshold_is_a_root_in_its_interval() -> None:
    found = load("cuba-1962-clock").thresholds("pi")
    one = next(one for one in found.thresholds if one.at.kind == "algebraic")
    ends = [eval(one.at.polynomial, {"pi": end}) for end in (one.at.low, one.at.high)]
    assert ends[0] * ends[1] < 0
    assert found.concept == "spe"


def test_a_parameter_that_shapes_the_tree_is_solved_value_by_value() -> None:
    found = load("chain-store").thresholds("bound=0:4", towns=4)
    assert found.whole
    assert any("each whole value" in note for note in found.notes)


def test_refusals_name_what_can_be_done(cable: Study) -> None:
    with pytest.raises(InputError, match="no parameter 'pie'"):
        cable.thresholds("pie")
    with pytest.raises(InputError, match="range of pi is empty"):
        cable.thresholds("pi=1:0")
    with pytest.raises(InputError, match="depends on the state of play"):
        cable.thresholds("f=0:1")
    with pytest.raises(NotSolved, match="whole numbers"):
        load("chain-store").thresholds("towns=0.5:2")


def test_every_threshold_is_that_of_each_parameter() -> None:
    study, told = load("bargaining-range"), list[int]()
    every = study.every_threshold(cL=0.05, report=lambda done, _: told.append(done))
    names = list(study.parameters(cL=0.05))
    assert [one.parameter for one in every.found] == names == ["p", "cA", "cH", "q"]
    assert told == [0, 1, 2, 3]
    for one in every.found:
        assert one.thresholds == study.thresholds(one.parameter, cL=0.05).thresholds
        assert all(f"{one.parameter} " in str(every) for _ in one.thresholds)
    (alone,) = study.every_threshold("p=1/4:1/2").found
    assert (alone.low, alone.high) == (Fraction(1, 4), Fraction(1, 2))


def test_what_is_not_solved_along_one_parameter_is_gathered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find(games: Any, along: Any, values: Any) -> Any:
        if along.name == "q":
            raise NotSolved("no answer")
        return find_thresholds(games, along, values)

    monkeypatch.setattr(every_threshold, "find_thresholds", find)
    every = load("brinkmanship").every_threshold()
    assert [one.parameter for one in every.found] == ["p"]
    assert {name: str(why) for name, why in every.refused.items()} == {"q": "no answer"}
    assert every.caption == "thresholds along p; not solved along q"


def test_where_no_equilibrium_is_pure_it_is_said_that_mixed_ones_there_are() -> None:
    found = load("beer-and-quiche").thresholds("strong")
    names = [one.standing.name for one in found.stretches]
    assert names[0] == "only mixed equilibria"
    undecided = replace(Standing(()), undecided=found.stretches[1].standing.equilibria)
    assert undecided.name == "no pure equilibrium found"
