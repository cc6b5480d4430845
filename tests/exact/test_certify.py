"""Certified shares: bounds that hold, beside areas known exactly, and what they rest on."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("flint")

from crisis_sim.errors import InputError
from crisis_sim.exact.algebra.boxes import Boxes, centred_bounds, enclosed
from crisis_sim.exact.algebra.ring import Ring
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.study import Study
from crisis_sim.study_files import load
from tests.exact.families import name_outcomes, random_study, seeds
from tests.random_trees import Shape

SMALL = Shape(seen=0.4, deepest=3, most_nodes=14, chance=0.3, payoffs=2)
COEFFICIENTS = st.integers(-5, 5)


def test_the_share_of_brinkmanship_is_between_its_bounds() -> None:
    first, last = 3 / 11, 5 / 13
    share = 0.4 * first + 0.375 * math.log(last / first) - 0.975 * (last - first)
    found = load("brinkmanship").certify("retreat", ["p", "q"], draws=500)
    assert found.low <= share <= found.high
    assert found.reached
    assert found.high - found.low <= 0.01
    assert abs(found.estimate - share) < 5 * found.standard_error


def test_the_estimate_is_of_the_same_box() -> None:
    found = load("brinkmanship").certify("retreat", ["p=0:0.5", "q=0.5:0.9"], draws=2000)
    assert found.low - 5 * found.standard_error < found.estimate
    assert found.estimate < found.high + 5 * found.standard_error
    assert 0.02 < found.low < found.high < 0.98


def test_no_estimate_where_a_prior_has_nothing_in_the_box() -> None:
    found = load("brinkmanship").certify("retreat", ["p=1:2"], draws=10)
    assert found.draws == 0
    assert math.isnan(found.estimate)


def test_the_tolerance_brings_the_bounds_closer() -> None:
    study = load("brinkmanship")
    wide = study.certify("retreat", ["p", "q"], tol=0.2, draws=0)
    narrow = study.certify("retreat", ["p", "q"], tol=0.02, draws=0)
    assert wide.low <= narrow.low <= narrow.high <= wide.high
    assert narrow.boxes > wide.boxes
    assert math.isnan(wide.estimate)


def test_time_that_runs_out_leaves_bounds_that_hold() -> None:
    found = load("brinkmanship").certify("retreat", ["p", "q"], seconds=0, draws=0)
    assert (found.low, found.high, found.reached) == (0, 1, False)


def test_one_parameter_agrees_with_its_thresholds() -> None:
    cable = load("cuba-1962-cable")
    found = cable.certify("settled in public", ["pi"], d=Fraction(913, 1000), tol=1e-4, draws=0)
    share = float((Fraction(8771, 34960) - Fraction(651, 3496)) / Fraction(3, 5))
    assert found.low <= share <= found.high
    assert found.reached


def test_an_irrational_parameter() -> None:
    cable = load("cuba-1962-cable")
    found = cable.certify("settled in secret", "months=3:6", pi=0.25, draws=0)
    share = (math.log(277 / 300) / math.log(0.98) - 3) / 3
    assert found.low <= share <= found.high
    assert found.reached


def test_five_parameters_are_bounded_closely() -> None:
    """The plane halves the box by symmetry; boxes that miss it alone would be too many."""
    parameters = ", ".join(f"{name}: {{default: 0.5, range: [0, 1]}}" for name in "vwxyz")
    text = f"""
title: sum
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{{parameters}}}
start: here
situations:
  here: {{player: A, actions: {{go: {{to: gone}}, stay: {{to: stayed}}}}}}
outcomes:
  gone: {{payoffs: {{A: v + w + x + y * (1 + z) - z * y, B: 0}}}}
  stayed: {{payoffs: {{A: 2.5 - z, B: 0}}}}
"""
    study = Study(parse_scenario(text, name="sum", file="sum.yaml"))
    found = study.certify("gone", tol=0.001, draws=0)
    assert found.low <= 0.5 <= found.high
    assert found.reached
    assert found.boxes < 1000


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"^tol must be a number, above 0, not 0"):
        load("brinkmanship").certify("retreat", ["p"], tol=0)
    with pytest.raises(InputError, match="no outcome 'peace'"):
        load("brinkmanship").certify("peace", ["p"])


@settings(max_examples=60, deadline=None)
@given(
    terms=st.lists(st.tuples(COEFFICIENTS, st.integers(0, 3), st.integers(0, 3)), min_size=1),
    corners=st.tuples(*[st.floats(-3, 3)] * 4),
    inside=st.tuples(*[st.integers(-4, 4)] * 2),
)
def test_bounds_and_planes_hold_every_value_in_the_box(
    terms: list[tuple[int, int, int]],
    corners: tuple[float, float, float, float],
    inside: tuple[int, int],
) -> None:
    ring = Ring(["x", "y"])
    x, y = ring.variables
    polynomial = sum((c * x**i * y**j for c, i, j in terms), x * 0)
    low = np.array([[min(corners[:2]), min(corners[2:])]])
    high = np.array([[max(corners[:2]), max(corners[2:])]])
    unit = [Fraction(one, 4) for one in inside]
    ends = [[Fraction(one) for one in side[0].tolist()] for side in (low, high)]
    place = [(a + b + u * (b - a)) / 2 for a, b, u in zip(*ends, unit, strict=True)]
    for part, _ in polynomial.factor()[1] if polynomial != 0 else []:
        factor, _ = ring.factor(part)
        value = sum(
            Fraction(int(c.p), int(c.q)) * place[0] ** int(p[0]) * place[1] ** int(p[1])
            for p, c in factor.polynomial.to_dict().items()
        )
        below, above = centred_bounds(factor, Boxes(ring, low, high))
        assert Fraction(below[0]) <= value <= Fraction(above[0])
        found = enclosed(factor, Boxes(ring, low, high))
        plane = Fraction(found.middle[0]) + sum(
            Fraction(slope) * u for slope, u in zip(found.slopes[0].tolist(), unit, strict=True)
        )
        assert abs(value - plane) <= Fraction(found.spread[0])


@settings(max_examples=12, deadline=None)
@given(seed=seeds())
def test_bounds_hold_the_area_of_the_regions(seed: int) -> None:
    study = random_study(seed, SMALL, ("t", "u"))
    family = study.family()
    name_outcomes(study, family.tree.outcomes)
    outcome = family.tree.outcomes[seed % len(family.tree.outcomes)]
    regions = study.regions("t", "u").regions
    held = [
        region.share
        for region in regions
        if region.standing.equilibria and outcome in region.standing.equilibria[0].outcomes
    ]
    found = study.certify(outcome, ["t", "u"], tol=0.05, draws=0, seconds=5)
    assert found.low - 1e-6 <= sum(held) <= found.high + 1e-6
