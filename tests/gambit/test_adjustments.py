"""Whatever reading a file of Gambit's changes is told, and nothing else is changed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import ScenarioError
from crisis_sim.gambit import read_efg
from crisis_sim.gambit.read import read_gambit
from crisis_sim.gambit.write_nfg import write_nfg_file
from crisis_sim.gambit.write_table import write_table
from tests.cli.conftest import Run, run
from tests.gambit import corpus

__all__ = ["run"]

HEAD = 'EFG 2 R "Entry" { "Alpha" "Beta" }\n"a comment"\n'
SOUND = (
    HEAD
    + """
c "" 1 "weather" { "storm" 1/3 "calm" 2/3 } 0
p "root" 1 1 "first" { "out" "in" } 0
t "" 1 "stay" { 1, 3 }
p "" 2 1 "reply" { "fight" "share" } 0
t "" 2 "war" { 0, 0 }
t "" 3 "split" { 2, 1 }
t "" 4 "peace" { 1/3, 1 }
"""
)
NFG = 'NFG 1 R "Entry" { "Alpha" "Beta" } { { "out" "in" } { "fight" "share" } } "a comment"\n'


def notes(text: str | bytes) -> tuple[str, ...]:
    return read_gambit(text if isinstance(text, bytes) else text.encode(), "game.efg").notes


def test_of_a_sound_file_there_is_nothing_to_tell() -> None:
    assert notes(SOUND) == ()
    assert notes(NFG + "1 3 1 3 0 0 2 1") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"out" "in"',
            '"x" "x"',
            "apart: one, a move of information set 1 of player 1, is called 'x (2)'",
        ),
        (
            '"reply"',
            '"first"',
            "'first' is repeated .*: one, information set 1 of player 2, is .* 'first (2)'",
        ),
        ('"Beta"', '"Alpha"', "'Alpha' is repeated .* 'Alpha (2)'"),
        ('"storm"', '"calm"', "one, a move of information set 1 of chance, is called 'calm (2)'"),
        ('"Beta"', '""', "Player 2 has no name and is called by the number"),
        ('"fight" "share"', '"" "share"', "Moves without a name are called by their places"),
        ('"storm"', '" heavy  storm"', "Spaces in labels are tidied, as in 'heavy storm'"),
        ('"Beta"', '"Beta "', "Spaces in labels are tidied, as in 'Beta'"),
        ('"root"', '"ro\not"', "Spaces in labels are tidied, as in 'ro ot'"),
        (
            '"share" } 0',
            '"share" } 9 "cost" { -1 0 }',
            r"Outcomes on the way \(1\): their payoffs are added",
        ),
        (
            't "" 2 "war" { 0, 0 }',
            't "" 0',
            r"Ends without an outcome of their own \(1\): they pay nothing",
        ),
        ('c "" 1', 'c "sea" 1', "Names of chance's information sets are left out"),
    ],
)
def test_what_is_otherwise_is_told(old: str, new: str, said: str) -> None:
    assert old in SOUND
    (found,) = notes(SOUND.replace(old, new, 1))
    with pytest.raises(AssertionError, match=said.replace("(2)", r"\(2\)")):
        raise AssertionError(found)


def test_of_normal_forms_too() -> None:
    listed = '{ { "war" 1 3 } { "" 0 0 } { "" 2 1 } } 1 1 2 3'
    assert notes(NFG + listed) == (
        "The names of outcomes are left out: each is called by its strategies.",
    )
    assert notes(NFG.replace('"in"', '"out"') + "1 3 1 3 0 0 2 1") == (
        "'out' is repeated where it must be told apart: one is called 'out (2)'.",
    )


def test_a_long_list_is_cut() -> None:
    moves = " ".join(['"x"'] * 50)
    told = notes(HEAD + f'p "" 1 1 "" {{ {moves} }} 0' + '\nt "" 1 "e" { 1 1 }' * 50)
    assert len(told) == 21
    assert told[-1] == "So are 29 more labels."


@pytest.mark.parametrize(
    ("encoding", "label", "name"),
    [("cp1252", "Kennedy’s – reply", "Windows-1252"), ("latin-1", "réponse \x81", "Latin-1")],
)
def test_an_encoding_that_was_guessed_is_told(encoding: str, label: str, name: str) -> None:
    told = notes(SOUND.replace("reply", label).encode(encoding))
    assert told[0].startswith(f"The file is not UTF-8; it is read as {name}, as in '")
    assert label.split()[0] in told[0]


def test_large_files_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = SOUND.replace('"out" "in"', '"x" "x"').replace('"storm"', '"storm "')
    before = notes(text)
    monkeypatch.setattr(read_efg, "LARGE", 0)
    monkeypatch.setattr(read_efg, "EXACT_NODES", 0)
    assert notes(text) == before
    assert len(before) == 2


def test_check_tells_them(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "game.efg"
    file.write_text(SOUND.replace('"out" "in"', '"x" "x"'))
    out = " ".join(run("check", str(file)).out.split())
    assert "one, a move of information set 1 of player 1, is called 'x (2)'." in out
    assert "Nothing to object to." not in out
    file.write_text(SOUND)
    assert "Nothing to object to." in run("check", str(file)).out


def test_what_stands_after_the_end_is_told_with_its_place() -> None:
    for text, line in ((SOUND, 11), (SOUND.rstrip("\n"), 10)):
        for more, said in (('t "" 9 "e" { 1 1 }', "a further node"), ('"remark"', "other text")):
            with pytest.raises(
                ScenarioError, match=rf"game.efg:{line}:\d+: .* goes on with {said}"
            ):
                notes(f"{text} {more}")


def notes_of(file: Path) -> tuple[str, ...]:
    return cs.load(file).family().notes


SIGN = re.compile(r" Written by crisis-sim, [0-9a-f]{16}\.")
WORKBOOK = "<gambit:document><game><efgfile>{}</efgfile></game>{}</gambit:document>"


def test_what_a_workbook_holds_besides_is_told(tmp_path: Path) -> None:
    file = tmp_path / "book.gbt"
    file.write_text(WORKBOOK.format(SOUND, ""))
    assert notes_of(file) == ()
    file.write_text(WORKBOOK.format(SOUND, '<analysis type="list"></analysis>'))
    assert notes_of(file) == ("The equilibria that the workbook holds are not read.",)


def unsigned(text: str) -> str:
    """A file, or its comment, that was written here, without the sign that it must have."""
    bare, signs = SIGN.subn("", text)
    assert signs == 1
    return bare


@pytest.mark.parametrize(
    "comment", ["a comment", "", 'says "no"', "two\nlines", "a \\ b", "ends \\", 'ends "']
)
def test_comments_and_labels_survive_export(run: Run, tmp_path: Path, comment: str) -> None:
    quoted = comment.replace("\\", "\\\\").replace('"', '\\"')
    first, second = tmp_path / "first.efg", tmp_path / "second.efg"
    first.write_text(SOUND.replace("a comment", quoted))
    assert run("export", str(first), "-o", str(second)).status == 0
    before, after = (read_gambit(file.read_bytes(), file.name) for file in (first, second))
    assert before.comment == comment
    assert unsigned(after.comment) == comment
    assert after.notes == ()
    assert after.game.title == before.game.title
    for kind in ("players", "labels", "outcomes"):
        assert sorted(getattr(after.game.tree, kind)) == sorted(getattr(before.game.tree, kind))
    for node in range(before.game.tree.size):
        assert after.game.tree.label(node) == before.game.tree.label(node)
        assert after.game.tree.move_label(node) == before.game.tree.move_label(node)


RICH = SOUND.replace('c "" 1 "weather"', 'c "sea" 7 "weather"').replace(
    '"share" } 0', '"share" } 9 "costs" { -1/3, 0 }'
)


def test_labels_that_the_game_does_not_hold_survive_too(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.efg", tmp_path / "second.efg"
    first.write_text(RICH)
    assert run("export", str(first), "-o", str(second)).status == 0
    assert unsigned(second.read_text()).split() == RICH.split()


@pytest.mark.parametrize("path", corpus.files(".efg"), ids=lambda path: path.name)
def test_published_games_are_written_as_they_are(path: Path) -> None:
    before = read_gambit(path.read_bytes(), path.name)
    assert before.table is not None
    written = write_table(before.table)
    after = read_gambit(written, path.name)
    assert after.table is not None
    assert write_table(after.table) == written
    assert after.game.describe() == before.game.describe()
    assert after.comment == before.comment
    assert [*after.game.tree.outcomes] == [*before.game.tree.outcomes]
    for name in ("payoff_row", "mover", "parent", "information_set"):
        np.testing.assert_array_equal(
            getattr(after.game.tree, name), getattr(before.game.tree, name), name
        )
    np.testing.assert_array_equal(after.game.payoffs, before.game.payoffs)
    np.testing.assert_allclose(after.game.chance, before.game.chance, rtol=1e-9)


def test_chances_that_do_not_add_up_are_made_whole() -> None:
    text = SOUND.replace('1/3 "calm" 2/3', '0.25 "calm" 0.7500000001')
    table = read_gambit(text, "game.efg").table
    assert table is not None
    assert '"storm" 2500000000/10000000001 "calm" 7500000001/10000000001' in write_table(table)


def test_a_normal_form_keeps_them_likewise(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.nfg", tmp_path / "second.nfg"
    first.write_text(NFG + "1 3 1 3 0 0 2 1")
    assert run("export", str(first), "-o", str(second)).status == 0
    written = unsigned(second.read_text())
    for label in ("Entry", "Alpha", "Beta", "out", "in", "fight", "share", "a comment"):
        assert f'"{label}"' in written


@pytest.mark.parametrize("path", corpus.files(".nfg"), ids=lambda path: path.name)
def test_published_normal_forms_are_written_as_they_are(path: Path) -> None:
    before = read_gambit(path.read_bytes(), path.name)
    assert before.normal_form is not None
    written = write_nfg_file(before.normal_form)
    after = read_gambit(written, path.name)
    assert after.normal_form is not None
    assert write_nfg_file(after.normal_form) == written
    assert after.comment == before.comment
    assert after.normal_form.cells == before.normal_form.cells
    assert after.normal_form.normal_form.strategies == before.normal_form.normal_form.strategies
    np.testing.assert_array_equal(after.game.payoffs, before.game.payoffs)


def test_names_of_outcomes_survive_in_a_normal_form(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.nfg", tmp_path / "second.nfg"
    listed = '{ { "war" 1, 3 } { "" 0, 0 } { "war" 1/3, 1 } } 1 0 3 2'
    first.write_text(NFG + listed)
    assert run("export", str(first), "-o", str(second)).status == 0
    expected = (NFG + listed).replace('{ "war" 1/3', '{ "war (2)" 1/3')
    assert unsigned(second.read_text()).split() == expected.split()


def test_what_a_scenario_is_about_becomes_the_comment(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "game.efg"
    assert run("export", "brinkmanship", "-o", str(file)).status == 0
    about = cs.load("brinkmanship").scenario.about
    assert about
    assert unsigned(read_gambit(file.read_bytes(), "game.efg").comment) == about
