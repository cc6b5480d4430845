"""With --json a command prints one object, whichever other flags it has, or refuses these."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click
import pytest

from crisis_sim.cli.main import COMMANDS, cli
from tests.cli.conftest import Run

ASKED = {
    "list": "",
    "provenance": "brinkmanship",
    "solve": "brinkmanship",
    "compare": "brinkmanship",
    "dominance": "brinkmanship",
    "verify": "brams-chicken -p Washington=blockade -p Moscow=withdraw",
    "fit": "brinkmanship played.csv",
    "thresholds": "brinkmanship -x q",
    "regions": "brinkmanship -x p -x q",
    "conditions": "brinkmanship --outcome war",
    "certify": "brinkmanship --outcome war -x p",
    "nearest": "brinkmanship",
    "sweep": "brinkmanship -x q=0.5:0.9:9 -o swept.csv",
    "sensitivity": "brinkmanship --outcome war --samples 16",
    "discover": "swept.csv --outcome war --above 0.1",
    "bargain": "cuba-1962-cable",
    "simulate": "brinkmanship --plays 5",
}
PLAYED = "information set,action,count\nthe threat,threaten,7\nthe threat,do not threaten,3\n"
REFUSED = {("conditions", "--latex")}


def flags(name: str) -> list[str]:
    """The flags of a command that takes --json; nothing where it does not."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    every = [one for one in command.params if isinstance(one, click.Option) and one.is_flag]
    told = [one.opts[-1] for one in every]
    return told if "--json" in told else []


WALKED = [(name, flag) for name in COMMANDS for flag in flags(name) if flag != "--help"]


@pytest.mark.parametrize(("name", "flag"), WALKED)
def test_one_object_is_printed_or_a_flag_is_refused(
    run: Run, name: str, flag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("played.csv").write_text(PLAYED, encoding="utf-8")
    if name == "discover" or flag in ("--resume", "--force"):
        assert run("sweep", *shlex.split(ASKED["sweep"])).status == 0
    told = run(name, *shlex.split(ASKED[name]), *({flag, "--json"}))
    if (name, flag) in REFUSED:
        assert (told.status, told.out) == (2, "")
        assert f"leave out {flag}" in told.err
    else:
        assert told.status == 0, told.err
        assert isinstance(json.loads(told.out), dict)


def test_every_command_with_it_is_walked() -> None:
    assert {name for name, _ in WALKED} == set(ASKED)
