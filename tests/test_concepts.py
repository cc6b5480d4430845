"""The one record of each solution concept."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from fractions import Fraction

import pytest

import crisis_sim as cs
from crisis_sim.concepts import (
    CONCEPT_OPTIONS,
    CONCEPTS,
    NASH_METHODS,
    SWEPT,
    SWEPT_OPTIONS,
    concept_for,
    concept_hint,
    concepts_taking,
    options_for,
    title_of,
)
from crisis_sim.option import Option
from crisis_sim.report.json_object import solution_text
from crisis_sim.scenario.schema import schema_text


@pytest.mark.parametrize("name", CONCEPTS)
def test_each_concept_solves_by_its_name(name: str) -> None:
    game = "cuba-1962-clock" if name == "spe" else "brams-chicken"
    solution = cs.load(game).solve(concept=name)
    assert solution.concept == name
    assert solution.equilibria
    assert solution.options == {one.name: one.default for one in CONCEPTS[name].options.values()}


@pytest.mark.parametrize("name", SWEPT)
def test_each_swept_concept_sweeps_by_its_name(name: str) -> None:
    study = cs.load("cuba-1962-clock" if name == "spe" else "brinkmanship")
    more = {one: 1.0 for one in CONCEPTS[name].options if one in SWEPT_OPTIONS}
    swept = study.sweep({"d" if name == "spe" else "p": [0.1, 0.2]}, concept=name, **more)
    assert swept.sheet.description["concept"] == name
    assert len(swept.payoff("US")) == 2


@pytest.mark.parametrize(
    ("concept", "given", "used"),
    [
        ("quantal", {"precision": Fraction(1, 2)}, {"precision": 0.5}),
        ("cfr", {"tol": 1}, {"tol": 1.0, "iterations": 10_000}),
        ("cfr", {"iterations": 20, "tol": None}, {"tol": None, "iterations": 20}),
        ("nash", {"method": "lemke"}, {"method": "lemke"}),
        ("sequential", {"logit": True}, {"logit": True}),
    ],
)
def test_an_answer_has_all_options_it_was_found_by(
    concept: str, given: dict[str, object], used: dict[str, object]
) -> None:
    study = cs.load("brinkmanship")
    solution = study.solve(concept=concept, **given)
    assert solution.options == used
    assert json.loads(solution_text(study, solution))["options"] == used


def test_an_option_reaches_its_solver() -> None:
    study = cs.load("brinkmanship")
    assert study.solve(concept="nash").complete
    assert study.solve(concept="nash", method="lemke").method.startswith("Lemke")
    (one,) = study.solve(concept="quantal", precision=0).equilibria
    assert one.profile.tolist() == pytest.approx([0.5] * len(one.profile))
    cable = cs.load("cuba-1962-cable")
    assert "limit of logit" in cable.solve(logit=True).equilibria[0].refinements
    assert "limit of logit" not in cable.solve().equilibria[0].refinements


@pytest.mark.parametrize(
    ("concept", "option", "told"),
    [
        ("spe", "precision", "a precision belongs to the concept quantal, not to spe"),
        ("nash", "tol", "a tolerance belongs to the concept cfr, not to nash"),
        ("quantal", "iterations", "a number of iterations belongs to the concept cfr"),
    ],
)
def test_an_option_of_another_concept_is_refused(concept: str, option: str, told: str) -> None:
    with pytest.raises(cs.InputError, match=told):
        options_for(CONCEPTS[concept], {option: 1})


@pytest.mark.parametrize(
    ("concept", "given", "told"),
    [
        (
            "quantal",
            {"precision": -1},
            r"must be a number, 0 or more \(in 1/payoff units\), not -1",
        ),
        ("quantal", {"precision": 10**400}, "precision must be a number, 0 or more"),
        ("quantal", {"precision": True}, "precision must be a number, .*, not True"),
        ("cfr", {"iterations": 2.5}, "iterations must be a whole number, 1 or more, not 2.5"),
        (
            "cfr",
            {"iterations": 0, "tol": -1},
            "iterations must be .*; tol must be",
        ),
        ("sequential", {"logit": 1}, "logit must be True or False, not 1"),
        ("nash", {"method": "lemkee"}, r"unknown method 'lemkee'.*Did you mean 'lemke'"),
        ("nash", {"mehtod": "lemke"}, r"no concept has an option 'mehtod'.*Did you mean 'method'"),
    ],
)
def test_what_no_option_can_be_is_refused(
    concept: str, given: dict[str, object], told: str
) -> None:
    with pytest.raises(cs.InputError, match=told):
        options_for(CONCEPTS[concept], given)


def test_an_option_of_several_concepts_has_one_record() -> None:
    for one in CONCEPTS.values():
        assert all(CONCEPT_OPTIONS[name] is option for name, option in one.options.items())


def test_every_method_for_nash_equilibria_is_there() -> None:
    methods = importlib.import_module("crisis_sim.solve.nash.solve_nash")._METHODS
    assert [*methods] == [*NASH_METHODS]


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("solve", CONCEPT_OPTIONS),
        ("compare", CONCEPT_OPTIONS),
        ("simulate", CONCEPT_OPTIONS),
        ("bargain", CONCEPT_OPTIONS),
        ("run", CONCEPT_OPTIONS),
        ("figure", CONCEPT_OPTIONS),
        ("sweep", SWEPT_OPTIONS),
        ("sensitivity", SWEPT_OPTIONS),
    ],
)
def test_a_command_has_the_options_as_flags(command: str, options: Mapping[str, Option]) -> None:
    made = importlib.import_module(f"crisis_sim.cli.{command}").command.params
    helps = {one.name: one.help for one in made if one.opts[0].startswith("-")}
    for name, option in options.items():
        assert option.meaning in helps[name]
        assert all(f"-c {concept}" in helps[name] for concept in concepts_taking(name))
    own = {"method"} if command == "sensitivity" else set()
    assert own | {*helps}.intersection(CONCEPT_OPTIONS) == own | {*options}


def test_logit_is_refused_where_it_would_be_ignored() -> None:
    with pytest.raises(cs.InputError, match="limit of logit belongs to the concept sequential"):
        cs.load("cuba-1962-clock").solve(logit=True)


def test_auto_chooses_by_information() -> None:
    assert concept_for("auto", perfect=True).name == "spe"
    assert concept_for("auto", perfect=False).name == "sequential"
    with pytest.raises(cs.InputError, match=r"unknown concept 'nahs'.*Did you mean 'nash'"):
        concept_for("nahs", perfect=True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SPE", "Write 'spe', for subgame-perfect"),
        ("subgame perfect", "Write 'spe'"),
        ("subgame-perfect Nash equilibrium", "Write 'spe'"),
        ("pbe", "Write 'sequential', .*; each is perfect Bayesian, but there can be more of those"),
        ("perfect Bayesian equilibria", "Write 'sequential'"),
        ("ne", "Write 'nash'"),
        ("Nash equilibrium", "Write 'nash'"),
        ("mixed strategies", "Write 'nash', .*; pure ones and mixed ones"),
        ("QRE", "Write 'quantal'"),
        ("logit equilibrium", "Write 'quantal'"),
        ("counterfactual regret minimization", "Write 'cfr'"),
    ],
)
def test_what_the_field_calls_a_concept_leads_to_it(name: str, told: str) -> None:
    with pytest.raises(cs.InputError, match=f"unknown concept '{name}'. {told}"):
        concept_for(name, perfect=True)


def test_a_hint_for_a_sweep_names_none_that_is_not_swept() -> None:
    assert concept_hint("mixed", SWEPT)[0].startswith("Known here: quantal, sequential, spe.")
    assert concept_hint("pbe", SWEPT)[0].startswith("Write 'sequential'")


def test_titles() -> None:
    assert title_of("cfr") == "approximate Nash equilibrium"
    assert title_of("of another program") == "of another program"


def test_a_finding_may_name_any_concept() -> None:
    assert all(f'"{name}"' in schema_text() for name in ("auto", *CONCEPTS))
