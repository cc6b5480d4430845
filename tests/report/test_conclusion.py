"""An account begins with what is done, how it ends and what it is worth, in plain words."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.account import account_of
from crisis_sim.concepts import CONCEPTS
from crisis_sim.report.conclusion import conclusion
from crisis_sim.report.glossary import TERMS, explained


def told(name: str, which: int = 0, **values: float) -> str:
    study = cs.load(name)
    solution = study.solve(values)
    account = account_of(solution, which)
    return " ".join(conclusion(solution, which, account, study.scenario))


def test_the_cable_comes_to_a_settlement_in_secret() -> None:
    assert told("cuba-1962-cable") == (
        "The offer: US plays 'Turkey in secret'. The reply: USSR plays 'accept', whatever came "
        "before. The promise falls due: US plays 'keep the promise'. It ends with 'settled, "
        "Turkey in secret' (0.9) or 'settled, but it leaks' (0.1). The probability of war is 0. "
        "What each side can expect: US -3.6 and USSR -5.521 (payoff unit: one hundredth of the "
        "cost of general war). There is another equilibrium, number 2 below; it fails 3 tests "
        "of what may be believed, which this one passes: passive beliefs, intuitive criterion, D1."
    )


def test_an_equilibrium_that_is_not_the_first_does_not_speak_of_the_one_before_as_failing() -> None:
    assert told("cuba-1962-cable", 1).endswith("There is another equilibrium, number 1 below.")


def test_what_types_do_apart_is_told_with_what_they_know() -> None:
    text = told("brinkmanship")
    assert "USSR plays 'withdraw' after soft, threaten; 'defy' after hard, threaten." in text
    assert "It ends with 'the missiles go' (0.7) or 'war' (0.21) or" in text


def test_mixed_play_is_told_with_its_probabilities() -> None:
    text = told("brams-revised")
    assert "'withdraw' with probability 0.75 and 'maintain' with probability 0.25" in text
    assert "or otherwise" in text


def test_danger_is_summed_over_its_causes() -> None:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    solution = study.solve()
    account = account_of(solution)
    text = " ".join(conclusion(solution, 0, account, study.scenario))
    war = sum(cause.probability for cause in account.causes)
    assert war == pytest.approx(0.123, abs=5e-4)
    assert "The probability of war is 0.123." in text
    assert "USSR plays 'accept' after flexible, pledge alone; 'stall' after defiant" in text


def test_every_refinement_and_concept_is_explained() -> None:
    for name in ("cuba-1962-cable", "audience-costs", "beer-and-quiche"):
        for one in cs.load(name).solve(logit=True).equilibria:
            assert set(one.refinements) <= set(TERMS)
    assert explained(["D1", "nothing of the kind"])[0].startswith("D1: ")
    assert len(explained(["D1", "nothing of the kind"])) == 1
    assert all(one.meaning.endswith(".") for one in CONCEPTS.values())
