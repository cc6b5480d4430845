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
    assert ran.status == 2
    assert "3 problems" in ran.err
    assert "bad.csv:2:1: no information set is called 'the thraet'" in ran.err
    assert "Did you mean 'threaten'?" in ran.err
    assert "bad.csv:4:1: expected how often 'threaten' was taken, from 0 to 10^15; " in ran.err
    assert "found '-1'" in ran.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "where,action,count\n",
            "missing: 'information set'; found: 'where', 'action', 'count'",
        ),
        (HEAD, "has names of columns, but no rows below them"),
        (HEAD.replace(",", ";") + "the threat;fly;3\n", "    the threat;fly;3\n"),
        (None, "cannot read"),
    ],
)
def test_what_is_no_table_of_counts(
    run: Run, tmp_path: Path, text: str | None, message: str
) -> None:
    file = tmp_path / "counts.csv"
    if text is not None:
        file.write_text(text)
    ran = run("fit", GAME, str(file))
    assert ran.status == 2
    assert message in ran.err


CHICKEN = {
    ("Washington", "blockade"): 2,
    ("Washington", "air strike"): 1,
    ("Moscow", "withdraw"): 2,
}


def counted(run: Run, file: Path) -> dict[tuple[str, str], int]:
    told = json.loads(run("fit", "brams-chicken", str(file), "--json").out)
    return {(row["information_set"], row["action"]): row["count"] for row in told["play"]}


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "Washington,blockade,2\nWashington,air strike,1\nMoscow,withdraw,2\n",
        "information_set;Action;COUNT\nwashington;Blockade;2,0\nWASHINGTON;air_strike;1\n"
        "Moscow;withdraw;2\n",
        ",information.set,action\n1,Washington,blockade\n2,Washington,blockade\n"
        "3,Washington,air strike\n4,Moscow,withdraw\n5,Moscow,withdraw\n",
        "player.information_set,player.action\n"
        + "Washington,blockade\nMoscow,withdraw\n" * 2
        + "Washington,air strike\n",
        "participant.code,player.washington,player.moscow\na,blockade,\nb,,withdraw\n"
        "c,blockade,withdraw\nd,air strike,\n",
        "session.code,chicken.1.player.Washington,chicken.1.group.Moscow,"
        "chicken.1.group.id_in_subsession\ns,blockade,withdraw,1\ns,,withdraw,1\n"
        "s,blockade,withdraw,2\ns,air strike,,3\n",
    ],
    ids=["counted", "semicolons", "row a play", "oTree rows", "oTree fields", "oTree groups"],
)
def test_counts_in_every_form(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "played.csv"
    file.write_text(text)
    found = counted(run, file)
    assert {key: count for key, count in found.items() if count} == CHICKEN


def test_fields_of_groups_are_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "played.csv"
    file.write_text(
        "player.Washington,group.Moscow,group.id_in_subsession\nblockade,withdraw,1\n,withdraw,1\n"
    )
    said = "counted once for each group, not for each member: 'group.Moscow'"
    assert said in json.loads(run("fit", "brams-chicken", str(file), "--json").out)["notes"]
    file.write_text("player.Moscow\nwithdraw\n")
    told = json.loads(run("fit", "brams-chicken", str(file), "--json").out)
    assert not any("group" in note for note in told["notes"])


def test_counts_from_a_workbook(run: Run, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl")
    file = tmp_path / "played.xlsx"
    rows = [(*key, count) for key, count in CHICKEN.items()]
    pandas.DataFrame(rows, columns=["Information set", "action", "count"]).to_excel(file)
    assert {key: count for key, count in counted(run, file).items() if count} == CHICKEN


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("player.Moscow\nhide\n", "counts.csv:2:1: 'Moscow' has no action 'hide'"),
        ("group.Moscow\nwithdraw\n", "without the column 'group.id_in_subsession'"),
        (
            "group.id_in_subsession,group.Moscow\n1,withdraw\n1,maintain\n",
            "counts.csv:3:1: 'group.Moscow' was 'withdraw' in another row",
        ),
        ('"Place","action","count"\n', "missing: 'information set'"),
        (HEAD + "Moscow,withdraw,NA\n", "from 0 to 10^15; found 'NA', a missing value"),
        (HEAD + "Moscow,withdraw,1e999\n", "from 0 to 10^15; found '1e999'"),
        (
            "information set;action;count\nMoscow;withdraw;612,000\n",
            "holds '612,000' in line 2, which can mean two numbers; write it without the comma",
        ),
    ],
)
def test_plays_that_cannot_be_counted(run: Run, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "counts.csv"
    file.write_text(text)
    ran = run("fit", "brams-chicken", str(file))
    assert ran.status == 2
    assert message in ran.err


@pytest.mark.parametrize("name", ["counts", "n", "Freq", "frequency", "times"])
def test_the_column_of_counts_as_other_programs_call_it(
    run: Run, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "counts.csv"
    file.write_text(
        f"information set,action,{name}\nthe threat,threaten,14\nthe threat,do not threaten,6\n"
    )
    assert "of 20 choices" in run("fit", "brinkmanship", str(file)).out


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["14.000", "2"], "'14.000' in line 2, which can mean two numbers; write it without the p"),
        (["14.000", "0,5"], "'14.000' in line 2, which can mean two numbers; write it without"),
        (["14,000", "0,5", "0.5"], "'14,000' in line 2, which can mean two numbers: commas and"),
    ],
)
def test_counts_that_can_mean_two_numbers(
    run: Run, tmp_path: Path, cells: list[str], told: str
) -> None:
    file = tmp_path / "counts.csv"
    rows = "".join(f"the threat;threaten;{cell}\n" for cell in cells)
    file.write_text(f"information set;action;count\n{rows}")
    ran = run("fit", "brinkmanship", str(file))
    assert ran.status == 2
    assert f"the column 'count' holds {told}" in ran.err
    assert "1 problem" in ran.err


@pytest.mark.parametrize(
    ("cells", "plays", "told"),
    [
        (["14.000", "0.125"], "14.125", "points are decimal marks, as in '14.000' in line 2"),
        (["612,000", "0.5"], "612,000.5", "commas group thousands"),
        (["612,000", "0,5"], "612.5", "a fraction, 0,5 in line 3"),
        (
            ["1 400", "100"],
            "1,500",
            "spaces or apostrophes group thousands, as in '1 400' in line 2",
        ),
        (["1.234.567", "3"], "1,234,570", ""),
    ],
)
def test_counts_are_read_as_numbers_in_all_tables_and_told(
    run: Run, tmp_path: Path, cells: list[str], plays: str, told: str
) -> None:
    file = tmp_path / "counts.csv"
    rows = "".join(f"the threat;threaten;{cell}\n" for cell in cells)
    file.write_text(f"information set;action;count\n{rows}")
    ran = run("fit", "brinkmanship", str(file))
    out = " ".join(ran.out.split())
    assert f"of {plays} choices" in out
    assert told in out
