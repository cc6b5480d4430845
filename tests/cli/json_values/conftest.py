"""Commands run once, and held against what is claimed of them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Run

from .claims import faults

Held = Callable[[str, Any], None]


@pytest.fixture
def held(run: Run) -> Held:
    """Every leaf of what a command prints is claimed and as claimed."""

    def hold(command: str, claimed: Any) -> None:
        ran = run(*shlex.split(command), "--json")
        assert ran.status == 0, ran.err
        told = json.loads(ran.out)
        wrong = list(faults(told, claimed() if callable(claimed) else claimed))
        assert not wrong, "\n".join(wrong)

    return hold
