"""What every JSON object of the command line begins with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.report.envelope import SCHEMA_VERSION
from crisis_sim.version import __version__
from tests.cli.conftest import Run

ON_SCENARIOS = (
    "solve brinkmanship",
    "verify brams-chicken -p Washington=blockade -p Moscow=withdraw",
    "dominance brinkmanship",
    "compare brinkmanship",
    "thresholds brinkmanship -x p",
    "thresholds brinkmanship -x p -x q",
    "regions brinkmanship -x p -x q",
    "conditions brinkmanship --outcome war",
    "nearest brinkmanship",
    "certify brinkmanship --outcome war -x p",
    "simulate brinkmanship --plays 10",
    "bargain cuba-1962-cable",
)


def test_every_object_says_what_made_it(run: Run) -> None:
    told = json.loads(run("list", "--json").out)
    assert list(told) == ["version", "program", "scenarios"]
    assert (told["version"], told["program"]) == (SCHEMA_VERSION, f"crisis-sim {__version__}")


@pytest.mark.parametrize("command", ON_SCENARIOS)
def test_objects_on_a_scenario_begin_alike(run: Run, command: str) -> None:
    words = command.split()
    told = json.loads(run(*words, "--json").out)
    scenario = cs.load(words[1]).scenario
    assert list(told.items())[:8] == [
        ("version", SCHEMA_VERSION),
        ("program", f"crisis-sim {__version__}"),
        ("scenario", words[1]),
        ("title", scenario.title),
        ("digest", scenario.digest),
        ("assumptions", []),
        ("payoff_unit", scenario.payoff_unit),
        ("player_names", {p.name: {"short": p.short, "label": p.label} for p in scenario.players}),
    ]


@pytest.mark.parametrize(
    "command",
    [
        *("solve", "thresholds -x pi", "regions -x pi -x h", "nearest -x pi", "bargain"),
        *("conditions --outcome settlement -x pi", "certify --outcome settlement -x pi"),
        *("simulate --plays 10", "compare", "sweep -x pi=0:0.6:3 -o swept.csv --force"),
    ],
)
def test_what_was_assumed_and_given_is_named_in_text_and_object(
    run: Run, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name, *words = command.split()
    assumed = [] if name == "compare" else ["NATO dear"]
    asked = ["cuba-1962-cable", *words, "-s", "mu=1/3"]
    asked += [word for one in assumed for word in ("-a", one)]
    text = run(name, *asked)
    assert text.status == 0, text.err
    assert "With mu = 1/3." in text.out
    assert all(f"Assuming {one}: " in text.out for one in assumed)
    told = json.loads(run(name, *asked, "--json").out)
    assert told["assumptions"] == assumed
    if name != "sweep":
        assert told["given"] == {"mu": "1/3"}
