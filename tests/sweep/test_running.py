"""Sweeps that are killed, shared by processes, and spread over a cluster."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from benchmarks.sweep_running import kill_and_resume
from crisis_sim.errors import WorkerLost
from crisis_sim.sweep.results.result import sweep_in_memory
from crisis_sim.sweep.running.parts import PartsFolder
from crisis_sim.sweep.running.run import solve_parts
from crisis_sim.sweep.running.store import Running, sweep_to_file
from tests.sweep.commands import interrupt, start, sweep_command, wait_for_parts, workers_of
from tests.sweep.sweeps import plan_for


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
@pytest.mark.parametrize("moment", [0.0, 0.3, 1.0])
def test_a_worker_that_is_killed_is_told_in_words(tmp_path: Path, moment: float) -> None:
    whole, path = tmp_path / "whole.csv", tmp_path / "swept.csv"
    subprocess.run(sweep_command(whole), check=True, capture_output=True)
    process = start(sweep_command(path, "--workers", "2"))
    while not (workers := workers_of(process)):
        time.sleep(0.005)
    time.sleep(moment)
    os.kill(workers[0], signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    errors = told.decode()
    assert process.returncode == 4, errors
    assert "a worker process died (killed by signal 9)" in errors
    assert f"-o {path} --workers 2 --resume" in errors
    assert "Traceback" not in errors
    subprocess.run(sweep_command(path, "--resume"), check=True, capture_output=True)
    assert path.read_bytes() == whole.read_bytes()


@pytest.mark.slow
def test_a_worker_that_dies_while_it_sends_is_not_waited_for() -> None:
    plan = plan_for("pi=0:0.6:400", "mu=0:1:1000", part_points=50_000)
    found = solve_parts(plan, range(plan.parts), workers=2)
    next(found)
    import multiprocessing

    time.sleep(2.0)  # both stand in the middle of answers that fit into no pipe
    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(WorkerLost, match="died"):
        list(found)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_kills_lose_nothing(tmp_path: Path, workers: int) -> None:
    found = kill_and_resume(tmp_path, 5, workers, seed=workers)
    assert found.same == found.finished


@pytest.mark.long
@pytest.mark.parametrize(("kills", "workers"), [(80, 1), (20, 2)])
def test_a_hundred_kills_lose_nothing(tmp_path: Path, kills: int, workers: int) -> None:
    found = kill_and_resume(tmp_path, kills, workers, seed=0)
    assert found.same == found.finished


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
    from crisis_sim.sweep.running import cluster

    monkeypatch.setattr(cluster, "PATIENCE", 1)
    plan = plan_for("pi=0:0.6:4")
    with pytest.raises(cs.InputError, match=r"no Dask scheduler answers at 'tcp:"):
        list(solve_parts(plan, [0], scheduler="tcp://127.0.0.1:9"))


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    program = [str(Path(sys.executable).with_name("dask")), *arguments, "--no-dashboard"]
    return subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def address_in(file: Path) -> str:
    """The address that a scheduler writes to its file, which it does not write in one piece."""
    while True:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.05)


@pytest.fixture
def own_cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and the processes: it and a worker."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    made = [dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))]
    address = address_in(file)
    made.append(dask("worker", address, "--nthreads", "1", "--no-nanny"))
    yield address, made
    for one in made:
        one.kill()
        one.wait()


@pytest.mark.slow
def test_a_scheduler_that_is_killed_is_told_in_words(own_cluster: Any, tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.csv", tmp_path / "swept.csv"
    subprocess.run(sweep_command(whole), check=True, capture_output=True)
    address, (scheduler, _) = own_cluster
    process = start(sweep_command(path, "--scheduler", address))
    wait_for_parts(path, 2, process)
    scheduler.kill()
    _, told = process.communicate(timeout=60)
    errors = told.decode()
    assert process.returncode == 4, errors
    assert f"the Dask scheduler at '{address}' is gone" in errors
    assert f"-o {path} --scheduler {address} --resume" in errors
    assert "Traceback" not in errors
    subprocess.run(sweep_command(path, "--resume"), check=True, capture_output=True)
    assert path.read_bytes() == whole.read_bytes()


@pytest.mark.slow
def test_a_cluster_without_workers_is_waited_for_with_a_word(
    own_cluster: Any, tmp_path: Path
) -> None:
    whole, path = tmp_path / "whole.csv", tmp_path / "swept.csv"
    subprocess.run(sweep_command(whole), check=True, capture_output=True)
    address, made = own_cluster
    process = start(sweep_command(path, "--scheduler", address))
    wait_for_parts(path, 2, process)
    made[1].kill()
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    while "the cluster has no workers left" not in line:
        assert line
        line = process.stderr.readline().decode()
    made.append(dask("worker", address, "--nthreads", "1", "--no-nanny"))
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told.decode()
    assert path.read_bytes() == whole.read_bytes()


@pytest.mark.slow
def test_a_sweep_on_a_cluster_is_interrupted_in_two_seconds(
    own_cluster: Any, tmp_path: Path
) -> None:
    path = tmp_path / "swept.csv"
    process = start(sweep_command(path, "--scheduler", own_cluster[0]))
    wait_for_parts(path, 2, process)
    seconds, errors = interrupt(process)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert seconds < 3.5
