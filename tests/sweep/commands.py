"""Sweeps in processes of their own, as the command line runs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from crisis_sim.sweep.running.parts import PartsFolder

COMMAND = [sys.executable, "-c", "from crisis_sim.cli.main import main; main()", "sweep"]
POINTS = ["cuba-1962-clock", "-x", "pi=0:0.6:250", "-x", "mu~prior", "--draws", "400"]
SMALL = ["--part-points", "2000"]
LONG = ["cuba-1962-cable", "-c", "quantal", "--precision", "1", "-x", "pi=0:0.6:300"]
"""A sweep whose parts take minutes."""


def sweep_command(path: Path, *more: str, points: list[str] | None = None) -> list[str]:
    return [*COMMAND, *(points or [*POINTS, *SMALL]), "-o", str(path), *more]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A process with a group of its own, as a terminal gives it."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def interrupt(process: subprocess.Popen[bytes]) -> tuple[float, str]:
    """Press Ctrl-C; seconds until the process is gone, and what it said."""
    os.killpg(process.pid, signal.SIGINT)
    began = time.monotonic()
    _, errors = process.communicate(timeout=120)
    return time.monotonic() - began, errors.decode()


def wait_for_parts(path: Path, parts: int, process: subprocess.Popen[bytes]) -> None:
    folder = PartsFolder(path).path
    while process.poll() is None and len(list(folder.glob("part-*.npz"))) < parts:
        time.sleep(0.002)


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that share its work."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process.pid and "spawn_main" in (one / "cmdline").read_text():
                found.append(int(one.name))
        except OSError:
            continue
    return found
