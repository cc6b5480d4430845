"""Backward induction against every pure strategy tried, and compiled against plain."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.gambit.read import read_gambit
from crisis_sim.game.game import Exact, Game
from crisis_sim.solve import backward_induction, plays
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.solve.solution import Equilibrium
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
def test_what_would_take_too_long_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backward_induction, "_MOST_NUMBERS", 0)
    game = complete_tree(4, np.random.default_rng(2))
    solution = solve_backward_induction(replace(game, payoffs=np.zeros_like(game.payoffs)))
    assert len(solution.equilibria) == 2
    assert not solution.complete
    assert "2 of 16 plays are listed" in solution.extent


def test_too_many_plays_are_refused() -> None:
    game = complete_tree(10, np.random.default_rng(2))
    with pytest.raises(NotSolved, match="more than 1,000 different plays"):
        solve_backward_induction(replace(game, payoffs=np.zeros_like(game.payoffs)))


def test_hidden_moves_are_refused_with_what_would_serve() -> None:
    with pytest.raises(NotSolved, match=r"perfect information.*'sequential'\) solves such games"):
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


def near_tie(game: Game, away: Fraction) -> Game:
    """The game with two ends of the path's last move alike but for ``away``; B has billions."""
    (before,) = solve_backward_induction(game).equilibria
    reach = reach_probabilities(game, before.profile)[game.tree.terminals]
    last = int(np.argmax(reach))
    rows = [[Fraction(value) for value in row] for row in game.payoffs.tolist()]
    parent = game.tree.parent[game.tree.terminals[last]]
    mover = int(game.tree.mover[parent])
    rows[last ^ 1][mover] = rows[last][mover] + away
    for row, sign in zip(rows, itertools.cycle([1, -1]), strict=False):
        row[1 - mover] *= sign * 10**9
    exact = Exact((Fraction(1),) * game.tree.size, tuple(map(tuple, rows)))
    return replace(game, payoffs=np.array(rows, dtype=float), exact=exact)


@pytest.mark.parametrize("away", [0, *(s * 10.0**-k for k in (8, 10, 13, 20) for s in (1, -1))])
@pytest.mark.parametrize("large", [False, True])
def test_near_ties_are_decided_exactly(
    away: float, large: bool, request: pytest.FixtureRequest
) -> None:
    game = near_tie(complete_tree(1, np.random.default_rng(4), players=2), Fraction(away))
    if large:
        request.getfixturevalue("compiled")
    solution = solve_backward_induction(game)
    assert len(solution.equilibria) == (1 if away else 2)
    assert bool(solution.ties) == (not away)
    assert solution.max_regret == 0.0
    values = [row[int(game.tree.mover[0])] for row in game.numbers.payoffs]
    assert all(values[int(np.argmax(one.profile))] == max(values) for one in solution.equilibria)


@pytest.mark.parametrize("seed", range(10))
def test_other_payoffs_and_units_change_nothing(seed: int, request: pytest.FixtureRequest) -> None:
    """Each player's payoffs in units of its own, also where floats make the first pass."""
    rng = np.random.default_rng(seed)
    game = random_game(rng, LARGER)
    units = Fraction(10) ** int(rng.integers(-9, 9)), Fraction(10**9, 3), Fraction(1, 7)
    rows = tuple(
        tuple(Fraction(value) * unit + 10**9 for value, unit in zip(row, units, strict=True))
        for row in game.payoffs.tolist()
    )
    chance = tuple(map(Fraction, map(str, game.chance.tolist())))
    exact = Exact(chance, rows)
    scaled = replace(game, payoffs=np.array(rows, dtype=float), exact=exact)
    same = replace(game, exact=Exact(chance, tuple(tuple(map(Fraction, r)) for r in game.payoffs)))
    for _ in range(2):
        mine = [(one.profile.tolist(), one.variants) for one in _equilibria(scaled)]
        assert mine == [(one.profile.tolist(), one.variants) for one in _equilibria(same)]
        request.getfixturevalue("compiled")


def _equilibria(game: Game) -> tuple[Equilibrium, ...]:
    try:
        return solve_backward_induction(game).equilibria
    except NotSolved:
        return ()


def test_a_range_that_no_float_holds_is_decided() -> None:
    game = complete_tree(1, np.random.default_rng(4), players=2)
    mover = int(game.tree.mover[0])
    payoffs = game.payoffs.copy()
    payoffs[:, mover] = 1.7e308, -1.7e308
    (one,) = solve_backward_induction(replace(game, payoffs=payoffs)).equilibria
    assert one.profile.tolist() == [1.0, 0.0]


def test_ties_everywhere_in_a_deep_tree_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plays, "MOST_IN_ALL", 100)
    rows = ['EFG 2 R "deep" { "A" "B" }']
    for move in range(20):
        rows.append(
            f'p "" {move % 2 + 1} {move + 1} "" {{ "a" "b" }} 0 t "" {move + 1} "" {{ 1 1 }}'
        )
    game = read_gambit("\n".join([*rows, 't "" 21 "" { 1 1 }']), "deep.efg").game
    with pytest.raises(NotSolved, match="more than 100 different plays from its end to"):
        solve_backward_induction(game)
