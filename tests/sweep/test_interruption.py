"""Ctrl-C: two seconds, nothing lost, no traceback, no crash; a compilation is waited for."""

from __future__ import annotations

import io
import multiprocessing.util
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest

from crisis_sim.interruption import held
from crisis_sim.sweep.running.parts import PartsFolder
from crisis_sim.sweep.running.processes import solve_in_processes
from tests.sweep.commands import LONG, interrupt, start, sweep_command, workers_of

PATIENCE = 2.0
"""Seconds that an interruption may take."""
SLACK = 1.5
"""And a busy machine may add."""
COMPILING = "it ends as soon as the compilation under way is done"


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def hold(*after: Callable[[], None], words: str = "") -> None:
    """Press Ctrl-C where it is held, and go on."""
    with held(words), held("within another"):
        press()
        for step in after:
            step()


def fail() -> None:
    raise ValueError


def test_an_interruption_waits_for_the_end_of_what_is_held() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        hold(lambda: done.append("the rest"))
    assert done == ["the rest"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_is_waited_for_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        hold(press, words="waits")
    assert capsys.readouterr().err == "waits\n"


def test_an_error_does_not_hide_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        hold(fail)


def test_other_ways_to_be_interrupted_are_left_alone() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with held():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    thread = threading.Thread(target=lambda: held().__enter__())
    thread.start()
    thread.join()
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interruption_just_when_compiled_code_returns_is_an_exception() -> None:
    """As a signal handler that raises where numba calls Python to make a named tuple."""
    from crisis_sim.solve.quantal import follow

    for name in ("_followed", "_corrected", "_pointed"):
        returned = getattr(follow, name)
        hints = returned.py_func.__annotations__["return"]
        assert hints.startswith("tuple["), name


@pytest.mark.parametrize("times", [1, 2])
def test_a_worker_is_begun_and_killed_in_one_piece(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], times: int
) -> None:
    """An interruption reaches this thread by way of another, whatever signals this one takes."""
    spawn, kill, begun = multiprocessing.util.spawnv_passfds, SpawnProcess.kill, []

    def spawned(*arguments: Any) -> Any:
        begun.append(spawn(*arguments))
        if len(begun) == times:
            other.submit(press).result()
        return begun[-1]

    def killed(process: SpawnProcess) -> None:
        other.submit(press).result()
        kill(process)

    resource_tracker.ensure_running()
    monkeypatch.setattr(multiprocessing.util, "spawnv_passfds", spawned)
    monkeypatch.setattr(SpawnProcess, "kill", killed)
    with ThreadPoolExecutor(1) as other:
        other.submit(time.sleep, 0).result()  # begins while signals are taken
        with pytest.raises(KeyboardInterrupt, match=r"^$"):
            list(solve_in_processes(b"", [(0, 0, 1)], 2, lambda _: None))
    assert (len(begun), multiprocessing.active_children()) == (times, [])
    time.sleep(0.2)
    assert capfd.readouterr().err == ""


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_long_parts_are_interrupted_in_two_seconds(tmp_path: Path, workers: int) -> None:
    rng = random.Random(workers)
    points = [*LONG, "-x", "h=0:0.2:300", "--part-points", "30000"]
    warm = sweep_command(tmp_path / "warm.csv", points=[*LONG, "-x", "h=0:0.2:2"])
    start(warm).communicate(timeout=600)  # compiles
    for number in range(4):
        path = tmp_path / f"swept-{number}.csv"
        process = start(sweep_command(path, "--workers", str(workers), points=points))
        while process.poll() is None and not PartsFolder(path).exists():
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 5))
        seconds, errors = interrupt(process)
        assert process.returncode == 130, errors
        assert "Traceback" not in errors
        assert "What is finished is kept. To go on:" in errors
        assert seconds < PATIENCE + SLACK or COMPILING in errors
        assert PartsFolder(path).exists()


@pytest.mark.slow
def test_interruptions_at_any_moment_lose_nothing(tmp_path: Path) -> None:
    check_interruptions(tmp_path, 8, seed=0)


@pytest.mark.long
def test_many_interruptions_at_any_moment_lose_nothing(tmp_path: Path) -> None:
    check_interruptions(tmp_path, 60, seed=1)


def check_interruptions(folder: Path, times: int, seed: int) -> None:
    """Interrupt sweeps whenever, resume them; each file is that of a sweep left alone."""
    rng = random.Random(seed)
    whole = {}
    for suffix in (".nc", ".parquet", ".csv", ".dta"):
        path = folder / f"whole{suffix}"
        began = time.monotonic()
        start(sweep_command(path)).communicate(timeout=600)
        took, whole[suffix] = time.monotonic() - began, path.read_bytes()
    for number in range(times):
        suffix = list(whole)[number % 4]
        path = folder / f"swept{suffix}"
        more = ["--resume", "--workers", str(1 + number % 2)]
        process = start(sweep_command(path, *more))
        time.sleep(rng.uniform(0.5, took))  # earlier, Python itself is starting
        seconds, errors = (0.0, "") if process.poll() is not None else interrupt(process)
        process.communicate()
        assert process.returncode in (0, 130), errors
        assert "Traceback" not in errors
        assert seconds < PATIENCE + SLACK or COMPILING in errors
        process = start(sweep_command(path, *more))
        _, told = process.communicate(timeout=600)
        assert process.returncode == 0, told.decode()
        assert path.read_bytes() == whole[suffix]
        left = {one.name for one in folder.glob("*swept*")} - {path.name, f"{path.name}.json"}
        assert not left
        for one in folder.glob("swept*"):
            one.unlink()


def test_a_sweep_does_not_end_for_want_of_a_listener(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crisis_sim.cli.progress import ProgressLines
    from crisis_sim.sweep.running import progress
    from crisis_sim.sweep.running.store import Running, sweep_to_file
    from tests.sweep.sweeps import plan_for, point_solver

    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(progress, "QUIET", 0.0)
    plan = plan_for("pi=0:0.6:40", part_points=10)
    path = tmp_path / "swept.csv"
    sweep_to_file(plan, path, Running(report=ProgressLines(Closed())), solver=point_solver(plan))
    assert path.exists()


@pytest.mark.slow
def test_an_early_interruption_of_workers_shows_no_traceback(tmp_path: Path) -> None:
    for tenths in range(0, 20, 4):
        path = tmp_path / f"swept-{tenths}.csv"
        process = start(sweep_command(path, "--workers", "2"))
        while process.poll() is None and not workers_of(process):
            time.sleep(0.002)
        time.sleep(tenths / 10)
        _, errors = interrupt(process)
        assert "Traceback" not in errors
        assert process.returncode in (0, 130)
