"""Games and profiles as Gambit holds them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Floats, Game

__all__ = ["behaviour_of", "nested", "profile_of", "pygambit", "theirs_of"]


def pygambit() -> Any:
    """The package; the test is left out where it is not installed."""
    return pytest.importorskip("pygambit", minversion="17.0.0b2")


def theirs_of(gambit: Any, game: Game) -> Any:
    """A game as they read it."""
    return gambit.read_efg(io.BytesIO(write_efg(game).encode()))


def nested(game: Game, numbers: Floats) -> list[list[list[float]]]:
    """Numbers by player, information set and action, the sets in the order of their first nodes."""
    tree = game.tree
    order = np.argsort(tree.set_member[tree.set_member_start[:-1]])
    return [
        [
            numbers[tree.choice_start[one] : tree.choice_start[one + 1]].tolist()
            for one in order
            if tree.set_player[one] == player
        ]
        for player in range(len(game.players))
    ]


def profile_of(game: Game, theirs: Any, profile: Any) -> Floats:
    """(choices,) a profile of theirs, whose sets come in the order of their first nodes."""
    tree = game.tree
    order = np.argsort(tree.set_member[tree.set_member_start[:-1]])
    found = np.zeros(len(tree.choice_set))
    for player, label in enumerate(theirs.players):
        sets = [one for one in order if tree.set_player[one] == player]
        for one, (_, mixed) in zip(sets, profile[label], strict=True):
            place = slice(tree.choice_start[one], tree.choice_start[one + 1])
            found[place] = [share for _, share in mixed]
    return found


def behaviour_of(game: Game, theirs: Any, profile: Floats) -> Any:
    """A profile of ours as theirs."""
    return theirs.mixed_behavior_profile(data=nested(game, profile))
