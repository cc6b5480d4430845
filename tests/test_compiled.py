"""Compiled functions where nothing can be kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numba.core import caching

from crisis_sim.compiled import inner, njit


@inner()
def double(x: float) -> float:
    return 2.0 * x


def test_a_function_compiles_where_no_folder_can_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(caching.FunctionCache, "__init__", refuse)

    @njit(cache=True)
    def twice_double(x: float) -> float:
        return double(double(x))

    assert twice_double(1.5) == 6.0


def test_what_is_kept_serves_until_a_called_function_changes(tmp_path: Path) -> None:
    lines = "from crisis_sim.compiled import njit\n\n@njit(cache=True)\ndef "
    (tmp_path / "called.py").write_text(f"{lines}two():\n    return 2\n")
    calling = f"from called import two\n{lines}four():\n    return 2 * two()\n"
    (tmp_path / "calling.py").write_text(calling)
    assert four_in(tmp_path) == ["4", "0"]
    assert four_in(tmp_path) == ["4", "1"]
    (tmp_path / "called.py").write_text(f"{lines}two():\n    return 20\n")
    assert four_in(tmp_path) == ["40", "0"]


def four_in(folder: Path) -> list[str]:
    """What the function gives in a process of its own, and how often it came from the cache."""
    code = "from calling import four; print(four(), sum(four.stats.cache_hits.values()))"
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "cache")}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**environment, "PYTHONPATH": os.pathsep.join([str(folder), os.getcwd()])},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.split()
