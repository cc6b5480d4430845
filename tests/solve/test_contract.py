"""What every solver promises, on the same games."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import crisis_sim as cs
from crisis_sim.concept import Promise
from crisis_sim.concepts import AUTO
from crisis_sim.concepts import CONCEPTS as BY_NAME
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, Tree
from crisis_sim.scenario.library import shipped
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.nash import zero_sum
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy.certificate import certify
from crisis_sim.strategy.evaluate import node_values, outcome_probabilities
from crisis_sim.study_files import load
from tests.random_trees import Shape, games, random_game, with_payoffs
from tests.scaled_games import in_other_units
from tests.solve.every_solver import solved_as_shipped

CONCEPTS = (AUTO, *BY_NAME)

REGRET = 1e-9  # of what is at stake, once probabilities are rounded to floats
SHARE = 1e-6  # of a probability, where numbers are rounded differently
APPROXIMATE = {name for name, one in BY_NAME.items() if one.promise is Promise.APPROXIMATE}
ANY_ONE = ("cfr", "nash by linear programme")
PLAIN = Shape(deepest=3, most_nodes=16, seen=0.6)

Solver = Callable[[Game], Solution]
SOLVERS: dict[str, Solver] = {
    **{concept: partial(solve_game, concept=concept) for concept in CONCEPTS},
    "quantal at 2": partial(solve_game, concept="quantal", precision=2.0),
    **{
        f"{name} by {choice}": partial(solve_game, concept=name, **{option.name: choice})
        for name, one in BY_NAME.items()
        for option in one.options.values()
        for choice in option.choices
    },
}


def applies(solver: str, game: Game) -> bool:
    """Whether a solver takes a game as it is."""
    if solver == "spe":
        return game.perfect_information
    if solver.startswith("quantal"):
        return len(game.tree.set_player) > 0
    if solver == "nash by linear programme":
        return zero_sum.opposed(game)
    return True


def solved(solver: str, game: Game) -> Solution:
    """The solution; an example that is too large or of the wrong kind is passed over."""
    assume(applies(solver, game))
    return SOLVERS[solver](game)


def opposed(game: Game) -> Game:
    """The same game with a constant sum, which every solver takes."""
    assert game.exact is not None
    return with_payoffs(game, [(row[0], -row[0]) for row in game.exact.payoffs])


APPLICABLE = [
    (name, concept)
    for name in shipped()
    for concept in BY_NAME
    if concept not in APPROXIMATE and applies(concept, load(name).game())
]


@pytest.mark.parametrize(("name", "concept"), APPLICABLE)
def test_every_equilibrium_has_a_certificate_that_holds(name: str, concept: str) -> None:
    solution = solved_as_shipped(name, concept)
    assert isinstance(solution, Solution)
    game = solution.game
    for one in solution.equilibria:
        assert certify(game, one.profile).holds(REGRET)
        assert one.certificate.proved
        assert one.payoffs == pytest.approx(node_values(game, one.profile)[0])
        shares = outcome_probabilities(game, one.profile)
        assert sum(one.outcomes.values()) == pytest.approx(shares.sum())
        assert np.add.reduceat(one.profile, game.tree.choice_start[:-1]) == pytest.approx(1.0)


@pytest.mark.parametrize("solver", SOLVERS)
@settings(max_examples=20)
@given(game=games(PLAIN))
def test_a_certificate_is_that_of_the_profile(solver: str, game: Game) -> None:
    solution = solved(solver, opposed(game))
    for one in solution.equilibria:
        measured = certify(solution.game, one.profile).player_regret
        assert one.certificate.player_regret == pytest.approx(measured, abs=REGRET)
        if solution.promise is not Promise.APPROXIMATE:
            assert one.certificate.holds(REGRET)
        if solution.promise is Promise.EXACT:
            assert one.certificate.proved


@pytest.mark.parametrize("concept", BY_NAME)
@settings(max_examples=20)
@given(game=games(PLAIN))
def test_what_is_promised_to_be_all_is_all(concept: str, game: Game) -> None:
    whole = BY_NAME[concept].complete
    for one in solved(concept, opposed(game)).searched:
        assert one.complete is (one.kind in whole)


@pytest.mark.parametrize("solver", SOLVERS)
@settings(max_examples=10)
@given(game=games(PLAIN))
def test_a_solver_is_deterministic_and_leaves_the_game_alone(solver: str, game: Game) -> None:
    game = opposed(game)
    before = (game.payoffs.copy(), game.chance.copy(), game.tree.parent.copy())
    first, second = solved(solver, game), solved(solver, game)
    assert len(first.equilibria) == len(second.equilibria)
    for one, other in zip(first.equilibria, second.equilibria, strict=True):
        assert np.array_equal(one.profile, other.profile)
    assert all(
        np.array_equal(a, b)
        for a, b in zip(before, (game.payoffs, game.chance, game.tree.parent), strict=True)
    )


@pytest.mark.parametrize("solver", [one for one in SOLVERS if one != "quantal at 2"])
@settings(max_examples=25)
@given(game=games(PLAIN), scale=st.integers(1, 9), shift=st.integers(-9, 9))
def test_positive_affine_payoffs_change_no_strategy(
    solver: str, game: Game, scale: int, shift: int
) -> None:
    """At a given precision they do: it is measured in 1/payoff units.

    A solver that gives one equilibrium of many may give another, of the same value.
    """
    game = opposed(game)
    changed = game
    for player in range(2):
        changed = in_other_units(changed, player, Fraction(scale), Fraction(shift))
    first, second = solved(solver, game), solved(solver, changed)
    for one, other in zip(first.equilibria, second.equilibria, strict=True):
        if solver in ANY_ONE:
            regrets = [scale * one.certificate.player_regret, other.certificate.player_regret]
            near = 2 * sum(regrets) + scale * SHARE  # of the value, each of the two
            assert other.payoffs == pytest.approx(scale * one.payoffs + shift, abs=near)
        else:
            assert np.allclose(one.profile, other.profile, atol=SHARE)


@pytest.mark.parametrize("solver", SOLVERS)
@settings(max_examples=20)
@given(game=games(PLAIN))
def test_names_change_nothing(solver: str, game: Game) -> None:
    game = opposed(game)
    renamed = replace(
        game,
        tree=replace(
            game.tree,
            players=tuple(f"other {name}" for name in game.tree.players),
            labels=tuple(f"other {label}" for label in game.tree.labels),
            outcomes=tuple(f"other {name}" for name in game.tree.outcomes),
        ),
    )
    first, second = solved(solver, game), solved(solver, renamed)
    pairs = zip(first.equilibria, second.equilibria, strict=True)
    assert all(np.array_equal(a.profile, b.profile) for a, b in pairs)


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_game_in_which_chance_alone_moves(solver: str) -> None:
    tree = forgetful_game().tree
    chance = replace(
        tree,
        players=("P0", "P1"),
        mover=np.where(tree.mover == 0, CHANCE, tree.mover),
        information_set=np.full(7, -1, dtype=np.int32),
        set_player=tree.set_player[:0],
        set_label=tree.set_label[:0],
        set_actions=tree.set_actions[:0],
    )
    payoffs = np.array([[1.0, -1.0], [0.0, 0.0], [0.0, 0.0], [4.0, -4.0]])
    game = Game("chance", chance, np.array([1.0, *[0.5] * 6]), payoffs)
    if solver.startswith("quantal"):
        with pytest.raises(NotSolved, match="no player moves"):
            SOLVERS[solver](game)
    else:
        (one,) = SOLVERS[solver](game).equilibria
        assert one.payoffs.tolist() == [1.25, -1.25]


def test_unknown_concepts_are_refused_with_the_nearest() -> None:
    game = random_game(np.random.default_rng(1), PLAIN)
    with pytest.raises(InputError, match="Did you mean 'sequential'"):
        solve_game(game, "sequental")


@pytest.mark.parametrize("concept", CONCEPTS)
def test_imperfect_recall_is_solved_or_refused_with_what_would_serve(concept: str) -> None:
    game = forgetful_game()
    if concept in BY_NAME and BY_NAME[concept].forgetful:
        assert solve_game(game, concept).equilibria
    else:
        with pytest.raises(NotSolved, match="concept="):
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


def test_a_solution_without_an_account_of_the_search_is_refused() -> None:
    with pytest.raises(InputError, match="says what was searched"):
        replace(cs.load("brinkmanship").solve(), searched=())
