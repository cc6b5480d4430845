from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crisis_sim.gambit.read import read_gambit
from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.gambit.read_nfg import read_nfg
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.gambit.write_nfg import write_nfg
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.strategy.evaluate import node_values, uniform_profile

from . import corpus
from .compare import assert_same_game

pytestmark = pytest.mark.skipif(not corpus.FOLDER.is_dir(), reason="no corpus of games here")

TOLERANCE = 1e-9


@pytest.mark.parametrize("path", corpus.files(".efg", ".nfg"), ids=lambda path: path.name)
def test_every_file_opens_and_survives_writing(path: Path) -> None:
    game = read_gambit(path.read_bytes(), path.name).game
    assert game.exact is not None
    names = [game.tree.labels[label] for label in game.tree.set_label]
    assert len(set(names)) == len(names)
    assert_same_game(read_efg(write_efg(game)), game)


@pytest.mark.parametrize("path", corpus.files(".nfg"), ids=lambda path: path.name)
def test_every_normal_form_survives_writing(path: Path) -> None:
    form = read_nfg(path.read_bytes())
    again = read_nfg(write_nfg(form))
    np.testing.assert_array_equal(again.payoffs, form.payoffs)
    assert again.strategies == form.strategies


KNOWN = [
    ("openspiel/kuhn_poker.efg", 58, (6, 6)),
    ("openspiel/leduc_poker.efg", 2041, (144, 144)),
    ("openspiel/guess_the_ace.efg", 11, (2, 1)),
    ("openspiel/signaling_vonstengel_forges_2008.efg", 15, (2, 2)),
    ("gambit-contrib/nim.efg", 15, (4, 3)),
    ("gambit-contrib/holdout.efg", 136, (8, 8)),
    ("gambit-contrib/2x2x2.nfg", 15, (1, 1, 1)),
]


@pytest.mark.parametrize(("name", "nodes", "sets"), KNOWN)
def test_sizes_that_are_known(name: str, nodes: int, sets: tuple[int, ...]) -> None:
    tree = read_gambit((corpus.FOLDER / name).read_bytes(), name).game.tree
    assert tree.size == nodes
    assert tuple(np.bincount(tree.set_player).tolist()) == sets


def test_kuhn_poker_is_zero_sum_with_perfect_recall() -> None:
    game = read_efg((corpus.FOLDER / "openspiel/kuhn_poker.efg").read_bytes())
    np.testing.assert_array_equal(game.payoffs.sum(axis=1), 0.0)
    assert not len(forgetful_sets(game.tree))
    assert sorted(set(game.payoffs[:, 0].tolist())) == [-2, -1, 1, 2]


def test_the_value_of_uniform_play_in_guess_the_ace() -> None:
    game = read_efg((corpus.FOLDER / "openspiel/guess_the_ace.efg").read_bytes())
    values = node_values(game, uniform_profile(game.tree))[0]
    np.testing.assert_allclose(values, [-250, 250], atol=TOLERANCE)
