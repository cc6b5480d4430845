from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.errors import ScenarioError
from crisis_sim.gambit import read_efg as reading
from crisis_sim.gambit import scan_efg as scanning
from crisis_sim.gambit.build import build
from crisis_sim.gambit.parse_efg import parse_efg
from crisis_sim.gambit.scan_efg import scan_efg
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Game
from crisis_sim.numbers.rational import fraction

from . import corpus
from .compare import assert_same_table
from .random_games import UNHURRIED, games
from .test_efg_errors import BODIES, HEAD, HEADS, TWO
from .test_read_efg import SIGNAL


def both(text: str) -> None:
    """The two ways to read a file agree."""
    table = scan_efg(text.encode(), "game.efg")
    assert table is not None
    assert_same_table(parse_efg(text, "game.efg"), table)


@UNHURRIED
@given(games())
def test_random_games_scan_as_they_parse(game: Game) -> None:
    both(write_efg(game, comment="c"))


@pytest.mark.parametrize("path", corpus.files(".efg"), ids=lambda path: path.name)
def test_published_games_scan_as_they_parse(path: Path) -> None:
    both(path.read_text())


CONSTRUCTS = [
    SIGNAL,
    HEAD + 't "" 0',
    HEAD + 't "é {\\"}" 1 "x\\\\" { 1e-3, -2/3 }\n\n',
    HEAD + 't "" 1 "" { 0.1234567890123456789 12345678901234567890/3 }',
    HEAD + 't "" 1 "" { -0 -0.0 }',
    HEAD + 'p "" 1 1 "s" {"x","y"} 0 t "" 1 "" {1,2} t "" 2 "" {3,45}',
    HEAD + 'p "" 1 2 { "x" "y" , } 1 { .5 5. }\nt " a  b " 1\nt "a b" 1 "late" { .5, 5., }',
    HEAD + 'c "" 1 "d" { "x" 1/3, "y" 0.6666666666666667 } 0 t "" 0 c "" 1 0 t "" 0 t "" 0',
    HEAD + TWO + 'p "" 1 1 0 t "" 0 t "" 0 p "" 2 1 "s" { "z" } 0 t "" 0',
]


@pytest.mark.parametrize("text", CONSTRUCTS)
def test_constructs_scan_as_they_parse(text: str) -> None:
    both(text)


@pytest.mark.parametrize("text", [text for text, _ in HEADS] + [HEAD + text for text, _ in BODIES])
def test_the_scanner_gives_up_at_every_fault(text: str) -> None:
    assert scan_efg(text.encode(), "game.efg") is None


def test_the_scanner_gives_up_at_a_file_cut_short() -> None:
    for cut in range(len(SIGNAL.rstrip()) - 1):
        assert scan_efg(SIGNAL[:cut].encode(), "game.efg") is None, SIGNAL[:cut]


PIECES = [
    '"',
    "{",
    "}",
    ",",
    " ",
    "1",
    "0",
    ".",
    "/",
    "-",
    "e",
    "\\",
    "c",
    "p",
    "t",
    "x",
    "\0",
    "é",
]


@UNHURRIED
@given(
    st.sampled_from(CONSTRUCTS),
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 3), st.sampled_from(PIECES))),
)
def test_what_the_scanner_accepts_the_parser_accepts(
    text: str, changes: list[tuple[int, int, str]]
) -> None:
    for place, cut, piece in changes[:3]:
        at = place % len(text)
        text = text[:at] + piece + text[at + cut :]
    table = scan_efg(text.encode(), "game.efg")
    if table is not None:
        assert_same_table(parse_efg(text, "game.efg"), table)


def test_other_encodings() -> None:
    text = 'EFG 2 R "t" { "É" } t "né" 1 "été" { 0.5 }'
    for data in (b"\xef\xbb\xbf" + text.encode(), text.encode("latin-1")):
        table = scan_efg(data, "game.efg")
        assert table is not None
        assert_same_table(parse_efg(text, "game.efg"), table)


def test_rare_shapes_are_left_to_the_parser() -> None:
    again = 'c "" 1 "d" { "x" 1/2 "y" 1/2 } 0 t "" 0 c "" 1 "d" { "x" .5 "y" .5 } 0 t "" 0 t "" 0'
    far = 'p "" 1 99999 "s" { "x" } 0 t "" 0'
    for text in (again, far):
        assert scan_efg((HEAD + text).encode(), "game.efg") is None
        parse_efg(HEAD + text, "game.efg")


def binary(depth: int) -> str:
    """A complete binary tree of two players who alternate; chance at the root."""
    lines = ['EFG 2 R "binary" { "A" "B" }\n""\n']
    counts = [0, 0, 0, 0]
    stack = [0]
    while stack:
        level = stack.pop()
        owner = 3 if level == depth else 0 if level == 0 else 1 + level % 2
        counts[owner] += 1
        count = counts[owner]
        if owner == 3:
            lines.append(f't "" {count} "" {{ {count % 7}, {-count} }}\n')
        elif owner == 0:
            lines.append('c "" 1 "" { "L" 1/4 "R" 3/4 } 0\n')
        else:
            lines.append(f'p "" {owner} {count} "" {{ "L" "R" }} 0\n')
        stack += [level + 1, level + 1] if owner < 3 else []
    return "".join(lines)


def test_large_files_are_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    text = binary(9)
    slow = reading.read_efg(text)
    monkeypatch.setattr(reading, "LARGE", 1)
    monkeypatch.setattr(reading, "EXACT_NODES", 100)
    monkeypatch.setattr("crisis_sim.gambit.build.EXACT_NODES", 100)
    monkeypatch.setattr(reading, "parse_efg", None)
    fast = reading.read_efg(text.encode())
    assert fast.exact is None
    assert fast.tree.size == 1023
    np.testing.assert_array_equal(fast.terminal_payoffs, slow.terminal_payoffs)
    np.testing.assert_array_equal(fast.chance, slow.chance)
    assert tuple(fast.tree.outcomes) == slow.tree.outcomes
    for name in ("parent", "move", "place", "set_label", "information_set"):
        np.testing.assert_array_equal(getattr(fast.tree, name), getattr(slow.tree, name))


def test_small_games_in_large_files_stay_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGE", 1)
    assert reading.read_efg(SIGNAL).exact is not None


def test_faults_in_large_files_are_told_by_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGE", 1)
    with pytest.raises(ScenarioError, match="6:13: node 4: expected a payoff"):
        reading.read_efg(HEAD + TWO + 't "" 0\np "" 2 1 "" { "x" } 0\nt "" 1 "" { x')


def test_large_games_without_exact_numbers_add_up_their_path() -> None:
    text = HEAD + 'p "" 1 1 "s" { "x" "y" } 1 "" { 1 2 } t "" 2 "" { .5 0 } t "" 0'
    table = scan_efg(text.encode(), "game.efg")
    assert table is not None
    game = build(table).game
    np.testing.assert_array_equal(game.terminal_payoffs[1:], [[1.5, 2], [1, 2]])
    assert tuple(game.tree.outcomes) == ("(1, 2)", "(1.5, 2)")


NUMBERS = (
    "0.1 -3 1e-3 2/7",
    "0.30000000000000000001 -1e308 9007199254740993 4/2",
    "1.00000000000000000001 3 12345678901234567890 7",
    "9007199254740991/9007199254740990 1 2 3",
    "1 2 3 4",
)
CHANCES = ("0.1 0.2 0.7", "1/3 1/3 1/3", "0.3333333333 0.3333333333 0.3333333334", "1 0 0")
OFF = ("0.3333333333 0.3333333333 0.3333333333",)


@pytest.mark.parametrize("on_path", ["0", '3 "" { 0.1 1/3 }', '3 "" { 9007199254740992 1 }'])
@pytest.mark.parametrize("chances", CHANCES + OFF)
@pytest.mark.parametrize("numbers", NUMBERS)
def test_numbers_of_large_files_are_as_written(numbers: str, chances: str, on_path: str) -> None:
    a, b, c, d = numbers.split()
    x, y, z = chances.split()
    text = (
        f'{HEAD}c "" 1 "" {{ "x" {x} "y" {y} "z" {z} }} {on_path}\n'
        f't "" 1 "" {{ {a} {b} }}\nt "" 2 "" {{ {c}, {d} }}\nt "" 0\n'
    )
    table = scan_efg(text.encode(), "game.efg")
    assert table is not None
    fast, slow = build(table).game, build(parse_efg(text, "game.efg")).game
    assert fast.exact is None
    rows = fast.tree.payoff_row.tolist(), slow.tree.payoff_row.tolist()
    for node in (1, 2, 3):
        fast_row, slow_row = rows[0][node], rows[1][node]
        assert fast.numbers.payoffs[fast_row] == slow.numbers.payoffs[slow_row]
        assert fast.numbers.chance[node] == slow.numbers.chance[node]
    assert list(fast.numbers.chance) == list(slow.numbers.chance)
    assert sum(list(fast.numbers.chance)[1:]) == 1
    assert tuple(fast.numbers.normalised) == tuple(slow.numbers.normalised)
    assert bool(fast.numbers.normalised) is (chances in OFF)
    assert slow.exact is not None
    assert slow.exact.payoffs == tuple(tuple(map(fraction, row)) for row in slow.numbers.payoffs)


def test_files_of_whole_numbers_keep_nothing_but_floats() -> None:
    fractions = binary(4)
    whole = fractions.replace("1/4", "0").replace("3/4", "1")
    for text, kept in ((fractions, True), (whole, False), (whole.replace("-1 }", "-1.5 }"), True)):
        table = scan_efg(text.encode(), "game.efg")
        assert table is not None
        assert (table.menus.exact is not None) is kept
        assert (table.outcomes.exact is not None) is kept


def test_a_probability_below_nothing_is_never_rounded_to_nothing() -> None:
    tiny = "-0." + "0" * 340 + "1"
    text = f'{HEAD}c "" 1 "" {{ "x" 1 "y" {tiny} }} 0 t "" 0 t "" 0'
    assert scan_efg(text.encode(), "game.efg") is None


def test_too_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MOST_NODES", 2)
    with pytest.raises(ScenarioError, match="about 3 nodes; at most 2 are read"):
        scan_efg((HEAD + TWO + 't "" 0 t "" 0').encode(), "game.efg")
