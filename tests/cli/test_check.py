"""``crisis-sim check``: what is doubtful is told with status 0, what is impossible with 3."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crisis_sim.scenario.doubts import forgotten_payoffs
from crisis_sim.scenario.library import load, shipped
from tests.cli.conftest import Run

GAME = """title: T
players: {A: Alpha, B: Beta}
parameters:
  p: {default: 0.4, range: [0, 1]}
  q: {default: 2, range: [1, 3]}
start: s
situations:
  s: {player: A, actions: {go: r, stay: e1}}
  r: {chance: {luck: {probability: p, to: e2}, none: {probability: the rest, to: e3}}}
outcomes:
  e1: {payoffs: {A: q, B: 0}}
  e2: {payoffs: {A: -1, B: -1}}
  e3: {payoffs: {A: p, B: 1}}
assumptions:
  high: {set: {p: 0.9}}
"""
NOTHING = "Nothing to object to."


def checked(run: Run, tmp_path: Path, old: str = "", new: str = "", *, status: int = 0) -> str:
    assert old in GAME
    file = tmp_path / "game.yaml"
    file.write_text(GAME.replace(old, new, 1), encoding="utf-8")
    ran = run("check", str(file))
    assert ran.status == status
    return re.sub(r"\s+", " ", ran.out)


def test_a_sound_scenario_has_no_doubts(run: Run, tmp_path: Path) -> None:
    assert NOTHING in checked(run, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{A: p, B: 1}",
            "{A: p}",
            "B's payoff at e3 (line 13) is not given: it counts as 0. Add B: 0",
        ),
        (
            "{A: p, B: 1}",
            "{}",
            "No payoff is given at e3 (line 13): each counts as 0. Write payoffs: {A: 0,",
        ),
        ("{A: p, B: 1}", "{won: {A: p}, lost: {A: 1}}", "B's payoff at e3 (line 13) is not given"),
        (
            "e1: {payoffs: {A: q, B: 0}}",
            "e1: {payoffs: {A: q}}",
            "B's payoff at e1 (line 11) is not given",
        ),
        (
            "stay: e1",
            "Go: e1",
            "of 's' are easily taken for each other: 'go' and 'Go'.",
        ),
        (
            "e2: {payoffs: {A: -1, B: -1}}",
            "e2: {category: e1, payoffs: {A: -1, B: -1}}",
            "'e1' is an outcome, and a category of 2 outcomes.",
        ),
        ("B: Beta", "B: Alpha", "Two players have the label 'Alpha': 'A' and 'B'."),
        ("A: Alpha", "A: \u201cAlpha\u201d", "The curly quotation marks on line 2 are kept as"),
        ("stay: e1", "\u2018stay\u2019: e1", "The curly quotation marks on line 8 are kept as"),
        (
            "range: [0, 1]}",
            "range: [0, 1]}\n  r0: {default: 0, range: [-1, 1]}",
            "r0 is declared and never used.",
        ),
    ],
)
def test_what_is_hardly_meant_is_told(
    run: Run, tmp_path: Path, old: str, new: str, said: str
) -> None:
    out = checked(run, tmp_path, old, new)
    assert said in out
    assert NOTHING not in out
    assert "at the defaults" not in out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{A: p, B: 1}", "{won: {A: p}, lost: {B: 1}}"),
        ("{A: p, B: 1}", "{won: {A: p, B: 1, when: p > 0.5}}"),
        ("{A: p, B: 1}}", "{A: p}}\nterms: {always: {B: 1}}"),
        ("{p: 0.9}", "{p: 1}"),
        ("{p: 0.9}", "{q: 30}"),  # beyond what is plausible, as a what-if may be
    ],
)
def test_what_is_given_elsewhere_is_not_missed(
    run: Run, tmp_path: Path, old: str, new: str
) -> None:
    assert NOTHING in checked(run, tmp_path, old, new)


def test_a_game_that_an_assumption_makes_impossible_names_the_assumption(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "game.yaml"
    file.write_text(GAME.replace("{p: 0.9}", "{p: 1.7}"), encoding="utf-8")
    said = run("solve", str(file), "-a", "high").err
    assert "under 'high' the probability of 'luck', p = 1.7, is not between 0 and 1" in said
    said = run("solve", str(file), "-s", "p=1.7").err
    assert "at p=1.7 the probability of 'luck', p = 1.7, is not between 0 and 1" in said


@pytest.mark.parametrize(("written", "value"), [("1.7", "1.7"), ("3 - q / 2", "2")])
def test_an_assumption_beyond_its_range_without_a_game_is_refused(
    run: Run, tmp_path: Path, written: str, value: str
) -> None:
    out = checked(run, tmp_path, "{p: 0.9}", f"{{p: {written}}}", status=3)
    assert (
        f"Assuming 'high' (line 15), p = {value} lies outside its range, 0 to 1. Write a value "
        f"within it, or there is no game: the probability of 'luck', p = {value}, is not between "
        "0 and 1."
    ) in out
    assert NOTHING not in out
    assert "at the defaults" not in out


def test_a_fault_of_an_assumption_within_its_range_is_told_as_it_is(
    run: Run, tmp_path: Path
) -> None:
    out = checked(run, tmp_path, "{A: q, B: 0}", "{A: 1 / (p - 0.9), B: 0}", status=3)
    said = "Assuming 'high' (line 15), the payoffs of 'e1' are not finite numbers: undefined."
    assert said in out


NEVER = [
    ("stay: e1}", "stay: e1, flee: {when: q > 5, to: e1}}", "'flee' of 's' (line 8) never exists"),
    ("{A: q, B: 0}", "{won: {when: q < 1 and p > 2, A: 1, B: 0}}", "'won' of 'e1' (line 11)"),
    ("start:", "terms: {won: {when: q < 1, A: 1}}\nstart:", "'won' (line 6) never counts"),
]
SOMETIMES = ["q > 2.9", "p < 0.01", "q == 3", "n == 2", "big == 9"]


@pytest.mark.parametrize(("old", "new", "said"), NEVER)
def test_what_never_exists_or_counts_is_doubted(
    run: Run, tmp_path: Path, old: str, new: str, said: str
) -> None:
    out = checked(run, tmp_path, old, new)
    assert said in out
    assert "wherever it was tried, q " in out


@pytest.mark.parametrize("when", SOMETIMES)
def test_what_exists_somewhere_in_the_ranges_or_under_an_assumption_is_not_doubted(
    run: Run, tmp_path: Path, when: str
) -> None:
    text = GAME.replace("stay: e1}", f"stay: e1, flee: {{when: {when}, to: e1}}}}")
    text = text.replace(
        "s: {player", "k: {player: A, actions: {up: {set: {n: floor(q) - 1}, to: s}}}\n  s: {player"
    )
    text = text.replace("start: s", "state:\n  n: {from: 0, to: 2}\nstart: k")
    text = text.replace("{p: 0.9}", "{p: 0.9, big: 9}").replace("{A: p, B: 1}", "{A: p, B: big}")
    file = tmp_path / "game.yaml"
    file.write_text(text.replace("  q: {", "  big: {default: 1, range: [0, 2]}\n  q: {"))
    assert "never exists" not in run("check", str(file)).out


@pytest.mark.parametrize("verb", ["solve", "run"])
def test_a_payoff_that_is_not_given_is_told_with_the_result(
    run: Run, tmp_path: Path, verb: str
) -> None:
    file, folder = tmp_path / "game.yaml", tmp_path / "out"
    file.write_text(GAME.replace("{A: p, B: 1}", "{A: p}"), encoding="utf-8")
    ran = run(verb, str(file), *(["-o", str(folder)] if verb == "run" else []))
    assert ran.status == 0
    told = ran.out if verb == "solve" else (folder / "report.md").read_text(encoding="utf-8")
    assert "Warning: B's payoff at e3 (line 13) is not given: it counts as 0." in " ".join(
        told.split()
    )
    warned = json.loads(run("solve", "--json", str(file)).out)["warnings"]
    assert [one[:18] for one in warned] == ["B's payoff at e3 ("]


def test_of_many_payoffs_that_are_not_given_ten_are_told(run: Run, tmp_path: Path) -> None:
    more = "".join(f"  x{i}: {{payoffs: {{A: 1}}}}\n" for i in range(12))
    moves = "".join(f", to{i}: x{i}" for i in range(12))
    text = GAME.replace("assumptions:", f"{more}assumptions:").replace(
        "stay: e1", f"stay: e1{moves}"
    )
    file = tmp_path / "game.yaml"
    file.write_text(text, encoding="utf-8")
    said = run("solve", str(file)).out
    assert said.count("is not given") == 10
    assert "Warning: so it is at 2 more places." in said


@pytest.mark.parametrize("name", shipped())
def test_no_payoff_of_a_shipped_scenario_is_forgotten(name: str) -> None:
    assert list(forgotten_payoffs(load(name))) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0,5", "Write 0.5: decimals have a point."),
        ("1,000", "Write 1000, or 1.000 if the comma is a decimal one."),
        ("50%", "Write 0.5."),
        ("half", "'half' is not a number"),
    ],
)
def test_a_value_that_is_no_number_is_shown_as_one(
    run: Run, tmp_path: Path, written: str, said: str
) -> None:
    file = tmp_path / "game.yaml"
    file.write_text(GAME, encoding="utf-8")
    ran = run("solve", str(file), "-s", f"p={written}")
    assert ran.status == 2
    assert said in re.sub(r"\s+", " ", ran.err)


def test_a_what_if_beyond_a_range_is_told_and_not_objected_to(run: Run, tmp_path: Path) -> None:
    out = checked(run, tmp_path, "{p: 0.9}", "{q: 30}")
    assert "Note: Assuming 'high' (line 15), q = 30 lies outside its range, 1 to 3." in out
    assert NOTHING in out


def test_the_file_to_which_lines_belong_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "doubtful.yaml"
    file.write_text(GAME.replace("{A: p, B: 1}", "{A: p}"), encoding="utf-8")
    out = run("check", str(file)).out
    assert f"In {file}:" in " ".join(out.split())
    assert "In " not in run("check", "brinkmanship").out
