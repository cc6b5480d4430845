"""Games of hidden information swept beside ties: nothing but the mover's own gain decides."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.study import Study
from crisis_sim.sweep.block import Block, play_key, set_key
from crisis_sim.sweep.designs.axes import parse_axis
from crisis_sim.sweep.designs.plan import make_plan
from crisis_sim.sweep.designs.points_file import read_points
from crisis_sim.sweep.formulas.identities import PRIME
from crisis_sim.sweep.results.result import SweepResult, sweep_in_memory
from crisis_sim.sweep.sequential.kernel import SequentialKernel
from crisis_sim.sweep.sequential.point import play_of

SCENARIO = """
title: A challenge to one of two types
players: {A: {label: A}, B: {label: B}}
parameters:
  x: {default: 0, meaning: what a challenge brings A beside 1/3}
  p: {default: 1/3, meaning: how likely B is strong}
  a: {default: 1, meaning: the unit of A's payoffs}
  b: {default: 1, meaning: the unit of B's payoffs}
  c: {default: 0, meaning: what is added to B's payoffs}
start: type
situations:
  type:
    chance:
      strong: {probability: p, seen by: [B], to: A before a strong B}
      weak: {probability: 1 - p, seen by: [B], to: A before a weak B}
  A before a strong B:
    information set: here
    player: A
    actions: {challenge: {to: B strong}, wait: {to: waited}}
  A before a weak B:
    information set: here
    player: A
    actions: {challenge: {to: B weak}, wait: {to: waited}}
  B strong:
    player: B
    actions: {fight: {to: fought by the strong}, yield: {to: yielded}}
  B weak:
    player: B
    actions: {fight: {to: fought by the weak}, yield: {to: yielded}}
outcomes:
  waited: {payoffs: {A: a / 3, B: 2 * b + c}}
  fought by the strong: {payoffs: {A: 0 * a, B: b + c}}
  fought by the weak: {payoffs: {A: -a, B: 0 * b - b + c}}
  yielded: {payoffs: {A: a * (1 / 2 + x), B: 0 * b + c}}
"""
STUDY = Study(parse_scenario(SCENARIO, name="types", file="types"))
AWAY = [0, *(sign * Fraction(1, 10**k) for k in (6, 8, 9, 10, 12, 15, 17, 30) for sign in (1, -1))]


def solved(columns: dict[str, list[Fraction]]) -> tuple[Block, SequentialKernel]:
    """The block at points given as exact numbers."""
    family = STUDY.family()
    kernel = SequentialKernel(family, {}, list(columns))
    floats = {name: np.array([float(one) for one in own]) for name, own in columns.items()}
    points = len(next(iter(columns.values())))
    return kernel.solve(floats, points, lambda name, point: columns[name][point]), kernel


@pytest.mark.parametrize("unit", [1, Fraction(1, 10**9), 10**9])
@pytest.mark.parametrize("billions", [0, 10**9, 10**12])
def test_a_tie_and_what_is_beside_it_whatever_the_other_has(unit: int, billions: int) -> None:
    count = len(AWAY)
    columns = {
        "x": [Fraction(one) for one in AWAY],
        "a": [Fraction(unit)] * count,
        "b": [Fraction(10**9)] * count,
        "c": [Fraction(billions)] * count,
    }
    block, kernel = solved(columns)
    for point, away in enumerate(AWAY):
        game = STUDY.game({name: own[point] for name, own in columns.items()})
        found = solve_sequential(game, mixed=False).equilibria
        assert block.answer[point] == set_key(play_key(play_of(game, one)) for one in found)
        assert block.count[point] == (2 if away == 0 else 1)
        assert block.tied[point] == (away == 0)
    assert kernel.by_solver < count


@pytest.mark.parametrize(("more", "count"), [(PRIME, 1), (-PRIME, 1), (0, 2)])
def test_numbers_that_differ_by_the_prime_of_tags(more: int, count: int) -> None:
    """No float tells them apart, and their residues are the same."""
    text = SCENARIO.replace("A: a / 3,", "A: x + 10**35,").replace("A: -a,", "A: 0,")
    for own in ("0 * a", "a * (1 / 2 + x)"):
        text = text.replace(f"A: {own},", f"A: x + {10**35 + more},")
    study = Study(parse_scenario(text, name="far", file="far"))
    family = study.family()
    columns = {"x": np.array([0.0, 1.0, 2.0])}
    block = SequentialKernel(family, {}, ["x"]).solve(columns, 3)
    for point, x in enumerate(columns["x"].tolist()):
        found = solve_sequential(study.game({"x": x}), mixed=False).equilibria
        assert block.answer[point] == set_key(play_key(play_of(study.game(), one)) for one in found)
    assert block.count.tolist() == [count] * 3


def test_units_and_what_is_added_change_no_play() -> None:
    rng = np.random.default_rng(0)
    points = 40
    drawn = [Fraction(one).limit_denominator(10**6) for one in rng.uniform(-0.3, 0.3, points)]
    one = [Fraction(1)] * points
    plain, _ = solved({"x": drawn, "a": one})
    for unit in (Fraction(1, 10**9), Fraction(7, 3), Fraction(10**9)):
        for added in (Fraction(0), Fraction(10**9)):
            columns = {"x": drawn, "a": [unit] * points, "b": one, "c": [added] * points}
            other, _ = solved(columns)
            assert np.array_equal(plain.answer, other.answer)
            assert np.array_equal(plain.play, other.play)
            assert np.array_equal(plain.tied, other.tied)


def swept(*axes: str, points: Path | None = None) -> SweepResult:
    table = None if points is None else read_points(points)
    return sweep_in_memory(make_plan(STUDY, [parse_axis(one) for one in axes], table=table))


def test_a_grid_and_a_list_hold_their_numbers_themselves() -> None:
    assert swept("x=0", "p=0:1:4").values("tied").ravel().tolist() == [0, 1, 0, 0]
    listed = "x=-1e-20,0,1e-20", "p=1/3"
    assert swept(*listed).values("equilibria").ravel().tolist() == [1, 2, 1]
    assert swept("x=0", "p=0.3333333333333333").values("tied").ravel().tolist() == [0]


def test_a_file_of_points_holds_its_numbers_as_written(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("x,p\n0,1/3\n-1e-20,1/3\n0.00000000000000000001,1/3\n")
    assert swept(points=file).values("equilibria").tolist() == [2, 1, 1]
