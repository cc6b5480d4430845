"""Differences of any size decide, and nothing but differences of one player's own payoffs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest

from crisis_sim.concepts import NASH_METHODS
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number, Real, power, sign, to_float
from crisis_sim.solve.best_responses import best_responses
from crisis_sim.solve.dominance import dominated, iterated_dominance
from crisis_sim.solve.nash import extreme_equilibria, pure_equilibria, solve_nash
from crisis_sim.solve.nash.answers import APPROXIMATE
from crisis_sim.solve.nash.refined import BITS, refined
from crisis_sim.strategy.certificate import certify

ROOT = power(rational(2), Fraction(1, 2))
OTHER = power(rational(3), Fraction(1, 2))
FOR_ANY = [method for method in NASH_METHODS if method not in ("linear programme", "nashpy")]
SIZES = [Fraction(10) ** n for n in (-30, -12, -10, -9, -8, 0)]
STAKES = [Fraction(10) ** n for n in (-12, 0, 9, 12)]


def exact_form(*tables: Any) -> NormalForm:
    """A normal form of exact numbers, fractions or not."""
    payoffs = np.array(tables, dtype=object)
    floats = np.vectorize(_float, otypes=[float])(payoffs)
    names = tuple(tuple(f"s{i}" for i in range(count)) for count in payoffs.shape[1:])
    players = tuple(f"p{i}" for i in range(len(tables)))
    if any(isinstance(one, Real) for one in payoffs.ravel()):
        numbers = np.empty(payoffs.size, dtype=object)
        numbers[:] = [_number(one) for one in payoffs.ravel()]
        table = numbers.reshape(payoffs.shape)
        return NormalForm("game", players, names, floats, unrounded=table)
    exact = np.vectorize(Fraction, otypes=[object])(payoffs)
    return NormalForm("game", players, names, floats, exact)


def _number(value: Any) -> Number:
    return rational(value) if isinstance(value, (int, Fraction)) else value


def _float(value: Any) -> float:
    return to_float(_number(value))


def played(form: NormalForm, method: str) -> list[tuple[float, ...]]:
    solution = solve_nash(form, method=method)
    assert all(one.certificate.proved for one in solution.equilibria)
    return [tuple(one.profile.tolist()) for one in solution.equilibria]


@pytest.mark.parametrize("method", FOR_ANY)
@pytest.mark.parametrize("stake", STAKES)
@pytest.mark.parametrize("size", SIZES)
def test_the_better_of_two_actions_however_near_they_are(
    size: Fraction, stake: Fraction, method: str
) -> None:
    """Beside a third action that costs everything, and another player who cares for more."""
    own = [[size * stake], [0], [-stake]]
    others = [[10**20], [0], [-(10**20)]]
    assert played(exact_form(own, others), method) == [(1.0, 0.0, 0.0, 1.0)]
    own[0], own[1] = own[1], own[0]
    assert played(exact_form(own, others), method) == [(0.0, 1.0, 0.0, 1.0)]


@pytest.mark.parametrize("stake", STAKES)
def test_a_tie_is_a_tie_whatever_else_is_at_stake(stake: Fraction) -> None:
    third = Fraction(1, 3)
    form = exact_form([[third * 3, 0], [1, 0], [-stake, 0]], [[0, -1], [0, -1], [0, stake]])
    assert len(solve_nash(form, method="enumeration").equilibria) >= 2
    assert (0, 0) in pure_equilibria(form)
    assert (1, 0) in pure_equilibria(form)


@pytest.mark.parametrize("players", [2, 3])
@pytest.mark.parametrize("cost", [10**3, 10**9, 10**12])
def test_a_small_probability_of_a_catastrophe_is_exact(cost: int, players: int) -> None:
    """Who presses gains 1, unless the other risks war, which costs both; else one gives way."""
    first = [[-cost, 1], [0, 0]]
    if players == 3:
        tables = [np.array(table)[..., None] for table in (first, np.transpose(first), first)]
        tables = [np.concatenate([table, table - 1], axis=2) for table in tables]
        # The third gains 1 by its first strategy, and changes nothing for the others.
        form = exact_form(*(table.tolist() for table in tables))
    else:
        form = exact_form(first, np.transpose(first).tolist())
    solution = solve_nash(form, method="supports")
    shares = {one.exact.profile[0] for one in solution.equilibria if one.exact is not None}
    assert shares == {0, 1, rational(Fraction(1, cost + 1))}
    assert all(one.certificate.proved for one in solution.equilibria)


@pytest.mark.parametrize("seed", range(8))
def test_approximate_equilibria_say_so_and_are_near(seed: int) -> None:
    form = exact_form(*np.random.default_rng(seed).integers(-9, 10, (3, 2, 2, 2)).tolist())
    for one in solve_nash(form).equilibria:
        mixed = [share for share in one.profile.tolist() if 0 < share < 1]
        if not one.certificate.proved:
            assert one.notes == (APPROXIMATE,)
            assert mixed
            assert one.certificate.relative < 1e-60


@pytest.mark.parametrize("method", ["enumeration", "lemke", "supports"])
def test_irrational_payoffs_give_irrational_probabilities(method: str) -> None:
    form = exact_form([[ROOT, 0], [0, 1]], [[0, 1], [OTHER, 0]])
    solution = solve_nash(form, method=method)
    assert not solution.complete
    (one,) = solution.equilibria
    assert one.profile == pytest.approx(
        [3**0.5 / (1 + 3**0.5), 1 / (1 + 3**0.5), 1 / (1 + 2**0.5), 2**0.5 / (1 + 2**0.5)]
    )
    assert APPROXIMATE in one.notes[-1]
    assert 0 < one.certificate.relative < 1e-60
    assert certify(solution.game, one.profile).relative < 1e-15


@pytest.mark.parametrize("method", ["auto", "enumeration", "pure", "supports", "lemke"])
def test_rational_equilibria_of_irrational_games_are_exact(method: str) -> None:
    form = exact_form([[ROOT, 0], [0, ROOT]], [[OTHER, 1], [1, OTHER]])
    solution = solve_nash(form, method=method)
    assert solution.equilibria
    assert all(one.certificate.proved for one in solution.equilibria)
    if method == "enumeration":
        assert [one.payoffs[0] for one in solution.equilibria] == pytest.approx(
            [2**0.5, 2**0.5, 2**-0.5]
        )
        assert not solution.complete
        assert "irrational numbers were taken to 1,024 bits" in solution.extent
        assert solution.extreme is None
        assert not extreme_equilibria(form).exact


def test_ties_between_irrational_numbers_are_seen() -> None:
    six = power(rational(6), Fraction(1, 2))
    form = exact_form([[ROOT * OTHER], [six], [1]], [[0], [0], [0]])
    assert pure_equilibria(form) == [(0, 0), (1, 0)]
    above = exact_form([[ROOT * OTHER], [six + rational(Fraction(1, 10**40))]], [[0], [0]])
    assert pure_equilibria(above) == [(1, 0)]


# Dominance.


@pytest.mark.parametrize("stake", STAKES)
@pytest.mark.parametrize("size", SIZES)
def test_dominance_by_the_least_difference(size: Fraction, stake: Fraction) -> None:
    """The middle row is beaten by an even mixture of the others, or just not."""
    size /= 4
    rows = [[stake, 0], [stake / 2 - size * stake, stake / 2 - size * stake], [0, stake]]
    form = exact_form(rows, [[0, 0]] * 3)
    (one,) = dominated(form, 0)
    assert (one.strategy, one.by) == (1, ((0, Fraction(1, 2)), (2, Fraction(1, 2))))
    rows[1] = [stake / 2 + size * stake] * 2
    assert dominated(exact_form(rows, [[0, 0]] * 3), 0) == ()
    rows[1] = [stake / 2] * 2
    assert dominated(exact_form(rows, [[0, 0]] * 3), 0) == ()
    assert dominated(exact_form(rows, [[0, 0]] * 3), 0, strict=False) == ()


def test_dominance_among_irrational_payoffs() -> None:
    half = ROOT / 2
    rows = [[ROOT, 0, 1], [half, half, 1], [0, ROOT, 1 + Fraction(1, 10**30)]]
    form = exact_form([[_number(x) for x in row] for row in rows], [[0, 0, 0]] * 3)
    assert dominated(form, 0) == ()
    (weakly,) = dominated(form, 0, strict=False)
    assert (weakly.strategy, weakly.by) == (1, ((0, Fraction(1, 2)), (2, Fraction(1, 2))))
    assert iterated_dominance(form, strict=False).kept == ((0, 2), (0, 1, 2))


def test_a_mixture_that_dominates_has_fractions_where_they_serve() -> None:
    rows: list[list[Any]] = [[OTHER, 0], [1, 1 / ROOT], [0, 2]]
    form = exact_form([[_number(x) for x in row] for row in rows], [[0, 0]] * 3)
    (one,) = dominated(form, 0)
    assert one.strategy == 1
    weights = [(i, weight) for i, weight in one.by if isinstance(weight, Fraction)]
    assert len(weights) == len(one.by)
    for j in range(2):
        made = sum((rational(weight) * _number(rows[i][j]) for i, weight in weights), rational(0))
        assert sign(made - _number(rows[1][j])) > 0


@pytest.mark.parametrize("size", SIZES)
def test_best_responses_are_best_at_all(size: Fraction) -> None:
    form = exact_form([[1 + size, 1], [1, 1]], [[0, 0], [0, 0]])
    game = solve_nash(form).game
    found = best_responses(game, np.array([0.0, 1.0, 1.0, 0.0]), 0)
    assert found.choices.tolist() == [True, False, False, False]
    assert found.gain == float(size)
    found = best_responses(game, np.array([0.0, 1.0, 0.0, 1.0]), 0)
    assert found.choices.tolist() == [True, True, False, False]


# Newton's method in boxes.


def test_an_isolated_solution_has_a_box() -> None:
    box = refined(lambda at: (at * at - 2, (2 * at)[:, :, None]), np.array([1.4142]))
    assert box is not None
    with flint.ctx.workprec(BITS):
        assert box[0].contains(flint.arb(2).sqrt())
        assert box[0].rad() < flint.arb(2) ** -190


def test_what_is_not_isolated_has_none() -> None:
    assert refined(lambda at: (at * at, (2 * at)[:, :, None]), np.array([1e-9])) is None
    assert refined(lambda at: (at * 0, (0 * at)[:, :, None]), np.array([0.5])) is None
