"""Files written whole: by many threads at once, with the mode they had, or not at all."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim import whole_file
from crisis_sim.whole_file import DISK_FULL, LEFT, replace_whole, write_together


def write_whole(path: Path, content: str) -> None:
    write_together({path: content})


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("targets", [4, 1])
def test_threads_do_not_write_each_others_files(tmp_path: Path, targets: int) -> None:
    failed: list[BaseException] = []

    def write(number: int) -> None:
        path = tmp_path / f"{number % targets}.txt"
        try:
            for _ in range(50):
                write_whole(path, str(number) * 100_000)
                held = path.read_text()
                assert held == held[0] * 100_000
                assert targets == 1 or held[0] == str(number)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert len(list(tmp_path.iterdir())) == targets


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("old")
    path.chmod(mode)
    write_whole(path, "new")
    assert (mode_of(path), path.read_text()) == (mode, "new")


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_usual_mode(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "new.txt", "new")
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "new.txt") == 0o666 & ~umask


def test_what_replaces_a_private_file_is_never_open_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "private.txt"
    path.write_text("old")
    path.chmod(0o600)
    seen: list[int] = []
    flush = os.fsync
    monkeypatch.setattr(
        whole_file.os, "fsync", lambda file: (seen.append(os.fstat(file).st_mode), flush(file))
    )
    write_whole(path, "new")
    assert [stat.S_IMODE(one) for one in seen] == [0o600]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("there", [b"old", None])
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, there: bytes | None
) -> None:
    path = tmp_path / "kept.txt"
    if there is not None:
        path.write_bytes(there)

    def full(*_: object) -> None:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    monkeypatch.setattr(whole_file.os, step, full)
    with pytest.raises(cs.InputError, match=r"cannot write .*quota exceeded"):
        write_whole(path, "new")
    with pytest.raises(OSError, match="quota exceeded") as caught:
        replace_whole(path, b"new")
    assert caught.value.errno in DISK_FULL
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == (
        {} if there is None else {"kept.txt": there}
    )


def test_a_name_as_long_as_may_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_whole(path, "new")
    assert path.read_text() == "new"


def test_what_is_in_place_is_looked_at_when_all_is_ready(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one", "two")]

    def look() -> None:
        assert len(list(tmp_path.iterdir())) == 2
        assert not any(one.exists() for one in paths)
        raise cs.InputError("there by now")

    with pytest.raises(cs.InputError, match="there by now"):
        write_together(dict.fromkeys(paths, "new"), look=look)
    assert list(tmp_path.iterdir()) == []


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    there, link = tmp_path / "there", tmp_path / "link"
    there.write_text("old")
    link.symlink_to(there)
    with pytest.raises(cs.InputError, match=r"cannot write .*link: it is .*there by another name"):
        write_together({there: "one", link: "two"})
    assert (there.read_text(), link.is_symlink()) == ("old", True)
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_killed_process_leaves_is_known_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    monkeypatch.setattr(whole_file.os, "replace", None)
    with pytest.raises(TypeError, match="not callable"):
        write_whole(tmp_path / "kept.txt", "new")
    (left,) = tmp_path.iterdir()
    assert LEFT.fullmatch(left.name)
