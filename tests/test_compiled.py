"""Compiled functions where nothing can be kept."""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from pathlib import Path

import numba
import pytest
from numba.core import caching

from crisis_sim.compiled import inner, njit

FOUR = "from crisis_sim.compiled import njit\n\n@njit(cache=True)\ndef four():\n    return "


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


@pytest.mark.parametrize("bytes_", [100, 2_000])
def test_a_full_disk_under_the_cache_keeps_nothing(tmp_path: Path, bytes_: int) -> None:
    """Of 2,000 bytes the index has its place, the code has not."""
    (tmp_path / "calling.py").write_text(f"{FOUR}4\n")
    assert four_in(tmp_path, most=bytes_) == ["4", "0"]
    assert four_in(tmp_path) == ["4", "0"]
    assert four_in(tmp_path, most=bytes_) == ["4", "1"]
    (tmp_path / "calling.py").write_text(f"{FOUR}40\n")
    assert four_in(tmp_path, most=bytes_) == ["40", "0"]
    assert four_in(tmp_path) == ["40", "0"]
    assert four_in(tmp_path) == ["40", "1"]


@pytest.mark.parametrize("left", [b"", b"no pickle"])
def test_a_cache_that_was_cut_short_is_written_anew(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "calling.py").write_text(f"{FOUR}4\n")
    assert four_in(tmp_path) == ["4", "0"]
    for kept in ("*.nbc", "*.nbi"):
        for file in (tmp_path / "cache").rglob(kept):
            file.write_bytes(left)
        told = [four_in(tmp_path) for _ in range(3)]
        assert (told[0], told[-1]) == (["4", "0"], ["4", "1"])


@pytest.mark.parametrize("name", ["compiled\nGone", "gone\nGone"])
def test_a_cache_of_a_version_with_other_names_is_written_anew(tmp_path: Path, name: str) -> None:
    (tmp_path / "calling.py").write_text(f"{FOUR}4\n")
    assert four_in(tmp_path) == ["4", "0"]
    (index,) = (tmp_path / "cache").rglob("*.nbi")
    index.write_bytes(pickle.dumps(numba.__version__) + f"ccrisis_sim.{name}\n.".encode())
    assert four_in(tmp_path) == ["4", "0"]
    assert four_in(tmp_path) == ["4", "1"]


@pytest.mark.parametrize("target", ["cache", "/proc/none"])
def test_a_cache_folder_that_is_not_there(tmp_path: Path, target: str) -> None:
    (tmp_path / "calling.py").write_text(f"{FOUR}4\n")
    if target != "cache":
        (tmp_path / "cache").symlink_to(target)
    assert four_in(tmp_path) == ["4", "0"]


@pytest.mark.parametrize("broken", ["makedirs", "replace", "stat"])
def test_whatever_the_cache_cannot_do_the_function_compiles(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a folder that is read-only, or that vanishes."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))

    @njit(cache=True)
    def three(x: float) -> float:
        return 3.0 * x

    monkeypatch.setattr(os, broken, refuse)
    assert three(1.5) == 4.5


def four_in(folder: Path, *, most: int = resource.RLIM_INFINITY) -> list[str]:
    """What the function gives in a process of its own, and how often it came from the cache.

    No file of that process may grow beyond ``most`` bytes; it keeps no modules, which Python would
    cut short.
    """
    code = "from calling import four; print(four(), sum(four.stats.cache_hits.values()))"
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "cache")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**environment, "PYTHONPATH": os.pathsep.join([str(folder), os.getcwd()])},
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    return ran.stdout.split()
