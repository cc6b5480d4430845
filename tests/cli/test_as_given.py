"""Numbers come back as they were given, and what was done to them is told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TOSS = """\
title: Toss
about: chances and payoffs
players: {A: {label: A}}
parameters:
  p: {default: 0.5, range: [0, 1]}
start: s
situations:
  s: {player: A, actions: {l: {to: one}, r: {to: two}}}
outcomes:
  one: {payoffs: {A: ONE}}
  two: {payoffs: {A: TWO}}
"""
UNPROVED = {"ONE": "p * 0 + log(2) + log(3)", "TWO": "p * 0 + log(6)"}
SUPPOSED = ("-a", "a taste stronger than fear", "-s", "strong=0.8")
SUPPOSED_WORDS = ("a taste stronger than fear", "strong = 0.8")
SAID = "ome values agree in 301 digits; that they are equal is not proved, and they count as equal"


def toss(folder: Path, **payoffs: str) -> str:
    text = TOSS
    for name, formula in payoffs.items():
        text = text.replace(name, formula)
    file = folder / "toss.yaml"
    file.write_text(text)
    return str(file)


@pytest.mark.parametrize(
    ("given", "shown", "exactly"),
    [
        ("1/11", "With q = 1/11.", "1/11"),
        ("0.10", "With q = 0.1.", "0.1"),
        ("0.123456789012", "With q = 0.123456789012.", "0.123456789012"),
        ("10001/20003", "With q about 0.499975.", "10001/20003"),
        (
            "0.09090909090909090909",
            "With q about 0.0909091.",
            "9090909090909090909/100000000000000000000",
        ),
    ],
)
def test_a_value_comes_back_as_it_was_given(run: Run, given: str, shown: str, exactly: str) -> None:
    option = ("-s", f"q={given}")
    assert shown in run("solve", "brinkmanship", *option).out
    for command in ("solve", "dominance", "simulate"):
        told = json.loads(run(command, "brinkmanship", *option, "--json").out)
        assert told["given"] == {"q": exactly}
        assert told["parameters"]["q"] == pytest.approx(told["parameters"]["q"])
    play = ("-p", "Washington=blockade", "-p", "Moscow=withdraw", "-s", "clash_US=1/3")
    told = json.loads(run("verify", "brams-chicken", *play, "--json").out)
    assert told["given"] == {"clash_US": "1/3"}


def test_a_value_beyond_its_range_is_told_as_given(run: Run) -> None:
    out = " ".join(run("solve", "brams-chicken", "-s", "clash_US=45/11").out.split())
    assert "clash_US = 45/11 lies outside its range, 0 to 4" in out


@pytest.mark.parametrize(
    ("axis", "exact"), [("p=0:1:4", True), ("p=0:1:11", False), ("p=1/3,1/2", True)]
)
def test_a_sweep_tells_which_columns_are_rounded(
    run: Run, tmp_path: Path, axis: str, exact: bool
) -> None:
    file = toss(tmp_path, ONE="p", TWO="1 - p")
    said = "olved at the exact values of p; the results hold the floats nearest to them"
    out = " ".join(run("sweep", file, "-x", axis).out.split())
    assert (said in out) is exact
    told = json.loads(run("sweep", file, "-x", axis, "--json").out)
    assert told["design"].get("not_as_floats", []) == ["p"] * exact
    assert told["given"] == {}


def test_equality_without_proof_is_told_by_every_command(run: Run, tmp_path: Path) -> None:
    file = toss(tmp_path, **UNPROVED)
    told = json.loads(run("solve", file, "--json").out)
    assert told["unproved_digits"] == 301
    assert sum(SAID in warning for warning in told["warnings"]) == 1
    assert all(one["exact"] is False for one in told["equilibria"])
    for command in (("solve", file), ("dominance", file), ("sweep", file, "-x", "p=0,1")):
        assert SAID in " ".join(run(*command).out.split())
        assert json.loads(run(*command, "--json").out)["unproved_digits"] == 301


def test_a_sweep_in_parts_tells_it_too(run: Run, tmp_path: Path) -> None:
    file = toss(tmp_path, **UNPROVED)
    parts = ("sweep", file, "-x", "p=0:1:5", "--part-points", "2", "-o", str(tmp_path / "a.csv"))
    assert json.loads(run(*parts, "--json").out)["unproved_digits"] == 301


def test_what_is_proved_is_not_doubted(run: Run, tmp_path: Path) -> None:
    file = toss(tmp_path, ONE="p", TWO="1 - p")
    for command in (("solve", file), ("dominance", file), ("sweep", file, "-x", "p=0,1")):
        assert json.loads(run(*command, "--json").out)["unproved_digits"] == 0
        assert "proved" not in run(*command).out.replace("proved to hold", "")


MIXED = """\
title: Mixed
about: the middle is dominated by one mixture alone
players: {A: {label: A}, B: {label: B}}
start: a
situations:
  a:
    player: A
    actions:
      top: {seen by: none, to: b top}
      middle: {seen by: none, to: b middle}
      bottom: {seen by: none, to: b bottom}
"""


def mixed() -> str:
    text, ends = MIXED, "outcomes:\n"
    pays = {
        "top": ("1", "0", "1"),
        "middle": ("2**0.5 - 1", "2 - 2**0.5", "0"),
        "bottom": ("0", "1", "1"),
    }
    for row, own in pays.items():
        moves = ", ".join(f"{c}: {{to: {row} {c}}}" for c in "xyz")
        text += f"  b {row}: {{information set: b, player: B, actions: {{{moves}}}}}\n"
        for column, pay in zip("xyz", own, strict=True):
            ends += f"  {row} {column}: {{payoffs: {{A: {pay}, B: 0}}}}\n"
    return text + ends


def test_an_irrational_mixture_is_told_as_a_decimal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mixed.yaml"
    file.write_text(mixed())
    out = " ".join(run("dominance", str(file), "--weak").out.split())
    assert "top with 0.414214 (irrational), bottom with 0.585786 (irrational)" in out
    (gone,) = json.loads(run("dominance", str(file), "--weak", "--json").out)["eliminated"]
    assert [one["exact"] for one in gone["by"]] == [None, None]
    assert gone["by"][0]["probability"] == pytest.approx(2**0.5 - 1)


def test_boundaries_that_cannot_be_told_say_what_to_do(run: Run, tmp_path: Path) -> None:
    file = toss(tmp_path, ONE="exp(p) - 1 - p", TWO="0")
    ran = run("thresholds", file, "-x", "p=-1:1")
    assert ran.status == 4
    assert (
        "or everywhere, was not decided; give a narrower range (-x NAME=LOW:HIGH), or follow "
        "p by sweep, " in ran.err
    )
    assert "vanishes near p = 0, " in ran.err


def test_the_sum_of_chances_is_told_however_near_to_one(run: Run, tmp_path: Path) -> None:
    text = (
        'EFG 2 R "g" { "A" } c "toss" 1 "" { "x" 0.5 "y" 0.50000000000000000001 } 0 '
        't "" 1 "" { 1 } t "" 2 "" { 2 }'
    )
    file = tmp_path / "off.efg"
    file.write_text(text)
    out = " ".join(run("check", str(file)).out.split())
    assert "The probabilities at 'toss' add up to 1 + 1e-20; each was divided by that." in out


@pytest.mark.parametrize("name", ["game.efg", "game.nfg"])
def test_a_game_in_a_gambit_file_says_what_was_assumed_and_given(
    run: Run, tmp_path: Path, name: str
) -> None:
    run("export", "beer-and-quiche", *SUPPOSED, "-o", str(tmp_path / name))
    comment = (tmp_path / name).read_text(encoding="utf-8")
    assert "Assuming a taste stronger than fear" in comment
    assert "With strong = 0.8." in comment


def test_the_tables_of_a_folder_say_what_was_assumed_and_given(run: Run, tmp_path: Path) -> None:
    run("run", "beer-and-quiche", *SUPPOSED, "-o", str(tmp_path / "out"))
    tables = tmp_path / "out" / "tables"
    told = json.loads((tables / "about.json").read_text(encoding="utf-8"))
    assert told["assumptions"] == ["a taste stronger than fear"]
    assert told["given"] == {"strong": "0.8"}
    assert {one.name for one in tables.glob("*.csv")} == set(told["columns"])
    for name, columns in told["columns"].items():
        with (tables / name).open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == [*columns]


def test_every_table_of_a_folder_says_itself_what_was_assumed_and_given(
    run: Run, tmp_path: Path
) -> None:
    run("run", "beer-and-quiche", *SUPPOSED, "-o", str(tmp_path / "out"))
    run("run", "beer-and-quiche", "-o", str(tmp_path / "plain"))
    for one in sorted((tmp_path / "out" / "tables").glob("*.csv")):
        header, *rows = csv.reader(one.read_text(encoding="utf-8").splitlines())
        assert header[-2:] == ["assumed", "given"]
        assert {tuple(row[-2:]) for row in rows} == {SUPPOSED_WORDS}, one.name
        with (tmp_path / "plain" / "tables" / one.name).open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == header[:-2]
    table = str(tmp_path / "out" / "tables" / "strategy.csv")
    assert "A Nash equilibrium" in run("verify", "beer-and-quiche", *SUPPOSED, table).out


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".dta", ".nc"])
def test_a_sweeps_file_says_in_its_rows_what_was_assumed_and_given(
    run: Run, tmp_path: Path, suffix: str
) -> None:
    pd = pytest.importorskip("pandas")
    path = tmp_path / f"sweep{suffix}"
    run("sweep", "beer-and-quiche", *SUPPOSED, "-x", "calm=0:4:3", "-o", str(path))
    if suffix == ".nc":
        attributes = pytest.importorskip("xarray").open_dataset(path).attrs
        assert (attributes["assumed"], attributes["given"]) == SUPPOSED_WORDS
        return
    read = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".dta": pd.read_stata}[suffix]
    assert read(path)[["assumed", "given"]].drop_duplicates().values.tolist() == [[*SUPPOSED_WORDS]]
    run("sweep", "beer-and-quiche", "-x", "calm=0:4:3", "-o", str(path), "--force")
    assert not {"assumed", "given"} & {*read(path).columns}


def test_what_a_sweep_was_made_of_is_told_where_it_is_searched(run: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "sweep.csv")
    run("sweep", "beer-and-quiche", *SUPPOSED, "-x", "calm=0:4:41", "-o", file)
    asked = ("discover", file, "--outcome", "payoff_guest", "--above", "5")
    told = json.loads(run(*asked, "--json").out)
    assert told["scenario"] == "beer-and-quiche"
    assert told["assumptions"] == ["a taste stronger than fear"]
    assert told["given"] == {"strong": "0.8"}
    said = " ".join(run(*asked).out.split())
    assert "assuming a taste stronger than fear; with strong = 0.8." in said


def test_conditions_in_latex_say_what_was_assumed_and_given(run: Run) -> None:
    asked = ("--outcome", "war", "-x", "p", "-s", "q=0.65", "--latex")
    lines = run("conditions", "brinkmanship", *asked).out.splitlines()
    assert lines[:2] == ["% Brinkmanship", "% With q = 0.65."]
    assert lines[2] == r"\begin{aligned}"
