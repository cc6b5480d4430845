"""Names of information sets that several have are not chosen from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import GivenError, ScenarioError
from crisis_sim.profiles.counts import parse_counts
from crisis_sim.profiles.read import parse_profile

TWICE = """EFG 2 R "Twice" { "A" }
c "" 1 "" { "heads" 1/2 "tails" 1/2 } 0
p "" 1 1 "gate" { "go" "stay" } 0
t "" 1 "won" { 1 }
t "" 2 "lost" { 0 }
p "" 1 2 "gate" { "go" "stay" } 0
t "" 2 "lost" { 0 }
t "" 1 "won" { 1 }
"""


@pytest.mark.parametrize("text", ["information set,action,count\ngate,go,3\n", "player.gate\ngo\n"])
def test_information_sets_of_one_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "twice.efg"
    path.write_text(TWICE)
    game = cs.load(path).game()
    first = game.tree.set_label[:1]
    alike = replace(game, tree=replace(game.tree, set_label=np.repeat(first, 2)))
    assert parse_counts(text, game).counts.sum() > 0
    with pytest.raises(ScenarioError, match=r"2 information sets are called 'gate'; name them"):
        parse_counts(text, alike)


def test_of_many_information_sets_with_an_action_four_are_named(tmp_path: Path) -> None:
    path = tmp_path / "many.efg"
    moves = [f'p "" 1 {i} "s{i}" {{ "{"go" if i > 1 else "y"}" "x" }} 0\n' for i in range(1, 7)]
    ends = [f't "" {i} "" {{ {i} }}\n' for i in range(1, 8)]
    path.write_text('EFG 2 R "Many" { "A" }\n' + "".join([*moves, *ends]))
    game = cs.load(path).game()
    told = "'s1' has no action 'go', which is one at 's2', 's3', 's4', 's5' and 1 more"
    with pytest.raises(ScenarioError, match=told):
        parse_counts("information set,action,count\ns1,go,3\n", game)


REACHED = """\
title: T
players: {A: A}
start: first
situations:
  first: {player: A, actions: {go: second, stay: end}}
  second: {label: the second, player: A, actions: {left: end, right: end}}
outcomes: {end: {payoffs: {A: 1}}}
assumptions: {gone: {question: Q, available: {first: {go: false}}}}
"""


@pytest.mark.parametrize("name", ["the second", "'the second, after go'"])
def test_where_play_does_not_come_the_file_has_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "reached.yaml"
    path.write_text(REACHED)
    game = cs.load(path).assuming("gone").game()
    told = "under 'gone' play does not come to 'the second', which is in line 6 of reached.yaml"
    with pytest.raises(ScenarioError, match=told):
        parse_counts(f"information set;action;count\n{name.strip(chr(39))};left;3\n", game)
    for text in (
        f"first: stay\n{name}: left\n",
        f"strategy: {{first: stay}}\nbeliefs: {{{name}: [1]}}",
    ):
        with pytest.raises(GivenError) as found:
            parse_profile(text, game)
        assert [(one.message, one.hint) for one in found.value.problems] == [
            (told, "Leave it out.")
        ]
    assert parse_profile("first: stay\nthe second: left\n", cs.load(path).game())
