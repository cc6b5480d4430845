"""Kills a sweep at random moments and resumes it: the file must be the same, byte for byte.

    python -m benchmarks.sweep_running [--kills 100] [--workers 1]

Each round starts a sweep, kills its process outright (SIGKILL) at a random moment of the time that
an uninterrupted one takes, and resumes it until it is done or killed again. Prints the kills, where
they struck, and whether every finished file was that of the uninterrupted sweep.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

SUFFIXES = (".nc", ".parquet", ".csv", ".dta")
COMMAND = [sys.executable, "-c", "from crisis_sim.cli.main import main; main()", "sweep"]
POINTS = ["cuba-1962-clock", "-x", "pi=0:0.6:1000", "-x", "mu~prior", "--draws", "400"]


def arguments(path: Path, workers: int) -> list[str]:
    return [*COMMAND, *POINTS, "-o", str(path), "--workers", str(workers)]


def digest(path: Path) -> str:
    held = hashlib.sha256(path.read_bytes())
    beside = path.with_name(path.name + ".json")
    if beside.exists():
        held.update(beside.read_bytes())
    return held.hexdigest()


def state(path: Path) -> str:
    """What a kill left behind."""
    folder = path.with_name(path.name + ".parts")
    if path.exists():
        return "after the file stood" if folder.exists() else "after the end"
    if not (folder / "manifest.json").exists():
        return "before the first part"
    parts = len(list(folder.glob("part-*.npz")))
    total = -(-400_000 // 65_536)
    return "while writing the file" if parts == total else "between parts"


def run_whole(path: Path) -> float:
    """Seconds that an uninterrupted sweep takes."""
    started = time.monotonic()
    subprocess.run([*arguments(path, 1), "--force"], check=True, capture_output=True)
    return time.monotonic() - started


def run_killed(path: Path, workers: int, after: float) -> bool:
    """Start or resume the sweep and kill it; True when it was done before."""
    process = subprocess.Popen(
        [*arguments(path, workers), "--resume"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _, errors = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        return False
    if process.returncode:
        sys.exit(f"a resumed sweep failed: {errors.decode()}")
    return True


@dataclass
class Kills:
    """How often a sweep was killed, where that struck, and what came of it."""

    kills: int = 0
    finished: int = 0
    same: int = 0
    struck: Counter[str] = field(default_factory=Counter)


def kill_and_resume(folder: Path, kills: int, workers: int, seed: int) -> Kills:
    """Kill sweeps until it is enough, resume each to its end, and compare it with a whole one."""
    rng = random.Random(seed)
    whole: dict[str, str] = {}
    took = 0.0
    run_whole(folder / f"whole{SUFFIXES[0]}")  # compiles
    for suffix in SUFFIXES:
        path = folder / f"whole{suffix}"
        took = max(took, run_whole(path))
        whole[suffix] = digest(path)
    found = Kills()
    while found.kills < kills:
        suffix = SUFFIXES[found.finished % len(SUFFIXES)]
        path = folder / f"killed{suffix}"
        done = run_killed(path, workers, rng.uniform(0, took))
        while not done:
            found.kills += 1
            found.struck[state(path)] += 1
            done = run_killed(path, workers, rng.uniform(0, took) if found.kills < kills else 600)
        found.finished += 1
        print(f"\r{found.kills} kills", end="", file=sys.stderr, flush=True)
        found.same += digest(path) == whole[suffix]
        leave_nothing(path)
    return found


def leave_nothing(path: Path) -> None:
    """Remove a finished file; whatever else a kill left behind would be an error."""
    for one in (path, path.with_name(path.name + ".json")):
        one.unlink(missing_ok=True)
    left = [one.name for one in path.parent.iterdir() if "killed" in one.name]
    if left:
        sys.exit(f"left behind: {', '.join(left)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kill_and_resume(Path(folder), options.kills, options.workers, options.seed)
    print(f"\r{found.kills} kills with {options.workers} workers")
    print(f"{found.finished} sweeps finished, {found.same} identical to the uninterrupted one")
    for where, count in sorted(found.struck.items()):
        print(f"  {where}: {count}")
    sys.exit(0 if found.same == found.finished else 1)


if __name__ == "__main__":
    main()
