"""A file is read as what it holds, under any name and in any encoding, or named."""

from __future__ import annotations

import io
import os
import threading
import time
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim import input_file, study_files
from crisis_sim.errors import CrisisSimError, InputError, ScenarioError
from crisis_sim.gambit.workbook import game_in_workbook
from crisis_sim.tables.read import read_table
from crisis_sim.text_file import as_utf8, decoded

EFG = """EFG 2 R "Entrée – entry" { "Alpha" "Beta" }
"a comment"

p "root" 1 1 "first" { "out" "in" } 0
t "" 1 "stay" { 1, 3 }
p "" 2 1 "reply" { "fight" "share" } 0
t "" 2 "war" { 0, 0 }
t "" 3 "split" { 2, 1 }
"""
NFG = 'NFG 1 R "Entry" { "Alpha" "Beta" } { 2 2 }\n\n1 3 1 3 0 0 2 1\n'
SCENARIO = """title: Entrée – entry
players: {A: Alpha}
start: s
situations: {s: {player: A, actions: {go: e, stay: e}}}
outcomes: {e: {payoffs: {A: 1}}}
"""
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<gambit:document xmlns:gambit="http://gambit.sourceforge.net/" version="0.1">
<colors><player id="1" red="154" green="205" blue="50"/></colors>
<game>
<efgfile>
{game}</efgfile>
</game>
</gambit:document>
"""
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]


def players_of(path: Path) -> tuple[str, ...]:
    return cs.load(path).game().players


@pytest.mark.parametrize(
    "name", ["game.txt", "game", "game.efg", "game.yaml", "game.nfg", "GAME.TXT"]
)
@pytest.mark.parametrize("text", [EFG, NFG, f"\n \n{EFG}"], ids=["efg", "nfg", "blank lines first"])
def test_a_game_under_any_name(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert players_of(path) == ("Alpha", "Beta")


@pytest.mark.parametrize("name", ["crisis.txt", "crisis", "crisis.yml"])
def test_a_scenario_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(SCENARIO, encoding="utf-8")
    assert players_of(path) == ("Alpha",) or cs.load(path).scenario.title == "Entrée – entry"
    assert cs.load(path).scenario.name == path.stem


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [EFG, SCENARIO], ids=["efg", "scenario"])
def test_any_encoding_of_unicode(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(text.encode(encoding))
    assert cs.load(path).scenario.title == "Entrée – entry"


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("text", [EFG, SCENARIO], ids=["efg", "scenario"])
def test_line_ends_of_other_systems(tmp_path: Path, ends: str, text: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(text.replace("\n", ends).encode())
    assert cs.load(path).scenario.title == "Entrée – entry"
    path.write_bytes((text + "@ @\n").replace("\n", ends).encode())
    with pytest.raises(ScenarioError, match=rf"file\.txt:{text.count(chr(10)) + 1}:1: "):
        cs.load(path)


@pytest.mark.parametrize("mark", ["\x1a", "\x1a\x1a\x1a", "\n\x1a\r\n", "\x1a\n\n"])
@pytest.mark.parametrize("text", [EFG, NFG, SCENARIO], ids=["efg", "nfg", "scenario"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_mark_of_the_end_is_left_out(tmp_path: Path, mark: str, text: str, encoding: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes((text + mark).encode(encoding))
    assert "Alpha" in str(cs.load(path).scenario.players)


def test_the_same_mark_inside_is_none(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text(SCENARIO.replace("entry", "en\x1atry"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"file\.txt:1:19: not YAML: the character U\+001A"):
        cs.load(path)


def test_a_workbook_holds_a_game_and_faults_stand_on_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "book.gbt"
    path.write_text(
        WORKBOOK.format(game=EFG.replace("Alpha", "A &amp; B &lt;x>")), encoding="utf-8"
    )
    assert players_of(path) == ("A & B <x>", "Beta")
    path.write_text(WORKBOOK.format(game=EFG.replace("t ", "q ", 1)), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"book\.gbt:10:1: "):
        cs.load(path)
    path.write_text(WORKBOOK.format(game="").replace("efgfile", "gone"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"no game is found in this workbook(.|\n)*save"):
        cs.load(path)


def test_a_workbook_is_searched_once() -> None:
    bomb = b"<efgfile>" * 200_000
    with pytest.raises(ScenarioError, match="no game is found"):
        game_in_workbook(bomb, "bomb.gbt")


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"PK\x03\x04rest", "a zip archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"{\\rtf1", "rich text"),
        (b"\x1f\x8b\x08", "compressed with gzip"),
        (b"#AGG\n2", "an action-graph game"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Office document"),
    ],
)
@pytest.mark.parametrize("name", ["file.efg", "file.yaml", "file"])
def test_what_is_no_text_is_named(tmp_path: Path, start: bytes, said: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(start)
    with pytest.raises(ScenarioError, match=f"the file is {said}.*, neither a scenario nor a game"):
        cs.load(path)


def test_bytes_that_are_not_unicode_have_their_place() -> None:
    with pytest.raises(ScenarioError, match=r"f:2:3: not UTF-8 text: the byte 0xe9 cannot be read"):
        decoded("é\r\nab".encode() + b"\xe9", "f")
    with pytest.raises(ScenarioError, match=r"f:2:3: not UTF-16 text: the byte"):
        as_utf8("\ufeffé\nab".encode("utf-16-le") + b"\x00", "f")


def test_zeros_inside_a_text_have_their_place(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(SCENARIO.encode() + b"\0" * 9)
    with pytest.raises(ScenarioError, match=r"file\.yaml:6:1: .*U\+0000 is not allowed"):
        cs.load(path)


def test_a_device_a_pipe_and_a_link_are_bounded_like_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="/dev/zero holds no text, only zeros"):
        cs.load("/dev/zero")
    link = tmp_path / "link.yaml"
    link.symlink_to("/dev/urandom")
    with pytest.raises(CrisisSimError, match="larger than 1,600,000 bytes"):
        cs.load(link)
    monkeypatch.setattr(study_files, "MOST_GAMBIT_BYTES", 10_000)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(EFG.encode() * 100)))
    with pytest.raises(InputError, match="standard input is larger than 10,000 bytes"):
        cs.load("-")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(EFG.encode())))
    assert cs.load("-").game().players == ("Alpha", "Beta")


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(EFG,), daemon=True)
    writer.start()
    assert players_of(pipe) == ("Alpha", "Beta")
    writer.join(10)


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_file, "MOST_SILENCE", 0.2)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match=r"nothing comes from .*pipe, in 0\.2 seconds"):
        cs.load(pipe)
    with pytest.raises(InputError, match=r"nothing comes from .*pipe, in 0\.2 seconds"):
        read_table(pipe)


def test_a_writer_may_pause(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("w") as file:
            for part in (EFG[:10], EFG[10:]):
                time.sleep(0.3)
                file.write(part)
                file.flush()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    assert players_of(pipe) == ("Alpha", "Beta")
    writer.join(10)


CASES = Path(__file__).parents[2] / "shared" / "cases" / "format"


@pytest.mark.skipif(not CASES.exists(), reason="the folder of cases is absent")
@pytest.mark.parametrize("name", ["utf16le_bom.efg", "game.txt", "duplabels.efg", "ctrlz.efg"])
def test_files_that_other_programs_saved(name: str) -> None:
    study = cs.load(CASES / name)
    assert study.game().describe() == "5 nodes, 3 terminals, 2 information sets"
    assert len(study.family().notes) == (name == "duplabels.efg")


@pytest.mark.skipif(not CASES.exists(), reason="the folder of cases is absent")
def test_what_stands_after_the_end_of_a_file_is_named() -> None:
    with pytest.raises(ScenarioError, match=r"10:1: the game is complete, .* a further node"):
        cs.load(CASES / "trailing.efg")
