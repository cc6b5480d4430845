"""All pure sequential equilibria at many points, beside the point solver at each."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.sequential.assessment import first_consistent
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.solve_sequential import _ties, solve_sequential
from crisis_sim.solve.solution import Equilibrium
from crisis_sim.sweep.block import Block, Status, play_key, set_key
from crisis_sim.sweep.sequential import search as sequential_search
from crisis_sim.sweep.sequential.kernel import SequentialKernel
from crisis_sim.sweep.sequential.point import play_of
from tests.random_trees import Shape, random_game
from tests.solve.test_contract import forgetful_game
from tests.sweep.random_families import family_of, game_at, random_columns

SCENARIOS = {
    "audience-costs": 150,
    "bargaining-range": 150,
    "beer-and-quiche": 150,
    "brams-chicken": 150,
    "brams-revised": 150,
    "brinkmanship": 150,
    "cheap-talk": 2,
    "cuba-1962-cable": 15,
    "cuba-1962-two-types": 2,
    "security-dilemma": 150,
    "selten-horse": 150,
}
"""Every shipped game of hidden information, with a number of points for a quick test."""

SHAPES = (
    Shape(deepest=4),
    Shape(players=3, deepest=4),
    Shape(deepest=5, seen=0.3, chance=0.3),
    Shape(widest=3, deepest=3, seen=0.3),
    Shape(deepest=5, seen=0.2, most_nodes=30),
    Shape(players=3, seen=0.2, deepest=5, chance=0.25, most_nodes=35),
)
EXACT = 1e-9
JUDGED_TWICE = """
title: One secret judged by two
players: {A: {label: A}, B: {label: B}, C: {label: C}}
parameters: {x: {default: 0, meaning: what A has of staying away}}
start: first
situations:
  first:
    player: A
    actions:
      stay: {to: away}
      arms: {to: a search of arms, seen by: []}
      food: {to: a search of food, seen by: []}
  a search of arms:
    chance:
      by B: {probability: 1/2, to: B finds arms}
      by C: {probability: 1/2, to: C finds arms}
  a search of food:
    chance:
      by B: {probability: 1/2, to: B finds food}
      by C: {probability: 1/2, to: C finds food}
  B finds arms:
    information set: B
    player: B
    actions: {stop: {to: right}, pass: {to: passed by B}}
  B finds food:
    information set: B
    player: B
    actions: {stop: {to: harsh}, pass: {to: passed by B}}
  C finds arms:
    information set: C
    player: C
    actions: {stop: {to: found}, pass: {to: passed by C}}
  C finds food:
    information set: C
    player: C
    actions: {stop: {to: lost}, pass: {to: passed by C}}
outcomes:
  away: {payoffs: {A: x, B: 0, C: 0}}
  right: {payoffs: {A: -1, B: 1, C: 0}}
  harsh: {payoffs: {A: -1, B: -2, C: 0}}
  found: {payoffs: {A: 3, B: 0, C: 2}}
  lost: {payoffs: {A: 3, B: 0, C: -1}}
  passed by B: {payoffs: {A: 3, B: 0, C: 0}}
  passed by C: {payoffs: {A: -1, B: 0, C: 0}}
"""
"""B stops where arms are likelier than 2/3, C lets pass where less likely than 1/3: both of these
together would cost A 1, and anything else brings A 1."""


def equilibria(game: Game) -> list[Equilibrium] | None:
    """The pure sequential equilibria, one a play; None where the point solver leaves one open."""
    parts = Parts(game, 1_000_000)
    found = [first_consistent(parts, played) for played in parts.solve()]
    if not all(decided for _, decided in found):
        return None
    return [one for one, _ in found if one is not None]


def assert_same(block: Block, point: int, game: Game) -> None:
    """The block says of a point what the point solver says of its game."""
    found = equilibria(game)
    if found is None:
        return
    plays = {play_key(play_of(game, one)): play_of(game, one) for one in found}
    assert block.count[point] == len(found)
    assert block.answer[point] == set_key(plays)
    if not found:
        assert block.status[point] == Status.NONE
        assert np.isnan(block.payoffs[point]).all()
        return
    assert block.answers[int(block.answer[point])] == frozenset(plays)
    assert all(block.plays[key] == play for key, play in plays.items())
    reported = [
        one
        for one in found
        if play_key(play_of(game, one)) == int(block.play[point])
        and np.allclose(one.payoffs, block.payoffs[point], rtol=EXACT, atol=EXACT)
    ]
    assert reported
    outcomes = [reported[0].outcomes.get(name, 0.0) for name in game.tree.outcomes]
    assert np.allclose(block.outcomes[point], outcomes, rtol=0, atol=EXACT)
    # The point solver speaks of one way to go on off each path, the sweep of any.
    assert block.tied[point] or not any(_ties(game, one) for one in found)


def columns_within(study: cs.Study, points: int, seed: int) -> dict[str, Floats]:
    """Every parameter that has a range and does not shape the tree, drawn from that range."""
    family = study.family()
    rng = np.random.default_rng(seed)
    return {
        name: rng.uniform(*map(float, one.range), points)
        for name, one in study.scenario.parameters.items()
        if name not in family.structural and one.range is not None
    }


def compare_scenario(name: str, points: int, seed: int) -> None:
    study = cs.load(name)
    family = study.family()
    columns = columns_within(study, points, seed)
    block = SequentialKernel(family, {}).solve(columns, points)
    for point in range(points):
        assert_same(block, point, study.game({n: v[point] for n, v in columns.items()}))


def compare_random(seeds: range, points: int) -> Iterator[int]:
    """Compare random games; yields for each how many points went to the point solver."""
    for seed in seeds:
        rng = np.random.default_rng(seed)
        game = random_game(rng, SHAPES[seed % len(SHAPES)])
        if len(forgetful_sets(game.tree)):
            continue
        family = family_of(game)
        kernel = SequentialKernel(family, {})
        # Small integers make ties common, larger ones make them rare.
        columns = random_columns(family, rng, points, zero=0.3, most=3 if seed % 2 else 50)
        block = kernel.solve(columns, points)
        for point in range(points):
            assert_same(block, point, game_at(family, columns, point))
        yield kernel.by_solver


def test_every_shipped_game_of_hidden_information_is_compared() -> None:
    hidden = {
        path.stem
        for path in Path("scenarios").glob("*.yaml")
        if not cs.load(path.stem).game().perfect_information
    }
    assert hidden == set(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_shipped_games_as_the_point_solver(name: str) -> None:
    compare_scenario(name, SCENARIOS[name], seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_shipped_games_at_many_points(name: str) -> None:
    compare_scenario(name, 5 * SCENARIOS[name], seed=2)


def test_random_games_as_the_point_solver() -> None:
    assert sum(compare_random(range(60), points=4)) < 24


@pytest.mark.slow
def test_many_random_games() -> None:
    by_solver = list(compare_random(range(1_000, 1_250), points=6))
    assert sum(by_solver) < 45  # among them means that cancel to nothing, or nearly


def test_a_few_slots_are_enlarged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequential_search, "SLOTS", (3, 512))
    compare_scenario("cuba-1962-cable", 8, seed=3)


def test_both_plays_and_the_tie_at_an_exact_threshold() -> None:
    family = cs.load("cuba-1962-cable").family()
    at, step = Fraction(8771, 34960), Fraction(1, 10**15)
    numbers = [at - step, at, at + step]
    pi = np.array([float(number) for number in numbers])
    kernel = SequentialKernel(family, {"d": Fraction("0.913")}, ["pi"])
    block = kernel.solve({"pi": pi}, 3, lambda _, point: numbers[point])
    below, on, above = (block.answers[int(key)] for key in block.answer)
    assert below != above
    assert below | above <= on
    assert block.tied.tolist() == [False, True, False]
    assert not kernel.solve({"pi": pi}, 3).tied.any()  # no decimal is the threshold


def test_who_judges_one_mistake_twice_judges_it_alike() -> None:
    study = cs.Study(parse_scenario(JUDGED_TWICE, name="twice", file="twice"))
    x = np.array([-2.0, 0.0, 2.0])
    block = SequentialKernel(study.family(), {}, ["x"]).solve({"x": x}, 3)
    assert block.count.tolist() == [2, 2, 1]
    for point, value in enumerate(x.tolist()):
        assert_same(block, point, study.game({"x": value}))


@pytest.mark.parametrize("mu", [0.0, 1.0])
def test_a_chance_move_that_never_happens(mu: float) -> None:
    study = cs.load("cuba-1962-cable")
    family = study.family()
    columns = columns_within(study, 8, 4) | {"mu": np.array([mu] * 4 + [0.5] * 4)}
    block = SequentialKernel(family, {}).solve(columns, 8)
    for point in range(8):
        assert_same(block, point, study.game({n: v[point] for n, v in columns.items()}))


def test_undefined_points_are_said_to_be() -> None:
    family = cs.load("cuba-1962-cable").family()
    mu = np.array([0.5, -0.1, 1.5, np.nan])
    block = SequentialKernel(family, {}).solve({"mu": mu}, 4)
    assert block.status.tolist() == [Status.SOLVED] + [Status.UNDEFINED] * 3
    assert np.isnan(block.payoffs[1:]).all()
    assert np.isnan(block.outcomes[1:]).all()


def test_a_point_without_a_pure_equilibrium() -> None:
    study = cs.load("beer-and-quiche")
    family = study.family()
    name = next(iter(columns_within(study, 1, 0)))
    values = np.linspace(0.01, 0.99, 99)
    block = SequentialKernel(family, {}).solve({name: values}, 99)
    none = block.status == Status.NONE
    assert none.any()
    assert (~none).any()
    assert (block.count[none] == 0).all()
    assert np.isnan(block.payoffs[none]).all()


def test_passive_beliefs_come_first_in_the_report() -> None:
    study = cs.load("cuba-1962-two-types")
    family = study.family()
    columns = columns_within(study, 12, 5)
    block = SequentialKernel(family, {}).solve(columns, 12)
    compared = 0
    for point in np.flatnonzero(block.count > 1)[:4].tolist():
        game = study.game({n: v[point] for n, v in columns.items()})
        listed = solve_sequential(game, mixed=False).equilibria
        passive = [one for one in listed if one.refinements["passive beliefs"]]
        best = min(
            passive or listed, key=lambda one: (-one.payoffs / game.payoff_range).round(7).tolist()
        )
        assert np.allclose(best.payoffs, block.payoffs[point], rtol=EXACT)
        compared += 1
    assert compared


def test_imperfect_recall_is_refused() -> None:
    with pytest.raises(cs.NotSolved, match="imperfect recall"):
        SequentialKernel(family_of(forgetful_game()), {})
