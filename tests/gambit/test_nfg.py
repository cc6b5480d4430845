from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.gambit import read_nfg as reading
from crisis_sim.gambit.read import read_gambit
from crisis_sim.gambit.read_nfg import read_nfg, read_nfg_file
from crisis_sim.gambit.write_nfg import write_nfg
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.strategy.evaluate import node_values, pure_profile

from .compare import texts
from .random_games import UNHURRIED, normal_forms

HEAD = 'NFG 1 R "t" { "A" "B" }\n'
PAYOFFS = HEAD + '{ { "up" "down" } { "left" "middle" "right" } }\n""\n1 2 3 4 5 6 7 8 9 10 11 1/3'


def test_payoffs_run_through_the_first_players_strategies_first() -> None:
    form = read_nfg(PAYOFFS)
    assert form.strategies == (("up", "down"), ("left", "middle", "right"))
    assert form.shape == (2, 3)
    np.testing.assert_array_equal(form.payoffs[0], [[1, 5, 9], [3, 7, 11]])
    np.testing.assert_array_equal(form.payoffs[1], [[2, 6, 10], [4, 8, 1 / 3]])
    assert form.exact is not None
    assert form.exact[1, 1, 2] == Fraction(1, 3)


def test_three_players() -> None:
    numbers = " ".join(str(number) for number in range(24))
    form = read_nfg(f'NFG 1 D "t" {{ "A" "B" "C" }} {{ 2 2 2 }} {numbers}')
    assert form.payoffs.shape == (3, 2, 2, 2)
    assert form.payoffs[2, 1, 0, 1] == 3 * (1 + 4) + 2
    assert form.strategies[2] == ("1", "2")


def test_outcomes_by_number() -> None:
    text = '{ { "u" "d" } { "l" } } "why" { { "war" -1, -2 } { "peace" 1 1/2 } } 2 0'
    file = read_nfg_file(HEAD + text)
    np.testing.assert_array_equal(file.normal_form.payoffs[:, :, 0], [[1, 0], [0.5, 0]])
    assert file.comment == "why"


def test_missing_and_repeated_names() -> None:
    file = read_nfg_file('NFG 1 R "t" { "" "A" } { { "x" "x" "" } { "" } } 1 2 3 4 5 6')
    assert file.normal_form.players == ("Player 1", "A")
    assert file.normal_form.strategies == (("x", "x (2)", "3"), ("1",))
    assert file.renamed == {"x (2)": "x"}


FAULTS = [
    ("{ 2 } 1 2", "2 players have strategies; found those of 1"),
    ("{ 0 2 } 1 2", "a number of strategies must be a whole number from 1"),
    ("{ { } { } } 1 2", "a player needs at least one strategy"),
    ('{ { "x" } 2 } 1 2', "expected '{' before the strategies of a player; found 2"),
    ("{ 2 2 } 1 2 3 4 5 6 7", r"the file ends where a payoff of profile 4 of 4"),
    ("{ 1 1 } 1 2 3", "all 1 strategy profiles are complete, yet the file goes on"),
    ("{ 1 1 } 1 inf", r"found inf(.|\n)*finite"),
    ("{ 1 1 } 1 1/0", "a payoff of profile 1 of 1, 1/0, divides by zero"),
    ('{ 2 1 } { { "x" 1 } } 1 1', "outcome 1 needs 2 payoffs; found 1"),
    ('{ 2 1 } { { "x" 1 2 } } 1 2', "there is no outcome 2; the list has 1"),
    ('{ 2 1 } { { "x" 1 2 } } 1 -1', "the number of an outcome must be a whole number"),
    ("{ 2 1 } { { 1 2 } } 1 1", "expected the name of an outcome in quotation marks"),
    ("{ 99999 99999 } 1", "more than 1000000 strategy profiles"),
    ("{ 99999999 1 } 1", "more than 1000000 strategy profiles"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_faults(text: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        read_nfg(HEAD + text)


@UNHURRIED
@given(normal_forms())
def test_round_trip(form: NormalForm) -> None:
    again = read_nfg(write_nfg(form))
    assert (again.title, again.players, again.strategies) == ("t", form.players, form.strategies)
    np.testing.assert_array_equal(again.payoffs, form.payoffs)
    assert again.exact is not None
    assert np.array_equal(again.exact, form.exact)


def test_floats_are_written_to_their_last_digit() -> None:
    payoffs = np.asarray([[[0.1 + 0.2]], [[1e-30]]])
    form = NormalForm("t", ("A", "B"), (("x",), ("y",)), payoffs)
    np.testing.assert_array_equal(read_nfg(write_nfg(form)).payoffs, payoffs)


def played(game: Game, actions: list[int]) -> np.ndarray:
    return node_values(game, pure_profile(game.tree, actions))[0]


@UNHURRIED
@given(normal_forms())
def test_the_tree_pays_what_the_table_says(form: NormalForm) -> None:
    game = simultaneous_game(form)
    for profile in np.ndindex(form.shape):
        np.testing.assert_array_equal(played(game, list(profile)), form.payoffs[:, *profile])
    assert game.exact is not None
    assert game.exact.payoffs[-1] == tuple(form.exact[(slice(None), *(-1,) * len(form.shape))])


def test_the_tree_of_a_normal_form() -> None:
    game = simultaneous_game(read_nfg(PAYOFFS))
    tree = game.tree
    np.testing.assert_array_equal(tree.parent, [-1, 0, 1, 1, 1, 0, 5, 5, 5])
    np.testing.assert_array_equal(tree.branch, [-1, 0, 0, 1, 2, 1, 0, 1, 2])
    np.testing.assert_array_equal(tree.end, [9, 5, 3, 4, 5, 9, 7, 8, 9])
    np.testing.assert_array_equal(tree.information_set, [0, 1, -1, -1, -1, 1, -1, -1, -1])
    assert texts(tree, tree.set_label) == ["A", "B"]
    assert texts(tree, tree.move)[:4] == ["", "up", "left", "middle"]
    assert tree.label(1) == "B"
    assert tree.label(6) == "down, left"
    assert tree.outcomes[3] == "down, left"
    assert len(set(tree.labels)) == len(tree.labels)


def test_trees_that_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crisis_sim.game.simultaneous.MOST_NODES", 8)
    with pytest.raises(InputError, match="would have 9 nodes; at most 8"):
        simultaneous_game(read_nfg(PAYOFFS))


def test_the_first_word_says_which_format_it_is() -> None:
    assert read_gambit(PAYOFFS.encode(), "x").game.describe().startswith("9 nodes")
    assert read_gambit('\n EFG 2 R "t" { "A" } t "" 0', "x").game.tree.size == 1
    with pytest.raises(ScenarioError, match="normal form with NFG 1 R"):
        read_gambit("players: 3", "x")


def test_large_tables_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PROFILES", 5)
    with pytest.raises(ScenarioError, match="more than 5 strategy profiles"):
        read_nfg(PAYOFFS)


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("1,5 0  3 1", "'1,5' is read as several numbers. Write 1.5: decimals have a point."),
        ("1 0  \u22123 1", "Write -3: '\u2212' (U+2212) is another sign than '-'."),
        (
            "1,000 0  3 1",
            "'1,000' is read as several numbers. "
            "Write 1000, or 1.000 if the comma is a decimal one.",
        ),
        ("1 0  3 1,000,000", "'1,000,000' is read as several numbers. Write 1000000."),
        ("1'000 0  3 1", "Write 1000."),
        ("1 \u2014  3 1", "A number is missing here."),
        ('{ { "" 1,5 2 } { "b" 3 4 } } 1 2', 'Write { "" 1.5, 2 }: decimals have a point.'),
    ],
)
def test_other_signs_and_notations_are_told_in_those_of_the_format(body: str, hint: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_nfg(f'NFG 1 R "t" {{ "A" "B" }} {{ 2 1 }} {body}')
    assert caught.value.problems[-1].hint == hint
