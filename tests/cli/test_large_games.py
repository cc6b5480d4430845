"""Large games on the command line: counterfactual regret, progress, accounts that stay readable."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from crisis_sim.cli import progress
from crisis_sim.concepts import MOST_ITERATIONS
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.report import json_object
from crisis_sim.report import solution as report
from tests.cli.conftest import Run
from tests.grown import complete_tree

CABLE = "cuba-1962-cable"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A file with 8,191 nodes."""
    path = tmp_path / "tree.efg"
    path.write_text(write_efg(complete_tree(12, np.random.default_rng(1))), encoding="utf-8")
    return path


def test_cfr_says_how_good_its_answer_is(run: Run) -> None:
    ran = run("solve", CABLE, "-c", "cfr", "--tol", "0.5", "--json")
    assert ran.status == 0
    solution = json.loads(ran.out)
    assert solution["concept"] == "cfr"
    assert solution["converged"]
    assert not solution["complete"]
    assert 0 < solution["equilibria"][0]["max_regret"] <= 0.5


def test_an_answer_that_did_not_converge_is_shown_and_is_a_failure(run: Run) -> None:
    ran = run("solve", CABLE, "-c", "cfr", "--iterations", "5")
    assert ran.status == 4
    assert "Warning: the method stopped before it converged." in ran.out
    assert "5 iterations for a regret of at most" in ran.err


@pytest.mark.parametrize("option", [("--tol", "1"), ("--iterations", "9")])
def test_its_options_are_refused_to_other_concepts(run: Run, option: tuple[str, str]) -> None:
    ran = run("solve", CABLE, *option)
    assert ran.status == 2
    assert "belongs to the concept cfr, not to sequential" in ran.err


def test_a_large_account_counts_what_it_does_not_tell(run: Run, tree: Path) -> None:
    ran = run("solve", str(tree), "-c", "cfr", "--iterations", "10")
    assert "further places are reached, each with less than 0.005." in ran.out
    assert "more of this kind." in ran.out
    assert "any of " in ran.out
    assert len(ran.out.splitlines()) < 5 * report.MOST_LINES


def test_a_large_strategy_is_told_on_the_path(
    run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.loads(run("solve", str(tree), "--json").out)["equilibria"][0]
    assert (whole["strategy_of"], len(whole["strategy"])) == ("all", 4095)
    monkeypatch.setattr(json_object, "MOST_SETS", 1_000)
    path = json.loads(run("solve", str(tree), "--json").out)["equilibria"][0]
    assert (path["strategy_of"], len(path["strategy"])) == ("likeliest on the path", 12)
    assert path["strategy"].items() <= whole["strategy"].items()


def test_the_bar_shows_progress_once_patience_is_at_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100)
    with progress.progress_bar("Iterations", 40, console) as bar:
        bar(10, "regret 0.5")
        assert not screen.getvalue()
        monkeypatch.setattr(progress, "PATIENCE", 0.0)
        bar(20, "regret 0.25")
    assert "20/40" in screen.getvalue()
    assert "regret 0.25" in screen.getvalue()


def test_a_bar_of_what_nobody_knows_the_end_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100)
    with progress.progress_bar("Rows", None, console) as bar:
        bar(20)
    assert "20/?" in screen.getvalue()


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (["-c", "cfr", "--iterations", "30"], "/30"),
        (["-c", "cfr", "--tol", "1"], f"/{MOST_ITERATIONS}"),
    ],
)
def test_the_bar_of_a_solver_ends_where_the_solver_does(
    run: Run, monkeypatch: pytest.MonkeyPatch, options: list[str], total: str
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert total in run("solve", CABLE, *options).err


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    screen = io.StringIO()
    with progress.progress_bar("Iterations", 40, Console(file=screen)) as bar:
        bar(20, "regret 0.25")
    assert not screen.getvalue()


def test_an_interruption_ends_it_cleanly() -> None:
    code = "from crisis_sim.cli.main import main; print('on', flush=True); main()"
    options = ["solve", CABLE, "-c", "cfr", "--tol", "0", "--iterations", "1000000000"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert err.splitlines()[-1] == "Interrupted."  # a compilation under way is waited for, and told
    assert "Traceback" not in err
    assert not out or "no more, being interrupted" in out
