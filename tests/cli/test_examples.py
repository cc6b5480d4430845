"""The examples in the help of commands run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from crisis_sim.cli.main import COMMANDS, cli
from crisis_sim.scenario.library import load
from tests.cli.conftest import Run

LONG = {"certify", "figure", "nearest", "sensitivity", "sweep"}
"""Commands whose examples take seconds."""
PLAYED = "information set,action,count\nthe threat,threaten,70\nthe threat,do not threaten,30\n"


def examples() -> dict[str, str]:
    """By command the example in its help."""
    found = {}
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        text = " ".join((command.help or "").split())
        if told := re.search(r"Example: crisis-sim (.*)$", text):
            found[name] = told[1]
    return found


@pytest.mark.parametrize(
    "name",
    [pytest.param(one, marks=pytest.mark.slow if one in LONG else ()) for one in examples()],
)
def test_examples_run(run: Run, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("played.csv").write_text(PLAYED, encoding="utf-8")
    if name == "discover":
        assert run("sweep", "cuba-1962-cable", "--draws", "200", "-o", "draws.parquet").status == 0
    words, _, written = examples()[name].partition(" > ")
    told = run(*shlex.split(words))
    assert told.status == 0, told.err
    assert told.out or name in ("figure", "sweep")
    assert not written or written.endswith(".bib")
    for file in re.findall(r"-o (\S+)", words):
        assert Path(file).stat().st_size


def test_the_example_of_an_outcome_is_one_that_is_named_so() -> None:
    words = shlex.split(examples()["conditions"])
    assert words[words.index("--outcome") + 1] in load(words[1]).outcomes


def test_there_is_one_for_what_asks_most() -> None:
    assert {"solve", "verify", "thresholds", "conditions", "sweep", "figure"} <= set(examples())
