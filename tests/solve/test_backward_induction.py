"""Backward induction against every pure strategy tried, and compiled against plain."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Game
from crisis_sim.solve import backward_induction
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.strategy import evaluate
from crisis_sim.strategy.evaluate import node_values, pure_profile, reach_probabilities
from tests.grown import complete_tree, kuhn_poker
from tests.random_trees import Shape, games, random_game

SMALL = Shape(players=3, deepest=4, widest=3, seen=1.0, payoffs=2, most_nodes=16)
LARGER = Shape(players=3, deepest=6, widest=3, seen=1.0, payoffs=6, most_nodes=120)
CLOSE = 1e-12


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The way of large trees, taken by all."""
    with monkeypatch.context() as patch:
        patch.setattr(backward_induction, "LARGE", 0)
        patch.setattr(evaluate, "LARGE", 0)
        yield


def is_subgame_perfect(game: Game, profile: np.ndarray) -> bool:
    """Whether no single action anywhere does better (the one-shot deviation principle)."""
    tree, values = game.tree, node_values(game, profile)
    return all(
        values[tree.children(node), tree.mover[node]].max() <= values[node, tree.mover[node]] + 1e-9
        for node in np.flatnonzero(tree.information_set >= 0)
    )


def by_trial(game: Game) -> Counter[tuple[float, ...]]:
    """How many subgame-perfect profiles lead to each pattern of reach probabilities."""
    found: Counter[tuple[float, ...]] = Counter()
    for actions in itertools.product(*(range(count) for count in game.tree.set_actions)):
        profile = pure_profile(game.tree, actions)
        if is_subgame_perfect(game, profile):
            found[tuple(reach_probabilities(game, profile).round(9).tolist())] += 1
    return found


@settings(max_examples=60, deadline=None)
@given(game=games(SMALL))
def test_every_play_is_found_with_the_number_of_its_variants(game: Game) -> None:
    solution = solve_backward_induction(game)
    found: Counter[tuple[float, ...]] = Counter()
    for one in solution.equilibria:
        assert is_subgame_perfect(game, one.profile)
        found[tuple(reach_probabilities(game, one.profile).round(9).tolist())] += one.variants
    assert found == by_trial(game)
    assert solution.complete


@pytest.mark.parametrize("seed", range(40))
def test_compiled_answers_are_the_plain_ones(seed: int, request: pytest.FixtureRequest) -> None:
    game = random_game(np.random.default_rng(seed), LARGER)
    plain = _answer(game)
    request.getfixturevalue("compiled")
    assert _answer(game) == plain


def _answer(game: Game) -> object:
    try:
        solution = solve_backward_induction(game)
    except NotSolved as error:
        return str(error)
    equilibria = [
        (one.profile.tolist(), one.variants, one.payoffs.tolist(), one.certificate.holds(1e-9))
        for one in solution.equilibria
    ]
    return equilibria, solution.ties


@pytest.mark.usefixtures("compiled")
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), depth=st.integers(1, 9))
def test_a_tree_without_ties_has_one_equilibrium(seed: int, depth: int) -> None:
    game = complete_tree(depth, np.random.default_rng(seed), players=3)
    solution = solve_backward_induction(game)
    (one,) = solution.equilibria
    assert one.variants == 1
    assert one.certificate.max_regret == 0.0
    assert solution.ties == ()


@pytest.mark.usefixtures("compiled")
def test_a_tie_off_the_path_is_counted_and_one_on_it_listed() -> None:
    game = complete_tree(10, np.random.default_rng(4))
    (before,) = solve_backward_induction(game).equilibria
    reach = reach_probabilities(game, before.profile)[game.tree.terminals]
    last = int(np.argmax(reach))
    # Ends 2k and 2k + 1 hang from one node; they are made alike far from the path, then on it.
    far = (last // 2 * 2 + 512) % 1024
    payoffs = game.payoffs.copy()
    payoffs[far + 1] = payoffs[far]
    (off,) = solve_backward_induction(replace(game, payoffs=payoffs)).equilibria
    assert off.variants == 2
    assert off.payoffs.tolist() == before.payoffs.tolist()
    payoffs = payoffs.copy()
    payoffs[last ^ 1] = payoffs[last]
    both = solve_backward_induction(replace(game, payoffs=payoffs))
    assert [one.variants for one in both.equilibria] == [2, 2]
    assert len(both.ties) == 1


@pytest.mark.usefixtures("compiled")
def test_what_does_not_fit_into_memory_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backward_induction, "_MOST_NUMBERS", 0)
    game = complete_tree(4, np.random.default_rng(2))
    solution = solve_backward_induction(replace(game, payoffs=np.zeros_like(game.payoffs)))
    assert len(solution.equilibria) == 10
    assert not solution.complete
    assert "10 of 16 plays are listed" in solution.searched


def test_too_many_plays_are_refused() -> None:
    game = complete_tree(10, np.random.default_rng(2))
    with pytest.raises(NotSolved, match="more than 1,000 different plays"):
        solve_backward_induction(replace(game, payoffs=np.zeros_like(game.payoffs)))


def test_hidden_moves_are_refused_with_what_would_serve() -> None:
    with pytest.raises(NotSolved, match=r"perfect information.*-c sequential.*-c cfr"):
        solve_backward_induction(kuhn_poker())


def test_improper_numbers_are_refused() -> None:
    game = complete_tree(3, np.random.default_rng(1))
    payoffs = game.payoffs.copy()
    payoffs[2, 0] = np.nan
    with pytest.raises(InputError, match="payoffs of 'z2' are not finite"):
        solve_backward_induction(replace(game, payoffs=payoffs))


@pytest.mark.parametrize("seed", range(20))
def test_compiled_passes_give_the_same_numbers_to_the_last_bit(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = random_game(np.random.default_rng(seed), Shape(players=3, deepest=7, most_nodes=200))
    choices = np.random.default_rng(seed).random(int(game.tree.choice_start[-1]))
    starts = game.tree.choice_start[:-1]
    totals = np.add.reduceat(choices, starts) if len(starts) else choices
    profile = choices / np.repeat(totals, game.tree.set_actions)
    values, reach = node_values(game, profile), reach_probabilities(game, profile, without=0)
    monkeypatch.setattr(evaluate, "LARGE", 0)
    assert np.array_equal(node_values(game, profile), values)
    assert np.array_equal(reach_probabilities(game, profile, without=0), reach)
