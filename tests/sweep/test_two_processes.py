"""Several processes at one file of results: one writes, the others are refused."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.sweep.running.lock import locked
from crisis_sim.sweep.running.store import Running, sweep_to_file
from tests.sweep.commands import start, sweep_command
from tests.sweep.sweeps import plan_for, point_solver, swept

REFUSED = (
    "another process is writing",
    "is there already",
    "an unfinished sweep lies in",
)
HOW = ([], ["--resume"], ["--force"], ["--resume", "--workers", "2"])


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    plan = plan_for("pi=0:0.6:4", part_points=2)
    with locked(path):
        with pytest.raises(cs.InputError, match=r"another process is writing .*swept\.csv; wait"):
            sweep_to_file(plan, path, Running(force=True), solver=point_solver(plan))
        with pytest.raises(cs.InputError, match=r"another process is writing"):
            swept(plan).save(path)
    assert list(tmp_path.iterdir()) == []
    sweep_to_file(plan, path, Running(), solver=point_solver(plan))


def test_a_lock_that_was_left_behind_is_none(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    (tmp_path / ".swept.csv.lock").touch()
    with locked(path):
        pass
    assert list(tmp_path.iterdir()) == []


def check_pairs(folder: Path, pairs: int, seed: int) -> None:
    """Pairs of processes that begin at nearly the same time: nothing is damaged or left behind."""
    whole, rng = folder / "whole.csv", random.Random(seed)
    began = time.monotonic()
    subprocess.run(sweep_command(whole), check=True, capture_output=True)
    took = time.monotonic() - began
    for number in range(pairs):
        path = folder / f"pair-{number}.csv"
        first = start(sweep_command(path, *HOW[number % len(HOW)]))
        time.sleep(rng.uniform(0, took) * rng.choice([0.0, 0.2, 1.0]))
        second = start(sweep_command(path, *rng.choice(HOW)))
        ended = [one.communicate(timeout=300)[1].decode() for one in (first, second)]
        statuses = [first.returncode, second.returncode]
        assert 0 in statuses, ended
        for status, errors in zip(statuses, ended, strict=True):
            assert status in (0, 2), errors
            assert "Traceback" not in errors
            assert status == 0 or any(words in errors for words in REFUSED), errors
        assert path.read_bytes() == whole.read_bytes()
        assert {one.name for one in folder.glob("*pair*")} == {path.name, f"{path.name}.json"}
        path.unlink()
        path.with_name(f"{path.name}.json").unlink()


@pytest.mark.slow
def test_pairs_of_processes_at_one_file(tmp_path: Path) -> None:
    check_pairs(tmp_path, 4, seed=0)


@pytest.mark.long
def test_many_pairs_of_processes_at_one_file(tmp_path: Path) -> None:
    check_pairs(tmp_path, 30, seed=1)
