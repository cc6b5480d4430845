"""Equilibria on the sequence form: the same as on the normal form, with fewer words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm, ReducedNormalForm, reduced_normal_form
from crisis_sim.game.sequence_form import SequenceForm, sequence_form
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.numbers.real import Number
from crisis_sim.solve.nash import extreme_equilibria, extreme_plans, solve_nash
from crisis_sim.solve.nash.extreme import ExtremeEquilibria, exact_tables
from crisis_sim.solve.nash.inner import is_mixture
from crisis_sim.solve.nash.lemke import follow_path
from crisis_sim.solve.nash.profile import behaviour_profile
from crisis_sim.solve.nash.rational import working_game
from crisis_sim.solve.nash.zero_sum import opposed, solve_zero_sum
from crisis_sim.strategy.certificate import best_response_value, certify
from crisis_sim.strategy.evaluate import node_values
from tests.random_trees import Shape, games, random_game, with_payoffs
from tests.solve.test_contract import forgetful_game

REGRET = 1e-9  # of the payoff range
VALUE = 1e-9  # payoff units, payoffs of size 4
SMALL = Shape(deepest=4, most_nodes=24, payoffs=3)
LARGER = Shape(deepest=7, most_nodes=150, widest=3, payoffs=9)

Plan = tuple[Fraction, ...]


def regret(game: Game, plans: Sequence[Sequence[Number] | np.ndarray]) -> float:
    profile = behaviour_profile(sequence_form(game), plans)
    return certify(game, profile).player_regret / max(game.payoff_range, 1.0)


def zero_sum(game: Game) -> Game:
    payoffs = np.stack([game.payoffs[:, 0], -game.payoffs[:, 0]], axis=1)
    return Game(game.title, game.tree, game.chance, payoffs)


@settings(max_examples=30, deadline=None)
@given(game=games(SMALL), seed=st.integers(0, 2**32 - 1))
def test_plans_and_behaviour_are_two_words_for_one_thing(game: Game, seed: int) -> None:
    form = sequence_form(game)
    rng = np.random.default_rng(seed)
    weights = rng.exponential(size=int(game.tree.choice_start[-1]))
    starts = game.tree.choice_start[:-1]
    assume(len(starts))
    profile = weights / np.repeat(np.add.reduceat(weights, starts), game.tree.set_actions)
    plans = [form.plan(profile, player) for player in range(2)]
    assert form.behaviour(plans) == pytest.approx(profile)
    reach = np.prod([plan[form.cells[:, p]] for p, plan in enumerate(plans)], axis=0)
    assert reach @ form.payoffs == pytest.approx(node_values(game, profile)[0])
    for own, plan in zip(form.players, plans, strict=True):
        entries, rows, columns = own.constraints()
        total = np.bincount(rows, weights=entries * plan[columns])
        assert total == pytest.approx([1.0] + [0.0] * len(own.sets))


def test_the_sequence_form_needs_perfect_recall() -> None:
    with pytest.raises(NotSolved, match="imperfect recall at"):
        sequence_form(forgetful_game())


def projected(reduced: ReducedNormalForm, form: SequenceForm) -> ExtremeEquilibria:
    """The normal form's extreme equilibria with realisation plans for mixed strategies."""
    found = extreme_equilibria(reduced.form)
    sides = []
    for player, mixed in enumerate((found.first, found.second)):
        choices = form.players[player].choices[1:]
        makes = reduced.plans[player][:, choices]
        sides.append(
            tuple(
                (
                    Fraction(1),
                    *(
                        sum((w for w, on in zip(one, column, strict=True) if on), Fraction(0))
                        for column in makes.T
                    ),
                )
                for one in mixed
            )
        )
    return ExtremeEquilibria((0, 1), sides[0], sides[1], found.pairs, found.components, 0)


def covered(pair: tuple[Plan, Plan], by: ExtremeEquilibria) -> bool:
    """Whether a pair of plans is a mixture of some maximal subset."""
    return any(
        inside(pair[0], [by.first[i] for i in subset.first])
        and inside(pair[1], [by.second[j] for j in subset.second])
        for component in by.components
        for subset in component.subsets
    )


def inside(plan: Plan, parts: Sequence[Plan]) -> bool:
    return plan in parts or is_mixture(plan, parts)


@settings(max_examples=30, deadline=None)
@given(game=games(SMALL))
def test_the_same_equilibria_as_on_the_reduced_normal_form(game: Game) -> None:
    same_on_both_forms(game)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(game=games(SMALL))
def test_the_same_equilibria_on_many_games(game: Game) -> None:
    same_on_both_forms(game)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(game=games(LARGER))
def test_lemke_ends_at_an_equilibrium_of_many_games(game: Game) -> None:
    one = solve_nash(game, method="lemke").equilibria[0]
    assert certify(game, one.profile).player_regret <= REGRET * max(game.payoff_range, 1.0)


def same_on_both_forms(game: Game) -> None:
    reduced = reduced_normal_form(game)
    assume(max(reduced.form.shape) <= 12)
    plans = extreme_plans(game)
    mixed = projected(reduced, sequence_form(game))
    assert len(plans.components) == len(mixed.components)
    assert all(covered((plans.first[i], plans.second[j]), mixed) for i, j in plans.pairs)
    assert all(covered((mixed.first[i], mixed.second[j]), plans) for i, j in mixed.pairs)
    # Whatever is extreme among plans is the image of something extreme among mixtures.
    images = {(mixed.first[i], mixed.second[j]) for i, j in mixed.pairs}
    assert {(plans.first[i], plans.second[j]) for i, j in plans.pairs} <= images


@settings(max_examples=25, deadline=None)
@given(game=games(SMALL))
def test_no_plan_listed_is_a_mixture_in_all_its_subsets(game: Game) -> None:
    found = extreme_plans(game)
    for side, plans in enumerate((found.first, found.second)):
        for number, plan in enumerate(plans):
            held = [
                (subset.first, subset.second)[side]
                for component in found.components
                for subset in component.subsets
                if number in (subset.first, subset.second)[side]
            ]
            assert any(
                not is_mixture(plan, [plans[i] for i in each if i != number]) for each in held
            ) or any(len(each) == 1 for each in held)


@settings(max_examples=30, deadline=None)
@given(game=games(SMALL))
def test_all_equilibria_listed_are_certified(game: Game) -> None:
    solution = solve_nash(game)
    assert solution.complete
    assert solution.equilibria
    assert solution.max_regret <= REGRET * max(game.payoff_range, 1.0)
    assert sorted(k for one in solution.components for k in one.equilibria) == list(
        range(len(solution.equilibria))
    )


@pytest.mark.parametrize("exact", [True, False])
@settings(max_examples=20, deadline=None)
@given(game=games(LARGER))
def test_lemke_ends_at_an_equilibrium(exact: bool, game: Game) -> None:
    form = sequence_form(working_game(game)[0])
    first, second = exact_tables(form, 0, 1)
    path = follow_path((form.players[0], form.players[1]), (first, second), exact=exact)
    assert path.exact
    assert certify(game, behaviour_profile(form, path.plans)).proved


@settings(max_examples=20, deadline=None)
@given(game=games(LARGER))
def test_zero_sum_programmes_are_dual_and_lemke_agrees(game: Game) -> None:
    game = zero_sum(game)
    assert opposed(game)
    form = sequence_form(working_game(game)[0])
    assume(game.payoff_range)
    exact, rounded = (solve_zero_sum(form, exact=each) for each in (True, False))
    assert sum(exact.values) == 1
    assert certify(game, behaviour_profile(form, exact.plans)).proved
    assert regret(game, rounded.plans) <= REGRET
    assert float(rounded.values[0]) == pytest.approx(float(exact.values[0]), abs=VALUE)
    one = solve_nash(game, method="lemke").equilibria[0]
    value = game.payoffs[:, 0].min() + float(exact.values[0]) * game.payoff_range
    assert one.payoffs[0] == pytest.approx(value, abs=VALUE)
    assert best_response_value(game, one.profile, 0) == pytest.approx(value, abs=VALUE)


def test_interests_are_opposite_in_whatever_units() -> None:
    game = random_game(np.random.default_rng(5), SMALL)
    assert not opposed(game)
    assert game.exact is not None
    own = [row[0] for row in game.exact.payoffs]
    third = Fraction(1, 3)
    assert opposed(with_payoffs(game, [(one * 10**9 + third, third - one / 7) for one in own]))
    assert not opposed(with_payoffs(game, [(one, one) for one in own]))
    near = [(one, -one + Fraction(place == 3, 10**30)) for place, one in enumerate(own)]
    assert not opposed(with_payoffs(game, near))


def test_lemke_finds_the_only_equilibrium_of_matching_pennies() -> None:
    payoffs = np.array([[[3.0, 0.0], [0.0, 2.0]], [[0.0, 2.0], [3.0, 0.0]]])
    game = simultaneous_game(NormalForm("pennies", ("a", "b"), (("h", "t"),) * 2, payoffs))
    solution = solve_nash(game, method="lemke")
    one = solution.equilibria[0].profile
    assert one == pytest.approx([3 / 5, 2 / 5, 2 / 5, 3 / 5])


def test_linprog_and_the_package_agree_on_a_matrix_game() -> None:
    rng = np.random.default_rng(3)
    table = rng.integers(-9, 10, (5, 6)).astype(float)
    form = NormalForm("m", ("a", "b"), (tuple("abcde"), tuple("abcdef")), np.stack([table, -table]))
    by_method = [
        solve_nash(form, method=method).equilibria[0].payoffs[0]
        for method in ("enumeration", "linear programme", "lemke")
    ]
    answer = linprog(
        [*([0.0] * 5), -1.0],
        A_ub=np.hstack([-table.T, np.ones((6, 1))]),
        b_ub=np.zeros(6),
        A_eq=[[1.0] * 5 + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * 5 + [(None, None)],
    )
    assert by_method == pytest.approx([-answer.fun] * 3, abs=VALUE)
