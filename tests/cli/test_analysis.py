"""The commands that analyse sweeps: sensitivity and discover."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.sweep.sweeps import CLOCK


def test_the_command_prints_a_table_and_json(run: Run) -> None:
    pytest.importorskip("SALib")
    arguments = ("sensitivity", "cuba-1962-clock", "--payoff", "US", "-x", "g~prior")
    ran = run(*arguments, "-x", "mu~prior", "--samples", "32")
    assert ran.status == 0
    assert "payoff of US depends on" in ran.out
    assert "+/-" in ran.out
    found = json.loads(run(*arguments, "--samples", "32", "--json").out)
    assert found["parameters"][0]["parameter"] == "g"
    assert found["parameters"][0]["measures"]["total"]["value"] == pytest.approx(1, abs=0.1)
    assert "draws nothing" in run(*arguments, "-x", "pi=0:0.6:3").err


def test_the_command_states_boxes_plainly(run: Run, tmp_path: Path) -> None:
    path = CLOCK.sweep(pi="0:0.6:31", fD="20:50:31").save(tmp_path / "swept.csv")
    ran = run("discover", str(path), "--outcome", "standoff")
    assert ran.status == 0
    assert "Where standoff is above 0.5" in ran.out
    assert " when pi < " in ran.out
    assert "coverage" in ran.out
    found = json.loads(run("discover", str(path), "--outcome", "standoff", "--json").out)
    assert found["boxes"][0]["conditions"]
    both = run("discover", str(path), "--outcome", "standoff", "--above", "1", "--below", "0")
    assert both.status == 2
    assert run("discover", str(tmp_path / "none.csv"), "--outcome", "war").status == 2
