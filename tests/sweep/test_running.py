"""Sweeps that are killed, shared by processes, and spread over a cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.sweep.parts import PartsFolder
from crisis_sim.sweep.result import sweep_in_memory
from crisis_sim.sweep.run import solve_parts
from crisis_sim.sweep.store import Running, sweep_to_file
from tests.sweep.sweeps import plan_for

COMMAND = [sys.executable, "-c", "from crisis_sim.cli.main import main; main()", "sweep"]
POINTS = ["cuba-1962-clock", "-x", "pi=0:0.6:250", "-x", "mu~prior", "--draws", "400"]
SMALL = ["--part-points", "2000"]


def sweep_command(path: Path, *more: str) -> list[str]:
    return [*COMMAND, *POINTS, *SMALL, "-o", str(path), *more]


def wait_for_parts(path: Path, parts: int, process: subprocess.Popen[bytes]) -> None:
    folder = PartsFolder(path).path
    while process.poll() is None and len(list(folder.glob("part-*.npz"))) < parts:
        time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_and_resumed_sweeps_give_the_same_bytes(tmp_path: Path, workers: int) -> None:
    whole, path = tmp_path / "whole.csv", tmp_path / "killed.csv"
    subprocess.run(sweep_command(whole), check=True, capture_output=True)
    resumed = sweep_command(path, "--resume", "--workers", str(workers))
    for parts in (1, 9, 23, 40):
        with subprocess.Popen(resumed, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            wait_for_parts(path, parts, process)
            process.kill()
        assert not path.exists()
        assert PartsFolder(path).exists()
    subprocess.run(resumed, check=True, capture_output=True)
    assert path.read_bytes() == whole.read_bytes()
    assert not PartsFolder(path).path.exists()


@pytest.mark.slow
def test_an_interruption_leaves_a_state_that_can_be_resumed(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    command = sweep_command(path, "--workers", "2")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        wait_for_parts(path, 3, process)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"--workers 2 --resume" in errors
    assert b"Traceback" not in errors
    assert PartsFolder(path).exists()


@pytest.mark.slow
def test_a_file_that_may_not_grow_fails_in_words_and_goes_on_later(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    limited = f"ulimit -f 4000; exec {subprocess.list2cmdline(sweep_command(path))}"
    failed = subprocess.run(["bash", "-c", limited], capture_output=True, check=False)
    assert failed.returncode == 2
    assert b"no room to write" in failed.stderr
    assert b"Traceback" not in failed.stderr
    assert PartsFolder(path).exists()
    subprocess.run(sweep_command(path, "--resume"), check=True, capture_output=True)
    assert path.exists()


@pytest.mark.slow
def test_workers_change_nothing() -> None:
    plan = plan_for("pi=0:0.6:50", "mu~prior", draws=40, part_points=300)
    alone = sweep_in_memory(plan)
    shared = sweep_in_memory(plan, workers=2)
    assert alone.equilibria == shared.equilibria
    for name, values in alone.rows.items():
        assert np.array_equal(values, shared.rows[name], equal_nan=True), name


@pytest.mark.slow
def test_a_worker_that_dies_is_told_in_words() -> None:
    plan = plan_for("pi=0:0.6:400", "mu=0:1:1000", part_points=2000)
    parts = solve_parts(plan, range(plan.parts), workers=2)
    next(parts)
    import multiprocessing

    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(cs.NotSolved, match="a worker process died"):
        list(parts)


@pytest.fixture(scope="module")
def cluster() -> Any:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
    ) as made:
        yield made


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_a_worker_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    plan = plan_for("pi=0:0.6:1000", "mu~prior", draws=1000, part_points=65_536)
    whole, path = tmp_path / "whole.csv", tmp_path / "spread.csv"
    sweep_to_file(plan, whole, Running())
    victim = next(iter(cluster.workers.values())).process.pid
    killed = threading.Event()

    def kill() -> None:
        folder = PartsFolder(path).path
        while len(list(folder.glob("part-*.npz"))) < 3:
            time.sleep(0.005)
        os.kill(victim, signal.SIGKILL)
        killed.set()

    thread = threading.Thread(target=kill)
    thread.start()
    sweep_to_file(plan, path, Running(scheduler=cluster.scheduler_address))
    thread.join()
    assert killed.is_set()
    assert path.read_bytes() == whole.read_bytes()


@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_does_not_answer_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    from crisis_sim.sweep import cluster

    monkeypatch.setattr(cluster, "PATIENCE", 1)
    plan = plan_for("pi=0:0.6:4")
    with pytest.raises(cs.InputError, match=r"no Dask scheduler answers at 'tcp:"):
        list(solve_parts(plan, [0], scheduler="tcp://127.0.0.1:9"))
