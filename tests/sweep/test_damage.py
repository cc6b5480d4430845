"""Parts, manifests and finished files that were damaged, exchanged or are another's."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.cli.progress import ProgressLines
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.files.sidecar import sidecar_path
from crisis_sim.sweep.files.writer import SUFFIXES
from crisis_sim.sweep.running.lock import locked
from crisis_sim.sweep.running.parts import PartsFolder
from crisis_sim.sweep.running.store import Running, sweep_to_file
from tests.sweep.sweeps import plan_for, point_solver

NEEDS = {".csv": "csv", ".parquet": "pyarrow", ".nc": "h5netcdf", ".dta": "pandas"}
DAMAGES = ("flipped", "truncated", "lengthened", "emptied", "random")


def a_plan(last: str = "0.6") -> Plan:
    return plan_for(f"pi=0:{last}:4", "T=2,3", part_points=3)


def run(plan: Plan, path: Path, **how: Any) -> str:
    """Sweep to a file; what was told, but for the progress that a busy machine has time to show."""
    told = io.StringIO()
    sweep_to_file(plan, path, Running(report=ProgressLines(told), **how), solver=point_solver(plan))
    lines = told.getvalue().splitlines(keepends=True)
    return "".join(line for line in lines if "points/s" not in line)


def begun(plan: Plan, path: Path) -> PartsFolder:
    """A sweep that ended as its last part was finished, and before its file was begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crisis_sim.sweep.running.store._finish", _stop)
        with pytest.raises(InterruptedError):
            run(plan, path)
    return PartsFolder(path)


def _stop(*_: object) -> None:
    raise InterruptedError


@pytest.fixture(autouse=True)
def _an_end_is_no_disk_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """``InterruptedError`` is an OSError, and stands here for the end of a process."""
    from contextlib import nullcontext

    monkeypatch.setattr("crisis_sim.sweep.running.store._telling", lambda *_, **__: nullcontext())


def damage(path: Path, kind: str, rng: random.Random) -> None:
    """Change a file as disks, copies and people do."""
    held = bytearray(path.read_bytes())
    if kind == "flipped":
        held[rng.randrange(len(held))] ^= 1 << rng.randrange(8)
    elif kind == "truncated":
        del held[rng.randrange(1, len(held)) :]
    elif kind == "lengthened":
        held += rng.randbytes(rng.randrange(1, 100))
    elif kind == "emptied":
        held.clear()
    else:
        held = bytearray(rng.randbytes(len(held)))
    path.write_bytes(held)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "swept.csv"
    run(a_plan(), path)
    return path.read_bytes()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_part_is_solved_again_with_a_word(
    tmp_path: Path, whole: bytes, kind: str, seed: int
) -> None:
    path, rng = tmp_path / "swept.csv", random.Random(seed)
    number = rng.randrange(3)
    damage(begun(a_plan(), path).part(number), kind, rng)
    assert run(a_plan(), path, resume=True) == f"part {number} is damaged; it is solved again\n"
    assert path.read_bytes() == whole
    assert {one.name for one in tmp_path.iterdir()} == {"swept.csv", "swept.csv.json"}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_manifest_is_written_again_with_a_word(
    tmp_path: Path, whole: bytes, kind: str, seed: int
) -> None:
    path = tmp_path / "swept.csv"
    folder = begun(a_plan(), path)
    damage(folder.manifest, kind, random.Random(seed))
    told = run(a_plan(), path, resume=True)
    assert told == f"{folder.manifest} is damaged; it is written again\n"
    assert path.read_bytes() == whole


def test_exchanged_parts_are_solved_again(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "swept.csv"
    folder = begun(a_plan(), path)
    _exchange(folder.part(0), folder.part(2))
    told = run(a_plan(), path, resume=True)
    assert told.splitlines() == [f"part {k} is damaged; it is solved again" for k in (0, 2)]
    assert path.read_bytes() == whole


def test_a_part_of_another_sweep_is_not_taken_for_ones_own(tmp_path: Path, whole: bytes) -> None:
    path, other = tmp_path / "swept.csv", tmp_path / "other.csv"
    _exchange(begun(a_plan(), path).part(1), begun(a_plan("0.5"), other).part(1))
    assert "part 1 is damaged" in run(a_plan(), path, resume=True)
    assert path.read_bytes() == whole


def test_exchanged_manifests_are_written_again(tmp_path: Path, whole: bytes) -> None:
    path, other = tmp_path / "swept.csv", tmp_path / "other.csv"
    folder = begun(a_plan(), path)
    _exchange(folder.manifest, begun(a_plan("0.5"), other).manifest)
    told = run(a_plan(), path, resume=True)
    assert told == f"{folder.manifest} is of another sweep; it is written again\n"
    assert path.read_bytes() == whole
    run(a_plan("0.5"), other, resume=True)


def test_another_sweep_with_a_damaged_manifest_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    folder = begun(a_plan("0.5"), path)
    folder.manifest.write_text("{")
    with pytest.raises(cs.InputError, match=r"is damaged, and the parts beside it are of another"):
        run(a_plan(), path, resume=True)
    assert len(folder.found()) == 3
    run(a_plan("0.5"), path, resume=True)


def _exchange(one: Path, other: Path) -> None:
    aside = one.with_name("aside")
    for here, there in ((one, aside), (other, one), (aside, other)):
        here.rename(there)


@pytest.fixture(scope="module", params=SUFFIXES)
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep, of which each test damages a copy."""
    pytest.importorskip(NEEDS[request.param])
    path = tmp_path_factory.mktemp("finished") / f"swept{request.param}"
    run(a_plan(), path)
    return path


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", DAMAGES)
def test_a_finished_file_that_was_changed_is_not_complete(
    tmp_path: Path, finished: Path, kind: str, seed: int
) -> None:
    shutil.copytree(finished.parent, tmp_path, dirs_exist_ok=True)
    path, rng = tmp_path / finished.name, random.Random(seed)
    assert run(a_plan(), path, resume=True) == ""
    beside = sidecar_path(path)
    changed = beside if beside.exists() and rng.random() < 0.5 else path
    damage(changed, kind, rng)
    before = changed.read_bytes()
    with pytest.raises(cs.InputError, match=r"SHA-256|does not say what sweep it holds"):
        run(a_plan(), path, resume=True)
    assert changed.read_bytes() == before
    run(a_plan(), path, force=True)
    assert run(a_plan(), path, resume=True) == ""


def _a_file(path: Path) -> None:
    path.write_text("mine")


def _a_folder_with_notes(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("mine")


def _a_link(path: Path) -> None:
    (path.parent / "elsewhere").mkdir()
    (path.parent / "elsewhere" / "notes.txt").write_text("mine")
    path.symlink_to("elsewhere")


def _a_part_by_name(path: Path) -> None:
    path.mkdir()
    (path / "part-00000000.npz").write_bytes(b"PK mine")


@pytest.mark.parametrize("how", [{}, {"force": True}, {"resume": True}])
@pytest.mark.parametrize("make", [_a_file, _a_folder_with_notes, _a_link, _a_part_by_name])
def test_what_is_no_sweeps_is_left_alone(
    tmp_path: Path, make: Callable[[Path], None], how: dict[str, bool]
) -> None:
    path = tmp_path / "swept.csv"
    make(PartsFolder(path).path)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    with pytest.raises(cs.InputError, match=r"in the way of the sweep's parts; move it"):
        run(a_plan(), path, **how)
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_what_lies_among_the_parts_stays_when_they_go(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    folder = begun(a_plan(), path)
    notes = folder.path / "notes.txt"
    notes.write_text("mine")
    folder.remove()
    assert list(folder.path.iterdir()) == [notes]
    shutil.rmtree(folder.path)


def test_what_a_killed_process_left_half_written_goes(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "swept.csv"
    folder = begun(a_plan(), path)
    left = [folder.path / f".crisis-sim-{number:016x}.part" for number in range(2)]
    for one in left:
        one.write_bytes(b"half")
    folder.make()
    assert not any(one.exists() for one in left)
    left[0].write_bytes(b"half")
    assert run(a_plan(), path, resume=True) == ""
    assert path.read_bytes() == whole
    assert not folder.path.exists()


def test_a_lock_that_goes_as_it_is_looked_at_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, exists = tmp_path / "swept.csv", Path.exists
    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", lambda one: one.suffix == ".lock" or exists(one))
        with locked(path):
            pass
    run(a_plan(), path)


def test_what_lies_in_the_place_of_the_lock_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    lock = tmp_path / ".swept.csv.lock"
    lock.write_text("mine")
    with pytest.raises(cs.InputError, match=r"\.swept\.csv\.lock is in the way"):
        run(a_plan(), path)
    assert lock.read_text() == "mine"
    lock.unlink()
    run(a_plan(), path)
