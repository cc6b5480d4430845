from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given

from crisis_sim.gambit.read_efg import read_efg, read_efg_file
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Game

from .compare import assert_same_game, assert_same_tree
from .random_games import UNHURRIED, games
from .test_read_efg import SIGNAL

ROUNDING = 1e-15


@UNHURRIED
@given(games())
def test_round_trip(game: Game) -> None:
    assert_same_game(read_efg(write_efg(game)), game)


@UNHURRIED
@given(games())
def test_floats_are_written_to_their_last_digit(game: Game) -> None:
    rounded = replace(game, exact=None, payoffs=game.payoffs / 3)
    again = read_efg(write_efg(rounded))
    assert again.exact is not None
    np.testing.assert_array_equal(again.payoffs, rounded.payoffs)
    np.testing.assert_allclose(again.chance, rounded.chance, rtol=0, atol=ROUNDING)


@UNHURRIED
@given(games())
def test_written_names_of_nodes_and_sets_are_all_different(game: Game) -> None:
    lines = write_efg(game).splitlines()[3:]
    names = [line.split('"', 1)[1] for line in lines]
    first = [name[: name.replace("\\\\", "  ").replace('\\"', "  ").index('"')] for name in names]
    given_names = [name for name in first if name]
    assert len(set(given_names)) == len(given_names)


def test_what_is_written_looks_as_gambit_writes_it() -> None:
    lines = write_efg(read_efg(SIGNAL), comment='A "comment"').splitlines()
    assert lines[:3] == ['EFG 2 R "A game" { "A" "B" }', r'"A \"comment\""', ""]
    assert lines[3] == 'c "deal" 1 "" { "strong" 1/3 "weak" 2/3 } 0'
    assert lines[4] == 'p "" 1 1 "A, strong" { "raise" "fold" } 0'
    assert lines[6] == 't "" 1 "big win" { 2, -2 }'


def test_the_comment_is_written() -> None:
    text = write_efg(read_efg(SIGNAL), comment='"quoted"\nand broken')
    assert read_efg_file(text).comment == '"quoted"\nand broken'


def test_unused_rows_are_left_out() -> None:
    game = read_efg(SIGNAL)
    tree = replace(game.tree, payoff_row=np.where(game.tree.payoff_row >= 0, 3, -1))
    again = read_efg(write_efg(replace(game, tree=tree)))
    assert again.tree.outcomes == ("big loss",)
    np.testing.assert_array_equal(again.terminal_payoffs, replace(game, tree=tree).terminal_payoffs)


def test_reading_what_was_read_changes_nothing() -> None:
    game = read_efg(SIGNAL)
    assert_same_tree(read_efg(write_efg(game)).tree, game.tree)
