"""What is left of assumptions where values are given, or parameters followed."""

from __future__ import annotations

from contextlib import suppress

import pytest

import crisis_sim as cs
from crisis_sim.errors import CrisisSimError, InputError
from crisis_sim.exact.ranges import numerical_parameters
from crisis_sim.formula.evaluate import FLOATS
from crisis_sim.report.circumstances import circumstances
from crisis_sim.scenario.as_assumed import as_assumed
from crisis_sim.scenario.library import shipped
from crisis_sim.scenario.ranges import as_parameter, whose
from crisis_sim.study import Study
from crisis_sim.sweep.designs.plan import make_plan

CABLE = cs.load("cuba-1962-cable")
GENERALS = CABLE.assuming("generals under control")
ULTIMATUM = CABLE.assuming("an ultimatum")


def setting() -> list[tuple[str, str]]:
    """The shipped scenarios' assumptions that set something."""
    scenarios = [(name, cs.load(name).scenario) for name in shipped()]
    return [
        (name, one.name)
        for name, scenario in scenarios
        for one in scenario.assumptions.values()
        if one.sets
    ]


every_setting = pytest.mark.parametrize(("name", "assumption"), setting())


@every_setting
def test_a_parameter_is_what_the_assumption_makes_it(name: str, assumption: str) -> None:
    study = cs.load(name).assuming(assumption)
    bound = {key: float(value) for key, value in study.scenario.bind({}).items()}
    values = study.scenario.definitions_at(FLOATS, bound)
    for one in study.scenario.overrides:
        assert float(as_parameter(study.scenario, one).default) == pytest.approx(values[one])
        assert whose(study.scenario, one, {}) == "the value assumed"
        assert whose(study.scenario, one, {one: 1}) == "the value given"


def test_a_definition_stands_where_its_parts_are_assumed_and_given() -> None:
    held = CABLE.assuming("fire held").scenario
    assert float(as_parameter(held, "h", {"chi": 0.5}).default) == pytest.approx(0.1 / 3 * 0.5)
    assert whose(held, "h", {"chi": 0.5}) == "the value assumed and given"
    assert whose(held, "h", {}) == "the value assumed"
    assert whose(held, "h", {"h": 0.1}) == "the value given"
    assert whose(held, "n", {"chi": 0.5}) == "the scenario's own value"


@every_setting
def test_what_an_assumption_sets_is_not_varied_unless_it_is_asked_for(
    name: str, assumption: str
) -> None:
    study = cs.load(name).assuming(assumption)
    sets = set(study.scenario.overrides)
    with suppress(CrisisSimError):
        assert not sets & set(numerical_parameters(study, {}))
    with suppress(InputError):
        plan = make_plan(study, draws=1)
        assert plan.design.draws is not None
        assert not sets & set(plan.design.draws.priors)
        notes = [note for note in plan.remarks() if note.startswith("held as ")]
        assert bool(notes) == bool(sets & set(study.scenario.parameters))


def test_all_that_follows_every_parameter_tells_what_is_held() -> None:
    study: Study = cs.load("brinkmanship").assuming("a softer Moscow")
    told = "held as 'a softer Moscow' sets it: p"
    for asked in ((), ("q",)):
        found = (
            study.conditions("war", asked),
            study.nearest("", asked),
            study.certify("war", asked, tol=0.5),
            study.every_threshold(asked).found[0],
        )
        assert [told in one.notes for one in found] == [not asked] * 4


def test_of_what_is_asked_for_by_name_the_roots_are_still_drawn() -> None:
    upset = CABLE.assuming("an upset messenger")
    roots = upset.scenario.roots_of(["pi_upset"]) & set(CABLE.scenario.parameters)
    roots = {name for name in roots if CABLE.scenario.parameters[name].prior}
    draws = make_plan(upset, draws=1).design.draws
    assert draws is not None
    assert roots - {"pi"} <= set(draws.priors)
    assert "pi" not in draws.priors


def test_nearest_starts_where_an_assumption_sets_what_it_moves() -> None:
    study = cs.load("brinkmanship").assuming("a softer Moscow")
    found = study.nearest("", ["p"])
    assert float(found.base["p"]) == 0.2
    assert "moved from where 'a softer Moscow' sets it: p" in found.notes
    assert not any("does not set" in note for note in found.notes)
    given = study.nearest("", ["p"], {"p": 0.25}).notes
    assert any("changes nothing: it sets p, which is given" in note for note in given)
    assert not any("moved from" in note for note in given)


def test_notes_tell_what_gives_way_to_values_beside_what_is_followed() -> None:
    study = cs.load("brinkmanship").assuming("a softer Moscow")
    for found in (study.thresholds("q", p=0.25), study.thresholds("p"), study.regions("p", "q")):
        assert any("'a softer Moscow' changes nothing: it sets p" in note for note in found.notes)


def test_what_is_left_is_told_above_an_answer() -> None:
    gone = "Nothing is left of generals under control, which sets pi."
    question = CABLE.scenario.assumptions["an ultimatum"].question
    assert circumstances(GENERALS, {}, ["pi"]) == [gone]
    assert circumstances(GENERALS, {"pi": 0.2}) == [gone, "With pi = 0.2."]
    assert circumstances(ULTIMATUM, {}, ["n"]) == [f"Assuming an ultimatum: {question}"]
    but = f"Assuming an ultimatum, but for fF, pi: {question}"
    assert circumstances(ULTIMATUM, {"fF": 6}, ["pi"])[0] == but
    assert circumstances(CABLE.assuming("certain leak"), {}, ["leak"])[1:] == []


def test_an_assumption_of_moves_as_well_is_never_gone() -> None:
    read = CABLE.assuming("no secrets").scenario
    (one,) = as_assumed(read, ["pi"])
    assert one.left
    assert one.given_way == ()


def test_what_is_not_left_to_follow_is_said_so() -> None:
    study = cs.load("brinkmanship").assuming("a pure threat", "a softer Moscow")
    for kind in ("page", "tornado"):
        with pytest.raises(InputError, match="neither given nor assumed"):
            study.figure(kind)
