"""Parts of a game that differ only in which mistakes lead to the same nodes are one part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings

from crisis_sim.game.game import Game
from crisis_sim.solve.refine.passive import PassiveParts
from crisis_sim.solve.sequential.assessment import first_consistent
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.study_files import load
from tests.random_trees import Shape, games

CLOCK = Path(__file__).parents[3] / "shared" / "cases" / "large" / "both-move-5-days.yaml"
MOST = 100_000
HIDDEN = Shape(deepest=5, most_nodes=40, seen=0.4, chance=0.25, payoffs=3)
GAMES = (
    "cuba-1962-cable",
    "cuba-1962-two-types",
    "beer-and-quiche",
    "cheap-talk",
    "audience-costs",
    "selten-horse",
)


class _Unmerged(Parts):
    """Parts that are known by every mistake that leads to them."""

    def merged(self, carried: Mapping[int, int]) -> Mapping[int, int]:
        del carried
        return {}


def _listed(parts: Parts) -> set[object]:
    """Every play with its variants, and the beliefs that support it, if any are consistent."""
    found: set[object] = set()
    for played in parts.solve():
        equilibrium, decided = first_consistent(parts, played)
        kept = played.kept[0]
        beliefs = None if equilibrium is None else equilibrium.beliefs.tobytes()
        found.add((tuple(kept.play.items()), played.count, kept.strain, beliefs, decided))
    return found


def _same(game: Game) -> None:
    merged, apart = Parts(game, MOST), _Unmerged(game, MOST)
    assert _listed(merged) == _listed(apart)
    assert PassiveParts(merged).plays == PassiveParts(apart).plays
    assert len(merged.known) <= len(apart.known)


@pytest.mark.parametrize("name", GAMES)
def test_merging_changes_no_equilibrium_of_a_scenario(name: str) -> None:
    _same(load(name).game())


@settings(deadline=None, max_examples=150)
@given(game=games(HIDDEN))
def test_merging_changes_no_equilibrium_of_a_random_game(game: Game) -> None:
    _same(game)


@pytest.mark.skipif(not CLOCK.exists(), reason="the cases handed are not here")
def test_a_clock_on_which_both_move_has_few_parts() -> None:
    game = load(CLOCK).game()
    merged = Parts(game, MOST)
    merged.solve()
    apart = _Unmerged(game, MOST)
    apart.solve()
    assert (len(merged.known), len(apart.known)) == (118, 5122)
