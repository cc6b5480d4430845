"""A sweep at a precision gives the point solver's logit equilibrium at every point."""

from __future__ import annotations

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.quantal import solve_quantal
from crisis_sim.sweep.block import NO_KEY, Status
from crisis_sim.sweep.choose_kernel import make_kernel

CLOSE = 1e-9
SWEPT = {
    "beer-and-quiche": ("strong", 2.0),
    "brinkmanship": ("p", 0.3),
    "cuba-1962-clock": ("pi", 0.05),
    "selten-horse": ("together", 0.7),
}


@pytest.mark.parametrize("name", SWEPT)
def test_agrees_with_the_point_solver(name: str) -> None:
    parameter, precision = SWEPT[name]
    study = cs.load(name)
    column = np.array([0.0, 0.1, 0.35, 0.5, 0.9, 1.0])
    kernel = make_kernel(study, {}, [parameter], "quantal", precision=precision)
    block = kernel.solve({parameter: column}, len(column))
    for point, value in enumerate(column):
        game = study.game({parameter: value})
        solution = study.solve({parameter: value}, concept="quantal", precision=precision)
        one = solution.equilibria[0]
        outcomes = [one.outcomes.get(name, 0.0) for name in game.tree.outcomes]
        assert block.status[point] == Status.SOLVED
        assert block.payoffs[point] == pytest.approx(one.payoffs, abs=CLOSE)
        assert block.outcomes[point] == pytest.approx(outcomes, abs=CLOSE)
    assert block.count.tolist() == [1] * len(column)
    assert (block.play == NO_KEY).all()


NEAR_ONE = """
title: Chances that nearly add up to one
players: {{one: {{label: One}}}}
parameters:
  e: {{default: 0, range: [-0.000000001, 0.000000001], meaning: a part}}
start: nature
situations:
  nature:
    chance:
      up: {{probability: {0}, to: good}}
      here: {{probability: {1}, to: fair}}
      down: {{probability: {2}, to: choice}}
  choice:
    player: one
    actions: {{good: {{to: good}}, poor: {{to: poor}}}}
outcomes:
  good: {{payoffs: {{one: 3000000000}}}}
  fair: {{payoffs: {{one: 2000000000}}}}
  poor: {{payoffs: {{one: 1000000000}}}}
"""


@pytest.mark.parametrize(
    "chances",
    [
        ("1/3 + e", "1/3", "1/3"),
        ("0.333333333", "0.333333333", "0.333333333"),
        ("0.8", "0.2 + 0.3 - 0.2 - 0.1 - 0.2 + (e if e > 0 else 0) / 2", "0.2"),
    ],
)
def test_chances_that_nearly_add_up_to_one_are_taken_as_at_a_point(
    chances: tuple[str, ...],
) -> None:
    text = NEAR_ONE.format(*chances)
    study = cs.Study(parse_scenario(text, name="near", file="near.yaml"))
    column = np.array([-1.1e-9, -1e-9, -9e-10, 0.0, 1e-15, 9e-10, 1e-9, 1.1e-9])
    kernel = make_kernel(study, {}, ["e"], "quantal", precision=1.0)
    block = kernel.solve({"e": column}, len(column))
    for point, e in enumerate(column.tolist()):
        try:
            one = study.solve(e=e, concept="quantal", precision=1.0).equilibria[0]
        except InputError:
            assert block.status[point] == Status.UNDEFINED
        else:
            assert block.payoffs[point] == pytest.approx(one.payoffs, rel=1e-14)


def compare(name: str, points: int, seed: int) -> None:
    """Everything that has a range, drawn from it, at precisions from flat to sharp."""
    study, rng = cs.load(name), np.random.default_rng(seed)
    family = study.family()
    columns = {
        key: rng.uniform(*map(float, one.range), points)
        for key, one in study.scenario.parameters.items()
        if key not in family.structural and one.range is not None
    }
    for sharpness in (0.5, 5.0, 30.0):
        precision = sharpness / study.game().payoff_range
        kernel = make_kernel(study, {}, list(columns), "quantal", precision=precision)
        block = kernel.solve(columns, points)
        for point in np.flatnonzero(block.status == Status.SOLVED).tolist():
            game = study.game({key: values[point] for key, values in columns.items()})
            one = solve_quantal(game, precision).equilibria[0]
            assert block.payoffs[point] == pytest.approx(one.payoffs, rel=CLOSE, abs=CLOSE)
        assert (block.status == Status.UNSOLVED).sum() <= points // 50


def test_no_step_leads_over_to_a_branch_that_crosses() -> None:
    compare("security-dilemma", 200, seed=5)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("beer-and-quiche", 400),
        ("brams-chicken", 400),
        ("cheap-talk", 100),
        ("cuba-1962-cable", 200),
        ("cuba-1962-clock", 200),
        ("cuba-1962-two-types", 150),
        ("security-dilemma", 1500),
        ("selten-horse", 400),
    ],
)
def test_agrees_with_the_point_solver_at_many_points(name: str, points: int) -> None:
    compare(name, points, seed=7)


def test_undefined_points_hold_no_numbers() -> None:
    kernel = make_kernel(cs.load("brinkmanship"), {}, ["p"], "quantal", precision=0.3)
    block = kernel.solve({"p": np.array([0.5, 1.5, np.nan])}, 3)
    assert block.status.tolist() == [Status.SOLVED, Status.UNDEFINED, Status.UNDEFINED]
    assert np.isnan(block.payoffs[1:]).all()
    assert np.isnan(block.outcomes[1:]).all()
    assert block.count.tolist() == [1, 0, 0]


def test_the_order_of_points_does_not_matter() -> None:
    kernel = make_kernel(cs.load("cuba-1962-clock"), {}, ["pi"], "quantal", precision=0.05)
    column = np.linspace(0.0, 0.6, 40)
    forth = kernel.solve({"pi": column}, 40)
    back = kernel.solve({"pi": column[::-1].copy()}, 40)
    assert np.array_equal(forth.payoffs, back.payoffs[::-1])


@pytest.mark.parametrize("precision", [-1.0, float("nan"), float("inf")])
def test_a_precision_that_is_none_is_refused(precision: float) -> None:
    with pytest.raises(
        InputError, match=r"precision must be a number, 0 or more|needs a finite precision"
    ):
        make_kernel(cs.load("brinkmanship"), {}, ["p"], "quantal", precision=precision)
