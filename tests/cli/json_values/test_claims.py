"""What is claimed of an object is compared, and what is not claimed is refused."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import click
import pytest

from crisis_sim.cli.main import COMMANDS, cli

from .claims import Near, Such, faults


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        ({"a": 1, "new": 2}, {"a": 1}),
        ({"a": 1}, {"a": 1, "gone": 2}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ([1, 2], [1]),
        (1, 1.0),
        (True, 1),
        (0.1, Fraction(1, 9)),
        (1e-13, Fraction(0)),
        (0.0, Fraction(1, 10**13)),
        ("other", re.compile("o")),
        (1.0, Near(1.2, 0.1)),
        ([3], Such("all even", lambda many: all(one % 2 == 0 for one in many))),
        ({"a": {}}, {"a": []}),
        (None, {}),
    ],
)
def test_what_is_not_as_claimed_is_a_fault(told: object, claimed: object) -> None:
    assert list(faults(told, claimed))


def test_what_is_as_claimed_is_none() -> None:
    told = {"a": 1 / 3, "b": ["one", None, []], "c": {"d": True}}
    claimed = {"a": Fraction(1, 3), "b": [re.compile("o.e"), None, []], "c": {"d": True}}
    assert not list(faults(told, claimed))


def test_every_command_that_prints_json_is_read() -> None:
    """Its file here is named after it."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in COMMANDS}
    prints = {
        name
        for name, one in commands.items()
        if one and any("--json" in option.opts for option in one.params)
    }
    files = {file.stem.removeprefix("test_") for file in Path(__file__).parent.glob("test_*.py")}
    assert files - {"claims"} == prints
