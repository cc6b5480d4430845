"""Gambit itself as the oracle: it reads what we write, and agrees on what we read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from crisis_sim.gambit.read import read_gambit
from crisis_sim.gambit.read_nfg import read_nfg
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.gambit.write_nfg import write_nfg
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.strategy.evaluate import node_values, uniform_profile

from . import corpus
from .random_games import games, normal_forms

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
    labels = [player.label for player in theirs.players]
    sets = [len(theirs.get_infosets(label)) for label in labels]
    counts = np.bincount(ours.tree.set_player, minlength=len(labels))
    assert sets == counts.tolist()
    play = theirs.mixed_behavior_profile()
    values = node_values(ours, uniform_profile(ours.tree))[0]
    scale = max(1.0, ours.payoff_range)
    for player, label in enumerate(labels):
        assert abs(float(play.payoff(label)) - values[player]) <= TOLERANCE * scale


@pytest.mark.parametrize("path", corpus.files(".efg"), ids=lambda path: path.name)
def test_published_games(gambit: Any, path: Path) -> None:
    game = read_gambit(path.read_bytes(), path.name).game
    assert_agrees(game, efg(gambit, write_efg(game)))
    if path.stem not in REFUSED:
        assert_agrees(game, gambit.read_efg(path))


@settings(deadline=None)
@given(games())
def test_random_games(game: Game) -> None:
    gambit = pytest.importorskip("pygambit", minversion="17.0.0b2")
    text = write_efg(game)
    if '\\\\"' not in text:
        assert_agrees(game, efg(gambit, text))


@pytest.mark.parametrize("path", corpus.files(".nfg"), ids=lambda path: path.name)
def test_published_normal_forms(gambit: Any, path: Path) -> None:
    form = read_nfg(path.read_bytes())
    for theirs in (gambit.read_nfg(path), gambit.read_nfg(io.BytesIO(write_nfg(form).encode()))):
        for player, table in enumerate(theirs.to_arrays(dtype=float)):
            np.testing.assert_allclose(table, form.payoffs[player], rtol=0, atol=TOLERANCE)


@settings(deadline=None)
@given(normal_forms())
def test_random_normal_forms(form: NormalForm) -> None:
    gambit = pytest.importorskip("pygambit", minversion="17.0.0b2")
    text = write_nfg(form)
    if '\\\\"' not in text:
        theirs = gambit.read_nfg(io.BytesIO(text.encode()))
        for player, table in enumerate(theirs.to_arrays(dtype=float)):
            np.testing.assert_allclose(table, form.payoffs[player], rtol=0, atol=TOLERANCE)
