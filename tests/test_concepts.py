"""The one record of each solution concept."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.concepts import CONCEPTS, SWEPT, check_options, concept_for, known, title_of
from crisis_sim.scenario.schema import schema_text


@pytest.mark.parametrize("name", CONCEPTS)
def test_each_concept_solves_by_its_name(name: str) -> None:
    game = "cuba-1962-clock" if name == "spe" else "brams-chicken"
    solution = cs.load(game).solve(concept=name)
    assert solution.concept == name
    assert solution.equilibria
    assert solution.options == {}


@pytest.mark.parametrize("name", SWEPT)
def test_each_swept_concept_sweeps_by_its_name(name: str) -> None:
    study = cs.load("cuba-1962-clock" if name == "spe" else "brinkmanship")
    more = {"precision": 1.0} if name == "quantal" else {}
    swept = study.sweep({"d" if name == "spe" else "p": [0.1, 0.2]}, concept=name, **more)
    assert swept.sheet.description["concept"] == name
    assert len(swept.payoff("US")) == 2


def test_options_are_kept_with_the_answer() -> None:
    solution = cs.load("brinkmanship").solve(concept="quantal", precision=2.0)
    assert solution.options == {"precision": 2.0}


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
        check_options(CONCEPTS[concept], {option: 1})


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
    assert known("mixed", SWEPT).startswith("Known here: quantal, sequential, spe.")
    assert known("pbe", SWEPT).startswith("Write 'sequential'")


def test_titles() -> None:
    assert title_of("cfr") == "approximate Nash equilibrium"
    assert title_of("of another program") == "of another program"


def test_a_finding_may_name_any_concept() -> None:
    assert all(f'"{name}"' in schema_text() for name in ("auto", *CONCEPTS))
