"""Sweeps to a file: resumed to the same bytes, refused early, clear of what is in the way."""

from __future__ import annotations

import errno
import io
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.cli.progress import ProgressLines
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.running import progress, store
from crisis_sim.sweep.running.parts import PartsFolder
from crisis_sim.sweep.running.progress import Progress, duration, many
from crisis_sim.sweep.running.store import Running, sweep_to_file, sweep_to_summary
from tests.sweep.sweeps import plan_for, point_solver


def a_plan(last: str = "0.6", **more: Any) -> Plan:
    return plan_for(f"pi=0:{last}:4", "T=2,3", part_points=3, **more)


def run(plan: Plan, path: Path, **how: Any) -> Any:
    return sweep_to_file(plan, path, Running(**how), solver=point_solver(plan))


class Stopped(Exception):
    """Stands for whatever ends a process."""


def stop_after(monkeypatch: pytest.MonkeyPatch, parts: int) -> None:
    """Let so many parts be written, and no more."""
    write = PartsFolder.write
    left = [parts]

    def counted(folder: PartsFolder, number: int, answers: Any) -> None:
        if not left[0]:
            raise Stopped
        left[0] -= 1
        write(folder, number, answers)

    monkeypatch.setattr(PartsFolder, "write", counted)


@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_resumed_sweep_has_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    whole, path = tmp_path / "whole.csv", tmp_path / "resumed.csv"
    run(a_plan(), whole)
    with monkeypatch.context() as patch:
        stop_after(patch, done)
        with pytest.raises(Stopped):
            run(a_plan(), path)
    assert not path.exists()
    with pytest.raises(cs.InputError, match="resume=True continues it, force=True begins"):
        run(a_plan(), path)
    solved: list[int] = []
    plan = a_plan()
    solver = point_solver(plan)
    solve = solver.solve
    monkeypatch.setattr(solver, "solve", lambda *run: (solved.append(run[0]), solve(*run))[1])
    sweep_to_file(plan, path, Running(resume=True), solver=solver)
    assert solved == [3 * number for number in range(done, 3)]
    assert path.read_bytes() == whole.read_bytes()
    assert not PartsFolder(path).path.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (a_plan("0.5"), 'pi was "0:0.6:4" and is "0:0.5:4"'),
        (a_plan(values={"mu": 0.1}), "values: mu was 0.5 and is 0.1"),
        (plan_for("pi=0:0.6:4", "T=2,3", part_points=4), "part_points was 3 and is 4"),
    ],
)
def test_another_sweep_is_not_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: Plan, message: str
) -> None:
    path = tmp_path / "swept.csv"
    with monkeypatch.context() as patch:
        stop_after(patch, 1)
        with pytest.raises(Stopped):
            run(a_plan(), path)
    with pytest.raises(cs.InputError, match=message):
        run(changed, path, resume=True)
    run(changed, path, force=True)
    assert path.exists()


def test_a_changed_scenario_or_version_is_not_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "swept.csv"
    with monkeypatch.context() as patch:
        stop_after(patch, 1)
        with pytest.raises(Stopped):
            run(a_plan(), path)
    folder = PartsFolder(path)
    held = folder.read()
    assert held is not None
    folder.part(0).unlink()
    PartsFolder(path, {**held, "digest": "0", "program": "crisis-sim 0.0.1"}).begin()
    with pytest.raises(cs.InputError, match=r'(?s)program was "crisis-sim 0.0.1".*digest was "0"'):
        run(a_plan(), path, resume=True)


def test_a_sweep_is_resumed_or_written_over_and_not_both() -> None:
    with pytest.raises(cs.InputError, match="goes on with what is there, force=True writes"):
        Running(resume=True, force=True)


def test_a_complete_sweep_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    run(a_plan(), path)
    before = path.stat().st_mtime_ns
    assert run(a_plan(), path, resume=True)[1] is None
    assert path.stat().st_mtime_ns == before
    with pytest.raises(cs.InputError, match="force=True writes over it"):
        run(a_plan(), path)
    with pytest.raises(cs.InputError, match="another sweep"):
        run(a_plan("0.5"), path, resume=True)


def test_a_kill_between_the_file_and_the_folder_is_mended(tmp_path: Path) -> None:
    path, folder = tmp_path / "swept.csv", PartsFolder(tmp_path / "swept.csv")
    plan = a_plan()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PartsFolder, "remove", lambda _: None)
        run(plan, path)
    whole = path.read_bytes()
    assert folder.exists()
    run(plan, path, resume=True)
    assert path.read_bytes() == whole
    assert not folder.path.exists()


def test_parts_left_without_a_manifest_are_not_trusted(tmp_path: Path) -> None:
    path, folder = tmp_path / "swept.csv", PartsFolder(tmp_path / "swept.csv")
    folder.make()
    answers = point_solver(a_plan("0.5")).solve(0, 3)
    PartsFolder(path, {"of": "another sweep"}).write(0, answers)
    with pytest.raises(cs.InputError, match="parts of another sweep lie in"):
        run(a_plan(), path, resume=True)
    assert folder.part(0).exists()
    run(a_plan(), path, force=True)
    assert path.exists()
    assert not folder.path.exists()


def test_a_damaged_part_is_solved_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, path = tmp_path / "whole.csv", tmp_path / "swept.csv"
    run(a_plan(), whole)
    with monkeypatch.context() as patch:
        stop_after(patch, 2)
        with pytest.raises(Stopped):
            run(a_plan(), path)
    part = PartsFolder(path).part(1)
    part.write_bytes(part.read_bytes()[:100])
    told = io.StringIO()
    run(a_plan(), path, resume=True, report=ProgressLines(told))
    assert told.getvalue() == "part 1 is damaged; it is solved again\n"
    assert path.read_bytes() == whole.read_bytes()


def test_one_part_needs_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PartsFolder, "begin", None)
    path = tmp_path / "swept.csv"
    run(plan_for("pi=0:0.6:4"), path)
    assert {one.name for one in tmp_path.iterdir()} == {"swept.csv", "swept.csv.json"}


def test_a_target_that_cannot_be_written_fails_before_the_work(tmp_path: Path) -> None:
    plan = a_plan()
    solver = point_solver(plan)
    solver.solve = None  # type: ignore[method-assign, assignment]
    with pytest.raises(cs.InputError, match=r"cannot write .*No such file"):
        sweep_to_file(plan, tmp_path / "none" / "swept.csv", Running(), solver=solver)
    with pytest.raises(cs.InputError, match="results go to"):
        sweep_to_file(plan, tmp_path / "swept.txt", Running(), solver=solver)


def test_too_small_a_disk_fails_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(cs.InputError, match=r"needs about [1-9]\d* kB in .*, where 1 kB are free"):
        run(a_plan(), tmp_path / "swept.csv")
    assert list(tmp_path.iterdir()) == []


def test_finished_parts_need_no_more_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "swept.csv"
    with monkeypatch.context() as patch:
        stop_after(patch, 2)
        with pytest.raises(Stopped):
            run(a_plan(), path)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    run(a_plan(), path, resume=True)
    assert path.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_disk_that_fills_up_keeps_what_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "swept.csv"

    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(store, "open_writer", _failing_after_trial(full))
        with pytest.raises(cs.InputError, match=r"no room to write .*resume"):
            run(a_plan(), path)
    assert not path.exists()
    assert PartsFolder(path).missing(3) == []
    run(a_plan(), path, resume=True)
    assert path.exists()


def _failing_after_trial(full: Any) -> Any:
    """Writers of which the first, which tries the target, works."""
    real, made = store.open_writer, []

    def open_(*arguments: Any) -> Any:
        writer = real(*arguments)
        made.append(writer)
        if len(made) > 1:
            monkey = writer
            monkey.add = full
        return writer

    return open_


def test_the_summary_alone_is_that_of_the_file(tmp_path: Path) -> None:
    plan = a_plan()
    _, written = run(plan, tmp_path / "swept.csv")
    _, alone = sweep_to_summary(plan, Running(), solver=point_solver(plan))
    assert alone.status == written.status
    assert [one.mean for one in alone.shares] == [one.mean for one in written.shares]


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_is_told_after_a_second_with_rate_and_time_left() -> None:
    clock, stream = Clock(), io.StringIO()
    told = Progress(1_000_000, ProgressLines(stream, clock), clock=clock)
    told.add(100_000, fresh=False)
    clock.now = 1.0 - 1e-9
    told.add(100_000)
    assert stream.getvalue() == ""
    clock.now = 2.0
    told.add(100_000)
    assert stream.getvalue() == (
        " 30 %  300,000 of 1,000,000 points, 100,000 points/s, 7.0 s left\n"
    )
    clock.now = 3.0
    told.add(100_000)
    assert stream.getvalue().count("\n") == 1


def test_the_start_of_workers_is_no_part_of_the_rate() -> None:
    clock, told = Clock(), list[str]()
    progress = Progress(100_000, lambda _, note: told.append(note), clock=clock)
    for clock.now, points in ((10.0, 1000), (10.1, 1000), (10.5, 4000)):
        progress.add(points)
    assert told == [
        "  1 %  1,000 of 100,000 points",
        "  6 %  6,000 of 100,000 points, 10,000 points/s, 9.4 s left",
    ]


@pytest.mark.parametrize("every", [0.5, 60.0])
def test_the_rate_is_that_of_the_last_while(every: float) -> None:
    clock, lines = Clock(), list[str]()
    progress = Progress(100_000, lambda _, note: lines.append(note), clock=clock)
    for points in (*[1] * 200, *[10] * 100):
        clock.now += every
        progress.add(points)
    assert lines[-1].split(", ")[1] == f"{10 / every:.2g} points/s"


def test_a_long_wait_is_told_and_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET", 0.01)
    clock, stream = Clock(), io.StringIO()
    told = Progress(100, ProgressLines(stream, clock), clock=clock)
    with told.waiting("compiling"):
        while not stream.getvalue():
            time.sleep(0.001)
        clock.now = 60.0
    told.add(10)
    clock.now = 62.0
    told.add(10)
    assert stream.getvalue() == "compiling\n 20 %  20 of 100 points, 5 points/s, 16 s left\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_line_is_written_over_and_a_remark_stays() -> None:
    clock, stream = Clock(), Terminal()
    lines = ProgressLines(stream, clock)
    told = Progress(100, lines, clock=clock)
    for now in (2.0, 3.0):
        clock.now = now
        told.add(10)
    told.say("alone")
    lines.close()
    first, second, rest = stream.getvalue().removeprefix("\r").split("\r")
    assert (first[:5], second[:5], rest) == (" 10 %", " 20 %", "alone\x1b[K\n")
    told.tell("compiling")
    lines.close()
    assert stream.getvalue().endswith("\rcompiling\x1b[K\r\x1b[K")


def test_a_short_wait_is_not_told() -> None:
    stream = io.StringIO()
    with Progress(100, ProgressLines(stream)).waiting("compiling"):
        pass
    assert stream.getvalue() == ""


def test_progress_is_told_within_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(Progress, "add", lambda _, points, **__: told.append(points))
    plan = plan_for("pi=0:0.6:40", part_points=25)
    run(plan, tmp_path / "swept.csv")
    solving, writing = [0, 16, 9, 15], [25, 15]
    assert told == solving + writing


def test_counts_and_times_are_rounded() -> None:
    assert [many(x) for x in (3.14159, 1234.5, 4.5612e6)] == ["3.1", "1,234", "4.56 million"]
    times = [duration(x) for x in (1.23, 45.6, 125, 4000, 300_000)]
    assert times == ["1.2 s", "46 s", "2 min 5 s", "1 h 6 min", "3 days"]
