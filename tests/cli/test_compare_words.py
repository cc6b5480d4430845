"""A comparison says nothing twice, and has no column in which all cases are alike."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.comparison import compare, compare_each, notes_told
from crisis_sim.report.blocks import TableBlock
from crisis_sim.report.comparison import comparison_blocks
from crisis_sim.scenario.library import shipped
from tests.cli.conftest import Run
from tests.plot.test_every_scenario import INTRICATE


def head_and_rows(out: str) -> tuple[str, list[str]]:
    """The head of the first table, of several lines, and its rows."""
    lines = out.splitlines()
    rule = next(i for i, line in enumerate(lines) if "────" in line)
    end = next(i for i in range(rule, len(lines)) if not lines[i].strip())
    return " ".join(" ".join(lines[1:rule]).split()), lines[rule + 1 : end]


def test_an_assumption_that_gives_way_is_named_once(run: Run) -> None:
    ran = run("compare", "cuba-1962-cable", "-a", "generals under control", "-s", "pi=0.1")
    said = " ".join(ran.out.split())
    assert "- 'generals under control' changes nothing: it sets pi" in said
    assert "generals under control: 'generals under control'" not in said
    study = cs.load("cuba-1962-cable")
    picture = study.figure("assumptions", values={"pi": 0.1})
    for words in (picture.alt, picture.caption):
        assert "'generals under control' changes nothing: it sets pi" in words
        assert "enerals under control: '" not in words


def test_what_is_beyond_a_range_is_told_of_its_case() -> None:
    study = cs.load("cuba-1962-cable")
    _, case = compare(study, [("certain leak",)], {})
    assert [*notes_told(case)] == [
        "certain leak: leak = 1 lies outside its range, 0 to 0.3",
    ]


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_where_all_cases_end_alike_a_sentence_says_so_and_no_column(run: Run, name: str) -> None:
    study = cs.load(name)
    if not study.scenario.assumptions:
        return
    cases = compare(study, [(one,) for one in study.scenario.assumptions], {})
    solved = [one.solution for one in cases if one.solution is not None and one.account]
    ends = {end for one in solved for end in one.equilibria[0].outcomes}
    alike = len(ends) == 1 and len(solved) == len(cases)
    out = run("compare", name).out
    head, _ = head_and_rows(out)
    assert ("likely" in head) == (not alike)
    assert ("Every case ends with '" in out) == alike
    assert ("how likely it ends so" in " ".join(out.split())) == (not alike)


def test_cases_of_one_end_have_their_payoffs_and_equilibria_alone(run: Run) -> None:
    out = run("compare", "cheap-talk").out
    head, rows = head_and_rows(out)
    assert head == "assuming envoy minister equilibria"
    assert rows[0].split() == ["as", "it", "is", "-0.04", "0", "27"]
    assert "Every case ends with 'decided'." in out


def test_a_what_if_that_contradicts_what_is_assumed_has_no_number_of_equilibria() -> None:
    games = cs.load("cuba-1962-cable").assuming("optimism about Moscow")
    table = next(iter(comparison_blocks(games, compare_each(games, {}))))
    assert isinstance(table, TableBlock)
    row = next(row for row in table.rows if row[0] == "pessimism about Moscow")
    assert row[1] == "contradicts what is assumed"
    assert {*row[2:]} == {"-"}
