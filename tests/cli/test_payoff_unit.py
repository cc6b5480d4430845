"""What a unit of payoff means stands wherever payoffs do."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run

UNIT = "payoff unit: rank, 4 best"


@pytest.mark.parametrize(
    "command",
    [
        *("solve", "solve -c nash", "solve -c quantal", "compare", "show", "simulate --plays 5"),
        "verify -p Washington=blockade -p Moscow=withdraw",
    ],
)
def test_texts_with_payoffs_tell_their_unit(run: Run, command: str) -> None:
    name, *words = command.split()
    out = run(name, "brams-chicken", *words).out
    assert UNIT in " ".join(out.split()).replace("Payoff", "payoff")


def test_bargaining_tells_it_as_well(run: Run) -> None:
    out = run("bargain", "cuba-1962-cable").out
    assert "\nPayoff unit: 1/W of the cost of general war.\n" in out


@pytest.mark.parametrize("command", ["solve", "compare", "simulate"])
def test_objects_hold_it(run: Run, command: str) -> None:
    assert json.loads(run(command, "brams-chicken", "--json").out)["payoff_unit"] == "rank, 4 best"
