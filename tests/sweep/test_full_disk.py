"""Disks that are full or cannot be written: one line, nothing half-written, gone on with later."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.compilation import WORDS
from crisis_sim.sweep.files.sink import Sink
from crisis_sim.sweep.files.writer import SUFFIXES
from crisis_sim.sweep.running.parts import PartsFolder
from tests.sweep.commands import POINTS
from tests.sweep.sweeps import plan_for, swept

UNASKED = (
    "import crisis_sim.sweep.running.store as store; store._check_room = lambda *_: None; "
    "from crisis_sim.cli.main import main; main()"
)
"""The command line of a machine whose disk fills up after there was room."""
SIZE = 2_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def sweep(path: Path, *more: str) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-c", UNASKED, "sweep", *POINTS, "-o", str(path), *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    progress = ("points/s", "getting ready", WORDS)
    told = [line for line in ran.stderr.splitlines() if not any(one in line for one in progress)]
    return ran.returncode, "\n".join(told)


def fill(folder: Path, left: int) -> Path:
    """A file beside, that leaves so many bytes."""
    held = folder / "others.bin"
    free = shutil.disk_usage(folder).free
    held.write_bytes(bytes(max(0, free - left)))
    return held


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 8_000, 60_000, 700_000, 1_900_000])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_is_one_line_and_gone_on_with_later(
    small_disk: Path, suffix: str, left: int
) -> None:
    path = small_disk / f"swept{suffix}"
    others = fill(small_disk, left)
    for parts in ([], ["--part-points", "5000"]):
        status, told = sweep(path, *parts)
        assert (status, told.count("\n")) == (2, 0), told
        assert told.startswith(f"Error: no room to write {path}: No space left on device; make")
        assert not path.exists()
        beside = {one.name for one in small_disk.iterdir()} - {others.name}
        assert beside <= {f"{path.name}.parts"}
        if beside:
            assert PartsFolder(path).exists()
            shutil.rmtree(PartsFolder(path).path)


@pytest.mark.slow
def test_what_was_finished_on_a_full_disk_is_kept(small_disk: Path, tmp_path: Path) -> None:
    elsewhere, parts = tmp_path / "whole.csv", ["--part-points", "2000"]
    assert sweep(elsewhere, *parts)[0] == 0
    path = small_disk / "swept.csv"
    status, told = sweep(path, *parts)
    assert status == 2
    assert told.endswith("run it again with --resume, which keeps what is done")
    folder = PartsFolder(path)
    kept = {one: folder.part(one).read_bytes() for one in folder.found()}
    assert kept
    room = ["mount", "-o", "remount,size=60000000", str(small_disk)]
    subprocess.run(room, check=True)
    assert sweep(path, *parts, "--resume")[0] == 0
    assert path.read_bytes() == elsewhere.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_cannot_be_written_is_one_line(small_disk: Path, suffix: str) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    path = small_disk / f"swept{suffix}"
    status, told = sweep(path)
    assert (status, told) == (2, f"Error: cannot write {path}: Read-only file system")


@pytest.mark.parametrize("length", [200, 250, 256, 5_000])
def test_an_endless_name_is_one_line(tmp_path: Path, length: int) -> None:
    result = swept(plan_for("pi=0.3"))
    path = tmp_path / ("n" * (length - 4) + ".csv")
    if length == 200:
        assert result.save(path).exists()
        return
    with pytest.raises(cs.InputError, match=r"^cannot write .{100,200}: File name too long$"):
        result.save(path)
    assert list(tmp_path.iterdir()) == []


def test_a_sink_forgets_what_follows_a_failure(tmp_path: Path) -> None:
    sink = Sink(tmp_path / "sink")
    assert sink.write(b"held") == 4
    os.close(sink.file.fileno())
    assert sink.write(b"lost") == 4
    with pytest.raises(OSError, match="Bad file descriptor"):
        sink.check()
    assert sink.truncate(2) == 2
    with pytest.raises(OSError, match="Bad file descriptor"):
        sink.close()
