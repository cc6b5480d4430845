"""Files that are in the way: those written here are replaced, those of others only by force."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import crisis_sim as cs
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
    assert (ran.status, f"Error: {words} is there" in ran.err) == (2, True)
    words.unlink()
    assert run(*command(path)).status == 0


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
    held = sorted(one for one in folder.rglob("*") if one.is_file())
    assert {str(one) for one in held if one.suffix != ".txt"} == set(told.split())
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


def test_every_file_of_a_folder_is_looked_at(run: Run, tmp_path: Path) -> None:
    run("run", "cuba-1962-cable", "-o", str(tmp_path))
    held = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert any(one.name == "bargain.svg" for one in held)
    for one in held:
        was = one.read_bytes()
        one.write_bytes(MINE)
        assert str(one) in run("run", "no-such-game", "-o", str(tmp_path)).err
        one.write_bytes(was)
