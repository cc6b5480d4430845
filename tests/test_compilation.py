"""Compilations are told where they take long, once, and do not count."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from crisis_sim import compilation
from crisis_sim.cli.main import main
from crisis_sim.cli.progress import ProgressLines
from crisis_sim.compilation import WORDS, clock, compiling, compiling_told, under_way
from crisis_sim.compiled import njit
from crisis_sim.sweep.running import progress
from crisis_sim.sweep.running.progress import Progress


def wait_for(told: list[str]) -> None:
    while not told:
        time.sleep(0.001)


def test_a_long_compilation_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilation, "PATIENCE", 0.01)
    told: list[str] = []
    with compiling_told(told.append):
        for _ in range(2):
            with compiling():
                wait_for(told)
                time.sleep(0.03)
    assert told == [WORDS]
    with compiling():
        time.sleep(0.03)
    assert told == [WORDS]


def test_a_short_compilation_and_other_work_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilation, "PATIENCE", 0.05)
    told: list[str] = []
    with compiling_told(told.append):
        with compiling():
            pass
        time.sleep(0.1)
    assert told == []
    assert not under_way()


def test_the_clock_stands_still_while_something_is_compiled() -> None:
    before = clock()
    with compiling():
        time.sleep(0.2)
        within = clock()
        with compiling():
            time.sleep(0.2)
        assert clock() == within
    assert within - before < 0.1
    assert clock() - before < 0.1
    time.sleep(0.1)
    assert clock() - before >= 0.1


def test_a_function_that_is_compiled_counts_as_such() -> None:
    seen: list[bool] = []

    @njit()
    def twice(x: float) -> float:
        return 2.0 * x

    compile_, started = twice.compile, threading.Event()

    def watched(*arguments: object) -> object:
        started.set()
        return compile_(*arguments)

    twice.compile = watched

    def look() -> None:
        started.wait()
        while not seen or not seen[-1]:
            seen.append(under_way())

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    before, began = clock(), time.monotonic()
    assert twice(1.5) == 3.0
    assert clock() - before < time.monotonic() - began
    thread.join(10)
    assert seen[-1]


def test_the_rate_of_a_sweep_leaves_compilations_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUIET", "EVERY"):
        monkeypatch.setattr(progress, name, 0.0)
    lines: list[str] = []
    told = Progress(100, lambda _, note: lines.append(note))
    told.add(10)
    with compiling():
        time.sleep(0.5)
    time.sleep(0.01)  # so that the rate is below a million, which is told in words
    told.add(50)
    rate = float(lines[-1].partition("points, ")[2].split()[0].replace(",", ""))
    assert rate > 200


def test_a_wait_says_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((progress, "QUIET"), (compilation, "PATIENCE")):
        monkeypatch.setattr(module, name, 0.05)
    stream = io.StringIO()
    with Progress(100, ProgressLines(stream)).waiting("getting ready"), compiling():
        time.sleep(0.2)
    assert stream.getvalue() == f"{WORDS}\n"


@pytest.mark.slow
def test_commands_say_that_they_compile_only_where_they_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("CRISIS_SIM_CACHE", str(tmp_path / "own"))
    counts = tmp_path / "played.csv"
    counts.write_text("information set,action,count\nWashington,blockade,3\nMoscow,withdraw,2\n")
    for words in (
        ("sweep", "cuba-1962-cable", "-x", "pi=0:0.6:20"),
        ("fit", "brams-chicken", str(counts)),
    ):
        command = [sys.executable, "-m", "crisis_sim", *words]
        first, again = (subprocess.run(command, capture_output=True, text=True) for _ in range(2))
        assert [one.returncode for one in (first, again)] == [0, 0]
        assert (first.stderr.count(WORDS), WORDS in again.stderr) == (1, False)
        if words[0] == "sweep":
            assert " of compiling." in " ".join(first.stdout.split())
            assert "compiling" not in again.stdout


def test_a_compilation_is_told_also_where_no_terminal_reads_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compilation, "PATIENCE", 0.01)

    def compile_something(**_: object) -> int:
        with compiling():
            time.sleep(0.3)
        return 0

    monkeypatch.setattr("crisis_sim.cli.main.cli.main", compile_something)
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err == f"{WORDS}\n"
