"""Tables and lists name what they hold so that it is understood where it stands."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.exact.data.called import held_called
from crisis_sim.exact.data.line import Held
from crisis_sim.report.blocks import Items, TableBlock
from crisis_sim.report.thresholds import thresholds_blocks
from tests.cli.conftest import Run


def told(run: Run, *words: str) -> str:
    return " ".join(run(*words).out.split())


def test_a_probability_that_is_worked_out_is_told_with_its_formula(run: Run) -> None:
    assert "control lost, (1 - h) * pi = 0.276" in told(run, "show", "cuba-1962-clock")
    assert "strong, 0.9 [kind = strong]" in told(run, "show", "beer-and-quiche")


def test_the_game_is_shown_at_the_values_that_are_given(run: Run) -> None:
    text = told(run, "show", "brinkmanship", "-s", "q=0.4", "-s", "p=1/4")
    assert "With q = 0.4, p = 0.25." in text
    assert "it fires, 0.4" in text
    assert "soft, 1 - p = 0.75" in text
    assert "risk (q) 0.7 -> 1, but here as given: 0.4" in text
    days = told(run, "show", "cuba-1962-clock", "-s", "T=2", "-s", "pi=0.2", "-s", "h=0.5")
    assert "control lost, (1 - h) * pi = 0.1" in days
    assert f"The game has {cs.load('cuba-1962-clock').game(T=2).describe()}." in days
    paid = cs.load("bargaining-with-breakdown")
    assert str(paid.show(q=0.5)) == str(paid.show({"q": 0.5})) != str(paid.show())


def test_several_numbers_for_one_outcome_are_explained(run: Run) -> None:
    said = "Where several numbers stand, it depends on how play came there."
    assert said in told(run, "show", "cuba-1962-clock")
    assert said not in told(run, "show", "brams-chicken")


def test_who_asked_for_an_issue_is_told(run: Run) -> None:
    assert "asked for by US" in told(run, "show", "cuba-1962-clock")


def test_payoffs_without_a_name_are_those_of_the_outcome(run: Run) -> None:
    text = told(run, "solve", "beer-and-quiche")
    assert "part of the payoff, on average guest rival" in text
    assert "what the outcome pays 2 0.9" in text


def test_given_values_are_not_the_scenario_as_it_is(run: Run) -> None:
    assert "as given (the baseline): " in told(run, "compare", "brinkmanship", "-s", "q=0.6")
    both = ("-s", "q=0.6", "-a", "a hard Moscow")
    found = cs.load("brinkmanship").assuming("a hard Moscow").compare([], {"q": 0.6})
    assert [case.name for case in found.cases] == ["as assumed and given"]
    assert "as given (the baseline): " in told(run, "compare", "brinkmanship", *both)


def test_a_category_of_one_outcome_is_called_as_that_outcome(run: Run) -> None:
    text = told(run, "compare", "brinkmanship")
    assert "Under 'the missiles go', 'war', 'defied, and nothing happens' and 'the miss" in text
    assert "Under 'settlement', 'standoff'" not in (
        cable := told(run, "compare", "cuba-1962-cable")
    )
    assert "Under 'settlement', 'the missiles stay', 'war' and 'a limited war':" in cable


def test_of_labels_in_a_list_all_are_quoted_or_none() -> None:
    scenario = cs.load("cuba-1962-cable").scenario
    labels = {scenario.ends.label(name): name for name in scenario.outcomes}

    def called(*names: str) -> tuple[str, ...]:
        return held_called(
            Held(tuple(labels[name] for name in names), (), True, 1), scenario
        ).outcomes

    both = ("a limited war", "general war, control lost")
    assert called(*both) == tuple(f"'{name}'" for name in both)
    # One rule for all of a scenario's answers, so that no list has some in marks and some bare.
    alone = ("a limited war", "general war by accident")
    assert called(*alone) == tuple(f"'{name}'" for name in alone)


@pytest.mark.parametrize("followed", ["mu", "pi"])
def test_lists_of_thresholds_have_all_labels_in_marks_or_none(followed: str) -> None:
    study = cs.load("cuba-1962-cable")
    texts = []
    for block in thresholds_blocks(study, study.thresholds(followed)):
        if isinstance(block, TableBlock):
            texts += [row[1] for row in block.rows if block.columns[1] == "outcome reported"]
        elif isinstance(block, Items):
            texts += [one for one in block.items if one.startswith(("Reported", "Equilibrium"))]
    said = " ".join(texts)
    assert "'settled on the pledge alone'" in said
    for label in study.scenario.ends.labels.values():
        assert said.count(label) == said.count(f"'{label}'")
