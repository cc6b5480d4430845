"""Gambit itself as the oracle: it reads what we write, and agrees on what we read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from crisis_sim.gambit.read import read_gambit
from crisis_sim.gambit.read_nfg import read_nfg
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.gambit.write_nfg import write_nfg
from crisis_sim.gambit.write_table import write_table
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.strategy.evaluate import node_values, uniform_profile

from . import corpus
from .random_games import UNHURRIED, games, normal_forms

pytestmark = pytest.mark.slow

TOLERANCE = 1e-9
REFUSED = {"4cards", "caro2", "coord2ts", "e10", "e10a", "holdout", "nim", "nim7"}
REFUSED |= {"guess_the_ace", "leduc_poker"}


@pytest.fixture(scope="module")
def gambit() -> Any:
    return pytest.importorskip("pygambit", minversion="17.0.0b2")


def efg(gambit: Any, text: str) -> Any:
    return gambit.read_efg(io.BytesIO(text.encode()))


def assert_agrees(ours: Game, theirs: Any) -> None:
    """The same number of nodes and sets, and the same payoffs when all play at random."""
    lines = theirs.to_efg().splitlines()
    assert sum(line[:2] in ("c ", "p ", "t ") for line in lines) == ours.tree.size
    labels = list(theirs.players)
    sets = [len(theirs.get_infosets(label)) for label in labels]
    counts = np.bincount(ours.tree.set_player, minlength=len(labels))
    assert sets == counts.tolist()
    payoffs = theirs.mixed_behavior_profile().payoffs
    values = node_values(ours, uniform_profile(ours.tree))[0]
    scale = max(1.0, ours.payoff_range)
    for player, label in enumerate(labels):
        assert abs(float(payoffs[label]) - values[player]) <= TOLERANCE * scale


@pytest.mark.parametrize("path", corpus.files(".efg"), ids=lambda path: path.name)
def test_published_games(gambit: Any, path: Path) -> None:
    read = read_gambit(path.read_bytes(), path.name)
    game = read.game
    assert_agrees(game, efg(gambit, write_efg(game)))
    assert read.table is not None
    assert_agrees(game, efg(gambit, write_table(read.table)))
    if path.stem not in REFUSED:
        assert_agrees(game, gambit.read_efg(path))


@UNHURRIED
@given(games())
def test_random_games(game: Game) -> None:
    gambit = pytest.importorskip("pygambit", minversion="17.0.0b2")
    text = write_efg(game)
    if '\\\\"' not in text:
        assert_agrees(game, efg(gambit, text))


def assert_same_tables(form: NormalForm, theirs: Any) -> None:
    for player, table in enumerate(theirs.to_arrays(float)):
        expected = form.payoffs[player]
        np.testing.assert_allclose(table.astype(float), expected, rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("path", corpus.files(".nfg"), ids=lambda path: path.name)
def test_published_normal_forms(gambit: Any, path: Path) -> None:
    form = read_nfg(path.read_bytes())
    assert_same_tables(form, gambit.read_nfg(path))
    assert_same_tables(form, gambit.read_nfg(io.BytesIO(write_nfg(form).encode())))


@UNHURRIED
@given(normal_forms())
def test_random_normal_forms(form: NormalForm) -> None:
    gambit = pytest.importorskip("pygambit", minversion="17.0.0b2")
    text = write_nfg(form)
    if '\\\\"' not in text:
        assert_same_tables(form, gambit.read_nfg(io.BytesIO(text.encode())))
