"""Names of information sets that several have are not chosen from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import ScenarioError
from crisis_sim.profiles.counts import parse_counts

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
