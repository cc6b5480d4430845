"""Keywords of a study that are parameters of the scenario, and those that are options."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.arguments import ARGUMENTS, argument

Ask = Callable[[Any], Any]

CLASHING = """
title: Names of options
players: {A: {label: A}}
parameters:
  precision: {default: 1, range: [0, 2]}
  draws: {default: 1, range: [0, 2]}
  seed: {default: 0, range: [0, 2]}
start: choice
situations:
  choice: {player: A, actions: {go: {to: war}, stay: {to: peace}}}
outcomes:
  war: {payoffs: {A: precision}}
  peace: {payoffs: {A: draws + seed}}
"""


@pytest.fixture
def clashing(tmp_path: Path) -> cs.Study:
    path = tmp_path / "clash.yaml"
    path.write_text(CLASHING, encoding="utf-8")
    return cs.load(path)


def test_a_keyword_that_is_an_option_and_a_parameter_is_refused(clashing: cs.Study) -> None:
    told = "'precision' is an option, and a parameter of the scenario: give parameters by name"
    for concept in ("auto", "quantal"):
        with pytest.raises(cs.InputError, match=told):
            clashing.solve(concept=concept, precision=0.5)
        with pytest.raises(cs.InputError, match=told):
            clashing.compare(concept=concept, precision=0.5)
    with pytest.raises(cs.InputError, match=told.replace("precision", "draws")):
        clashing.sweep(draws=4)
    with pytest.raises(cs.InputError, match=told.replace("precision", "seed")):
        clashing.simulate(seed=1)


def test_where_parameters_are_given_by_name_a_keyword_is_the_option(clashing: cs.Study) -> None:
    assert clashing.solve({}, concept="quantal", precision=0).options == {"precision": 0.0}
    drawn = clashing.simulate({}, seed=3)
    assert (drawn.seed, drawn.solution.game.values["seed"]) == (3, 0)
    assert clashing.thresholds("draws", precision=2, seed=1).thresholds


def test_both_can_be_given(clashing: cs.Study) -> None:
    assert clashing.solve({"precision": 2}).equilibria[0].payoffs.tolist() == [2.0]
    solution = clashing.solve({"precision": 2}, concept="quantal", precision=0)
    assert solution.game.values["precision"] == 2
    assert solution.options == {"precision": 0.0}
    swept = clashing.sweep({"precision": "0:2:3", "draws": [1]}, concept="quantal", precision=0)
    assert swept.payoff("A").ravel().tolist() == [0.5, 1.0, 1.5]


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda one: one.solve(concept="quantal", precison=2), "precison, solve, precision"),
        (lambda one: one.solve(Q=2), "Q, solve, q"),
        (lambda one: one.compare(["x"], conept="nash"), "conept, compare, concept"),
        (lambda one: one.bargain(disagrement="war"), "disagrement, bargain, disagreement"),
        (lambda one: one.simulate(equilibium=2), "equilibium, simulate, equilibrium"),
        (lambda one: one.simulate(precison=2), "precison, simulate, precision"),
        (lambda one: one.certify("war", tl=0.1), "tl, certify, tol"),
        (lambda one: one.nearest("war", alon="q"), "alon, nearest, along"),
        (lambda one: one.every_threshold(alng="q"), "alng, every_threshold, along"),
        (lambda one: one.dominance(wek=True), "wek, dominance, weak"),
        (lambda one: one.verify({}, chnges={}), "chnges, verify, changes"),
        (lambda one: one.export("x.efg", frce=True), "frce, export, force"),
        (lambda one: one.run(conept="nash"), "conept, run, concept"),
        (lambda one: one.sweep(q="0:1:3", conept="spe"), "conept, sweep, concept"),
        (lambda one: one.sweep_to(None, q="0:1:3", wrkers=2), "wrkers, sweep_to, workers"),
        (lambda one: one.estimate(q="0:1:3", sampl="sobol"), "sampl, estimate, sample"),
        (lambda one: one.game(valeus={}), "valeus, game, values"),
    ],
)
def test_a_keyword_that_is_nothing_is_told_the_nearest(ask: Ask, told: str) -> None:
    name, method, near = told.split(", ")
    said = f"'{name}' is neither a parameter of brinkmanship nor an option of {method}. Known here"
    with pytest.raises(cs.InputError, match=rf"^{said}: .* Did you mean '{near}'\?$"):
        ask(cs.load("brinkmanship"))


def test_a_keyword_that_is_nothing_and_near_to_nothing_is_told_the_parameters(
    tmp_path: Path,
) -> None:
    with pytest.raises(cs.InputError, match=r"nor an option of simulate\. Known here: p, q\.$"):
        cs.load("brinkmanship").simulate(zzz=1)
    path = cs.load("brams-chicken").export(tmp_path / "game.efg")
    with pytest.raises(cs.InputError, match="game has no parameters; write it as a scenario"):
        cs.load(path).simulate(zzz=1)
    with pytest.raises(cs.InputError, match=r"nor an option of simulate.* Did you mean 'plays'"):
        cs.load(path).simulate(play=1)


def test_methods_without_values_by_keyword_tell_their_own_options() -> None:
    study = cs.load("brinkmanship")
    with pytest.raises(cs.InputError, match=r"'sampels' is no option of sens.* 'samples'\?$"):
        study.sensitivity(outcome="war", sampels=64)
    with pytest.raises(cs.InputError, match=r"'abov' is no option of discover.* 'above'\?$"):
        study.discover(study.sweep(q="0.5:0.9:3"), "war", abov=0.1)


def test_a_parameter_in_the_place_of_an_option_is_told_where_it_goes() -> None:
    study = cs.load("brinkmanship")
    told = r"^'q' is a parameter: give its value by name \(values\)$"
    for ask in (lambda: study.figure("tree", q=0.5), lambda: study.sensitivity(payoff="US", q=0.5)):
        with pytest.raises(cs.InputError, match=told):
            ask()


def test_points_that_are_no_table_are_refused() -> None:
    for points in (3, ["q"], [[1, 2]]):
        with pytest.raises(cs.InputError, match=r"^points must be a file, or a column for each"):
            cs.load("brinkmanship").sweep(points=points)


def test_all_that_is_wrong_with_keywords_is_told_at_once() -> None:
    told = r"^seed must be .*\n'tl' is neither .*\n'Q' is neither .*'q'\?$"
    with pytest.raises(cs.InputError, match=told):
        cs.load("brinkmanship").certify("war", seed=-1, tl=1, Q=2)


NUMBERS: dict[str, Ask] = {
    "simulate seed": lambda seed: cs.load("brinkmanship").simulate(seed=seed),
    "simulate plays": lambda plays: cs.load("brinkmanship").simulate(plays=plays),
    "simulate equilibrium": lambda which: cs.load("brinkmanship").simulate(equilibrium=which),
    "sweep seed": lambda seed: cs.load("brinkmanship").sweep(q="prior", seed=seed),
    "sweep workers": lambda count: cs.load("brinkmanship").sweep(q="0:1:3", workers=count),
    "sweep_to part_points": lambda n: cs.load("brinkmanship").sweep_to(
        None, q="0:1", part_points=n
    ),
    "estimate workers": lambda count: cs.load("brinkmanship").estimate(q="0:1:3", workers=count),
    "sensitivity seed": lambda seed: cs.load("brinkmanship").sensitivity(seed=seed),
    "sensitivity samples": lambda n: cs.load("brinkmanship").sensitivity(samples=n),
    "certify seed": lambda seed: cs.load("brinkmanship").certify("war", seed=seed),
    "certify draws": lambda draws: cs.load("brinkmanship").certify("war", draws=draws),
    "certify tol": lambda tol: cs.load("brinkmanship").certify("war", tol=tol),
    "certify seconds": lambda seconds: cs.load("brinkmanship").certify("war", seconds=seconds),
    "discover seed": lambda seed: cs.Study.discover("x.csv", "war", seed=seed),
    "discover boxes": lambda boxes: cs.Study.discover("x.csv", "war", boxes=boxes),
    "load most_nodes": lambda most: cs.load("brinkmanship", most_nodes=most),
    "verify equilibrium": lambda which: cs.load("brams-chicken").verify({}, equilibrium=which),
    "figure seed": lambda seed: cs.load("brinkmanship").figure("timelines", seed=seed),
}
"""Numbers that are taken under the same name, each with a method that takes it."""


@pytest.mark.parametrize("asked", NUMBERS)
@pytest.mark.parametrize("value", [-1, "a", 1.5, None, True], ids=repr)
def test_numbers_are_refused_alike(asked: str, value: object) -> None:
    method, name = asked.split()
    if value == 1.5 and ARGUMENTS[name].kind is float:
        return
    told = f"{name} must be {argument(name, method).range}, not {value!r}"
    with pytest.raises(cs.InputError, match=f"^{re.escape(told)}$"):
        NUMBERS[asked](value)


@pytest.mark.parametrize("value", [-1, "a", 1.5, True], ids=repr)
def test_what_may_be_left_out_is_refused_as_well(value: object) -> None:
    with pytest.raises(cs.InputError, match=r"^draws must be a whole number, "):
        cs.load("brinkmanship").sweep(q="prior", draws=value)


def test_the_ends_of_their_ranges_are_taken() -> None:
    for name, one in ARGUMENTS.items():
        for end in filter(None, (one.low, one.high)):
            assert not one.fault(end), name
            assert one.fault(end + (1 if end == one.high else -1)), name
    assert not ARGUMENTS["seed"].fault(np.int64(2**40))


def test_comparisons_and_sensitivity_take_the_options_of_a_concept() -> None:
    study = cs.load("cuba-1962-cable")
    compared = study.compare(["NATO cheap"], concept="quantal", precision=2)
    assert [case.solution.options for case in compared.cases if case.solution] == [
        {"precision": 2.0}
    ] * 2
    found = study.sensitivity(
        payoff="US", method="pawn", samples=32, concept="quantal", precision=1
    )
    assert found.result.sheet.description["precision"] == 1
