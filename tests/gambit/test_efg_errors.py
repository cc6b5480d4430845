from __future__ import annotations

import pytest

from crisis_sim.errors import ScenarioError
from crisis_sim.gambit import parse_efg
from crisis_sim.gambit.read_efg import read_efg

HEAD = 'EFG 2 R "t" { "A" "B" }\n""\n'
TWO = 'p "" 1 1 "s" { "x" "y" } 0\n'

HEADS = [
    ("", "file ends where the word EFG should be"),
    ('NFG 2 R "t" { "A" }', "expected the word EFG; found NFG"),
    ('EFG 1 R "t" { "A" }', "expected version 2 of the format; found 1"),
    ('EFG 2 Q "t" { "A" }', "expected the letter R or D; found Q"),
    ("EFG 2 R t", "expected the title in quotation marks; found t"),
    ('EFG 2 R "t" "A"', "expected '{' before the names of the players"),
    ('EFG 2 R "t" { }', "a game needs at least one player"),
    ('EFG 2 R "t" { "A" 3', "expected the name of a player in quotation marks; found 3"),
    ('EFG 2 R "t { 3', "quotation mark is never closed"),
]


@pytest.mark.parametrize(("text", "message"), HEADS)
def test_faults_of_the_head(text: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        read_efg(text)


BODIES = [
    ("", r"3:1: the file ends where node 1 \(c, p or t\) should be"),
    (TWO + 't "" 0\n', r"5:1: the file ends where node 3"),
    (TWO + 't "" 0 t "" 1 "" { 1', r"4:21: node 3: the file ends where a payoff"),
    ('q "" 0', r"3:1: expected node 1 \(c, p or t\); found q"),
    ("t 0", "3:3: node 1: expected the name of the node in quotation marks; found 0"),
    ('t "" 0 t "" 0', "3:8: the game is complete, yet the file goes on"),
    ('t "" 1 "" { 1, 2, 3 }', "outcome 1 needs 2 payoffs; found 3"),
    ('t "" 1 "" { 1 }', "outcome 1 needs 2 payoffs; found 1"),
    ('t "" 7', "outcome 7 has no payoffs, and none were given before"),
    ('t "" 7 "seven"', "outcome 7 has no payoffs, and none were given before"),
    ('t "" 0 "" { 1 1 }', "outcome 0 means no outcome and has no payoffs"),
    ('t "" -1 "" { 1 1 }', "the number of the outcome must be a whole number from 0"),
    ('t "" 1 "" { nan 1 }', r"expected a payoff \(a number\); found nan(.|\n)*finite"),
    ('t "" 1 "" { 1 -inf }', r"found -inf(.|\n)*finite"),
    (
        't "" 1 "" { 1e999 1 }',
        r"3:13: node 1: a payoff, 1e999, is too large or too small\n.*\n {16}\^{5}$",
    ),
    ('t "" 1 "" { ' + "x" * 40, r"found x{40}\n"),
    ('t "" 1 "" { ' + "x" * 41, r"found x{37}\.\.\.\n"),
    (
        TWO + 't "" 1 "" { 1, 3\nt "" 2 "" { 0 0 }',
        r"4:11: node 2: this brace is never closed\n.*\n.*\n  Write } at the end of line 4\.",
    ),
    ('t "" 1 "" { 1, 3 t "" 0', r"3:11: .*never closed\n.*\n.*\n  Write } before t\."),
    ('p "" 1 1 "" { "x" "y" 0\nt "" 0', r"3:13: .*never closed\n.*\n.*\n  Write } before 0\."),
    ('p "" 1 1 "" { "x"\n0\nt "" 0', r"3:13: .*\n.*\n.*\n  Write } at the end of line 3\."),
    ('t "" 1 "" { 1\nx }', r"4:1: node 1: expected a payoff \(a number\); found x"),
    ('t "" 1 "" { 1/0 1 }', "a payoff, 1/0, divides by zero"),
    ('t "" 1 "" { 1x 1 }', r"expected a payoff \(a number\); found 1x"),
    (TWO + 't "" 1 "" { 1 1 } t "" 1 "" { 1 2 }', "outcome 1 differs from line 4 in its payoffs"),
    ('p "" 3 1 "s" { "x" } 0', r"3:6: node 1: there is no player 3(.|\n)*Players here: A, B"),
    ('p "" 0 1 "s" { "x" } 0', "the number of the player must be a whole number from 1"),
    ('p "" 1 1.5 "s" { "x" } 0', "the number of the information set must be a whole number"),
    ('p "" 1 1 "s" 0', "information set 1 of A has no moves, and none were given before"),
    ('c "" 4 0', "information set 4 of chance has no moves, and none were given before"),
    ('p "" 1 1 "s" { } 0', "at least one move"),
    ('p "" 1 1 "s" { x } 0', "expected the name of a move in quotation marks; found x"),
    (TWO + 'p "" 1 1 "s" { "x" } 0', "set 1 of A differs from line 3 in its number of moves: 1"),
    (TWO + 'p "" 1 1 "s" { "x" "z" } 0', "differs from line 3 in its moves: x, z, not x, y"),
    ('c "" 1 "" { "x" 1/2 "y" 1/3 } 0', "the chance moves sum to 5/6, not 1"),
    ('c "" 1 "" { "x" .333 "y" .667001 } 0', "sum to 1.000001, not 1"),
    ('c "" 1 "" { "x" -1/2 "y" 3/2 } 0', "a probability cannot be negative: -0.5"),
    ('c "" 1 "" { "x" "y" } 0', r"expected the probability of a chance move \(a number\)"),
    (
        'c "" 1 "" { "x" .5 "y" .5 } 0 c "" 1 "" { "x" .4 "y" .6 } 0',
        "set 1 of chance differs from line 3 in its probabilities: 0.4, 0.6, not 0.5, 0.5",
    ),
]


@pytest.mark.parametrize(("text", "message"), BODIES)
def test_faults_of_the_nodes(text: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        read_efg(HEAD + text, "game.efg")


def test_all_problems_come_in_one_list_with_line_and_caret() -> None:
    text = HEAD + TWO + 't "" 1 "" { 1 }\nc "" 1 "" { "x" 1/2 } 0\nt "" 9\n'
    with pytest.raises(ScenarioError) as caught:
        read_efg(text, "three.efg")
    error = caught.value
    assert [(problem.line, problem.column) for problem in error.problems] == [
        (4, 11),
        (5, 11),
        (6, 6),
    ]
    assert "three.efg: 3 problems" in str(error)
    assert '    t "" 9\n         ^' in str(error)
    assert "Known here: 1." in str(error)


def test_reading_stops_after_many_problems() -> None:
    text = HEAD + "".join(f'p "" 1 {n} "" {{ "x" }} {n}\n' for n in range(1, 100))
    with pytest.raises(ScenarioError, match="20 problems"):
        read_efg(text)


def test_games_with_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_efg, "MOST_NODES", 2)
    with pytest.raises(ScenarioError, match="more than 2 nodes"):
        read_efg(HEAD + TWO + 't "" 0 t "" 0')


def test_a_long_line_is_shown_in_part() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_efg(HEAD + TWO + 't "" 0 ' * 50_000 + "x")
    assert len(str(caught.value)) < 1000


SIGNS = [
    ('t "" 1 "" { 1,5 3 }', 11, "Write { 1.5, 3 }: decimals have a point."),
    ('t "" 1 "" { 1,5, -2,25, 1 }', 11, "One payoff each, in this order: A, B."),
    ('t "" 1 "" { 1,5, -2,25 }', 11, "Write { 1.5, -2.25 }: decimals have a point."),
    ('t "" 1 "" { 1,5; 3 }', 15, "Write { 1.5, 3 }: decimals have a point; commas or spaces"),
    ('t "" 1 "" { 0; 0 }', 13, "Write { 0, 0 }: commas or spaces stand between payoffs."),
    (
        't "" 1 "" { \u22121, 0 }',
        13,
        "Write { -1, 0 }: '\u2212' (U+2212) is another sign than",
    ),
    ('t "" 1 "" { 1 \u20132 }', 15, "Write { 1, -2 }: '\u2013' (U+2013) is another sign than '-'."),
    ('c "" 1 "" { "x" 0,5 "y" 0,5 } 0', 19, "Write 0.5: decimals have a point."),
    ('c "" 1 "" { "x" \u2212.5 } 0', 17, "Write { \"x\" -.5 }: '\u2212' (U+2212) is another"),
    (
        't "" 1 "" { 1,000, 2 }',
        11,
        "Write { 1000, 2 }, or { 1.000, 2 } if the comma is a decimal one.",
    ),
    ('t "" 1 "" { 0,5, 1,000 }', 11, "Write { 0.5, 1.000 }: decimals have a point."),
    ('t "" 1 "" { 1,000.5, 2 }', 11, "Write { 1000.5, 2 }: nothing stands between thousands."),
    ('t "" 1 "" { 1\'000, 2 }', 13, "Write { 1000, 2 }: nothing stands between thousands."),
    ('t "" 1 "" { \u2014, 2 }', 13, "A number is missing here."),
    ('t "" 1 "" { 2, - }', 16, "A number is missing here."),
    ("t \u201ca b\u201c 0", 3, "Write \" in place of '\u201c' (U+201C), here and in 1 more place."),
    ("t \u00aba\u00bb 0", 3, "Write \" in place of '\u00ab' (U+00AB)."),
    ("t 'a' 0", 3, "Write \" in place of ''' (U+0027), here and in 1 more place."),
    ('p "" 1 1 "s" { "x" "y } 0\nt "" 0', 4, "The text that begins at line 3, column 20 goes on"),
]


@pytest.mark.parametrize(("text", "column", "hint"), SIGNS)
def test_other_signs_and_notations_are_told_in_those_of_the_format(
    text: str, column: int, hint: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_efg(HEAD + text, "game.efg")
    told = caught.value.problems[-1]
    assert told.hint.startswith(hint)
    assert told.column == column


@pytest.mark.parametrize("payoffs", ["{ 1,5 }", "{ 1, 5 }", "{1 5}", "{ 1 ,5 , }"])
def test_commas_without_spaces_are_read_where_nothing_is_missing(payoffs: str) -> None:
    assert read_efg(f'{HEAD}t "" 1 "" {payoffs}').payoffs.tolist() == [[1, 5]]
