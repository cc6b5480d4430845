"""The object on top: each command of the command line is a method, and nothing is in the way."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.bargain.view import bargaining_view
from crisis_sim.cli.main import COMMANDS
from crisis_sim.exact.certify import certify_share
from crisis_sim.exact.conditions import find_conditions
from crisis_sim.exact.every_threshold import find_every_threshold
from crisis_sim.exact.nearest import find_nearest
from crisis_sim.exact.regions import find_regions
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.report.folder import write_folder
from crisis_sim.simulate import simulate
from crisis_sim.solve.solve_games import solve_games
from crisis_sim.strategy.verification import verify
from crisis_sim.sweep.designs.estimate import estimate
from crisis_sim.sweep.running.store import Running
from crisis_sim.sweep.sensitivity import analyse_sensitivity
from crisis_sim.sweep.sweep_games import sweep_games
from tests.test_results import LONGEST, content, long_lines

pytest.importorskip("SALib")

NO_METHOD = {"list": "shipped", "new": "", "schema": ""}
"""Commands that take no scenario, and the function of the package that serves."""
OTHERS = {
    *("assuming", "cases", "family", "game", "graph", "parameters"),
    *("check_export", "check_figure", "check_run", "check_sweep", "estimate", "every_threshold"),
    *("points", "sweep_to", "unfinished"),
}
"""Methods that are no commands: the games themselves, what to ask with, checks before any work."""
SERVED: dict[str, Callable[..., Any]] = {
    "bargain": bargaining_view,
    "certify": certify_share,
    "conditions": find_conditions,
    "estimate": estimate,
    "every_threshold": find_every_threshold,
    "nearest": find_nearest,
    "regions": find_regions,
    "run": write_folder,
    "sensitivity": analyse_sensitivity,
    "simulate": simulate,
    "solve": solve_games,
    "sweep": sweep_games,
    "sweep_to": Running,
    "thresholds": find_thresholds,
    "verify": verify,
}
"""What does the work of a method."""

PLAYED = {("the offer", "Turkey in secret"): 3, ("the offer", "strike"): 1}
CABLE: dict[str, Callable[[cs.Study], Any]] = {
    "show": cs.Study.show,
    "check": cs.Study.check,
    "provenance": cs.Study.provenance,
    "solve": cs.Study.solve,
    "compare": lambda study: study.compare(["NATO cheap", "NATO cheap + slow delivery"]),
    "dominance": lambda _: cs.load("bargaining-range").dominance(),  # the cable is too large
    "verify": lambda study: study.verify(study.solve().equilibria[0]),
    "fit": lambda study: study.fit(PLAYED),
    "thresholds": lambda study: study.thresholds("pi"),
    "regions": lambda study: study.regions("pi", "h"),
    "conditions": lambda study: study.conditions("settlement", ["pi"]),
    "certify": lambda study: study.certify("settlement", ["pi"], tol=0.2, draws=10),
    "nearest": lambda study: study.nearest(along=["pi"]),
    "sweep": lambda study: study.sweep(pi="0:0.6:5"),
    "sensitivity": lambda study: study.sensitivity({"pi": "prior"}, payoff="US", samples=16),
    "discover": lambda study: study.discover(study.sweep(draws=200), "settlement", above=0.9),
    "bargain": cs.Study.bargain,
    "simulate": lambda study: study.simulate(plays=10),
    "figure": lambda study: study.figure("tree"),
}
"""What gives a result other than the paths of files."""


def public(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def methods() -> set[str]:
    return {name for name in public(cs.Study) if callable(getattr(cs.Study, name))}


def test_every_command_is_a_method() -> None:
    assert methods() - OTHERS == set(COMMANDS) - set(NO_METHOD)
    assert {name for name in NO_METHOD.values() if name} <= public(cs)


def test_every_method_says_what_it_does_with_an_example() -> None:
    for name in methods():
        assert ">>> " in (getattr(cs.Study, name).__doc__ or ""), name


def test_dir_is_what_there_is_to_use() -> None:
    assert dir(cs) == sorted(cs.__all__)
    assert all(getattr(cs, name) is not None for name in cs.__all__)
    assert public(cs) == set(cs.__all__) - {"__version__"}


@pytest.mark.parametrize("name", sorted({*COMMANDS} - {*NO_METHOD, "cite", "export", "run"}))
def test_results_are_a_line_a_view_and_travel(name: str) -> None:
    result = CABLE[name](cs.load("cuba-1962-cable"))
    assert long_lines(result) == set()
    views = [getattr(result, f"_repr_{kind}_", None) for kind in ("html", "markdown", "svg")]
    (view,) = (one for one in views if one is not None)
    assert len(view()) > len(repr(result))
    assert content(pickle.loads(pickle.dumps(result))) == content(result)


def test_what_hangs_from_a_result_is_a_line_too() -> None:
    study = cs.load("cuba-1962-cable")
    solution, compared = study.solve(), study.compare(["NATO cheap"])
    held = (study, study.scenario, study.family(), solution.game, solution.game.tree)
    for one in (*held, *solution.equilibria, compared.cases[0].account):
        assert len(repr(one)) < LONGEST


def test_a_long_line_is_cut() -> None:
    study = cs.load("cuba-1962-cable")
    many = study.assuming("NATO cheap", "slow delivery")
    assert "assuming NATO cheap, assuming slow delivery" in repr(many)
    assert repr(study.regions("pi", "n")).endswith("...>")


def test_files_in_the_way_are_told_as_python_says_it(tmp_path: Path) -> None:
    study, path = cs.load("brams-chicken"), tmp_path / "game.efg"
    assert study.export(path) == path
    assert study.export(path) == path
    path.write_text("mine", encoding="utf-8")
    (tmp_path / "report.md").write_text("mine", encoding="utf-8")
    for write, target in ((study.export, path), (study.run, tmp_path)):
        with pytest.raises(
            cs.InputError, match=r"not written by .*; force=True writes over it"
        ) as told:
            write(target)
        assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)
    assert study.run(tmp_path, force=True)
    assert study.export(path, force=True).read_text("utf-8").startswith("EFG")


def test_remarks_and_progress_go_where_they_are_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    study, told = cs.load("brinkmanship"), io.StringIO()
    study.sweep_to(tmp_path / "p.csv", {"p": [0.5, 2]}, report=lambda _, note: told.write(note))
    assert "beyond its range" in told.getvalue()
    assert capfd.readouterr() == ("", "")


def test_a_sweep_of_what_is_not_drawn_explains_nothing() -> None:
    with pytest.raises(cs.InputError, match=r"'pi=0,1' draws nothing; expected NAME~PRIOR"):
        cs.load("cuba-1962-cable").sensitivity({"pi": "0,1"}, payoff="US")


@pytest.mark.parametrize("name", SERVED)
def test_a_method_has_the_defaults_of_what_serves_it(name: str) -> None:
    own, other = (
        {one.name: one.default for one in signature(function).parameters.values()}
        for function in (getattr(cs.Study, name), SERVED[name])
    )
    both = own.keys() & other.keys()
    shared = {one for one in both if Parameter.empty not in (own[one], other[one])}
    assert shared
    assert {one: own[one] for one in shared} == {one: other[one] for one in shared}


def test_a_method_does_nothing_that_nobody_asked_for() -> None:
    for name in public(cs.Study):
        method = getattr(cs.Study, name)
        for one in signature(method).parameters.values() if callable(method) else ():
            if one.name in ("force", "resume", "weak", "logit", "findings"):
                assert one.default is False
            if one.name in ("equilibrium", "seed", "which"):
                assert not one.default
            if one.name == "workers":
                assert one.default == 1
