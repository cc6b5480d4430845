"""What every solver promises, on the same games."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.tree import Tree
from crisis_sim.scenario.library import shipped
from crisis_sim.solve.choose import CONCEPTS, solve_game
from crisis_sim.strategy.certificate import certify
from crisis_sim.strategy.evaluate import node_values, outcome_probabilities
from crisis_sim.study import load
from tests.random_trees import Shape, games, random_game

REGRET = 1e-9  # of the payoff range
# A quantal response is no best response, and cfr stops at a regret of its own; their own tests
# measure them.
BEST_RESPONSES = [concept for concept in CONCEPTS if concept not in ("quantal", "cfr")]
PLAIN = Shape(deepest=3, most_nodes=16, seen=0.6)


def applies(concept: str, game: Game) -> bool:
    return concept != "spe" or game.perfect_information


APPLICABLE = [
    (name, concept)
    for name in shipped()
    for concept in BEST_RESPONSES
    if applies(concept, load(name).game())
]


@pytest.mark.parametrize(("name", "concept"), APPLICABLE)
def test_every_equilibrium_has_a_certificate_that_holds(name: str, concept: str) -> None:
    game = load(name).game()
    for one in solve_game(game, concept).equilibria:
        certificate = certify(game, one.profile)
        assert certificate.player_regret <= REGRET * game.payoff_range
        assert one.certificate.max_regret <= REGRET * game.payoff_range
        assert one.payoffs == pytest.approx(node_values(game, one.profile)[0])
        shares = outcome_probabilities(game, one.profile)
        assert sum(one.outcomes.values()) == pytest.approx(shares.sum())
        assert np.add.reduceat(one.profile, game.tree.choice_start[:-1]) == pytest.approx(1.0)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_solver_is_deterministic_and_leaves_the_game_alone(concept: str) -> None:
    drawn = (random_game(np.random.default_rng(seed), PLAIN) for seed in range(100))
    game = next(game for game in drawn if applies(concept, game) and len(game.tree.set_player) > 2)
    before = (game.payoffs.copy(), game.chance.copy(), game.tree.parent.copy())
    first, second = solve_game(game, concept), solve_game(game, concept)
    assert len(first.equilibria) == len(second.equilibria)
    for one, other in zip(first.equilibria, second.equilibria, strict=True):
        assert np.array_equal(one.profile, other.profile)
    assert all(
        np.array_equal(a, b)
        for a, b in zip(before, (game.payoffs, game.chance, game.tree.parent), strict=True)
    )


@pytest.mark.parametrize("concept", ["spe", "sequential"])
@settings(max_examples=25, deadline=None)
@given(game=games(PLAIN), scale=st.integers(1, 9), shift=st.integers(-9, 9))
def test_positive_affine_payoffs_change_no_strategy(
    concept: str, game: Game, scale: int, shift: int
) -> None:
    assume(applies(concept, game))
    changed = replace(game, payoffs=game.payoffs * float(scale) + float(shift))
    first, second = solve_game(game, concept), solve_game(changed, concept)
    pairs = zip(first.equilibria, second.equilibria, strict=True)
    assert all(np.allclose(a.profile, b.profile, atol=1e-7) for a, b in pairs)


@pytest.mark.parametrize("concept", ["spe", "sequential"])
@settings(max_examples=25, deadline=None)
@given(game=games(PLAIN))
def test_names_change_nothing(concept: str, game: Game) -> None:
    assume(applies(concept, game))
    renamed = replace(
        game,
        tree=replace(
            game.tree,
            players=tuple(f"other {name}" for name in game.tree.players),
            labels=tuple(f"other {label}" for label in game.tree.labels),
            outcomes=tuple(f"other {name}" for name in game.tree.outcomes),
        ),
    )
    first, second = solve_game(game, concept), solve_game(renamed, concept)
    pairs = zip(first.equilibria, second.equilibria, strict=True)
    assert all(np.array_equal(a.profile, b.profile) for a, b in pairs)


def test_unknown_concepts_are_refused_with_the_nearest() -> None:
    game = random_game(np.random.default_rng(1), PLAIN)
    with pytest.raises(InputError, match="Did you mean 'sequential'"):
        solve_game(game, "sequental")


@pytest.mark.parametrize("concept", [one for one in CONCEPTS if one != "nash"])
def test_imperfect_recall_is_refused_with_what_would_serve(concept: str) -> None:
    game = forgetful_game()
    with pytest.raises(NotSolved, match="-c "):
        solve_game(game, concept)


def forgetful_game() -> Game:
    """One player moves twice and has forgotten its first move at the second."""
    tree = Tree(
        players=("P0",),
        parent=np.array([-1, 0, 1, 1, 0, 4, 4], dtype=np.int32),
        branch=np.array([-1, 0, 0, 1, 1, 0, 1], dtype=np.int32),
        mover=np.array([0, 0, -2, -2, 0, -2, -2], dtype=np.int32),
        information_set=np.array([0, 1, -1, -1, 1, -1, -1], dtype=np.int32),
        end=np.array([7, 4, 3, 4, 7, 6, 7], dtype=np.int32),
        move=np.array([-1, 0, 0, 1, 1, 0, 1], dtype=np.int32),
        place=np.arange(2, 9, dtype=np.int32),
        payoff_row=np.array([-1, -1, 0, 1, -1, 2, 3], dtype=np.int32),
        labels=("left", "right", *(f"n{i}" for i in range(7)), "first", "second"),
        set_player=np.array([0, 0], dtype=np.int32),
        set_label=np.array([9, 10], dtype=np.int32),
        set_actions=np.array([2, 2], dtype=np.int32),
        rows=np.arange(4, dtype=np.int32),
        outcomes=("a", "b", "c", "d"),
    )
    return Game("forgetful", tree, np.ones(7), np.array([[1.0], [0.0], [0.0], [1.0]]))
