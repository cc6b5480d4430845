"""Files of others where a sweep goes: before it, during it, when it is resumed; links."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.files.read import read_sheet
from crisis_sim.sweep.running import store
from crisis_sim.sweep.running.lock import locked
from crisis_sim.sweep.running.parts import PartsFolder
from crisis_sim.sweep.running.store import Running, sweep_to_file
from tests.sweep.sweeps import plan_for, point_solver, swept

MINE = "what somebody wrote\n"
NAMES = ["swept.csv", "swept.csv.json"]


class Stopped(Exception):
    """Stands for whatever ends a process."""


def a_plan(part_points: int = 3) -> Plan:
    return plan_for("pi=0:0.6:4", "T=2,3", part_points=part_points)


def run(path: Path, plan: Plan | None = None, **how: Any) -> Any:
    plan = plan or a_plan()
    return sweep_to_file(plan, path, Running(**how), solver=point_solver(plan))


def held_in(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    run(folder / "swept.csv")
    return held_in(folder)


@contextmanager
def before(step: str, act: Callable[[], object]) -> Iterator[None]:
    """Something that happens right before a step."""
    real = getattr(store, step)

    def acted(*arguments: Any, **more: Any) -> Any:
        act()
        return real(*arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, step, acted)
        yield


def stop() -> None:
    raise Stopped


def begun(path: Path, **how: Any) -> None:
    """A sweep that ended when all its parts were there."""
    with before("_finish", stop), pytest.raises(Stopped):
        run(path, **how)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_came_since_is_kept_by_a_resumed_sweep(
    tmp_path: Path, whole: dict[str, bytes], name: str
) -> None:
    path, mine = tmp_path / "swept.csv", tmp_path / name
    begun(path)
    mine.write_text(MINE)
    told = rf"{name} is there already, and not of this sweep; move it, and resume=True goes on; "
    with pytest.raises(cs.InputError, match=told + "force=True begins again and writes over it"):
        run(path, resume=True)
    assert held_in(tmp_path) == {name: MINE.encode()}
    mine.unlink()
    run(path, resume=True)
    assert held_in(tmp_path) == whole


@pytest.mark.parametrize("how", [{}, {"force": True}, {"resume": True}])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_comes_during_a_sweep_is_kept(
    tmp_path: Path, whole: dict[str, bytes], name: str, how: dict[str, bool]
) -> None:
    path, mine = tmp_path / "swept.csv", tmp_path / name
    with (
        before("seal", lambda: mine.write_text(MINE)),
        pytest.raises(cs.InputError, match=rf"{name} is there already.* resume=True goes on"),
    ):
        run(path, **how)
    assert held_in(tmp_path) == {name: MINE.encode()}
    assert PartsFolder(path).missing(3) == []
    mine.unlink()
    run(path, resume=True)
    assert held_in(tmp_path) == whole


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_nor_do_results_without_parts_take_its_place(
    tmp_path: Path, name: str, force: bool
) -> None:
    path, mine, plan = tmp_path / "swept.csv", tmp_path / name, a_plan(8)
    result = swept(plan)
    writes: list[Callable[[], Any]] = [
        lambda: run(path, plan, force=force),
        lambda: result.save(path, force=force),
    ]
    for write in writes:
        with (
            before("seal", lambda: mine.write_text(MINE)),
            pytest.raises(cs.InputError, match=rf"{name} is there already; force=True writes over"),
        ):
            write()
        assert held_in(tmp_path) == {name: MINE.encode()}
        mine.unlink()


def test_what_a_forced_sweep_may_write_over_is_remembered(
    tmp_path: Path, whole: dict[str, bytes]
) -> None:
    path = tmp_path / "swept.csv"
    for name in NAMES:
        (tmp_path / name).write_text("old")
    begun(path, force=True)
    path.write_text(MINE)
    with pytest.raises(cs.InputError, match=r"swept\.csv is there already, and not of this sweep"):
        run(path, resume=True)
    begun(path, force=True)
    run(path, resume=True)
    assert held_in(tmp_path) == whole


def _but_to(path: Path) -> Callable[[Path, Path], None]:
    """What puts files in their places, and stops before one."""
    move = os.replace

    def cut(one: Path, to: Path) -> None:
        if Path(to) == path:
            raise Stopped
        move(one, to)

    return cut


@pytest.mark.parametrize(("old", "part_points"), [(False, 3), (True, 3), (False, 8)])
def test_a_sweep_that_was_killed_between_its_two_files_is_resumed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    whole: dict[str, bytes],
    old: bool,
    part_points: int,
) -> None:
    path, plan = tmp_path / "swept.csv", a_plan(part_points)
    if old:
        path.write_text("old")
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "replace", _but_to(path))
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(Stopped):
            run(path, plan, force=old)
    assert (path.exists(), (tmp_path / NAMES[1]).exists()) == (old, True)
    run(path, plan, resume=True)
    assert held_in(tmp_path) == whole


def test_nothing_is_taken_away_before_a_resumed_sweep_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes]
) -> None:
    path = tmp_path / "swept.csv"
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "replace", _but_to(path))
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(Stopped):
            run(path)
    path.write_text(MINE)
    with pytest.raises(cs.InputError, match=r"swept\.csv is there already, and not of this sweep"):
        run(path, resume=True)
    assert held_in(tmp_path) == {"swept.csv": MINE.encode(), NAMES[1]: whole[NAMES[1]]}
    path.unlink()
    run(path, resume=True)
    assert held_in(tmp_path) == whole


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """A link in a folder of its own to ``swept.csv``, which is not there."""
    (tmp_path / "links").mkdir()
    one = tmp_path / "links" / "link.csv"
    one.symlink_to("../swept.csv")
    return one


@pytest.mark.parametrize("how", [{}, {"force": True}, {"resume": True}])
def test_a_link_stays_one_and_what_it_names_is_written(
    tmp_path: Path, whole: dict[str, bytes], link: Path, how: dict[str, bool]
) -> None:
    if "force" in how:
        (tmp_path / "swept.csv").write_text("old")
    if "resume" in how:
        begun(link)
        assert cs.Study.unfinished(link)
        assert PartsFolder(tmp_path / "swept.csv").exists()
    run(link, **how)
    assert link.is_symlink()
    assert held_in(tmp_path) == whole
    assert list(link.parent.iterdir()) == [link]
    assert read_sheet(link) == read_sheet(tmp_path / "swept.csv")
    assert run(link, resume=True)[1] is None
    assert cs.Study.check_sweep(link) == tuple(tmp_path / name for name in NAMES)


def test_results_in_memory_are_saved_where_a_link_says(tmp_path: Path, link: Path) -> None:
    assert swept(a_plan()).save(link) == link
    assert link.is_symlink()
    assert set(held_in(tmp_path)) == set(NAMES)


def test_a_file_beside_a_link_stays_a_link_too(tmp_path: Path, whole: dict[str, bytes]) -> None:
    path, beside = tmp_path / "swept.csv", tmp_path / "swept.csv.json"
    (tmp_path / "told").mkdir()
    (tmp_path / "told" / "one.json").write_text("old")
    beside.symlink_to("told/one.json")
    run(path, force=True)
    assert beside.is_symlink()
    assert held_in(tmp_path) == whole


def test_a_file_has_one_lock_by_whatever_name(tmp_path: Path, link: Path) -> None:
    with locked(tmp_path / "swept.csv"):
        for write in (lambda: run(link, force=True), lambda: swept(a_plan()).save(link)):
            with pytest.raises(cs.InputError, match="another process is writing"):
                write()
    assert held_in(tmp_path) == {}


def test_what_is_no_file_of_the_kind_is_not_written(tmp_path: Path, link: Path) -> None:
    other, pipe = tmp_path / "other.parquet", tmp_path / "pipe.csv"
    other.symlink_to(link)
    os.mkfifo(pipe)
    for path, told in ((other, "is a link to .*another kind of file"), (pipe, "and no file")):
        for write in (
            lambda path: cs.Study.check_sweep(path),
            lambda path: run(path, force=True),
            lambda path: swept(a_plan()).save(path, force=True),
        ):
            with pytest.raises(cs.InputError, match=told):
                write(path)
