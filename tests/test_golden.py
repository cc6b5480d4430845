"""What is told of each shipped scenario is what was read and approved."""

from __future__ import annotations

import pytest

from crisis_sim.scenario.library import shipped
from tools.golden import FOLDER, trace


@pytest.mark.parametrize("name", shipped())
def test_trace_is_the_approved_one(name: str) -> None:
    approved = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert trace(name) == approved, "read the change; then run: python -m tools.golden"


def test_every_trace_belongs_to_a_scenario() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(shipped())
