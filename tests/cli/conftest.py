"""Running the command line inside the test process."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass

import click
import pytest

from crisis_sim.cli.flags import as_flag
from crisis_sim.cli.main import COMMANDS, cli, main
from crisis_sim.remedy import Remedy


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]
NEVER = 1e6
"""Seconds after which a compilation would be told."""


def told_truly(remedy: Remedy, asked: str = "", concepts: Collection[str] = ()) -> str:
    """A remedy as flags, all of which the command that is meant has."""
    told = as_flag(remedy, asked, concepts)
    words = told.split()
    name = words[0] if words[0] in COMMANDS else asked
    command = cli.get_command(click.Context(cli), name)
    assert command is not None, f"'{told}' for {asked or 'nothing'}"
    known = {flag for one in command.params for flag in (*one.opts, *one.secondary_opts)}
    given = {word for word in words if re.match(r"--?[a-z]", word)}
    assert given <= known, f"{name} has no {', '.join(given - known)}"
    return told


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr("crisis_sim.compilation.PATIENCE", NEVER)  # whatever has been kept
    monkeypatch.setattr("crisis_sim.cli.main.as_flag", told_truly)
    monkeypatch.setattr("crisis_sim.cli.figure.as_flag", told_truly)

    def call(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["crisis-sim", *arguments])
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return Ran(int(exit_.value.code or 0), captured.out, captured.err)

    return call
