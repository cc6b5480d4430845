"""The commands that answer exactly, run as a user runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crisis_sim.errors import NotSolved
from tests.cli.conftest import Run

pytest.importorskip("flint")

CABLE = "cuba-1962-cable"


def test_thresholds(run: Run) -> None:
    ran = run("thresholds", CABLE, "-x", "pi", "-s", "d=0.913", "--json")
    told = json.loads(ran.out)
    assert (told["parameter"], told["range"], told["concept"]) == ("pi", [0.0, 0.6], "sequential")
    one = next(one for one in told["thresholds"] if one["exact"] == "8771/34960")
    assert one["value"] == pytest.approx(8771 / 34960)
    assert one["before"] == "settled in public"
    assert one["after"] == one["at"] == "settled in secret or settled in secret but leaked"
    assert one["indifference"][0]["actions"] == ["stall", "accept"]
    assert "passive" in told["selection"]


def test_thresholds_in_words(run: Run) -> None:
    ran = run("thresholds", CABLE, "-x", "pi=0.2:3/10", "-s", "d=0.913")
    assert ran.status == 0
    assert "pi = 8771/34960" in ran.out
    assert "19/2024" not in ran.out
    assert "USSR is indifferent between 'stall' and 'accept'" in ran.out
    assert "= d * tS + e - fD + q." in ran.out
    assert re.search(r"h +sigma \* rho \* chi +a day ends in a general war", ran.out)
    assert (
        "Reported before: 'settled, Turkey in public'. After: 'settled, Turkey in secret' or"
        in ran.out
    )
    assert "Followed are pure sequential equilibria" in ran.out


def test_symbols_have_the_values_that_an_assumption_sets(run: Run) -> None:
    ran = run("thresholds", CABLE, "-a", "generals under control", "-x", "sigma=0.5:0.6")
    assert re.search(r"\n pi +0\.1 +a day of crisis", ran.out)
    assert re.search(r"\n omega +0\.6 ", ran.out)


def test_one_equilibrium_on_each_side_is_told_once(run: Run) -> None:
    ran = run("thresholds", "brinkmanship", "-x", "q")
    assert "Equilibrium only before" not in ran.out
    assert ran.out.count("'it fires' has no chance at the brink") == 1
    assert "Equilibrium only at it: 'defied, and nothing happens'." in ran.out


def test_irrational_and_algebraic_thresholds_in_words(run: Run) -> None:
    cable = run("thresholds", CABLE, "-x", "pi=0.2:3/10").out
    assert "It is proved to lie between 0.25087832726305647 and 0.2508783272630564" in cable
    clock = run("thresholds", "cuba-1962-clock", "-x", "pi=0:0.1").out
    assert "It is the one root of 42535832 * pi**4" in clock
    assert "it comes about in another way" in clock


def test_thresholds_along_every_parameter(run: Run) -> None:
    ran = run("thresholds", "brinkmanship", "-s", "q=1")
    assert ran.status == 0
    assert "3/11" in ran.out
    assert "Nothing changes along" not in ran.out
    assert "Nothing changes along p (0.2 to 0.6)" in run("thresholds", "bargaining-range").out
    told = json.loads(run("thresholds", "bargaining-range", "--json").out)
    assert [one["parameter"] for one in told["parameters"]] == ["p", "cA", "cL", "cH", "q"]


def test_thresholds_refuses_what_is_no_range(run: Run) -> None:
    ran = run("thresholds", CABLE, "-x", "pi=1:")
    assert ran.status == 2
    assert "expected NAME or NAME=LOW:HIGH" in ran.err


def test_regions(run: Run) -> None:
    told = json.loads(run("regions", "brinkmanship", "-x", "p", "-x", "q", "--json").out)
    assert told["parameters"] == ["p", "q"]
    assert {one["solved"] for one in told["boundaries"]} == {
        "q = 0.6",
        "q = (3 - 3 * p) / (8 * p)",
    }
    assert sum(region["share"] for region in told["regions"]) == pytest.approx(1)
    assert len(told["regions"][0]["pieces"][0]["signs"]) == 2


def test_regions_in_words(run: Run) -> None:
    ran = run("regions", "brinkmanship", "-x", "p=0:1/2", "-x", "q")
    assert ran.status == 0
    assert "Regions of p from 0 to 0.5 and q from 0 to 1, the largest first" in ran.out
    assert "q = (3 - 3 * p) / (8 * p)" in ran.out


def test_long_names_become_letters_in_a_table_of_regions(run: Run) -> None:
    ran = run("regions", CABLE, "-x", "pi=0.2:0.3", "-x", "mu=0.3:0.9", "-s", "d=0.913")
    assert "- A: 'settled, Turkey in secret' or 'settled, but it leaks'" in ran.out
    assert re.search(r"\n *2 +C +B, A +0\.491 ", ran.out)


def test_regions_need_two_parameters(run: Run) -> None:
    ran = run("regions", "brinkmanship", "-x", "p")
    assert ran.status == 2
    assert "two parameters" in ran.err


def test_conditions(run: Run) -> None:
    asked = ("conditions", "brinkmanship", "--outcome", "retreat", "-x", "q", "-x", "p")
    told = json.loads(run(*asked, "--json").out)
    (way,) = told["ways"]
    assert told["complete"] is True
    assert {one["text"] for one in way["inequalities"]} == {
        "q >= 0.6",
        "q <= (3 - 3 * p) / (8 * p)",
    }
    assert r"\frac{3 - 3 \, p}{8 \, p}" in told["latex"]
    assert r"\begin{aligned}" in run(*asked, "--latex").out
    words = run(*asked).out
    assert "q <= (3 - 3 * p) / (8 * p)" in words
    assert "Elsewhere in the box, boundaries aside, there is none." in words


def test_certify(run: Run) -> None:
    asked = ("certify", "brinkmanship", "--outcome", "retreat", "-x", "p=0:1/2", "-x", "q")
    told = json.loads(run(*asked, "--draws", "100", "--json").out)
    assert 0.25 < told["low"] < 0.2579 < told["high"] < 0.27
    assert told["tolerance_reached"] is True
    assert told["ranges"]["p"] == [0, 0.5]
    words = run(*asked, "--tol", "0.1", "--draws", "0").out
    assert "This is proved" in words
    assert "priors" not in words
    short = run("certify", CABLE, "--outcome", "war", "--seconds", "0", "--draws", "0").out
    assert (
        "Nothing is proved yet of how much of the box of all 30 parameters below reaches" in short
    )


def test_nearest(run: Run) -> None:
    told = json.loads(run("nearest", "brinkmanship", "--json").out)
    assert [(one["parameter"], one["exact"]) for one in told["singles"]] == [
        ("p", "15/43"),
        ("q", "3/5"),
    ]
    assert told["joint"]["distance"]["kind"] == "algebraic"
    words = run("nearest", "brinkmanship", "-x", "q", "-s", "p=0.3").out
    assert (
        "One assumption alone changes the outcome soonest: q, from 0.7 to 3/5, 10 % of its range."
        in words
    )
    narrow = run("nearest", "brinkmanship", "-x", "q=0.5:0.9", "--json").out
    assert json.loads(narrow)["ranges"] == {"q": [0.5, 0.9]}
    assert json.loads(narrow)["singles"][0]["distance"] == pytest.approx(0.25)


@pytest.mark.parametrize(
    "asked",
    [
        ("thresholds", "-x", "q"),
        ("regions", "-x", "p", "-x", "q"),
        ("conditions", "--outcome", "war", "-x", "q"),
        ("certify", "--outcome", "war", "-x", "q", "--tol", "0.2", "--draws", "5"),
    ],
    ids=lambda asked: asked[0],
)
def test_what_is_followed_is_not_held_too(run: Run, asked: tuple[str, ...]) -> None:
    ran = run(asked[0], "brinkmanship", *asked[1:], "-s", "q=0.5")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "Error: q is both followed and given a value; leave out one of them\n"
    if asked[0] != "regions":
        assert "With p = 0.3." in run(asked[0], "brinkmanship", *asked[1:], "-s", "p=0.3").out


EFG = """EFG 2 R "g" { "A" "B" }
p "" 1 1 "" { "l" "r" } 0
t "" 1 "" { 1, 2 }
t "" 2 "" { 2, 1 }
"""


@pytest.mark.parametrize(
    "asked",
    [
        ("thresholds",),
        ("conditions", "--outcome", "x"),
        ("certify", "--outcome", "x"),
        ("nearest",),
    ],
    ids=lambda asked: asked[0],
)
def test_games_without_parameters_are_refused(
    run: Run, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    path = tmp_path / "plain.efg"
    path.write_text(EFG, encoding="utf-8")
    ran = run(asked[0], str(path), *asked[1:])
    assert ran.status == 2
    assert "has no parameters; write it as a scenario" in ran.err


@pytest.mark.parametrize(
    "asked",
    [
        ("thresholds", "brinkmanship", "-x", "p"),
        ("regions", "brinkmanship", "-x", "p", "-x", "q"),
        ("conditions", "brinkmanship", "--outcome", "war"),
        ("certify", "brinkmanship", "--outcome", "war", "--tol", "0.2", "--draws", "5"),
        ("nearest", "brinkmanship"),
    ],
    ids=lambda asked: asked[0],
)
def test_every_field_of_the_json_is_in_the_documentation(run: Run, asked: tuple[str, ...]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "exact-answers.md").read_text(encoding="utf-8")
    told = json.loads(run(*asked, "--json").out)
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{asked[0]}` |")]
    common = page.partition("## As JSON")[2].partition("| command |")[0]
    assert {name for name in told if f"`{name}`" not in row + common} == set()


def test_reading_counts_in_the_time_that_certify_has(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []

    def certify(*_: object, seconds: float, **__: object) -> None:
        given.append(seconds)
        raise NotSolved("enough")

    monkeypatch.setattr("crisis_sim.study.Study.certify", certify)
    assert run("certify", "brinkmanship", "--outcome", "war", "--seconds", "5").status == 4
    assert 0 < given[0] < 5
