"""Arguments of the methods of a study: what cannot be is told, whichever method it is given to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from inspect import Parameter, getmembers, isfunction, signature
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.arguments import ARGUMENTS
from crisis_sim.call_form import KINDS, CallForm
from crisis_sim.concepts import CONCEPT_OPTIONS, SWEPT_OPTIONS
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.sweep.discovering.discover import discover
from crisis_sim.sweep.sensitivity import analyse_sensitivity
from crisis_sim.sweep.sweep_games import plan_games

METHODS: dict[str, Callable[..., Any]] = {
    name: method for name, method in getmembers(cs.Study, isfunction) if not name.startswith("_")
}
HANDED: dict[str, Callable[..., Any]] = {
    "sweep": plan_games,
    "sweep_to": plan_games,
    "estimate": plan_games,
    "discover": discover,
    "sensitivity": analyse_sensitivity,
}
GIVEN: dict[str, dict[str, Any]] = {
    "cases": {"given": ()},
    "certify": {"outcome": "war", "tol": 0.2, "draws": 10},
    "check_export": {"path": "x.efg"},
    "check_figure": {"path": "x.pdf"},
    "check_sweep": {"path": "x.csv"},
    "conditions": {"outcome": "war"},
    "discover": {"table": "x.csv", "outcome": "war"},
    "estimate": {"path": None, "axes": {"q": "0:1:2"}},
    "export": {"path": "x.efg", "force": True},
    "figure": {"kind": "tree"},
    "fit": {"counts": {("the threat", "threaten"): 70}},
    "points": {"path": "x.csv"},
    "regions": {"across": "p", "up": "q"},
    "run": {"force": True},
    "sensitivity": {"outcome": "war", "samples": 16, "method": "pawn"},
    "simulate": {"plays": 5},
    "sweep": {"axes": {"q": "0:1:2"}},
    "sweep_to": {"path": None, "axes": {"q": "0:1:2"}},
    "thresholds": {"along": "q"},
    "unfinished": {"path": "x.csv"},
    "verify": {"profile": {"the threat": "threaten"}},
}
"""What each method needs; arguments that tests give stand in its place."""


READ_LATER = {
    "Any",
    "ToFollow",
    "Axes",
    "Given",
    "PointTable | Mapping[str, Any] | str | Path",
    "GivenProfile",
    "SweepResult | SweepTable | str | Path",
    "Value",
    "str | Path | Mapping[tuple[str, str], float] | ArrayLike",
    "str | Sequence[str | tuple[str, ...]]",
}
"""Annotations of what is refused where it is read."""


def arguments() -> Iterator[tuple[str, Parameter]]:
    """Every argument of every method, with those of what they hand on to."""
    for name, method in METHODS.items():
        own = {**signature(method).parameters}
        handed = CallForm(HANDED[name]).by_name if name in HANDED else {}
        for one in (handed | own).values():
            if one.name != "self":
                yield name, one


NAMED = [
    (name, one)
    for name, one in arguments()
    if one.kind in (Parameter.KEYWORD_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
]


def test_every_argument_has_a_kind_or_a_record() -> None:
    """So that nothing is unchecked: numbers have a record, all else what its annotation says."""
    checked = {*KINDS, *READ_LATER}
    told = {f"{one.annotation}".removesuffix(" | None"): one for _, one in arguments()}
    assert {one for one in told if one not in checked} <= {"int", "float"}
    assert {*told} >= READ_LATER - {"Any"}
    for name, one in NAMED:
        if f"{one.annotation}".removesuffix(" | None") in ("int", "float"):
            assert one.name in ARGUMENTS, (name, one.name)


def test_every_number_that_is_a_default_has_a_record() -> None:
    for name, one in NAMED:
        if type(one.default) in (int, float):
            assert one.name in {*ARGUMENTS, *FIGURE_OPTIONS}, (name, one.name)


def test_every_method_that_takes_arguments_checks_them() -> None:
    free = {name for name, method in METHODS.items() if not hasattr(method, "__wrapped__")}
    taking = {name for name, _ in arguments()}
    assert free & taking == {"assuming", "cases"}  # whose texts the scenario reads


SWITCHES = [(name, one.name) for name, one in NAMED if one.annotation == "bool"]


@pytest.mark.parametrize(("method", "switch"), SWITCHES, ids=map("-".join, SWITCHES))
def test_a_switch_is_true_or_false(
    method: str, switch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    study = cs.load("brinkmanship")
    for value in ("no", 0, None):
        with pytest.raises(cs.InputError, match=f"^{switch} must be True or False, not {value!r}$"):
            getattr(study, method)(**{**GIVEN.get(method, {}), switch: value})
    assert KINDS["bool"].serves(np.True_)


load: Any = cs.load
new: Any = cs.Study
span: Any = cs.Span
WRONG: tuple[Any, ...] = (
    3,
    None,
    "",
    {},
    {"a": 1},
    ["a"],
    [3],
    {("a", "b", "c"): 1},
    object(),
    b"a",
    0.5,
    (("a",),),
)


FOREIGN = [(n, one) for n, one in NAMED if (n, one.name) != ("run", "values")]
"""All but the values of a run, read as elsewhere, of which no mapping and an empty one do."""


@pytest.mark.parametrize(("method", "one"), FOREIGN, ids=[f"{n}-{one.name}" for n, one in FOREIGN])
def test_whatever_is_given_nothing_foreign_is_raised(
    method: str, one: Parameter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = getattr(cs.load("brinkmanship"), method)
    for value in WRONG:
        with suppress(cs.CrisisSimError):
            asked(**{**GIVEN.get(method, {}), one.name: value})


@pytest.mark.parametrize("method", sorted(METHODS.keys() - {"cases", "cite", "provenance"}))
def test_what_stands_in_the_wrong_place_is_told(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = getattr(cs.load("brinkmanship"), method)
    for value in WRONG:
        for many in (1, 2, 3):
            with suppress(cs.CrisisSimError):
                asked(*[value] * many)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            lambda one: one.sweep({"q": "0:1:3"}, {"p": 1}),
            "there is no place for {'p': 1} in sweep(axes); by name: workers, report, values, ",
        ),
        (
            lambda one: one.solve({}, "nash"),
            "there is no place for 'nash' in solve(values); by name: concept, report",
        ),
        (lambda one: one.certify(), "outcome must be given: certify(outcome, along, values)"),
        (lambda one: one.regions("p"), "up must be given: regions(across, up, values)"),
        (
            lambda one: one.thresholds(q="0:1"),
            "along must be given: thresholds(along, values); there a range is written 'q=0:1'",
        ),
        (lambda one: one.solve({}, values={}), "'values' is given twice"),
        (
            lambda one: one.estimate({"q": "0:1:3"}),
            "path must be a name or path, not {'q': '0:1:3'}; the order is estimate(path, axes)",
        ),
        (
            lambda one: one.thresholds(["q", "p"]),
            "not ['q', 'p']; every_threshold() takes several",
        ),
        (lambda _: cs.load(""), "scenario must be a name or path, not ''"),
        (lambda _: load("brinkmanship", most=3), "Did you mean 'most_nodes'?"),
        (lambda _: new("brinkmanship"), "load('brinkmanship') opens one"),
        (lambda one: one.family({"zz": 3}), "brinkmanship has no parameter 'zz'"),
        (lambda one: one.figure("tree").save(3), "path must be a name or path, not 3"),
        (lambda one: one.sweep(q="0:1:3").save(3), "path must be a name or path, not 3"),
        (lambda one: one.solve().chosen("x"), "by its number from 0, not 'x'"),
        (lambda one: one.solve().values(7), "there is no equilibrium 8; found 1"),
        (lambda one: one.solve(report=3), "report must be a function, such as print, not 3"),
        (lambda one: one.verify(one.solve()), "give one, as .equilibria[0]"),
        (lambda one: one.verify(["a"]), "a profile by choices must be numbers, not ['a']"),
        (lambda one: one.fit({"a": 1}), "expected counts by pairs"),
        (lambda one: one.fit({("a", "b"): "many"}), "counts must be numbers, not ['many']"),
        (lambda one: one.discover(one, "war"), "the path of a table, not of type Study"),
        (lambda one: one.every_threshold(3), "expected names, texts or spans, not 3"),
        (lambda one: one.figure("thresholds", 3), "along must be one parameter, such as 'q'"),
        (lambda one: one.sweep(cs.Span("q", 0, 1)), "Write 0:1:11 for 11 values"),
        (lambda _: cs.Span("q", 2, 1), "the range of q is empty: 2 to 1"),
        (lambda _: span(3), "expected the name of a parameter, not 3"),
    ],
)
def test_what_is_wrong_is_said(ask: Callable[[Any], Any], told: str) -> None:
    with pytest.raises(cs.InputError, match=re.escape(told)):
        ask(cs.load("brinkmanship"))


def test_an_option_of_a_concept_has_a_name_of_its_own() -> None:
    """So that a keyword is one thing only, wherever concepts are chosen."""
    assert not {*CONCEPT_OPTIONS} & {*FIGURE_OPTIONS}
    shared = {
        (name, one.name)
        for name, one in NAMED
        if one.name in CONCEPT_OPTIONS and "concept" in {of.name for n, of in NAMED if n == name}
    }
    assert shared == {("sensitivity", "method")}  # which solves by sweeps, and they take none
    assert "method" not in SWEPT_OPTIONS
    alone = {name for name, one in NAMED if one.name in {*ARGUMENTS} & {*CONCEPT_OPTIONS}}
    # The tol of two is their own: neither takes a concept. The method of the third is that above.
    assert alone == {"certify", "sensitivity", "verify"}


CABLE = "cuba-1962-cable"
BOTH = "NATO cheap + slow delivery"


@pytest.mark.parametrize("given", [BOTH, [BOTH], [("NATO cheap", "slow delivery")]])
def test_one_text_is_one_case_and_joins_assumptions(given: Any) -> None:
    study = cs.load(CABLE)
    assert study.cases(given) == [("NATO cheap", "slow delivery")]
    assert [case.name for case in study.compare(given).cases] == ["as it is", BOTH]


def test_assumptions_are_joined_alike_wherever_they_are_made() -> None:
    study: Any = cs.load(CABLE)
    assert study.assuming(BOTH).scenario.assumed == ("NATO cheap", "slow delivery")
    assert len(study.sweep(each="NATO cheap").to_pandas()) == 2
    told = re.escape(f"Write '{BOTH}' to make them at once, or give each by itself")
    asks: list[Callable[[Any], Any]] = [study.assuming, study.compare]
    for ask in asks:
        with pytest.raises(cs.InputError, match=f"{told}$"):
            ask("NATO cheap, slow delivery")
    for ask in (*asks, lambda one: study.sweep(each=one)):
        for wrong in (3, [3], [["NATO cheap", 3]], {"NATO cheap": 1}):
            with pytest.raises(cs.InputError, match=r"^expected (assumptions|the name of an ass)"):
                ask(wrong)


def test_no_cases_are_the_scenario_as_it_is_alone() -> None:
    study = cs.load("brinkmanship")
    assert [case.name for case in study.compare([]).cases] == ["as it is"]
    assert len(study.compare(None).cases) == len(study.compare().cases) == 4
