"""Output that cannot be written: one line, no traceback, nothing half-written left."""

from __future__ import annotations

import errno
import io
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crisis_sim.cli import main
from crisis_sim.compilation import WORDS

PRINTING = [
    ("list",),
    ("--help",),
    ("--version",),
    ("schema",),
    ("solve", "--help"),
    ("solve", "brams-chicken"),
    ("solve", "brams-chicken", "--json"),
    ("check", "brams-chicken"),
    ("simulate", "brinkmanship"),
]
full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def crisis_sim(
    *arguments: str, before: Callable[[], object] | None = None, stdout: int = subprocess.PIPE
) -> tuple[int, list[str]]:
    """The exit status and the lines on standard error."""
    ran = subprocess.run(
        [sys.executable, "-m", "crisis_sim", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=240,
        preexec_fn=before,
    )
    return ran.returncode, ran.stderr.splitlines()


def small_disk() -> None:
    """No file may grow beyond 100 bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def larger_disk() -> None:
    """Tables are written, figures are not."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


PRESSED_AT_THE_END = """
import atexit, os, signal
from crisis_sim.cli import main
atexit.register(os.kill, os.getpid(), signal.SIGINT)
main.main()
"""


@pytest.mark.parametrize(
    ("arguments", "status", "told"), [(["list"], 0, ""), (["solve", "no-such"], 2, "Error: ")]
)
def test_an_interruption_when_all_is_done_is_not_heard(
    arguments: list[str], status: int, told: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PRESSED_AT_THE_END, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == status
    assert ran.stderr.startswith(told)
    assert "KeyboardInterrupt" not in ran.stderr


PRESSED_TWICE = """
import os, signal
from crisis_sim.cli import main
def press(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)
main.cli.main, say = press, main.say
main.say = lambda words: (press(), say(words))
main.main()
"""


def test_an_interruption_is_told_though_another_follows() -> None:
    ran = subprocess.run([sys.executable, "-c", PRESSED_TWICE], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (130, b"Interrupted.\n")


@full_device
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_disk_behind_standard_output(arguments: tuple[str, ...]) -> None:
    handle = os.open("/dev/full", os.O_WRONLY)
    told = crisis_sim(*arguments, stdout=handle)
    os.close(handle)
    assert told == (1, ["Error: cannot write the output: No space left on device"])


class Full(io.RawIOBase):
    """A standard output without room, as a disk, a quota or a file may be."""

    def __init__(self, number: int) -> None:
        self.number = number

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.number:
            raise OSError(self.number, os.strerror(self.number))
        return len(data)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])
@pytest.mark.parametrize("buffered", [True, False])
def test_any_full_disk_behind_standard_output(
    number: int, buffered: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = Full(number)
    output = io.TextIOWrapper(io.BufferedWriter(raw), write_through=not buffered)
    monkeypatch.setattr(sys, "argv", ["crisis-sim", "--version"])
    monkeypatch.setattr(sys, "stdout", output)
    with pytest.raises(SystemExit, match="1"):
        main.main()
    assert capsys.readouterr().err == f"Error: cannot write the output: {os.strerror(number)}\n"
    raw.number = 0
    output.close()


@pytest.mark.parametrize("number", [errno.EFBIG, errno.EPIPE])
@pytest.mark.parametrize("name", [None, "kept.nbi"])
def test_what_fails_elsewhere_is_not_told_as_the_output(
    number: int,
    name: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(**_: object) -> None:
        raise OSError(number, os.strerror(number), name)

    monkeypatch.setattr(main, "forget_output", lambda: None)
    monkeypatch.setattr(main.cli, "main", fail)
    assert main._status() == 1
    where = name or "reading or writing failed"
    assert capsys.readouterr() == ("", f"Error: {where}: {os.strerror(number)}\n")


def test_a_file_behind_standard_output_that_may_not_grow(tmp_path: Path) -> None:
    with open(tmp_path / "told", "w", encoding="utf-8") as file:
        told = crisis_sim("list", before=small_disk, stdout=file.fileno())
    assert told == (1, ["Error: cannot write the output: File too large"])


@pytest.mark.slow
def test_a_full_disk_under_the_cache_of_compiled_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    status, told = crisis_sim("solve", "brams-chicken", "-c", "quantal", before=small_disk)
    assert status == 0
    assert {*told} <= {WORDS}
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_standard_output_that_is_closed(arguments: tuple[str, ...]) -> None:
    told = crisis_sim(*arguments, before=lambda: os.close(1))
    assert told == (1, ["Error: cannot write the output: Bad file descriptor"])


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_pipe_that_nobody_reads(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    told = crisis_sim(*arguments, stdout=writing)
    os.close(writing)
    assert told == (1, [])


def test_a_closed_standard_input_is_an_empty_scenario() -> None:
    status, told = crisis_sim("solve", "-", before=lambda: os.close(0))
    assert (status, told[-1]) == (3, "<stdin>:1:1: the file is empty; expected a scenario")


def test_no_file_takes_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    made = tmp_path / "chicken.nfg"
    status, told = crisis_sim(
        *("export", "brams-chicken", "-o", str(made)), before=lambda: os.closerange(0, 3)
    )
    assert (status, told) == (1, [])  # its name could not be printed
    assert made.read_text(encoding="utf-8").startswith("NFG 1 R")


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "brams-chicken", "-o", "game.efg"),
        ("new", "mine.yaml"),
        ("figure", "tree", "brams-chicken", "-o", "tree.svg"),
        ("run", "brams-chicken", "-o", "."),
    ],
    ids=" ".join,
)
def test_a_full_disk_leaves_no_file(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    status, told = crisis_sim(*arguments, before=small_disk)
    assert status == 2
    assert told[-1].startswith("Error: cannot write ")
    assert told[-1].endswith(": File too large")
    assert list(tmp_path.rglob("*")) == []


def test_a_full_disk_leaves_no_part_of_a_folder(tmp_path: Path) -> None:
    words = ("run", "brams-chicken", "-o", str(tmp_path / "new" / "out"))

    def held() -> dict[Path, bytes]:
        return {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}

    told = crisis_sim(*words, before=larger_disk)
    where = tmp_path / "new" / "out" / "figures" / "tree.svg"
    assert told == (2, [f"Error: cannot write {where}: File too large"])
    assert list(tmp_path.iterdir()) == []
    assert crisis_sim(*words) == (0, [])
    whole = held()
    assert crisis_sim(*words, "-s", "clash_US=2", before=larger_disk)[0] == 2
    assert held() == whole


def test_a_folder_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    for arguments in (
        ("export", "no-such-game", "-o", f"{nowhere}/game.efg"),
        ("new", f"{nowhere}/mine.yaml"),
        ("figure", "tree", "no-such-game", "-o", f"{nowhere}/tree.svg"),
        ("sweep", "brinkmanship", "-x", "p=0:1:2", "-o", f"{nowhere}/swept.csv"),
    ):
        status, told = crisis_sim(*arguments)
        why = "No such file or directory. Name a file in a folder that is there"
        assert (status, told) == (2, [f"Error: cannot write {arguments[-1]}: {why}"])


def test_a_new_scenario_is_told_by_a_command_that_can_be_typed(tmp_path: Path) -> None:
    status, told = crisis_sim("new", str(tmp_path / "my crisis"))
    assert (status, told[-1].partition("Try: ")[2]) == (
        0,
        f"crisis-sim solve '{tmp_path}/my crisis.yaml'",
    )


def test_a_schema_of_somebody_else_is_kept(tmp_path: Path) -> None:
    schema, mine = tmp_path / "scenario.schema.json", tmp_path / "mine.yaml"
    schema.write_text("{}")
    status, told = crisis_sim("new", str(mine))
    assert (status, told[0].startswith(f"Error: {schema} is there already")) == (2, True)
    assert (schema.read_text(), mine.exists()) == ("{}", False)
    assert crisis_sim("new", str(mine), "--force")[0] == 0
    mine.unlink()
    assert crisis_sim("new", str(mine))[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "brams-chicken", "-o"),
        ("new",),
        ("figure", "tree", "brams-chicken", "-o"),
        ("sweep", "brinkmanship", "-x", "p=0:1:2", "-o"),
        ("run", "brams-chicken", "-o"),
    ],
    ids=" ".join,
)
def test_an_endless_name_is_told_by_its_ends(arguments: tuple[str, ...]) -> None:
    suffix = {"export": ".efg", "new": ".yaml", "figure": ".svg", "sweep": ".csv"}
    name = "a" * 300 + suffix.get(arguments[0], "")
    status, told = crisis_sim(*arguments, name)
    assert status == 2
    assert len(told[-1]) < 300
    assert told[-1].endswith(": File name too long")


def test_an_empty_name_is_no_folder_to_write_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    for arguments, what in (
        (("export", "brams-chicken", "-o"), "file"),
        (("new",), "file"),
        (("figure", "tree", "brams-chicken", "-o"), "file"),
        (("sweep", "brinkmanship", "-x", "p=0:1:2", "-o"), "file"),
        (("run", "brams-chicken", "-o"), "folder"),
    ):
        for name in ("", " "):
            status, told = crisis_sim(*arguments, name)
            assert (status, f"name a {what} to write" in told[-1]) == (2, True)
    assert list(tmp_path.rglob("*")) == []


def test_devices_and_pipes_are_not_written_over(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe.efg", tmp_path / "link.efg"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for path in (pipe, link):
        status, told = crisis_sim("export", "brams-chicken", "-o", str(path))
        assert (status, told) == (2, [f"Error: cannot write {path}: it is there, and no file"])
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.efg", "pipe.efg"]


def test_a_device_is_no_name_for_a_new_scenario(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    status, told = crisis_sim("new", str(pipe))
    assert (status, "is there already" in told[-1]) == (2, True)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_figure_of_no_kind_and_an_endless_name() -> None:
    for name in ("a" * 3_000 + ".xyz", "a." + "x" * 3_000):
        status, told = crisis_sim("figure", "tree", "brams-chicken", "-o", name)
        assert (status, len(told[-1]) < 450) == (2, True)
        assert "not a kind of figure. Possible here: .svg" in told[-1]


def test_a_link_stays_one(tmp_path: Path) -> None:
    there, link = tmp_path / "there.efg", tmp_path / "link.efg"
    there.write_text("old", encoding="utf-8")
    link.symlink_to(there)
    assert crisis_sim("export", "brams-chicken", "-o", str(link), "--force") == (0, [])
    assert link.is_symlink()
    assert there.read_text(encoding="utf-8").startswith("EFG 2 R")


LOOPS = [
    (("figure", "tree", "brams-chicken", "-o", "one.svg"), ("one.svg", "one.svg.txt")),
    (("export", "brams-chicken", "-o", "one.efg"), ("one.efg",)),
    (("new", "one.yaml"), ("one.yaml", "scenario.schema.json")),
    (("sweep", "brinkmanship", "-x", "p=0:1:2", "-o", "one.csv"), ("one.csv", "one.csv.json")),
    (("run", "brams-chicken", "-o", "one"), ("one",)),
]


@pytest.mark.parametrize(("words", "name"), [(words, one) for words, all_ in LOOPS for one in all_])
def test_links_in_a_circle_are_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    there, back = Path(name), Path("back")
    there.symlink_to(back)
    back.symlink_to(there)
    status, told = crisis_sim(*words, "--force")
    assert (status, len(told)) == (2, 1)
    assert told[0].endswith(f" {name}: Too many levels of symbolic links")
    assert sorted(Path().iterdir()) == sorted([there, back])


@pytest.mark.parametrize("name", ["one", "one.yaml", "one.efg"])
def test_links_in_a_circle_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).symlink_to(name)
    told = f"Error: cannot read {name}: Too many levels of symbolic links"
    assert crisis_sim("solve", name) == (2, [told])


@pytest.mark.parametrize("cache", ["file", "file/below", "/proc/nowhere"])
def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    (tmp_path / "file").touch()
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / cache))
    for name in ("tree.svg", "tree.pdf"):
        told = crisis_sim("figure", "tree", "brams-chicken", "-o", str(tmp_path / name))
        assert told == (0, [])
        assert (tmp_path / name).stat().st_size > 1000
