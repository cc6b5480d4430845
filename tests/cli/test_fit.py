"""``crisis-sim fit`` as a user calls it."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

import crisis_sim as cs
from tests.cli.conftest import Run

GAME = "brinkmanship"
HEAD = "information set,action,count\n"


def played(precision: float, plays: int) -> str:
    """The table of what would be played on average, with a column that is passed over."""
    (one,) = cs.load(GAME).solve(concept="quantal", precision=precision).equilibria
    rows = []
    for held in cs.load(GAME).game().tree.information_sets:
        for action, choice in zip(held.actions, held.choices, strict=True):
            rows.append(f'"{held.label}",{action},{plays * one.profile[choice]},seen\n')
    return HEAD.replace("count", "count,note") + "".join(rows)


def test_the_precision_behind_the_counts_is_found(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "played.csv"
    file.write_text(played(0.8, 1_000))
    told = json.loads(run("fit", GAME, str(file), "--json").out)
    assert told["kind"] == "interior"
    assert told["precision"] == pytest.approx(0.8, abs=1e-4)
    assert told["choices"] == pytest.approx(3_000)
    assert told["log_likelihood"] > told["uniform_log_likelihood"]
    assert all(row["observed"] == pytest.approx(row["predicted"], abs=1e-4) for row in told["play"])
    few = tmp_path / "few.csv"
    few.write_text(played(0.8, 10))
    wide = json.loads(run("fit", GAME, str(few), "--json").out)["standard_error"]
    assert wide == pytest.approx(10 * told["standard_error"], rel=1e-3)
    out = run("fit", GAME, str(file)).out
    assert "Precision 0.8 per unit of payoff, standard error" in out
    assert "observed" in out


def test_counts_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(HEAD + "the threat,threaten,5\n"))
    assert json.loads(run("fit", GAME, "-", "--json").out)["choices"] == 5


def test_play_that_no_precision_explains_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "chicken.csv"
    file.write_text(HEAD + "Washington,blockade,14\nMoscow,withdraw,13\n")
    assert (
        "All precisions make this play equally likely" in run("fit", "brams-chicken", str(file)).out
    )


def test_the_example_of_the_help_is_of_a_game_that_counts_can_fit(run: Run, tmp_path: Path) -> None:
    example = re.search(r"Example: crisis-sim fit (\S+) (\S+)", run("fit", "--help").out)
    assert example
    file = tmp_path / example[2]
    assert example[1] == GAME
    file.write_text(played(1.2, 100))
    assert json.loads(run("fit", example[1], str(file), "--json").out)["kind"] == "interior"


def test_every_mistake_is_listed_with_its_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(HEAD + "the thraet,threaten,5\nthe threat,threten,2\nthe threat,threaten,-1\n")
    ran = run("fit", GAME, str(file))
    assert ran.status == 3
    assert "3 problems" in ran.err
    assert "bad.csv:2:1: no information set is called 'the thraet'" in ran.err
    assert "Did you mean 'threaten'?" in ran.err
    assert "bad.csv:4:1: expected how often 'threaten' was taken, 0 or more; found '-1'" in ran.err


@pytest.mark.parametrize(
    ("text", "status", "message"),
    [
        ("where,action,count\n", 3, "missing: information set"),
        (HEAD, 2, "every count is zero"),
        (None, 2, "cannot read"),
    ],
)
def test_what_is_no_table_of_counts(
    run: Run, tmp_path: Path, text: str | None, status: int, message: str
) -> None:
    file = tmp_path / "counts.csv"
    if text is not None:
        file.write_text(text)
    ran = run("fit", GAME, str(file))
    assert ran.status == status
    assert message in ran.err
