"""Keywords of a study that are parameters of the scenario, and those that are options."""

from __future__ import annotations

from pathlib import Path

import pytest

import crisis_sim as cs

CLASHING = """
title: Names of options
players: {A: {label: A}}
parameters:
  precision: {default: 1, range: [0, 2]}
  draws: {default: 1, range: [0, 2]}
start: choice
situations:
  choice: {player: A, actions: {go: {to: war}, stay: {to: peace}}}
outcomes:
  war: {payoffs: {A: precision}}
  peace: {payoffs: {A: draws}}
"""


@pytest.fixture
def clashing(tmp_path: Path) -> cs.Study:
    path = tmp_path / "clash.yaml"
    path.write_text(CLASHING, encoding="utf-8")
    return cs.load(path)


def test_a_keyword_that_is_an_option_and_a_parameter_is_refused(clashing: cs.Study) -> None:
    told = "'precision' is an option, and a parameter of clash: give the parameter its value too"
    for concept in ("auto", "quantal"):
        with pytest.raises(cs.InputError, match=told):
            clashing.solve(concept=concept, precision=0.5)
        with pytest.raises(cs.InputError, match=told):
            clashing.compare(concept=concept, precision=0.5)
    with pytest.raises(cs.InputError, match=told.replace("precision", "draws")):
        clashing.sweep(draws=4)


def test_both_can_be_given(clashing: cs.Study) -> None:
    assert clashing.solve({"precision": 2}).equilibria[0].payoffs.tolist() == [2.0]
    solution = clashing.solve({"precision": 2}, concept="quantal", precision=0)
    assert solution.game.values["precision"] == 2
    assert solution.options == {"precision": 0.0}
    swept = clashing.sweep({"precision": "0:2:3", "draws": [1]}, concept="quantal", precision=0)
    assert swept.payoff("A").ravel().tolist() == [0.5, 1.0, 1.5]


def test_a_keyword_that_is_neither_is_told_the_nearest() -> None:
    study = cs.load("brinkmanship")
    with pytest.raises(cs.InputError, match=r"called 'precison'\. Did you mean 'precision'"):
        study.solve(concept="quantal", precison=2)
    with pytest.raises(cs.InputError, match=r"no parameter 'Q'.*Did you mean 'q'"):
        study.solve(Q=2)
    with pytest.raises(cs.InputError, match="no concept has an option 'sampels'"):
        study.sensitivity(outcome="war", sampels=64)


def test_comparisons_and_sensitivity_take_the_options_of_a_concept() -> None:
    study = cs.load("cuba-1962-cable")
    compared = study.compare(["NATO cheap"], concept="quantal", precision=2)
    assert [case.solution.options for case in compared.cases if case.solution] == [
        {"precision": 2.0}
    ] * 2
    found = study.sensitivity(
        payoff="US", method="pawn", samples=32, concept="quantal", precision=1
    )
    assert found.result.sheet.description["precision"] == 1
