"""Files that are in the way: those written here are replaced, those of others only by force."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

import crisis_sim as cs
from crisis_sim import whole_file
from crisis_sim.plot.files import SCENE_SUFFIXES
from tests.cli.conftest import Run

GAME = "brams-chicken"
FIGURES = [f"figure{suffix}" for suffix in SCENE_SUFFIXES]
EXPORTS = ["game.efg", "game.nfg"]
MINE = b"\\documentclass{article} % what somebody wrote\n"


def command(path: Path) -> tuple[str, ...]:
    kind = ("export",) if path.suffix in (".efg", ".nfg") else ("figure", "matrix")
    return (*kind, GAME, "-o", str(path))


@pytest.mark.parametrize("name", [*FIGURES, *EXPORTS])
def test_what_was_written_here_is_replaced(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for more in ((), ("-s", "clash_US=2"), ()):
        assert run(*command(path), *more).status == 0
    once = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert run(*command(path)).status == 0
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == once


@pytest.mark.parametrize("name", [*FIGURES, *EXPORTS])
def test_what_others_wrote_is_replaced_by_force_alone(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(MINE)
    ran = run(*command(path))
    assert (ran.status, ran.out, path.read_bytes()) == (2, "", MINE)
    assert ran.err == (
        f"Error: {path} is there already, not written by crisis-sim; --force writes over it\n"
    )
    assert list(tmp_path.iterdir()) == [path]
    assert run(*command(path), "--force").status == 0
    assert path.read_bytes() != MINE


def test_nothing_is_solved_before_a_file_in_the_way_is_told(run: Run, tmp_path: Path) -> None:
    for name in ("figure.svg", "game.efg"):
        (tmp_path / name).write_bytes(MINE)
        words = [one if one != GAME else "no-such-game" for one in command(tmp_path / name)]
        assert "is there already" in run(*words).err
    (tmp_path / "report.md").write_bytes(MINE)
    assert "is there already" in run("run", "no-such-game", "-o", str(tmp_path)).err


@pytest.mark.parametrize("name", [*FIGURES, *EXPORTS])
def test_what_was_changed_since_is_replaced_by_force_alone(
    run: Run, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    run(*command(path))
    changed = path.read_bytes() + b"\n"
    path.write_bytes(changed)
    ran = run(*command(path))
    assert (ran.status, path.read_bytes()) == (2, changed)
    assert ran.err == (
        f"Error: {path} was changed since crisis-sim wrote it; --force writes over it\n"
    )
    assert run(*command(path), "--force").status == 0
    assert run(*command(path)).status == 0


@pytest.mark.parametrize(
    "words",
    [
        *((*command(Path(name)), name) for name in (*FIGURES, *EXPORTS)),
        *((*command(Path(name)), f"{name}.txt") for name in FIGURES),
        ("run", GAME, "-o", ".", "tables/strategy.csv"),
        ("new", "mine.yaml", "mine.yaml"),
        ("new", "mine.yaml", "scenario.schema.json"),
    ],
    ids=" ".join,
)
def test_what_arrives_during_the_work_is_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    path, stage = tmp_path / words[-1], whole_file._stage

    def late(*arguments: Any) -> Path:
        path.write_bytes(MINE)
        return stage(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(whole_file, "_stage", late)
        ran = run(*words[:-1])
    assert (ran.status, "is there already" in ran.err) == (2, True)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]
    assert path.read_bytes() == MINE
    assert run(*words[:-1], "--force").status == 0


def test_a_scenario_is_no_schema(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "scenario.schema.json"
    for more in ((), ("--force",)):
        ran = run("new", str(path), *more)
        assert (ran.status, list(tmp_path.iterdir())) == (2, [])
        told = f"Error: {path} is where the schema goes; give the scenario another name\n"
        assert ran.err == told


def test_pictures_with_a_sign_are_read_as_before(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "figure.png"
    run(*command(path))
    with Image.open(path) as image:
        image.load()
        assert image.info["Comment"].startswith("Written by crisis-sim, ")
    run(*command(path.with_suffix(".svg")))
    assert ElementTree.parse(path.with_suffix(".svg")).getroot().get("role") == "img"
    run(*command(path.with_suffix(".pdf")))
    assert path.with_suffix(".pdf").read_bytes().endswith(b"%%EOF\n")


@pytest.mark.parametrize("name", EXPORTS)
def test_gambit_reads_a_file_with_a_sign(run: Run, tmp_path: Path, name: str) -> None:
    gambit = pytest.importorskip("pygambit")
    path = tmp_path / name
    run(*command(path))
    read = {".efg": gambit.read_efg, ".nfg": gambit.read_nfg}[path.suffix]
    assert len(read(path).players) == 2


def test_a_game_that_is_exported_again_keeps_one_sign(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "game.efg", tmp_path / "again.efg"
    run(*command(first))
    assert run("export", str(first), "-o", str(second)).status == 0
    assert second.read_text().count("Written by crisis-sim, ") == 1
    assert run("export", str(first), "-o", str(second)).status == 0


@pytest.mark.parametrize("name", FIGURES)
def test_a_description_that_was_changed_is_kept(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    words = path.with_name(name + ".txt")
    words.write_bytes(MINE)
    assert f"{words} is there" in run(*command(path)).err
    path.write_bytes(MINE)
    assert f"{path}, {words} are there" in run(*command(path)).err
    assert run(*command(path), "--force").status == 0
    with words.open("a") as file:
        file.write("In words of my own.\n")
    ran = run(*command(path))
    assert (ran.status, f"Error: {words} was changed" in ran.err) == (2, True)
    path.unlink()
    assert f"Error: {words} was changed" in run(*command(path)).err
    words.unlink()
    assert run(*command(path)).status == 0
    path.unlink()
    assert run(*command(path)).status == 0


@pytest.mark.parametrize("text", ['{"title": "crisis_sim scenario"}', None])
def test_a_schema_is_replaced_if_it_is_ours(run: Run, tmp_path: Path, text: str | None) -> None:
    schema = tmp_path / "scenario.schema.json"
    for name in ("one", "two"):
        assert run("new", str(tmp_path / name)).status == 0
    schema.write_text(schema.read_text() + "\n" if text is None else text)
    why = "was changed since crisis-sim wrote it" if text is None else "is there already, not"
    assert f"{schema} {why}" in run("new", str(tmp_path / "three")).err
    assert not (tmp_path / "three.yaml").exists()
    assert run("new", str(tmp_path / "three"), "--force").status == 0


def test_force_is_no_part_of_the_command_that_a_page_tells(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.tex"
    words = ("figure", "page", GAME, "-o", str(path))
    assert run(*words).status == 0
    once = path.read_bytes()
    assert (run(*words, "--force").status, path.read_bytes()) == (0, once)


def test_a_manuscript_that_holds_a_figure_is_kept(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "figure.tex"
    run(*command(path))
    path.write_bytes(MINE + path.read_bytes())
    assert run(*command(path)).status == 2


def test_an_empty_file_is_in_nobodys_way(run: Run, tmp_path: Path) -> None:
    for name in ("figure.svg", "game.efg"):
        (tmp_path / name).touch()
        assert run(*command(tmp_path / name)).status == 0


def test_a_description_whose_name_is_too_long_is_told_before_anything_is_written(
    run: Run, tmp_path: Path
) -> None:
    for length, status in ((252, 2), (251, 0)):
        path = tmp_path / ("n" * (length - 4) + ".tex")
        ran = run("figure", "matrix", GAME if status == 0 else "no-such-game", "-o", str(path))
        assert (ran.status, len(list(tmp_path.iterdir()))) == (status, 2 * (status == 0))
        assert status == 0 or ran.err.endswith(".tex.txt: File name too long\n")


def test_a_figure_and_its_description_are_written_together(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "figure.tex"
    os.mkfifo(path.with_name("figure.tex.txt"))
    assert run(*command(path)).status == 2
    assert not path.exists()


def test_a_folder_is_written_again_and_keeps_what_others_wrote(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = ("run", GAME, "-o", str(folder))
    told = run(*words).out
    assert run(*words, "-s", "clash_US=2").out == told
    assert run(*words).err == ""
    held = sorted(one for one in folder.rglob("*") if one.is_file())
    assert {str(one) for one in held} == set(told.split())
    for one in held:
        one.write_bytes(MINE)
    ran = run(*words)
    assert ran.status == 2
    assert ran.err.startswith(f"Error: {folder / 'report.md'}, {folder / 'solution.json'}, ")
    assert f" and {len(held) - 6} more are there already, not written by crisis-sim; " in ran.err
    assert {one.read_bytes() for one in held} == {MINE}
    assert run(*words, "--force").status == 0
    assert MINE not in {one.read_bytes() for one in held}


@pytest.mark.parametrize("suffix", [".csv", ".dta"])
def test_what_somebody_wrote_beside_a_sweep_is_kept(run: Run, tmp_path: Path, suffix: str) -> None:
    path, beside = tmp_path / f"swept{suffix}", tmp_path / f"swept{suffix}.json"
    words = ("sweep", "brinkmanship", "-x", "p=0,1", "-o", str(path))
    beside.write_bytes(MINE)
    told = f"{beside} is there already; "
    ran = run(*words)
    assert (ran.status, beside.read_bytes(), path.exists()) == (2, MINE, False)
    assert f"Error: {told}--force writes over it\n" in ran.err
    swept = cs.load("brinkmanship").sweep(p=[0, 1])
    with pytest.raises(cs.InputError, match=r"json is there already; force=True writes over it"):
        swept.save(path)
    assert run(*words, "--force").status == 0


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run, of which each test takes a copy."""
    folder = tmp_path_factory.mktemp("ran")
    cs.load("cuba-1962-cable").run(folder)
    return folder


@pytest.fixture
def out(ran: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ran, tmp_path / "out"))


def test_every_file_of_a_folder_is_looked_at(run: Run, out: Path) -> None:
    held = [one for one in out.rglob("*") if one.is_file()]
    assert any(one.name == "bargain.svg" for one in held)
    for one in held:
        was = one.read_bytes()
        for other in (was + b"\n", b"\n" + was, MINE):
            one.write_bytes(other)
            ran = run("run", "no-such-game", "-o", str(out))
            changed = other != MINE or one.name != "files.sha256"
            told = f"Error: {one} was changed since crisis-sim wrote it; "
            assert told in ran.err or not changed, ran.err
            assert str(one) in ran.err
        one.write_bytes(was)


def test_a_folder_is_cleared_of_what_another_scenario_left(run: Run, out: Path) -> None:
    cable, chicken = (("run", name, "-o", str(out)) for name in ("cuba-1962-cable", GAME))
    figures = out / "figures"
    mine, drawn = figures / "mine.svg", figures / "bargain.pdf"
    mine.write_bytes(MINE)
    drawn.write_bytes(drawn.read_bytes() + b"\n")
    assert f"{drawn} was changed" in run(*chicken).err
    ran = run(*chicken, "--force")
    assert ran.err == (
        f"{out} held the results of cuba-1962-cable; they are replaced, 5 of their files removed\n"
    )
    left = {str(one) for one in out.rglob("*") if one.is_file()}
    assert left == {str(mine), str(drawn), *ran.out.split()}
    assert "was changed" in run(*cable).err
    listed = (out / "files.sha256").read_text().splitlines()
    assert listed[0] == f"# The results of {GAME}."
    for digest, name in (line.split("  ") for line in listed[2:]):
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert len(listed) - 2 == len([one for one in out.rglob("*") if one.is_file()]) - 3


def test_a_list_of_somebody_elses_removes_nothing(run: Run, out: Path) -> None:
    held = {one for one in out.rglob("*") if one.is_file()}
    with (out / "files.sha256").open("a") as file:
        file.write("# mine\n")
    assert run("run", GAME, "-o", str(out), "--force").status == 0
    assert held <= set(out.rglob("*"))
