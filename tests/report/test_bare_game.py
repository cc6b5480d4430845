"""A Gambit file's moves and payoffs are shown, whatever its size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.report.bare_game import MOST_PLACES, MOST_ROWS, game_blocks
from crisis_sim.report.blocks import Heading, Items, Prose, TableBlock, markdown
from crisis_sim.report.scenario import scenario_blocks
from tests.cli.conftest import Run, run

__all__ = ["run"]

GAME = """EFG 2 R "Entry" { "Alpha" "Beta" }
"what the file says of itself"
c "weather" 1 "" { "storm" 1/3 "calm" 2/3 } 0
p "" 1 1 "first" { "out" "in" } 0
t "" 1 "stay" { 1, 0.25 }
p "" 2 1 "reply" { "fight" "share" } 0
t "" 2 "war" { -1/3, 0 }
t "" 3 "split" { 2, 1 }
p "" 2 1 0
t "" 2 "war" { -1/3, 0 }
t "" 4 "feast" { 3, 3 }
"""


def test_moves_lead_where_they_lead_and_ends_pay_what_they_pay() -> None:
    blocks = list(game_blocks(read_efg(GAME)))
    assert blocks == [
        Heading("The moves"),
        Heading("weather (chance)", 3),
        Items(
            ("storm, with probability 1/3 -> first", "calm, with probability 2/3 -> reply"),
        ),
        Heading("first (Alpha)", 3),
        Items(("out -> stay", "in -> reply")),
        Heading("reply (Beta)", 3),
        Prose("2 nodes that Beta cannot tell apart."),
        Items(("fight -> war", "share -> split or feast")),
        Heading("Outcomes"),
        TableBlock(
            ("outcome", "Alpha", "Beta"),
            (("stay", "1", "0.25"), ("war", "-1/3", "0"), ("split", "2", "1"), ("feast", "3", "3")),
            frozenset({1, 2}),
        ),
    ]


def test_show_tells_them_with_the_comment(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "game.efg"
    file.write_text(GAME)
    out = re.sub(r"\s+", " ", run("show", str(file)).out)
    assert "what the file says of itself" in out
    assert "Sides: Alpha; Beta. The game has 9 nodes" in out
    assert "reply (Beta)" in out
    assert "storm, with probability 1/3 -> first" in out
    assert "feast 3 3" in out


def test_a_normal_form_is_shown_as_moves_unseen(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "game.nfg"
    file.write_text(
        'NFG 1 R "Dare" { "A" "B" } { { "go" "stop" } { "go" "stop" } } -5 -5 0 3 3 0 1 1'
    )
    out = re.sub(r"\s+", " ", run("show", str(file)).out)
    assert "2 nodes that B cannot tell apart." in out
    assert "go, stop 3 0" in out


@pytest.mark.parametrize("sets", [MOST_PLACES - 1, MOST_PLACES + 50])
def test_a_large_game_is_cut_and_the_rest_counted(sets: int) -> None:
    lines = ['EFG 2 R "long" { "A" }']
    for number in range(1, sets + 1):
        lines += [f'p "" 1 {number} "s{number}" {{ "end" "on" }} 0']
        lines += [f't "" {number} "e{number}" {{ {number} }}']
    text = "\n".join([*lines, f't "" {sets + 1} "last" {{ 0 }}'])
    told = markdown(game_blocks(read_efg(text)))
    listed = min(sets, MOST_PLACES)
    assert told.count("- end -> ") == listed
    more = "50 more places of moves are not listed."
    assert (more in told) == (sets > MOST_PLACES)


def test_many_outcomes_are_cut_and_many_nodes_of_a_set_not_all_followed() -> None:
    many = 2 * MOST_ROWS
    moves = " ".join(f'"m{i}" 1/{many}' for i in range(many))
    ends = "".join(
        f'p "" 1 1 "s" {{ "go" }} 0\nt "" {i + 1} "e{i}" {{ {i} }}\n' for i in range(many)
    )
    told = markdown(
        game_blocks(read_efg(f'EFG 2 R "w" {{ "A" }} c "" 1 "" {{ {moves} }} 0\n{ends}'))
    )
    assert "- go -> e0 or e1 or e2 or e3 or others" in told
    assert f"Not listed: {MOST_ROWS} more." in told


def test_a_scenario_is_shown_by_its_story() -> None:
    study = cs.load("brinkmanship")
    told = markdown(scenario_blocks(study.scenario, study.game()))
    assert "## The story" in told
    assert "## The moves" not in told
