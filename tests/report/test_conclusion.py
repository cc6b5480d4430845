"""An account begins with what is done, how it ends and what it is worth, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.account import account_of
from crisis_sim.concepts import CONCEPTS
from crisis_sim.report.blocks import Items, Prose, TableBlock
from crisis_sim.report.conclusion import conclusion, done
from crisis_sim.report.glossary import TERMS, explained
from crisis_sim.report.solution import solution_blocks
from crisis_sim.solve.solution import Solution


def told(name: str, which: int = 0, **values: float) -> str:
    study = cs.load(name)
    solution = study.solve(values)
    account = account_of(solution, which)
    return " ".join(conclusion(solution, which, account, study.scenario))


def test_the_cable_comes_to_a_settlement_in_secret() -> None:
    assert told("cuba-1962-cable") == (
        "The offer: US plays 'Turkey in secret'. The reply: USSR plays 'accept', whether flexible "
        "or defiant. The promise falls due: US plays 'keep the promise'. It ends with "
        "'settled, Turkey in secret' (0.9) or 'settled, but it leaks' (0.1). The probability of "
        "war is 0. What each side can expect: US -3.6 and USSR -5.521 (payoff unit: 1/W "
        "of the cost of general war). There is another equilibrium, number 2 "
        "below; it fails 4 tests of what may be believed, explained below, which this one passes."
    )


def test_the_same_move_is_told_with_the_places_where_it_is_made() -> None:
    assert "guest plays 'beer', whether strong or weak." in told("beer-and-quiche")
    study = cs.load("cuba-1962-cable").assuming("Moscow read like a book")
    text = " ".join(done(account_of(study.solve())))
    assert (
        "'accept' if flexible, after pledge alone, and if defiant, after Turkey in secret." in text
    )


def test_the_same_move_at_many_places_is_told_with_their_number() -> None:
    step = account_of(cs.load("brinkmanship").solve()).steps[0]
    steps = [replace(step, label=f"{step.situation}, after {i}", reach=0.2) for i in range(5)]
    account = replace(account_of(cs.load("brinkmanship").solve()), steps=tuple(steps))
    assert list(done(account)) == [
        "The threat: US plays 'threaten' at all 5 places that play comes to."
    ]


def test_what_is_done_again_and_again_is_told_once() -> None:
    once = "A rival's choice: rival plays 'open a shop'. The store's answer: store plays 'share'."
    for towns, more in ((1, ""), (2, "once more"), (3, "twice more"), (5, "4 times more")):
        text = " ".join(done(account_of(cs.load("chain-store").solve(towns=towns))))
        assert text == f"{once} Then the same {more}." if more else once


def test_terms_are_explained_before_they_stand() -> None:
    lines = list(said(cs.load("cuba-1962-cable").solve()))
    for name, head in (("variants", "variants"), ("passive beliefs", "passive"), ("D1", "D1")):
        explained_at = next(i for i, one in enumerate(lines) if one.startswith(f"{name}: "))
        named_at = next(i for i, one in enumerate(lines) if re.search(rf"\b{head}\b", one))
        assert named_at == explained_at


def test_another_move_is_told_beside_what_is_got_without_it() -> None:
    text = " ".join(said(cs.load("cuba-1962-cable").solve()))
    assert "'pledge alone' would bring -24.064 instead of -3.6 (20.464 less), leading" in text
    assert "'strike' would bring -43 instead of -3.6 (39.4 less)" in text
    assert "leading to 'settled, Turkey in public'." in text
    account = account_of(cs.load("brinkmanship").solve(q=1))
    assert [(one.best, one.value, one.loss) for one in account.deviations][:1] == [(-2, -2.3, 0.3)]


def said(solution: Solution) -> Iterator[str]:
    """All that is told, in order; of a table its head and its rows."""
    for block in solution_blocks(solution):
        if isinstance(block, TableBlock):
            yield " ".join(block.columns)
            yield from map(" ".join, block.rows)
        elif isinstance(block, Prose):
            yield block.text
        elif isinstance(block, Items):
            yield from block.items


def test_a_situation_that_chance_leads_to_is_told_with_that_chance() -> None:
    """There is no strike before its answer, unless control is lost."""
    solution = cs.load("cuba-1962-cable").assuming("generals under control").solve()
    text = " ".join(done(account_of(solution)))
    assert "The answer to the strike, if defiant and control lost: USSR plays" in text
    assert "Wait or strike, if in control: US plays 'wait'." in text


def last_told(solution: Solution) -> str:
    *_, last = (block.text for block in solution_blocks(solution) if isinstance(block, Prose))
    return last


def test_where_no_test_decides_what_comes_first_the_rule_is_pointed_to() -> None:
    order, points = CONCEPTS["sequential"].order, "how one comes first is told at the end"
    for name, pointed in (("brams-chicken", True), ("cuba-1962-cable", False)):
        solution = cs.load(name).solve()
        assert order in last_told(solution)
        assert (points in told(name)) is pointed
        assert points not in told(name, 1)
    assert order not in last_told(cs.load("brinkmanship").solve())


def test_equilibria_played_alike_are_counted() -> None:
    def first(name: str) -> str:
        return next(told_of(cs.load(name).solve()))

    assert first("cuba-1962-cable").startswith(
        "2 sequential equilibria found that are played differently (48 with those that differ only "
        "where play never comes): all that are pure. "
    )
    assert first("cheap-talk").startswith(
        "27 sequential equilibria found that are played differently, all that are pure among them. "
    )
    assert first("brinkmanship").startswith("One sequential equilibrium found: the only pure one. ")
    assert first("brams-revised").startswith("One sequential equilibrium found; there is no pure ")
    assert next(told_of(cs.load("brams-revised").solve(concept="nash"))).startswith(
        "One Nash equilibrium. "
    )
    assert first("chain-store").startswith("One subgame-perfect equilibrium. ")
    alone = cs.load("cuba-1962-cable").assuming("strikes ruled out").solve()
    assert next(told_of(alone)).startswith(
        "One sequential equilibrium found (2 with those that differ only where play never comes): "
        "the only pure one. "
    )


def test_what_is_cited_and_tested_is_explained_for_one_equilibrium_too() -> None:
    text = list(told_of(cs.load("brinkmanship").solve()))
    assert any(line.startswith("dixit: Dixit and Skeath") for line in text)
    assert any(line.startswith("D1: an unexpected move") for line in text)


def test_columns_that_say_nothing_are_left_out() -> None:
    tables = [
        block.columns
        for name in ("brinkmanship", "cheap-talk")
        for block in solution_blocks(cs.load(name).solve())
        if isinstance(block, TableBlock)
    ]
    assert ("", "US", "USSR") in tables
    assert not any("most likely outcome" in columns for columns in tables)


def told_of(solution: Solution) -> Iterator[str]:
    for block in solution_blocks(solution):
        if isinstance(block, Prose):
            yield block.text
        elif isinstance(block, Items):
            yield from block.items


def test_an_equilibrium_that_is_not_the_first_does_not_speak_of_the_one_before_as_failing() -> None:
    assert told("cuba-1962-cable", 1).endswith("There is another equilibrium, number 1 below.")


def test_what_types_do_apart_is_told_with_what_they_know() -> None:
    text = told("brinkmanship")
    assert "USSR plays 'withdraw' if soft; 'defy' if hard." in text
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
    assert (
        "The probability of war ('general war, control lost' and 'general war by accident' "
        "together, not 'a limited war') is 0.123."
    ) in text
    assert "USSR plays 'accept' if flexible; 'stall' if defiant." in text


def test_every_refinement_and_concept_is_explained() -> None:
    for name in ("cuba-1962-cable", "audience-costs", "beer-and-quiche"):
        for one in cs.load(name).solve(logit=True).equilibria:
            assert set(one.refinements) <= set(TERMS)
    assert explained(["D1", "nothing of the kind"])[0].startswith("D1: ")
    assert len(explained(["D1", "nothing of the kind"])) == 1
    assert all(one.meaning.endswith(".") for one in CONCEPTS.values())


def test_divinity_is_passed_in_the_table_where_d1_is() -> None:
    (table,) = (
        block
        for block in solution_blocks(cs.load("audience-costs").solve())
        if isinstance(block, TableBlock) and "D1" in block.columns
    )
    places = [table.columns.index(name) for name in ("D1", "divinity")]
    told = [[row[place] for place in places] for row in table.rows]
    assert told == [["yes", "yes"], ["no", "yes"]]


PENNIES = """EFG 2 R "pennies with two tails" { "one" "two" } ""
p "" 1 1 "choice" { "H" "T" } 0
p "" 2 1 "guess" { "h" "t" "u" } 0
t "" 1 "a" { 1, -1 }
t "" 2 "b" { -1, 1 }
t "" 3 "c" { -1, 1 }
p "" 2 1 "guess" { "h" "t" "u" } 0
t "" 4 "d" { -1, 1 }
t "" 5 "e" { 1, -1 }
t "" 6 "f" { 1, -1 }
"""


def test_equilibria_that_are_ends_of_a_continuum_are_told_so(tmp_path: Path) -> None:
    file = tmp_path / "pennies.efg"
    file.write_text(PENNIES, encoding="utf-8")
    solution = cs.load(file).solve(concept="nash")
    told = list(told_of(solution))
    assert told[0].startswith(
        "2 Nash equilibria; 2 of them are ends of a continuum of equilibria. "
    )
    notes = {note for one in solution.equilibria for note in one.notes}
    assert notes == {"component 1 of 1, one of the 2 ends of a continuum, each counted as one"}
