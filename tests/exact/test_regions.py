"""Planes of two parameters: known boundaries, and random families against the point solver."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("flint")

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact.algebra.line_roots import LineRoots, before
from crisis_sim.exact.algebra.points import Line, RationalPoint
from crisis_sim.exact.cutting.stacks import Band, Stack, cut_plane
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.study import Study
from crisis_sim.study_files import load
from tests.exact.families import plays_at, random_study, seeds
from tests.random_trees import Shape

SMALL = Shape(seen=0.4, deepest=3, most_nodes=14, chance=0.3, payoffs=2)
UNIT = (Fraction(0), Fraction(1))


def test_brinkmanship_is_a_region_between_two_curves() -> None:
    found = load("brinkmanship").regions("p", "q")
    assert {one.solved for one in found.boundaries} == {"q = 0.6", "q = (3 - 3 * p) / (8 * p)"}
    effective, refused = sorted(found.regions, key=lambda region: region.share)
    assert "the missiles go" in effective.standing.equilibria[0].outcomes
    # Between q = 0.6 and the lesser of 1 and 0.375 (1 - p) / p, for p up to 5/13.
    first, last = 3 / 11, 5 / 13
    share = 0.4 * first + 0.375 * np.log(last / first) - 0.975 * (last - first)
    assert effective.share == pytest.approx(share, abs=1e-4)
    assert effective.share + refused.share == pytest.approx(1)


CHOICE = """
title: a choice
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{x: {{default: 1/2, range: [0, 1]}}, y: {{default: 1/3, range: [0, 1]}}}}
start: s
situations: {{s: {{player: A, actions: {{left: {{to: l}}, right: {{to: r}}}}}}}}
outcomes: {{l: {{payoffs: {{A: "{left}", B: 0}}}}, r: {{payoffs: {{A: "{right}", B: 1}}}}}}
"""


@pytest.mark.parametrize(
    ("left", "right", "below", "close"),
    [
        ("x * y", "3/100", 0.03 + 0.03 * np.log(1 / 0.03), 1e-7),
        ("x**2 + y**2", "1", np.pi / 4, 1e-4),
    ],
    ids=["hyperbola", "circle"],
)
def test_a_bent_boundary_is_drawn_without_corners_and_its_sides_measured(
    left: str, right: str, below: float, close: float
) -> None:
    text = CHOICE.format(left=left, right=right)
    found = Study(parse_scenario(text, name="choice", file="choice")).regions("x", "y")
    shares = {region.standing.equilibria[0].outcomes[0]: region.share for region in found.regions}
    assert shares == pytest.approx({"r": below, "l": 1 - below}, abs=close)
    (boundary,) = found.boundaries
    (line,) = boundary.lines
    middle = (line[1:] + line[:-1]) / 2
    x, y = middle.T
    slope = {"x * y": (y, x), "x**2 + y**2": (2 * x, 2 * y)}[left]
    away = (eval(left, {"x": x, "y": y}) - float(Fraction(right))) / np.hypot(*slope)
    assert np.abs(away).max() < 2e-4


def test_where_equilibria_overlap_a_region_lists_them_all() -> None:
    found = load("cuba-1962-cable").regions("pi", "mu", d=0.913)
    at_default = next(
        region
        for region in found.regions
        if any(_inside(piece.outline, 0.3, 0.5) for piece in region.pieces)
    )
    assert [one.outcomes[0] for one in at_default.standing.equilibria] == [
        "settled in secret",
        "settled on the pledge",
    ]
    assert "34960 * pi - 8771 = 0" in [one.equation for one in found.boundaries]
    assert sum(region.share for region in found.regions) == pytest.approx(1)


def _inside(polygon: np.ndarray, x: float, y: float) -> bool:
    crossings = 0
    for (x0, y0), (x1, y1) in itertools.pairwise(polygon):
        if (x0 > x) != (x1 > x) and y < y0 + (x - x0) * (y1 - y0) / (x1 - x0):
            crossings += 1
    return crossings % 2 == 1


def test_signs_are_those_at_the_sample() -> None:
    found = load("brinkmanship").regions("p", "q")
    for region in found.regions:
        for piece in region.pieces:
            point = dict(zip(found.parameters, piece.sample, strict=True))
            values = [
                eval(one.equation.removesuffix(" = 0"), dict(point)) for one in found.boundaries
            ]
            assert tuple(np.sign(np.array(values, dtype=float)).astype(int)) == piece.signs
            assert _inside(piece.outline, *map(float, piece.sample))


def test_lines_lie_on_their_curves_inside_the_box() -> None:
    found = load("cuba-1962-cable").regions("pi", "sigma", d=0.913)
    for one in found.boundaries:
        for line in one.lines:
            pi, sigma = line.T
            value = eval(one.equation.removesuffix(" = 0"), {"pi": pi, "sigma": sigma})
            assert np.abs(value).max() < 1e-6 * 40000
            assert pi.min() >= 0
            assert pi.max() <= 0.6


@pytest.mark.parametrize("sigma", [Fraction(1, 10), Fraction(1, 4), Fraction(1, 3)])
def test_a_boundary_and_the_threshold_on_it_have_one_cause(sigma: Fraction) -> None:
    study = load("cuba-1962-cable")
    line = study.regions("mu", "sigma").boundaries
    (why,) = [one.why for one in line if one.solved == "mu = 17/70"]
    assert "between 'strike' and 'wait' at wait or strike (after pledge alone, stall" in why
    thresholds = study.thresholds("mu", sigma=sigma).thresholds
    assert why in [one.why for one in thresholds if one.at.exact == Fraction(17, 70)]


def test_a_boundary_tells_the_causes_on_each_of_its_pieces() -> None:
    level, _ = load("beer-and-quiche").regions("strong", "taste").boundaries
    at_sides = [
        load("beer-and-quiche").thresholds("taste", strong=strong).thresholds
        for strong in (Fraction(1, 4), Fraction(3, 4))
    ]
    every = [one for thresholds in at_sides for one in thresholds if one.at.exact == 2]
    told = {cause.words.partition(" at ")[2] for one in every for cause in one.indifferences}
    assert {words.partition(" at ")[2] for words in level.words} == told
    assert len(level.words) == len(told) == 2


def test_refusals() -> None:
    cable = load("cuba-1962-cable")
    with pytest.raises(InputError, match="two different parameters"):
        cable.regions("pi", "pi")
    with pytest.raises(NotSolved, match="irrational in months"):
        cable.regions("pi", "months")
    with pytest.raises(NotSolved, match="shapes the tree"):
        load("chain-store").regions("towns", "bound")


def band_at(solver: ExactSolver, stacks: list[Stack], x: Fraction, y: Fraction) -> Band | None:
    """The band that holds a point; None on a boundary."""
    roots = LineRoots(Line(solver.ring, (x, Fraction(0)), 1), *UNIT)
    for stack in stacks:
        if not (before(stack.low, x) and before(x, stack.high)):
            continue
        for band in stack.bands:
            low = roots.of(band.lower[0])[band.lower[1]] if band.lower else UNIT[0]
            high = roots.of(band.upper[0])[band.upper[1]] if band.upper else UNIT[1]
            if before(low, y) and before(y, high):
                return band
    return None


@settings(max_examples=25, deadline=None)
@given(seed=seeds(), points=st.lists(st.tuples(*[st.integers(1, 96)] * 2), min_size=6, max_size=6))
def test_any_point_has_the_answer_of_its_cell(seed: int, points: list[tuple[int, int]]) -> None:
    study = random_study(seed, SMALL, ("t", "u"))
    family = study.family()
    solver = ExactSolver(symbolic_family(family, {}, ["t", "u"]))
    stacks = cut_plane(solver, UNIT, UNIT)
    for i, j in points:
        x, y = Fraction(i, 97), Fraction(j, 97)
        band = band_at(solver, stacks, x, y)
        if band is not None:
            answer = solver.at(RationalPoint(solver.ring, (x, y)))
            assert answer.identity == band.answer.identity
            held = {play.terminals for play in band.answer.plays}
            found = plays_at(study, {"t": x, "u": y})
            assert held <= found
            assert found <= held | {play.terminals for play in band.answer.undecided}


HIGH = """title: t
about: a
players: {A: {label: A}, B: {label: B}}
parameters: {x: {default: 0.5, range: [0, 2]}, z: {default: 0.5, range: [0, 2]}}
start: s
situations:
  s: {player: A, actions: {a: {to: r}, b: {to: o2}}}
  r: {player: B, actions: {c: {to: o1}, d: {to: o3}}}
outcomes:
  o1: {payoffs: {A: '(x - z + z*x - 1/3)**24 - 1/7', B: 1}}
  o2: {payoffs: {A: 0, B: 1}}
  o3: {payoffs: {A: 1, B: 0}}
"""


def test_a_curve_of_high_degree_is_drawn_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "high.yaml"
    file.write_text(HIGH, encoding="utf-8")
    found = load(file).regions("x", "z")
    lines = [line for one in found.boundaries for line in one.lines]
    x, z = np.concatenate(lines).T
    # On the boundary x - z + z x - 1/3 is one of the two real 24th roots of 1/7.
    inner = np.abs(x - z + z * x - 1 / 3)
    assert len(x) > 100
    assert np.abs(inner - (1 / 7) ** (1 / 24)).max() < 1e-9
