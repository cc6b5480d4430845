"""Axes, samples and quantiles: how the points of a sweep are written and made."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy import stats

import crisis_sim as cs
from crisis_sim.arguments import SAMPLES
from crisis_sim.scenario.prior import Prior, parse_prior
from crisis_sim.sweep.designs.axes import Axis, Drawn, parse_axis, values_axis
from crisis_sim.sweep.designs.quantiles import probability_below, quantiles
from crisis_sim.sweep.designs.sampling import BLOCK, make_sampler
from crisis_sim.sweep.sweep_games import axes_of

TOL = 1e-9


def test_a_grid_holds_the_floats_nearest_to_the_exact_values() -> None:
    axis = parse_axis("pi=0:0.6:7")
    assert isinstance(axis, Axis)
    assert axis.values.tolist() == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    fine = parse_axis("x=-1/3:2.7:1001")
    assert isinstance(fine, Axis)
    low, high = Fraction(-1, 3), Fraction(27, 10)
    exact = [float(low + i * (high - low) / 1000) for i in range(1001)]
    assert fine.values.tolist() == exact


NO_AXES = (
    (["p=0:1:3", cs.Span("q", 0, 1)], r"^q: .* found '0:1'\. Write 0:1:11 for 11 values"),
    ([cs.Span("q")], "^cannot read the axis 'q'; expected NAME=LOW:HIGH:COUNT"),
    (cs.Span("q", 0, 1), "Write 0:1:11"),
    ({"q": cs.Span("q", 0, 1)}, "Write 0:1:11"),
    (["p=0:1:3", 7], "^cannot read the axis '7'; expected NAME="),
    (["p=0:1:3", None], "^cannot read the axis 'None'"),
    (7, "^cannot read the axis '7'"),
    (np.array([0.5, 1.0]), "^cannot read the axis '0.5'"),
    ({"q": {"low": 0}}, "^q: expected numbers"),
    ({7: [0, 1]}, "no parameter '7'"),
)


@pytest.mark.parametrize(("axes", "told"), NO_AXES, ids=lambda one: repr(one)[:40])
def test_what_is_no_axis_is_refused(axes: Any, told: str) -> None:
    with pytest.raises(cs.InputError, match=told):
        cs.load("brinkmanship").estimate(axes=axes)


def test_a_prior_is_written_in_the_numbers_of_values() -> None:
    assert parse_axis("q~uniform(1/2, 2/3)") == Drawn("q", Prior("uniform", (1 / 2, 2 / 3)))
    for text, told in (
        ("uniform(1/0, 2)", "'1/0' is not a number: it divides by zero"),
        ("uniform(10%, 20%)", r"'10%' is not a number\. Write 0\.1\."),
        ("uniform(2/3, 1/2)", "with low below high$"),
    ):
        with pytest.raises(ValueError, match=told):
            parse_prior(text)


def test_one_text_is_one_axis() -> None:
    (axis,) = axes_of("p=0:1:3")
    assert axis.name == "p"


def test_a_grid_of_long_numbers_is_exact_as_well() -> None:
    axis = parse_axis("x=0.123456789012345678:0.2:3")
    assert isinstance(axis, Axis)
    low = Fraction("0.123456789012345678")
    assert axis.values.tolist() == [float(low), float((low + Fraction(1, 5)) / 2), 0.2]


def test_an_axis_knows_what_floats_do_not_tell() -> None:
    grid, listed = parse_axis("x=0:1:4"), parse_axis("x=1/3,0.1,1e8,0.12345678901234567890")
    assert isinstance(grid, Axis)
    assert isinstance(listed, Axis)
    assert grid.exactly is not None
    assert [grid.exactly.get(place) for place in range(4)] == [0, Fraction(1, 3), Fraction(2, 3), 1]
    assert listed.exactly == {0: Fraction(1, 3), 3: Fraction("0.12345678901234567890")}
    given = values_axis("x", [0.1, Fraction(1, 3), 2**60 + 1])
    assert given.exactly == {1: Fraction(1, 3), 2: 2**60 + 1}


def test_lists_and_priors() -> None:
    axis = parse_axis(" n = 2, 12,1/4 ")
    assert isinstance(axis, Axis)
    assert (axis.name, axis.values.tolist()) == ("n", [2.0, 12.0, 0.25])
    assert parse_axis("mu~beta(2, 5)") == Drawn("mu", Prior("beta", (2.0, 5.0)))
    assert parse_axis("mu ~ prior") == Drawn("mu", None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pi", "cannot read the axis 'pi'"),
        ("pi=", "cannot read the axis"),
        ("pi=0:1", "expected LOW:HIGH:COUNT"),
        ("pi=0:1:1", "not between 2 and"),
        ("pi=0:1:99999999", "not between 2 and"),
        ("pi=0:1:2:3", "expected LOW:HIGH:COUNT"),
        ("pi=1/0", "'1/0' is not a number"),
        ("pi=1,,2", "'' is not a number"),
        ("pi=1,1.0", "a value is given twice"),
        ("pi=1:1:3", "a value is given twice"),
        ("pi=0:1", r"Write 0:1:11 for 11 values from 0 to 1\."),
        ("pi=0..0.5", r"'0\.\.0\.5' is not a number\. Write 0:0\.5:11 for 11 values"),
        ("pi=0-1", r"'0-1' is not a number\. Write 0:1:11"),
        ("pi=0:1:0.1", r"found '0:1:0\.1'\. Write 0:1:11 for 11 values from 0 to 1\."),
        ("pi=0:0.25:1", r"not between 2 and 10,000,000\. Write 0:1:5 for 5 values from 0 to 1\."),
        ("pi=1:0:-1/4", r"Write 1:0:5 for 5 values from 1 to 0\."),
        ("pi=0:1:0.3", r"found '0:1:0\.3'$"),
        ("pi=0:1:0", r"10,000,000$"),
        ("mu~U(0,1)", r"uniform\(0, 1\)\. Write uniform\(0, 1\)\.$"),
        ("mu~N(0.3;0.1)", r"Write normal\(0\.3, 0\.1\)\.$"),
        ("mu~beta(2; 2)", r"Write beta\(2, 2\)\.$"),
        ("mu~uniform(0,3;0,8)", r"Write uniform\(0\.3, 0\.8\)\.$"),
        ("mu~bate(2, 5)", "unknown distribution 'bate'.*mu~prior"),
        ("mu~beta(2)", "beta\\(a, b\\)"),
        ("mu~0.5", "expected a distribution"),
    ],
)
def test_what_cannot_be_read_is_answered(text: str, message: str) -> None:
    with pytest.raises(cs.InputError, match=message):
        parse_axis(text)


def test_values_must_be_finite_numbers() -> None:
    with pytest.raises(cs.InputError, match="finite number"):
        values_axis("pi", [0.1, math.inf])
    with pytest.raises(cs.InputError, match="expected numbers"):
        values_axis("pi", ["a"])  # type: ignore[list-item]
    with pytest.raises(cs.InputError, match="at least one"):
        values_axis("pi", [])


def test_a_long_uneven_axis_says_which_values_it_holds() -> None:
    first = values_axis("pi", np.linspace(0, 1, 30) ** 2)
    other = values_axis("pi", np.linspace(0, 1, 30) ** 3)
    assert "30 values, sha256" in first.text
    assert first.text != other.text


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_row_depends_on_the_seed_and_its_number_alone(kind: str) -> None:
    count = 2 * BLOCK + 100
    whole = make_sampler(kind, 3, count, 5).rows(0, count)
    assert whole.shape == (count, 3)
    other = make_sampler(kind, 3, count, 5)
    late = other.rows(BLOCK - 10, count)
    early = other.rows(0, BLOCK - 10)
    assert np.array_equal(np.concatenate([early, late]), whole)
    assert np.array_equal(
        make_sampler(kind, 3, count, 5).rows(2 * BLOCK, count), whole[2 * BLOCK :]
    )
    assert len(np.unique(whole, axis=0)) == count
    assert not np.array_equal(make_sampler(kind, 3, count, 6).rows(0, 100), whole[:100])


@pytest.mark.parametrize("kind", SAMPLES)
def test_samples_fill_the_cube(kind: str) -> None:
    rows = make_sampler(kind, 4, 4096, 0).rows(0, 4096)
    for column in rows.T:
        assert stats.kstest(column, "uniform").pvalue > 1e-3
    assert np.abs(np.corrcoef(rows.T) - np.eye(4)).max() < 0.06


def test_a_latin_hypercube_has_one_draw_in_each_slice() -> None:
    rows = make_sampler("latin", 3, 1000, 1).rows(0, 1000)
    for column in rows.T:
        assert sorted((column * 1000).astype(int).tolist()) == list(range(1000))


def test_a_latin_hypercube_too_large_is_refused() -> None:
    with pytest.raises(cs.InputError, match="sample='sobol' has no such limit"):
        make_sampler("latin", 30, 10_000_000, 0)


@pytest.mark.parametrize(
    ("text", "peer"),
    [
        ("uniform(-3, 3)", stats.uniform(-3, 6)),
        ("beta(3, 7)", stats.beta(3, 7)),
        ("beta(2, 5, -1, 4)", stats.beta(2, 5, -1, 5)),
        ("triangular(2, 8, 20)", stats.triang(6 / 18, 2, 18)),
        ("triangular(0, 0, 1)", stats.triang(0, 0, 1)),
        ("triangular(0, 1, 1)", stats.triang(1, 0, 1)),
        ("normal(1, 2)", stats.norm(1, 2)),
        ("lognormal(0, 0.5)", stats.lognorm(0.5)),
    ],
)
def test_quantiles_are_those_of_scipy(text: str, peer: object) -> None:
    u = np.linspace(0.001, 0.999, 999)
    ours = quantiles(parse_prior(text), u)
    assert ours == pytest.approx(peer.ppf(u), abs=TOL)  # type: ignore[attr-defined]
    for value in (-3.0, 0.0, 0.25, 1.0, 7.5, 40.0):
        below = probability_below(parse_prior(text), value)
        assert below == pytest.approx(peer.cdf(value), abs=TOL)  # type: ignore[attr-defined]


def test_a_prior_is_written_in_full() -> None:
    assert str(parse_prior("uniform(0, 0.123456789)")) == "uniform(0, 0.123456789)"
    assert str(parse_prior(" uniform( 1/2,2/3 )")) == "uniform(1/2, 2/3)"
    assert str(Prior("beta", (3.0, 0.5))) == "beta(3, 0.5)"


def test_the_ends_of_the_cube_have_finite_quantiles() -> None:
    ends = np.array([0.0, 1.0])
    assert np.isfinite(quantiles(parse_prior("normal(0, 1)"), ends)).all()
    assert quantiles(parse_prior("uniform(0, 1)"), ends) == pytest.approx(ends)
