"""Every command, run as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crisis_sim.cli.main import COMMANDS
from tests.cli.conftest import Run

CABLE = "cuba-1962-cable"


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    assert all(f"\n  {name} " in ran.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: crisis-sim {name}")
    assert len(ran.out.splitlines()[2].strip()) > 20


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['crisis-sim', '--help']\n"
        "from crisis_sim.cli.main import cli\n"
        "try: cli()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('numpy', 'pydantic', 'matplotlib', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_solving_does_not_import_scipy_or_matplotlib() -> None:
    code = (
        "import sys; import crisis_sim as cs\n"
        f"cs.load('{CABLE}').solve()\n"
        "print([m for m in ('scipy', 'matplotlib', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_list_shows_the_shipped_scenarios(run: Run) -> None:
    listed = json.loads(run("list", "--json").out)["scenarios"]
    assert CABLE in [one["name"] for one in listed]
    assert CABLE in run("list").out


def test_show_tells_moves_and_sources_and_numbers_when_asked(run: Run) -> None:
    short, long = run("show", CABLE).out, run("show", CABLE, "--numbers").out
    for expected in ("Turkey in secret", "What if", "Lebow"):
        assert expected in short
        assert expected in long
    assert "sigma * rho * chi" in long
    assert "sigma * rho * chi" not in short


def test_check_objects_to_nothing_in_the_cable(run: Run) -> None:
    ran = run("check", CABLE, "--findings")
    assert ran.status == 0
    assert "findings hold" in ran.out
    assert "Nothing to object to." in ran.out


def test_check_reports_a_finding_that_does_not_hold(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    run("new", str(file))
    finding = "findings:\n  - {claim: It is war., outcome: war}\n"
    file.write_text(file.read_text() + finding)
    ran = run("check", str(file), "--findings")
    assert ran.status == 3
    assert "It is war. probability of war: 0 instead of 1." in ran.out


def test_new_writes_a_scenario_that_solves(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert run("new", str(file)).status == 0
    assert (tmp_path / "scenario.schema.json").exists()
    assert run("check", str(file)).status == 0
    assert run("solve", str(file)).status == 0
    again = run("new", str(file))
    assert again.status == 2
    assert "is there already; --force writes over it" in again.err


def test_schema_is_json(run: Run) -> None:
    assert json.loads(run("schema").out)["title"] == "crisis_sim scenario"


def test_provenance_names_what_is_not_cited(run: Run) -> None:
    found = json.loads(run("provenance", CABLE, "--json").out)
    assert found["unused_paragraphs"] == {}
    assert {entry["kind"] for entry in found["uncited"]} <= {"definition", "state"}
    assert "Not cited" in run("provenance", CABLE).out


def test_solve_json_has_the_documented_fields(run: Run) -> None:
    ran = run("solve", CABLE, "-s", "d=0.913", "--json")
    solved = json.loads(ran.out)
    assert ran.status == 0
    assert {"scenario", "parameters", "concept", "method", "complete", "warnings"} <= set(solved)
    first = solved["equilibria"][0]
    assert {"payoffs", "outcomes", "strategy", "beliefs", "max_regret"} <= set(first)
    assert first["payoffs"] == pytest.approx({"US": -3.6, "USSR": -5.522}, abs=1e-12)
    assert first["outcomes"] == pytest.approx(
        {"settled in secret": 0.9, "settled in secret but leaked": 0.1}
    )
    assert first["max_regret"] <= 1e-9 * 208
    assert first["strategy"]["the offer"]["actions"]["Turkey in secret"] == 1.0


def test_solve_tells_the_path_the_threats_and_the_beliefs(run: Run) -> None:
    out = run("solve", CABLE, "-s", "d=0.913").out
    for expected in (
        "What happens",
        "plays 'Turkey in secret'",
        "What comes of it",
        "Why nobody departs from it",
        "What is believed",
        "-20.522",
        "cable 10-11",
        "intuitive criterion",
    ):
        assert expected in out


def test_solve_tells_another_equilibrium_in_full(run: Run) -> None:
    out = run("solve", CABLE, "-e", "2").out
    assert "Equilibrium 2" in out
    assert "plays 'pledge alone'" in out
    beyond = run("solve", CABLE, "-e", "9")
    assert beyond.status == 2
    assert "there is no equilibrium 9; found 2" in beyond.err


def test_values_outside_their_range_are_remarked_on(run: Run) -> None:
    assert "pi = 0.9 lies outside its range, 0 to 0.6" in run("solve", CABLE, "-s", "pi=0.9").out


def test_compare_puts_assumptions_side_by_side(run: Run) -> None:
    ran = run("compare", CABLE, "-a", "NATO dear", "-a", "no secrets + slow delivery", "--json")
    cases = json.loads(ran.out)["cases"]
    assert [case["assuming"] for case in cases] == [
        "as it is",
        "NATO dear",
        "no secrets + slow delivery",
    ]
    assert cases[2]["payoffs"]["US"] == -15
    assert (
        "What if a public trade broke the alliance?" in run("compare", CABLE, "-a", "NATO dear").out
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("compare", CABLE, "-a", "NATO dear", "-a", "NATO dear"), "NATO dear"),
        (
            ("compare", CABLE, "-a", "NATO dear + no secrets", "-a", "no secrets+NATO dear"),
            "NATO dear + no secrets",
        ),
        (("compare", CABLE, "-a", "NATO dear + NATO dear"), "NATO dear"),
        (("solve", CABLE, "-a", "NATO dear", "-a", "NATO dear"), "NATO dear"),
        (("sweep", CABLE, "-x", "pi=0,0.1", *("--each", "NATO dear") * 2), "NATO dear"),
    ],
)
def test_an_assumption_given_twice_is_told(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run(*words)
    assert (ran.status, ran.out, ran.err) == (2, "", f"Error: '{told}' is given twice\n")


def test_figure_draws_a_tree(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tree.svg"
    ran = run("figure", "tree", "brinkmanship", "-o", str(file))
    assert ran.status == 0
    assert file.read_text().startswith("<?xml")
    bad = run("figure", "tree", "brinkmanship", "-o", str(tmp_path / "tree.xyz"))
    assert bad.status == 2
    assert ".svg" in bad.err
    assert ".pdf" in bad.err


def test_run_writes_report_tables_and_figures(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    ran = run("run", "brinkmanship", "-o", str(folder))
    assert ran.status == 0
    written = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"report.md", "solution.json", "tables/strategy.csv", "figures/tree.pdf"} <= written
    assert {str(Path(line).relative_to(folder)) for line in ran.out.split()} <= written
    report = (folder / "report.md").read_text()
    assert "![Game tree of Brinkmanship](figures/tree.svg)" in report
    for name in ("assumptions", "risk", "matrix"):
        assert {f"figures/{name}.svg", f"figures/{name}.pdf", f"figures/{name}.png"} <= written
        assert f"](figures/{name}.svg)" in report
    assert "not drawn. brinkmanship has no issues" in report
    assert not any("bargain" in path for path in written)
    with (folder / "tables" / "equilibria.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["quantity"] for row in rows} == {"payoff", "probability", "max regret"}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["solve", "cuba-1962-cabel"], 2, "Did you mean 'cuba-1962-cable'?"),
        (["solve", "missing.yaml"], 2, "cannot read missing.yaml"),
        (["solve", CABLE, "-s", "pie=1"], 2, "has no parameter 'pie'"),
        (["solve", CABLE, "-s", "pi"], 2, "expected NAME=VALUE, found 'pi'"),
        (["solve", CABLE, "-s", "pi=much"], 2, "pi: 'much' is not a number"),
        (["solve", CABLE, "-s", "pi=1/0"], 2, "pi: '1/0' is not a number"),
        (["solve", CABLE, "-s", "pi=1e999999999999"], 2, "is not a number"),
        (["solve", CABLE, "-s", "pi=0.1", "-s", "pi=0.2"], 2, "pi is given twice"),
        (["solve", CABLE, "-s", "pi=2"], 2, "is not between 0 and 1"),
        (["solve", CABLE, "-s", "f=2"], 2, "set what it is made of: fD, fF"),
        (["solve", CABLE, "-a", "NATO chaep"], 2, "Did you mean 'NATO cheap'?"),
        (["solve", CABLE, "-a", "NATO cheap", "-a", "NATO dear"], 2, "contradict each other"),
        (["solve", CABLE, "-c", "sequentail"], 2, "Did you mean 'sequential'?"),
        (["solve", CABLE, "-c", "spe"], 4, "-c sequential solves such games"),
        (["solve", CABLE, "--max-nodes", "100"], 3, "more than 100 "),
        (["sovle", CABLE], 2, "Did you mean 'solve'?"),
        (["figure", "three", CABLE, "-o", "x.svg"], 2, "'three'. Did you mean 'tree'"),
    ],
)
def test_mistakes_are_answered_and_not_traced(
    run: Run, arguments: list[str], status: int, message: str
) -> None:
    ran = run(*arguments)
    assert ran.status == status
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_scenario_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from crisis_sim.scenario.template import TEMPLATE

    text = io.TextIOWrapper(io.BytesIO(TEMPLATE.encode()))
    monkeypatch.setattr(sys, "stdin", text)
    assert "A demand in a border crisis" in run("solve", "-").out


def test_a_closed_pipe_is_quiet() -> None:
    code = "from crisis_sim.cli.main import main; main()"
    show = [sys.executable, "-c", code, "show", CABLE]
    process = subprocess.Popen(show, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors


GAMBIT_FILE = 'EFG 2 R "choice" { "A" "B" }\np "" 1 1 "" { "l" "r" } 0\n'
GAMBIT_FILE += 't "" 1 "" { 1, 2 }\nt "" 2 "" { 0, 3 }\n'


@pytest.mark.parametrize("suffix", [None, ".efg"])
def test_a_gambit_file_is_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str | None
) -> None:
    given = "-"
    if suffix:
        given = str(tmp_path / f"choice{suffix}")
        Path(given).write_text(GAMBIT_FILE)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GAMBIT_FILE.encode())))
    ran = run("check", given)
    assert ran.status == 0
    assert "choice: 3 nodes, 2 terminals, 1 information set." in ran.out
    assert "Nothing to object to." in ran.out


def test_standard_input_that_is_no_text(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title: \xff x\n")))
    ran = run("check", "-")
    assert ran.status == 3
    assert "<stdin>:1:8: not UTF-8 text: the byte 0xff cannot be read" in ran.err


ALMOST = """\
title: Off
about: chances that almost add up to one
players: {A: {label: A}}
start: toss
situations:
  toss:
    chance:
      x: {probability: X, to: bad}
      y: {probability: Y, to: good}
outcomes:
  bad: {payoffs: {A: 0}}
  good: {payoffs: {A: 1}}
"""


@pytest.mark.parametrize(
    ("x", "y", "named"),
    [("0.3333333333", "0.6666666666", True), ("0.1", "0.9", False), ("1/3", "2/3", False)],
)
def test_check_names_chances_that_were_normalised(
    run: Run, tmp_path: Path, x: str, y: str, named: bool
) -> None:
    said = "The probabilities at 'toss' add up to 0.9999999999; each was divided by that."
    file = tmp_path / "off.yaml"
    file.write_text(ALMOST.replace("X", x).replace("Y", y))
    other = tmp_path / "off.efg"
    moves = f'{{ "x" {x} "y" {y} }}'
    other.write_text(
        f'EFG 2 R "g" {{ "A" }} c "toss" 1 "" {moves} 0 t "" 1 "" {{ 1 }} t "" 2 "" {{ 2 }}'
    )
    for path in (file, other):
        out = " ".join(run("check", str(path)).out.split())
        assert (said in out) is named


@pytest.mark.parametrize(
    ("x", "y", "status"),
    [("-0.0000000001", "1.0000000001", 3), ("0.1 * 3 - 0.3", "1.3 - 0.1 * 3", 0)],
)
def test_a_probability_below_0_is_refused_however_small(
    run: Run, tmp_path: Path, x: str, y: str, status: int
) -> None:
    file = tmp_path / "off.yaml"
    file.write_text(ALMOST.replace("X", x).replace("Y", y))
    ran = run("check", str(file))
    assert ran.status == status
    assert ("A probability must lie between 0 and 1" in ran.err) is (status == 3)


def test_that_nothing_was_found_is_told_in_full_once(run: Run) -> None:
    asked = ("solve", "brams-revised", "-c", "nash", "--method", "pure")
    ran = run(*asked)
    assert "complete for all pure strategies" in " ".join(ran.out.split())
    assert ran.err.startswith("Error: No Nash equilibrium was found. Otherwise, ")
    assert "complete for" not in ran.err
    ran = run(*asked, "--json")
    assert "complete for all pure strategies" in ran.err
