"""Every command that can take long, interrupted and with a time limit.

It ends within two seconds, with a word of what was found and what was left, and without a traceback
or half a file.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.cli.main import COMMANDS
from crisis_sim.report.json_object import solution_text
from tests.cli.bounded import COMMAND
from tests.cli.conftest import Run

LATE = 2.0
"""Seconds within which a command ends, on a machine that does nothing else."""
BUSY = 3.0
"""By how much more, on one that does."""
QUICK = {"list", "show", "new", "schema", "provenance", "cite", "export"}
"""Commands that read and write, and solve nothing."""
TYPES = "cuba-1962-two-types"


@dataclass(frozen=True)
class Long:
    """A command that takes long, what it tells when it is cut short, and the files it leaves."""

    words: str
    interrupted: str = ""
    late: str = ""
    leaves: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.words.partition(" ")[0]


LONG = (
    Long(f"solve {TYPES} -c cfr --tol 1e-15 --iterations 1000000000", "approximate", "approximate"),
    Long("solve square.nfg -c nash --method enumeration", late="no answer"),
    Long(f"compare {TYPES}", "not solved, being interrupted", "no answer"),
    Long("dominance wide.nfg"),
    Long(f"thresholds {TYPES}", "not followed, being interrupted", "no answer"),
    Long(f"regions {TYPES} -x pi -x n"),
    Long(f"conditions {TYPES} --outcome war -x pi -x mu -x h -x c -x g"),
    Long(f"certify {TYPES} --outcome war --tol 1e-9", "not yet within", "not yet within"),
    Long(f"nearest {TYPES}", "were not followed, being interrupted", "in the time allowed"),
    Long(f"check {TYPES} --findings"),
    Long(f"verify {TYPES} solved.json"),
    Long(f"fit {TYPES} played.csv"),
    Long(f"sweep {TYPES} --draws 100000000", "not reached", "were not reached"),
    Long(
        f"sweep {TYPES} --draws 1000000 -o parts.csv --part-points 100",
        "--part-points 100 -o parts.csv --resume",
        "--part-points 100 -o parts.csv --resume",
        ("parts.csv.parts",),
    ),
    Long(f"sweep {TYPES} --draws 60000 -o one.csv", "Nothing was written", "Nothing was written"),
    Long(f"sensitivity {TYPES} --outcome war --samples 8192"),
    Long("discover table.csv --outcome war --inputs a,b,c,d,e,f,g,h --boxes 30"),
    Long(f"simulate {TYPES} --plays 10000000"),
    Long(f"bargain {TYPES}"),
    Long(f"figure risk {TYPES} -o risk.png"),
    Long(f"run {TYPES} -o out", late="not drawn in the time allowed"),
)


def test_every_command_that_takes_long_is_cut_short_here() -> None:
    assert {one.name for one in LONG} | QUICK == {*COMMANDS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large inputs."""
    folder, rng = tmp_path_factory.mktemp("long"), np.random.default_rng(1)
    for name, shape in (("square", (36, 36)), ("wide", (300, 12))):
        payoffs = " ".join(map(str, rng.integers(0, 10**6, 2 * shape[0] * shape[1])))
        head = f'NFG 1 R "{name}" {{ "A" "B" }} {{ {shape[0]} {shape[1]} }}'
        (folder / f"{name}.nfg").write_text(f"{head}\n\n{payoffs}\n", encoding="utf-8")
    points = rng.random((60_000, 8))
    war = (points[:, 0] > 0.5) & (points[:, 1] < 0.4) | (points[:, 2] > 0.8)
    rows = np.column_stack([points, war])
    names = "a,b,c,d,e,f,g,h,war"
    np.savetxt(folder / "table.csv", rows, "%.6f", ",", header=names, comments="")
    study = cs.load(TYPES)
    solved = study.solve()
    (folder / "solved.json").write_text(solution_text(study, solved), encoding="utf-8")
    sets = solved.game.tree.information_sets
    played = "".join(f'"{held.label}","{held.actions[0]}",7\n' for held in sets)
    (folder / "played.csv").write_text(f"information set,action,count\n{played}", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Ended:
    """How a command ended; ``after`` has the seconds since it was interrupted, if it was."""

    status: int
    out: str
    err: str
    after: float | None
    processor: float


def run_once(one: Long, folder: Path, place: Path) -> None:
    """Have the inputs in a place, and compiled what has to be."""
    for path in folder.iterdir():
        shutil.copy(path, place)
    ended(f"{one.words} --seconds 1", place)
    tidy(one, place)


def tidy(one: Long, place: Path) -> None:
    for name in (*one.leaves, "out"):
        shutil.rmtree(place / name, ignore_errors=True)


def ended(words: str, folder: Path, *, interrupted_after: float | None = None) -> Ended:
    """Run a command, and interrupt it as a terminal does."""

    def listen() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [*COMMAND, *words.split()],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            preexec_fn=listen,
        )
        sent = None
        if interrupted_after is not None:
            time.sleep(interrupted_after)
            os.kill(process.pid, signal.SIGINT)  # which it may have ended before, unheeded
            sent = time.monotonic()
        _, status, usage = os.wait4(process.pid, 0)
        after = None if sent is None else time.monotonic() - sent
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        told = out.read().decode(), err.read().decode()
        return Ended(process.returncode, *told, after, usage.ru_utime + usage.ru_stime)


def told(found: Ended) -> str:
    """All that it said, on one line."""
    return " ".join(f"{found.out} {found.err}".split())


def left(folder: Path, before: set[str]) -> set[str]:
    return {one.name for one in folder.iterdir()} - before


def check_interrupted(one: Long, folder: Path, moment: float) -> bool:
    """Interrupt it, unless it is done by then; whether what it found was told."""
    before = {path.name for path in folder.iterdir()}
    found = ended(one.words, folder, interrupted_after=moment)
    assert "Traceback" not in found.err
    if found.status == 0:
        return False
    assert found.status == 130, found.err
    assert found.err.splitlines()[-1] == "Interrupted."
    assert found.after is not None
    if "compilation under way" not in found.err:
        assert found.after < LATE + BUSY
    assert left(folder, before) <= {*one.leaves}
    tidy(one, folder)
    return bool(one.interrupted) and one.interrupted in told(found)


def test_what_was_found_is_told_when_it_is_interrupted(folder: Path) -> None:
    one = next(one for one in LONG if one.name == "nearest")
    assert any(check_interrupted(one, folder, moment) for moment in (2.0, 4.0, 8.0))


def test_what_was_found_is_told_when_time_is_over(run: Run) -> None:
    late = run("nearest", TYPES, "--seconds", "1")
    assert late.status == 4
    assert "One assumption alone changes the outcome soonest" in late.out
    assert "were not followed, in the time allowed" in late.err
    assert "or allow more time (--seconds)" in " ".join(late.err.split())


@pytest.mark.slow
@pytest.mark.parametrize("one", LONG, ids=lambda one: one.words)
def test_an_interruption_ends_every_command(one: Long, folder: Path, tmp_path: Path) -> None:
    run_once(one, folder, tmp_path)
    moments = (1.0, 3.0, 8.0) if one.interrupted else (1.0, 3.0)
    found = any(check_interrupted(one, tmp_path, moment) for moment in moments)
    assert found or not one.interrupted


@pytest.mark.long
@pytest.mark.parametrize("one", LONG, ids=lambda one: one.words)
def test_every_command_keeps_to_its_time(one: Long, folder: Path, tmp_path: Path) -> None:
    run_once(one, folder, tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    found = ended(f"{one.words} --seconds 2", tmp_path)
    assert "Traceback" not in found.err
    assert found.status in (0, 4), found.err
    assert found.processor < 2.0 + LATE
    assert one.late in told(found)
    if found.status:
        assert left(tmp_path, before) <= {*one.leaves, "out"}
