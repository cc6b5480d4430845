"""``crisis-sim verify`` as a user calls it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CABLE = "cuba-1962-cable"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from crisis_sim.report.json_object import solution_text
    from crisis_sim.study_files import load

    study = load(CABLE)
    path = tmp_path_factory.mktemp("solved") / "solution.json"
    path.write_text(solution_text(study, study.solve()))
    return path


def test_what_solve_writes_is_verified(run: Run, solved: Path) -> None:
    ran = run("verify", CABLE, str(solved), "--json")
    told = json.loads(ran.out)
    assert ran.status == 0
    assert told["nash"] is True
    assert told["rational_everywhere"] is True
    assert told["player_regret"] <= 1e-9
    assert told["payoffs"]["US"] == pytest.approx(-3.6)
    assert "A Nash equilibrium: nobody gains" in run("verify", CABLE, str(solved)).out


def test_a_departure_is_priced(run: Run, solved: Path) -> None:
    arguments = ("verify", CABLE, str(solved), "-p", "the offer=strike")
    told = json.loads(run(*arguments, "--json").out)
    assert told["nash"] is False
    assert told["players"]["US"]["regret"] == pytest.approx(39.4)
    assert told["players"]["US"]["best_reply"] == {"the offer": "Turkey in secret"}
    out = run(*arguments).out
    assert "Not a Nash equilibrium: US could gain 39.4" in out
    assert "'Turkey in secret' at the offer" in out


def test_a_profile_from_standard_input(
    run: Run, solved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(solved.read_text()))
    assert json.loads(run("verify", CABLE, "-", "--json").out)["nash"] is True


def test_a_mixed_profile_on_the_command_line(run: Run) -> None:
    half = ["Washington=blockade:1/2", "Washington=air strike:1/2"]
    half += ["Moscow=withdraw:0.5", "Moscow=maintain:0.5"]
    options = [word for text in half for word in ("-p", text)]
    told = json.loads(run("verify", "brams-chicken", *options, "--json").out)
    assert told["nash"] is True
    assert told["payoffs"] == {"US": 2.5, "USSR": 2.5}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "give a PROFILE, or what is played"),
        (["-p", "Washington"], 2, "expected WHERE=ACTION, found 'Washington'"),
        (["-p", "Moscow=withdraw", "-p", "Moscow=maintain"], 2, "'Moscow' is given twice"),
        (["-p", "Moscow=withdraw"], 3, "nothing is said of 'Washington'"),
        (["-p", "Moscwo=withdraw"], 3, "Did you mean 'Moscow'?"),
        (["-p", "Moscow=withdraw:1/0"], 3, "'1/0' is not a probability"),
        (["missing.yaml"], 2, "cannot read missing.yaml"),
    ],
)
def test_mistakes_are_answered(run: Run, arguments: list[str], status: int, message: str) -> None:
    ran = run("verify", "brams-chicken", *arguments)
    assert ran.status == status
    assert message in ran.err
    assert ran.out == ""
