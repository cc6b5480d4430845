"""Sensitivity: the analyses on functions with known answers, and the command's own quantities."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.arguments import SENSITIVITIES
from crisis_sim.scenario.prior import parse_prior
from crisis_sim.sweep import sensitivity
from crisis_sim.sweep.designs.axes import Drawn
from crisis_sim.sweep.designs.quantiles import quantiles
from crisis_sim.sweep.doubtful_index import WIDEST, most_doubtful
from crisis_sim.sweep.pawn import distances
from crisis_sim.sweep.sensitivity import Sensitivity, analyse_sensitivity
from tests.sweep.sweeps import CLOCK

pytest.importorskip("SALib")

LOOSE = 0.05
DRAWN = [Drawn("g", None), Drawn("mu", None), Drawn("pi", None)]


def analysed(monkeypatch: pytest.MonkeyPatch, method: str, answer: Any, **more: Any) -> Sensitivity:
    """The analysis of a function of the drawn parameters in the place of a solved game."""
    sweep = sensitivity.sweep_in_memory

    def swept(plan: Any, **how: Any) -> Any:
        result = sweep(plan, **how)
        given = {name: result.rows[name] for name in plan.design.names}
        rows = {**result.rows, "payoff_US": answer(**given)}
        return type(result)(result.sheet, rows, result.part_points)

    monkeypatch.setattr(sensitivity, "sweep_in_memory", swept)
    return analyse_sensitivity(CLOCK, DRAWN, payoff="US", method=method, **more)


def linear(g: Any, mu: Any, pi: Any) -> Any:
    return 2.0 * g + 5.0 * mu + 0.0 * pi


def test_sobol_finds_the_shares_of_variance_of_a_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    found = analysed(monkeypatch, "sobol", linear, samples=1024)
    # The variances of triangular(0, 2, 5) and beta(2, 2) in closed form.
    of_g = 4 * (0 + 4 + 25 - 0 - 0 - 10) / 18
    of_mu = 25 / 20
    shares = {"g": of_g / (of_g + of_mu), "mu": of_mu / (of_g + of_mu), "pi": 0.0}
    for one in found.influences:
        assert one.measures["first"] == pytest.approx(shares[one.name], abs=LOOSE)
        assert one.measures["total"] == pytest.approx(shares[one.name], abs=LOOSE)
        assert one.half_widths["total"] < 0.15
    assert [one.name for one in found.influences] == ["g", "mu", "pi"]
    assert found.points == 5 * 1024
    assert found.deviation == pytest.approx(np.sqrt(of_g + of_mu), rel=0.03)


def test_sobol_tells_interactions_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def product(g: Any, mu: Any, pi: Any) -> Any:
        return (g - 7 / 3) * (mu - 0.5) + 0.0 * pi

    found = analysed(monkeypatch, "sobol", product, samples=1024)
    measures = {one.name: one.measures for one in found.influences}
    assert abs(measures["g"]["first"]) < LOOSE
    assert measures["g"]["total"] == pytest.approx(1.0, abs=0.1)


def test_morris_finds_effects_in_the_answers_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    found = analysed(monkeypatch, "morris", linear, samples=64)
    effects = {one.name: one.measures for one in found.influences}
    assert effects["pi"]["mean size"] == 0.0
    levels = quantiles(parse_prior("triangular(0, 2, 5)"), np.array([1, 3, 5, 7]) / 8)
    assert np.unique(found.result.rows["g"]) == pytest.approx(levels)
    assert effects["g"]["mean size"] == pytest.approx(abs(effects["g"]["mean"]))
    assert effects["g"]["mean size"] > effects["mu"]["mean size"] > 0


def test_pawn_finds_shifts_and_none_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    found = analysed(monkeypatch, "pawn", linear, samples=4096)
    shifts = {one.name: one.measures["median"] for one in found.influences}
    assert [one.name for one in found.influences] == ["g", "mu", "pi"]
    assert shifts["g"] > 0.2
    assert shifts["pi"] < 0.06


def test_pawn_is_that_of_salib() -> None:
    from SALib.analyze import pawn
    from SALib.sample import latin

    names = ["a", "b", "c"]
    problem = {"num_vars": 3, "names": names, "bounds": [[0.0, 1.0]] * 3}
    cube = latin.sample(problem, 2000, seed=1)
    answer = np.round(np.sin(6 * cube[:, 0]) + cube[:, 1] ** 2, 2)
    theirs = pawn.analyze(problem, cube, answer, S=10, seed=1)
    ours = distances(cube, answer, 10)
    assert np.median(ours, axis=0) == pytest.approx(theirs["median"], abs=0.01)
    assert ours.max(axis=0) == pytest.approx(theirs["maximum"], abs=0.01)


@pytest.mark.parametrize("seed", [0, 5])
@pytest.mark.parametrize("method", SENSITIVITIES)
def test_the_same_seed_gives_the_same_analysis(method: str, seed: int) -> None:
    first, second = (
        analyse_sensitivity(CLOCK, DRAWN, payoff="US", method=method, samples=32, seed=seed)
        for _ in range(2)
    )
    assert [one.name for one in first.influences] == [one.name for one in second.influences]
    for one, other in zip(first.influences, second.influences, strict=True):
        assert list(one.measures.values()) == list(other.measures.values())
        widths = zip(one.half_widths.values(), other.half_widths.values(), strict=True)
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in widths)


def test_without_names_every_parameter_that_matters_is_drawn() -> None:
    found = analyse_sensitivity(CLOCK, payoff="US", method="pawn", samples=64)
    names = {one.name for one in found.influences}
    assert {"g", "pi", "fD"} <= names
    assert not names & {"T", "pressed"}


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"method": "sobel"}, cs.InputError, "Did you mean 'sobol'"),
        ({"payoff": ""}, cs.InputError, "an outcome .* or a player's payoff"),
        ({"outcome": "war"}, cs.InputError, "one of them"),
        ({"payoff": "UK"}, cs.InputError, "no player 'UK'"),
        ({"axes": [Drawn("T", None)]}, cs.InputError, "T has no prior"),
        ({"axes": [Drawn("leak", None)]}, cs.NotSolved, "nothing to explain"),
    ],
)
def test_what_cannot_be_analysed_is_answered(
    more: dict[str, Any], error: type[Exception], message: str
) -> None:
    how = {"axes": DRAWN, "payoff": "US", "samples": 16, **more}
    with pytest.raises(error, match=message):
        analyse_sensitivity(CLOCK, **how)


def test_points_without_an_answer_stop_sobol_and_not_pawn() -> None:
    from crisis_sim.scenario.prior import Prior

    wide = [Drawn("pi", Prior("uniform", (0.0, 1.5))), Drawn("g", None)]
    with pytest.raises(cs.NotSolved, match="method='pawn'\\) leaves them out"):
        analyse_sensitivity(CLOCK, wide, payoff="US", samples=32)
    found = analyse_sensitivity(CLOCK, wide, payoff="US", samples=300, method="pawn")
    assert 60 < found.dropped < 140


def test_too_few_samples_are_told_by_the_widest_interval_against_the_greatest_index() -> None:
    few, many = (
        analyse_sensitivity(CLOCK, payoff="US", method="pawn", samples=samples)
        for samples in (64, 4096)
    )
    assert many.doubtful is None
    doubtful = few.doubtful
    assert doubtful is not None
    halves = [(w, one.name, k) for one in few.influences for k, w in one.half_widths.items()]
    assert (doubtful.half_width, doubtful.parameter, doubtful.measure) == max(halves)
    assert doubtful.greatest == max(v for one in few.influences for v in one.measures.values())
    assert doubtful.half_width > WIDEST * doubtful.greatest
    share = doubtful.half_width / (WIDEST * doubtful.greatest)
    assert doubtful.times == np.ceil(share**2)


@pytest.mark.parametrize(("half", "warned"), [(0.1599, False), (0.1601, True)])
@pytest.mark.parametrize("unit", [1.0, 1e-9, 1e9])
def test_the_rule_is_a_fifth_of_the_greatest(half: float, warned: bool, unit: float) -> None:
    nan = float("nan")
    found = {
        "a": ({"mean": 0.8 * unit, "spread": 5.0 * unit}, {"mean": 0.01 * unit, "spread": nan}),
        "b": ({"mean": 0.1 * unit, "spread": 0.1 * unit}, {"mean": half * unit, "spread": nan}),
    }
    doubtful = most_doubtful(found)
    assert (doubtful is not None) is warned
    if doubtful:
        assert (doubtful.parameter, doubtful.measure, doubtful.times) == ("b", "mean", 2)


def test_the_warning_stands_in_text_figure_caption_and_json() -> None:
    from crisis_sim.plot.influences import influences_picture
    from crisis_sim.plot.metrics import text_width
    from crisis_sim.report.blocks import Prose
    from crisis_sim.report.sensitivity import sensitivity_blocks, sensitivity_text

    for samples, warned in ((64, True), (4096, False)):
        found = analyse_sensitivity(CLOCK, payoff="US", method="pawn", samples=samples)
        scenario = cs.load("cuba-1962-clock").scenario
        picture = influences_picture(found, scenario, text_width, width=504.0)
        foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
        prose = " ".join(one.text for one in sensitivity_blocks(found) if isinstance(one, Prose))
        told = json.loads(sensitivity_text(found))
        assert told["widest_half_width"] == WIDEST == 0.2
        assert ("Too few samples: half the 95 % interval of '" in prose) is warned
        for words in (foot, picture.alt, picture.notes):
            assert ("Half of the widest interval is " in words) is warned
        doubtful = found.doubtful
        if doubtful is None:
            assert told["too_few_samples"] is None
        else:
            assert told["too_few_samples"]["words"] == doubtful.words
            assert told["too_few_samples"]["half_width"] == doubtful.half_width
            assert told["too_few_samples"]["greatest"] == doubtful.greatest
            assert told["too_few_samples"]["parameter"] == doubtful.parameter
            assert told["too_few_samples"]["measure"] == doubtful.measure
            assert told["too_few_samples"]["times"] == doubtful.times
