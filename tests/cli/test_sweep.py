"""The sweep command, on games that the point solver sweeps."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from crisis_sim.cli.sweep import asked_of, command
from crisis_sim.study import Study
from crisis_sim.sweep import choose_kernel
from crisis_sim.sweep.running import store
from tests.cli.conftest import Run
from tests.sweep.point_kernel import PointKernel

CLOCK = "cuba-1962-clock"
BOTH = "--resume goes on with what is there, --force writes over it: give one of them"


@pytest.fixture(autouse=True)
def _point_by_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose_kernel, "make_kernel", PointKernel)


def test_a_summary_is_printed(run: Run) -> None:
    ran = run("sweep", CLOCK, "-x", "pi=0:0.6:3", "-x", "T=2:3:2")
    assert ran.status == 0
    assert "6 points: pi (3) x T (2)" in ran.out
    assert "solved: 6 points (100.00 %)" in ran.out
    assert "accept (the reply" in ran.out
    assert ran.err == ""


def test_draws_come_with_standard_errors(run: Run) -> None:
    ran = run("sweep", CLOCK, "-x", "mu~prior", "-x", "pi~beta(3, 7)", "--draws", "8", "--json")
    swept = json.loads(ran.out)
    assert swept["design"]["draws"]["priors"] == {"mu": "beta(2, 2)", "pi": "beta(3, 7)"}
    shares = {one["name"]: one for one in swept["shares"]}
    assert 0 <= shares["settled"]["mean"] <= 1
    assert shares["settled"]["standard_error"] is not None
    assert sum(one["share"] for one in swept["equilibria"]) == pytest.approx(1)


def test_a_file_says_which_command_made_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "swept.csv"
    arguments = ("sweep", CLOCK, "-x", "pi=0,0.3", "-s", "mu=0.2", "-o", str(file))
    first = run(*arguments)
    assert (first.status, first.err) == (0, f"Wrote {file} and {file}.json.\n")
    described = json.loads((tmp_path / "swept.csv.json").read_text())["description"]
    assert described["command"] == f"crisis-sim sweep {CLOCK} -x pi=0,0.3 -s mu=0.2"
    again = run(*arguments)
    assert again.status == 2
    assert "--force writes over it" in again.err
    assert "is complete already" in run(*arguments, "--resume").err
    assert run(*arguments, "--force").status == 0


def test_a_dry_run_says_points_bytes_and_time(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "swept.nc"
    ran = run(
        "sweep", CLOCK, "-x", "pi=0:0.6:40000", "-x", "mu=0:1:3", "-o", str(file), "--dry-run"
    )
    assert "points   120,000 in 2 parts" in ran.out
    assert "measured on" in ran.out
    assert "bytes before compression" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_says_how_to_go_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "my results.csv"
    arguments = ("sweep", CLOCK, "-x", "pi=0:0.6:4", "--part-points", "2", "-o", str(file))

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "solve_parts", interrupted)
        ran = run(*arguments)
    assert ran.status == 130
    assert f"crisis-sim sweep {CLOCK} -x pi=0:0.6:4 --part-points 2 -o '{file}' --resume" in ran.err
    assert Study.unfinished(file)
    assert run(*arguments, "--resume").status == 0
    assert file.exists()
    assert not Study.unfinished(file)


def test_values_beyond_their_range_are_remarked_on(run: Run) -> None:
    assert "beyond its range" in run("sweep", CLOCK, "-x", "pi=0,0.9").err
    ran = run("sweep", CLOCK, "-x", "pi=0,5")
    assert "0 to 0.6. Note: pi=0,5 was read as two values: a decimal is written 0.5" in " ".join(
        ran.err.split()
    )
    ran = run("sweep", "brinkmanship", "-x", "p=0.3,50")
    assert "p goes from 0.3 to 50, beyond its range, 0 to 1" in ran.err
    why = (
        "undefined: 1 point (50.00 %), where a formula has no value or chances are no probabilities"
    )
    assert why in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing varies"),
        (["-x", "pie=0:1:3"], "Did you mean 'pi'"),
        (["-x", "pi=0:1"], "expected LOW:HIGH:COUNT"),
        (["-x", "mu~prior", "--sample", "sobel"], "Did you mean 'sobol'"),
        (["-x", "pi=0,1", "-o", "swept.xls"], "results go to .csv, .parquet, .nc, .dta"),
        (["-x", "pi=0,1", "-o", "/nowhere/swept.csv"], "cannot write /nowhere/swept.csv"),
        (["-x", "pi=0,1", "--each", "peace"], "has no assumption 'peace'"),
        (["--points", "none.csv"], "cannot read none.csv"),
        (["-x", "pi=0,1", "-o", "n" * 5_000 + ".csv"], "nnn...nnn"),
        (["-x", "pi=0,1", "-o", "n" * 245 + ".csv"], "File name too long"),
        (["-x", "pi=0,1", "-o", "a\nb.txt"], "cannot write 'a?b.txt'"),
        (["--points", "p\udcff.csv"], "is no text in UTF-8"),
    ],
)
def test_mistakes_are_answered(run: Run, arguments: list[str], message: str) -> None:
    ran = run("sweep", CLOCK, *arguments)
    assert ran.status == 2
    assert message in ran.err
    assert ran.out == ""


HOW = {"output", "resume", "force", "workers", "scheduler", "dry_run", "as_json"}
"""The parameters that say how a sweep is run, not which."""
ASKED = [
    [
        *("-x", "mu~prior", "-x", "T=2,3", "--draws", "8", "--sample", "sobol", "--seed", "3"),
        *("--each", "a flexible Moscow", "-a", "the pledge alone", "-s", "sigma=1/3"),
        *("-c", "quantal", "--precision", "0.5", "--part-points", "7", "--max-nodes", "299999"),
    ],
    ["--points", "points of mine.csv", "-x", "T=2,3"],
]


def parsed(words: list[str]) -> dict[str, object]:
    return dict(command.make_context("sweep", list(words)).params)


@pytest.mark.parametrize("words", ASKED, ids=["drawn", "listed"])
def test_the_command_of_a_sweep_asks_for_the_same(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("points of mine.csv").write_text("pi\n0.1\n0.2\n")
    asked = parsed([CLOCK, *words])
    _, told = asked_of(**{name: value for name, value in asked.items() if name not in HOW})
    again = shlex.split(told["command"])
    assert again[:2] == ["crisis-sim", "sweep"]
    assert parsed(again[2:]) == asked


def test_every_option_that_says_which_sweep_is_tried() -> None:
    usual = parsed([CLOCK])
    tried = {
        name
        for words in ASKED
        for name, value in parsed([CLOCK, *words]).items()
        if value != usual[name]
    }
    assert tried == set(usual) - HOW - {"scenario"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--resume"], "--resume is for a file of results: name it with -o"),
        (["--force"], "--force is for a file of results: name it with -o"),
        (["--resume", "--dry-run"], "--resume is for a file of results: name it with -o"),
        (["--resume", "--force"], BOTH),
        (["--resume", "--force", "-o", "swept.csv"], BOTH),
        (["--resume", "--force", "-o", "swept.csv", "--dry-run"], BOTH),
    ],
)
def test_what_cannot_be_resumed_or_written_over_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("sweep", CLOCK, "-x", "pi=0,0.3", *words)
    assert (ran.status, ran.out, ran.err) == (2, "", f"Error: {message}\n")
    assert list(tmp_path.iterdir()) == []
