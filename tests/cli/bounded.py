"""A command in a process of its own, within limits: what it said, and what it took."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MOST_MEGABYTES", "MOST_SECONDS", "Took", "bounded"]

COMMAND = [sys.executable, "-c", "from crisis_sim.cli.main import main; main()"]
MOST_SECONDS = 60.0
MOST_MEGABYTES = 1_000.0
ADDRESSES = 4_000_000_000
"""Bytes of addresses, many of which are never used."""


@dataclass(frozen=True)
class Took:
    """``seconds`` are the processor's, ``megabytes`` the most that was held."""

    status: int
    out: str
    err: str
    seconds: float
    megabytes: float

    @property
    def fault(self) -> str:
        """What is wrong with it; empty for an answer, or a message, in time."""
        if self.status < 0:
            return f"ended by signal {-self.status}"
        if "Traceback" in self.err:
            return self.err[-2_000:]
        if self.status and not self.err.startswith(("Error: ", "Usage: ")) and not self.out:
            return f"status {self.status} without a word: {self.err[:200]}"
        if self.seconds > MOST_SECONDS:
            return f"{self.seconds:.0f} s"
        return f"{self.megabytes:.0f} MB" if self.megabytes > MOST_MEGABYTES else ""


LAUNCH = """
import os, resource, sys
seconds, addresses, told = map(int, sys.argv[1:4])
child = os.fork()
if not child:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    os.execv(sys.argv[4], sys.argv[4:])
_, status, usage = os.wait4(child, 0)
os.write(told, f"{status} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}".encode())
"""
"""Starts a command from a small process: what it holds at most counts from before it begins."""


def bounded(*arguments: str, folder: Path, seconds: int = 90) -> Took:
    """Run a command; it is ended after so many seconds of the processor, or four times as many."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.TemporaryFile() as told,
    ):
        limits = map(str, (seconds, ADDRESSES, told.fileno()))
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", LAUNCH, *limits, *COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            pass_fds=[told.fileno()],
            start_new_session=True,
        )
        killer = threading.Timer(4.0 * seconds, os.killpg, (process.pid, signal.SIGKILL))
        killer.start()
        process.wait()
        killer.cancel()
        for file in (out, err, told):
            file.seek(0)
        status, spent, most = told.read().decode().split() or (str(signal.SIGKILL), "0", "0")
        return Took(
            status=os.waitstatus_to_exitcode(int(status)),
            out=out.read().decode(errors="replace"),
            err=err.read().decode(errors="replace"),
            seconds=float(spent),
            megabytes=int(most) / 1024.0,
        )
