"""Gambit as the oracle of equilibria, on random games of perfect recall.

Two and three players, chance moves, hidden moves, and ties. What is compared is what happens: the
distribution over terminals, since strategies that differ only at information sets which they
themselves exclude are one to us and several to Gambit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.normal_form import reduced_normal_form
from crisis_sim.game.tree import TERMINAL
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.solve.nash import extreme_equilibria, solve_nash
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.strategy.evaluate import node_values, reach_probabilities
from tests.random_trees import Shape, games
from tests.solve.gambit_oracle import behaviour_of, profile_of, pygambit, theirs_of

pytestmark = pytest.mark.slow

TOL = 1e-9
Happens = tuple[float, ...]

HIDDEN = Shape(most_nodes=16, quarters=True)
THREE = Shape(players=3, most_nodes=18, quarters=True)
OPEN = Shape(seen=1.0, most_nodes=14, payoffs=3, widest=3, quarters=True)
ZERO = Shape(most_nodes=20, quarters=True)
SMALL = Shape(most_nodes=12, quarters=True)


def happens(game: Game, profile: Floats) -> Happens:
    """The probability of each terminal, rounded so that equal ones compare equal."""
    ends = game.tree.mover == TERMINAL
    return tuple((reach_probabilities(game, profile)[ends] + 0.0).round(9).tolist())


def all_that_happens(game: Game, profiles: Iterable[Floats]) -> set[Happens]:
    return {happens(game, profile) for profile in profiles}


def subgame_perfect(game: Game, profile: Floats) -> bool:
    """Whether no single change of action helps anywhere, with perfect information."""
    tree, values = game.tree, node_values(game, profile)
    for node in np.flatnonzero(tree.mover >= 0).tolist():
        player = tree.mover[node]
        if values[tree.children(node), player].max() > values[node, player] + TOL:
            return False
    return True


def behaviours(game: Game, theirs: Any, equilibria: Sequence[Any]) -> list[Floats]:
    """Profiles of theirs, mixed strategies as behaviour, as ours."""
    turned = [one.as_behavior() if hasattr(one, "as_behavior") else one for one in equilibria]
    return [profile_of(game, theirs, one) for one in turned]


@settings(max_examples=500)
@given(games(OPEN))
def test_subgame_perfect_equilibria(game: Game) -> None:
    gambit = pygambit()
    theirs = theirs_of(gambit, game)
    found = behaviours(game, theirs, gambit.nash.enumpure_agent_solve(theirs).equilibria)
    expected = [one for one in found if subgame_perfect(game, one)]
    ours = solve_backward_induction(game)
    assert all_that_happens(game, (one.profile for one in ours.equilibria)) == all_that_happens(
        game, expected
    )
    assert sum(one.variants for one in ours.equilibria) == len(expected)


def assert_sequential(game: Game) -> None:
    """Every equilibrium is one to Gambit; its pure ones that reach every set are among ours."""
    gambit = pygambit()
    theirs = theirs_of(gambit, game)
    ours = solve_sequential(game).equilibria
    scale = max(1.0, game.payoff_range)
    for one in ours:
        claimed = behaviour_of(game, theirs, one.profile)
        assert claimed.max_regret() <= TOL * scale
        assert claimed.agent_max_regret() <= TOL * scale
        for player, label in enumerate(theirs.players):
            assert abs(claimed.payoffs[label] - one.payoffs[player]) <= TOL * scale
    found = behaviours(game, theirs, gambit.nash.enumpure_agent_solve(theirs).equilibria)
    pure = all_that_happens(
        game, (one.profile for one in ours if np.isin(one.profile, (0.0, 1.0)).all())
    )
    assert pure <= all_that_happens(game, found)
    assert all_that_happens(game, (one for one in found if _reaches_all(game, one))) <= pure


def _reaches_all(game: Game, profile: Floats) -> bool:
    reach = reach_probabilities(game, profile)
    return all(reach[list(held.nodes)].sum() > 0 for held in game.tree.information_sets)


@settings(max_examples=500)
@given(games(HIDDEN))
def test_sequential_equilibria_of_two_players(game: Game) -> None:
    assert_sequential(game)


@settings(max_examples=400)
@given(games(THREE))
def test_sequential_equilibria_of_three_players(game: Game) -> None:
    assert_sequential(game)


@settings(max_examples=500)
@given(games(SMALL))
def test_extreme_nash_equilibria_of_two_players(game: Game) -> None:
    """In mixed strategies as many, and the same; in realisation plans those that are extreme.

    Gambit lists some twice.
    """
    gambit = pygambit()
    theirs = theirs_of(gambit, game)
    found = gambit.nash.enummixed_solve(theirs, rational=True).equilibria
    form = reduced_normal_form(game)
    mixed = extreme_equilibria(form.form)
    assert len(mixed.pairs) == len(
        {tuple(_exact(one[player]) for player in theirs.players) for one in found}
    )
    assert all_that_happens(game, behaviours(game, theirs, found)) == all_that_happens(
        game,
        (
            form.behaviour(
                [np.array(plan, dtype=float) for plan in (mixed.first[i], mixed.second[j])]
            )
            for i, j in mixed.pairs
        ),
    )
    plans = solve_nash(game, method="enumeration")
    assert plans.complete
    assert all_that_happens(game, (one.profile for one in plans.equilibria)) <= all_that_happens(
        game, behaviours(game, theirs, found)
    )


def _exact(strategy: Any) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(share.numerator), int(share.denominator)) for _, share in strategy)


@settings(max_examples=400)
@given(games(THREE))
def test_pure_nash_equilibria_of_three_players(game: Game) -> None:
    gambit = pygambit()
    theirs = theirs_of(gambit, game)
    found = gambit.nash.enumpure_solve(theirs).equilibria
    ours = solve_nash(game, method="pure")
    assert all_that_happens(game, behaviours(game, theirs, found)) == all_that_happens(
        game, (one.profile for one in ours.equilibria)
    )


@settings(max_examples=200)
@given(games(ZERO))
def test_the_value_of_a_game_with_constant_sum(game: Game) -> None:
    """On their normal form: on the tree some of their probabilities do not add up (17.0.0b2)."""
    gambit = pygambit()
    opposed = Game(
        game.title,
        game.tree,
        game.chance,
        np.column_stack([game.payoffs[:, 0], -game.payoffs[:, 0]]),
    )
    theirs = theirs_of(gambit, opposed)
    found = gambit.nash.lp_solve(theirs, use_strategic=True).equilibrium
    ours = solve_nash(opposed, method="linear programme").equilibria[0]
    value = float(found.payoffs[next(iter(theirs.players))])
    assert ours.payoffs[0] == pytest.approx(value, abs=TOL * max(1.0, opposed.payoff_range))
