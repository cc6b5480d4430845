from __future__ import annotations

from fractions import Fraction

import numpy as np
from flint import fmpq

from crisis_sim.gambit.build import GambitFile
from crisis_sim.gambit.read_efg import read_efg, read_efg_file
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL

from .compare import texts

HEAD = 'EFG 2 R "A game" { "A" "B" }\n"A comment"\n'
SIGNAL = (
    HEAD
    + """
c "deal" 1 "" { "strong" 1/3 "weak" 2/3 } 0
  p "" 1 1 "A, strong" { "raise" "fold" } 0
    p "" 2 1 "B" { "call" "pass" } 0
      t "" 1 "big win" { 2, -2 }
      t "" 2 "win" { 1, -1 }
    t "" 3 "loss" { -1, 1 }
  p "" 1 2 "A, weak" { "raise" "fold" } 0
    p "" 2 1 0
      t "" 4 "big loss" { -2 2 }
      t "" 2
    t "" 3
"""
)


def test_a_whole_game() -> None:
    game = read_efg(SIGNAL)
    tree = game.tree
    assert game.title == "A game"
    assert tree.players == ("A", "B")
    np.testing.assert_array_equal(tree.parent, [-1, 0, 1, 2, 2, 1, 0, 6, 7, 7, 6])
    np.testing.assert_array_equal(tree.branch, [-1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1])
    np.testing.assert_array_equal(tree.end, [11, 6, 5, 4, 5, 6, 11, 10, 9, 10, 11])
    assert tree.mover[0] == CHANCE
    np.testing.assert_array_equal(tree.mover[[1, 2, 6, 7]], [0, 1, 0, 1])
    assert tree.mover[3] == TERMINAL
    np.testing.assert_array_equal(tree.information_set[[1, 2, 6, 7]], [0, 1, 2, 1])
    np.testing.assert_array_equal(tree.set_player, [0, 1, 0])
    assert texts(tree, tree.set_label) == ["A, strong", "B", "A, weak"]
    assert texts(tree, tree.move)[:4] == ["", "strong", "raise", "call"]
    assert [tree.label(node) for node in (0, 1, 2, 3)] == ["deal", "A, strong", "B", "big win"]
    assert tree.outcomes == ("big win", "win", "loss", "big loss")
    np.testing.assert_array_equal(tree.payoff_row[[3, 4, 5, 8, 9, 10]], [0, 1, 2, 3, 1, 2])
    np.testing.assert_array_equal(game.payoffs, [[2, -2], [1, -1], [-1, 1], [-2, 2]])


def test_numbers_are_kept_exactly() -> None:
    game = read_efg(SIGNAL)
    assert game.exact is not None
    assert game.exact.chance[1] == Fraction(1, 3)
    assert game.exact.chance[6] == Fraction(2, 3)
    assert game.exact.chance[2] == 1
    assert game.exact.payoffs[0] == (2, -2)
    np.testing.assert_array_equal(game.chance[[1, 6]], [1 / 3, 2 / 3])


def test_the_comment_is_kept() -> None:
    assert read_efg_file(SIGNAL).comment == "A comment"
    assert read_efg_file('EFG 2 R "x" { "A" } t "" 0').comment == ""


def test_space_and_commas_do_not_matter() -> None:
    spread = SIGNAL.replace(" ", "\r\n\t ").replace("{ 2,", "{2 ,").replace("-1 }", "-1 , }")
    spread = spread.replace('"A\r\n\t game"', '"A game"').replace('"A,\r\n\t ', '"A, ')
    spread = spread.replace('"big\r\n\t ', '"big ')
    tight = SIGNAL.replace("\n", " ").replace('" {', '"{').replace("} ", "}")
    first = read_efg(SIGNAL)
    for text in (spread, tight):
        again = read_efg(text)
        np.testing.assert_array_equal(again.payoffs, first.payoffs)
        np.testing.assert_array_equal(again.tree.parent, first.tree.parent)
        assert again.tree.outcomes == first.tree.outcomes


def test_old_decimal_files_and_encodings() -> None:
    text = 'EFG 2 D "Café" { "É" } t "fin" 1 "fin" { 0.500000 }'
    for data in (text, text.encode(), text.encode("latin-1"), b"\xef\xbb\xbf" + text.encode()):
        game = read_efg(data)
        assert (game.title, game.players) == ("Café", ("É",))
        assert game.payoffs[0, 0] == 0.5


def test_labels_with_quotation_marks_braces_and_line_breaks() -> None:
    game = read_efg('EFG 2 R "t" { "A" } p "" 1 1 "say \\"no\\" {\n now}" { "x\\y" } 0 t "" 0')
    assert texts(game.tree, game.tree.set_label) == ['say "no" { now}']
    assert game.tree.move_label(1) == "x\\y"


def spent(text: str) -> Game:
    return read_efg(HEAD + text)


def test_outcomes_on_the_way_are_added_up() -> None:
    game = spent(
        """p "" 1 1 "" { "go" "stop" } 1 "entry" { -1, 1/3 }
             p "" 2 1 "" { "go" "stop" } 2 "second" { 10 0 }
               t "" 3 "end" { 5 5 }
               t "" 0
             t "" 3
        """
    )
    assert game.exact is not None
    rows = game.tree.payoff_row
    paid = {node: game.exact.payoffs[rows[node]] for node in (2, 3, 4)}
    assert paid[2] == (14, 5 + Fraction(1, 3))
    assert paid[3] == (9, Fraction(1, 3))
    assert paid[4] == (4, 5 + Fraction(1, 3))
    named = {node: game.tree.outcomes[game.tree.rows[rows[node]]] for node in (2, 3, 4)}
    assert named == {2: "end", 3: "(9, 1/3)", 4: "end"}
    np.testing.assert_allclose(game.terminal_payoffs[2], [14, 5 + 1 / 3], rtol=0, atol=1e-15)


def test_no_outcome_pays_nothing() -> None:
    game = spent('p "" 1 1 "" { "x" "y" } 0 t "" 0 t "" 5 "" { 1 2 }')
    np.testing.assert_array_equal(game.terminal_payoffs, [[0, 0], [0, 0], [1, 2]])
    assert game.tree.outcomes == ("(0, 0)", "(1, 2)")


def test_rows_follow_the_numbers_of_the_outcomes() -> None:
    game = spent('p "" 1 1 "" { "x" "y" } 0 t "" 9 "late" { 1 1 } t "" 2 "early" { 0 0 }')
    assert game.tree.outcomes == ("early", "late")
    np.testing.assert_array_equal(game.tree.payoff_row, [-1, 1, 0])


def test_outcomes_of_one_name_are_one_outcome_with_two_rows() -> None:
    game = spent('p "" 1 1 "" { "x" "y" } 0 t "" 1 "war" { 1 1 } t "" 2 "war" { 0 0 }')
    assert game.tree.outcomes == ("war",)
    np.testing.assert_array_equal(game.tree.rows, [0, 0])
    np.testing.assert_array_equal(game.payoffs, [[1, 1], [0, 0]])


def renamed(text: str) -> GambitFile:
    return read_efg_file(HEAD + text)


def test_sets_that_share_a_name_are_numbered() -> None:
    file = renamed(
        'p "" 1 1 "s" { "x" } 0 p "" 1 2 "s" { "x" } 0 p "" 2 1 "s" { "x" } 0 t "" 0',
    )
    tree = file.game.tree
    assert texts(tree, tree.set_label) == ["s", "s (2)", "s (3)"]
    assert file.renamed == {"s (2)": "s", "s (3)": "s"}


def test_sets_without_a_name() -> None:
    tree = renamed(
        'p "here" 1 7 { "x" } 0 p "" 1 2 "" { "x" } 0 p "" 2 1 "late" { "x" } 0 t "" 0'
    ).game.tree
    assert texts(tree, tree.set_label) == ["here", "(1,2)", "late"]


def test_a_set_named_later() -> None:
    tree = renamed('p "" 1 1 "" { "x" } 0 p "" 1 1 "s" { "x" } 0 t "" 0').game.tree
    assert texts(tree, tree.set_label) == ["s"]


def test_a_made_up_name_gives_way() -> None:
    tree = renamed('p "(1,2)" 1 1 "" { "x" } 0 p "" 1 2 "" { "x" } 0 t "" 0').game.tree
    assert texts(tree, tree.set_label) == ["(1,2)", "(1,2) (2)"]


def test_moves_without_a_name_or_with_the_same() -> None:
    file = renamed(
        'c "" 1 "dice" { "" 1/2 "" 1/2 } 0 t "" 0 p "" 1 1 "s" { "x" "x" "" } 0' + ' t "" 0' * 3
    )
    tree = file.game.tree
    assert texts(tree, tree.move) == ["", "1", "2", "x", "x (2)", "3"]
    assert tree.label(0) == "dice"
    assert file.renamed == {"x (2)": "x"}


def test_players_without_a_name_or_with_the_same() -> None:
    assert read_efg('EFG 2 R "t" { "" "A" "A" } t "" 0').players == ("Player 1", "A", "A (2)")


def test_nodes_may_share_a_name() -> None:
    text = 'p "left" 1 1 "s" { "x" "y" } 0 p "left (2)" 2 1 "u" { "x" } 0 t "left" 0 t "left (3)" 0'
    tree = renamed(text).game.tree
    assert texts(tree, tree.place) == ["left"] * 4


def test_chance_information_sets_may_be_referred_to_again() -> None:
    game = spent(
        """c "" 4 "d" { "x" 1/4 "y" 3/4 } 0
             c "" 4 0 t "" 0 t "" 0
             c "" 4 "d" 0 t "" 0 t "" 0"""
    )
    np.testing.assert_array_equal(game.chance, [1, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75])


def test_rounded_chances_are_divided_by_their_sum_and_the_node_is_named() -> None:
    third = "0.3333333333333333"
    moves = f'{{ "x" {third} "y" {third} "z" {third} }}'
    game = spent(f'c "" 1 "" {moves} 0 t "" 0 t "" 0 t "" 0')
    assert game.exact is not None
    assert game.exact.chance[1:] == (Fraction(1, 3),) * 3
    assert list(game.numbers.chance) == [1, *(fmpq(1, 3) for _ in range(3))]
    assert tuple(game.numbers.normalised) == (0,)
    assert game.chance[1] == float(third)


def test_chances_far_from_one_are_divided_as_floats_too() -> None:
    game = spent('c "" 1 "" { "x" 0.4999999999 "y" 0.5 } 0 t "" 0 t "" 0')
    assert game.chance[1:].sum() == 1.0
    assert game.exact is not None
    assert sum(game.exact.chance[1:]) == 1


def test_chances_that_add_up_are_left_as_they_are() -> None:
    game = spent('c "" 1 "" { "x" 0.1 "y" 0.2 "z" 0.7 } 0 t "" 0 t "" 0 t "" 0')
    assert game.irrational is None
    assert game.numbers.normalised == ()


def test_one_node_is_a_game() -> None:
    game = read_efg('EFG 2 R "" { "A" } t "" 1 "all" { 3 }')
    assert game.describe() == "1 node, 1 terminal, 0 information sets"
    assert game.payoffs[0, 0] == 3


def test_imperfect_recall_is_read() -> None:
    tree = spent('p "" 1 1 "" { "x" "y" } 0 p "" 1 1 0 t "" 0 t "" 0 t "" 0').tree
    np.testing.assert_array_equal(tree.information_set, [0, 0, -1, -1, -1])


def test_depth_is_no_matter() -> None:
    deep = 5000
    lines = [f'p "" 1 {number} "" {{ "on" "out" }} 0' for number in range(1, deep + 1)]
    game = read_efg('EFG 2 R "deep" { "A" } ' + "\n".join(lines) + ' t "" 0' * (deep + 1))
    assert game.tree.size == 2 * deep + 1
    assert game.tree.end[0] == game.tree.size
