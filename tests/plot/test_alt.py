"""What a picture has is told in its words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import crisis_sim as cs
from crisis_sim.bargain.view import bargaining_view
from crisis_sim.comparison import compare
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.payoff_space import payoff_space_picture
from crisis_sim.plot.risk import risk_alt, risk_data
from crisis_sim.plot.side_by_side import cases_data, cases_picture

from .test_every_scenario import WIDTHS


def test_every_package_is_told_with_its_payoffs_and_how_it_is_marked() -> None:
    view = bargaining_view(cs.load("cuba-1962-clock"))
    alt = payoff_space_picture(view, text_width, width=WIDTHS[1]).alt
    for number, package in enumerate(view.packages, 1):
        told = re.search(rf"Package {number}, {re.escape(package.name)}: ([^;]*); ([^.]*)\.", alt)
        assert told, package.name
        paid = [float(one.replace("−", "-")) for one in re.findall(r"−?[\d.]+", told[1])]
        assert paid == pytest.approx(package.payoffs, abs=0.01)
        assert told[2].startswith("efficient" if package.efficient else "not efficient")
        assert ("in the zone" in told[2]) == package.in_zone
        assert ("refused by" in told[2]) == bool(package.refused_by)


def test_many_packages_are_told_up_to_a_limit() -> None:
    view = bargaining_view(cs.load("cuba-1962-clock"))
    many = replace(view, packages=view.packages * 20)
    count = len(many.packages) - 24
    alt = payoff_space_picture(many, text_width, width=WIDTHS[1]).alt
    assert f"And {count} packages more." in alt
    assert "Package 24," in alt
    assert "Package 25," not in alt


def test_thin_lines_and_the_triangle_are_told() -> None:
    picture = cs.load("cuba-1962-cable").figure("statics", "pi")
    first, _, others = picture.alt.partition("Thin lines, other equilibria.")
    assert len(re.findall(r"From [^:]*: [^;]*; payoffs", first)) == 6
    told = re.findall(r"From [^:]*: [^;]*; payoffs US [^,]*, USSR [^.]*\.", others)
    assert len(told) == 8
    assert re.search(r"And \d+ more stretch(es)?\.", others)
    assert picture.alt.endswith("The triangle marks the scenario's own value, pi = 0.3.")
    single = cs.load("brinkmanship").figure("statics", "p").alt
    assert "Thin lines" not in single
    assert single.endswith("The triangle marks the scenario's own value, p = 0.3.")


@pytest.mark.parametrize("given", [{}, {"p": 0.7}])
def test_the_triangle_of_a_ladder_is_told(given: dict[str, float]) -> None:
    picture = cs.load("brinkmanship").figure("thresholds", "q", values=given)
    q = cs.load("brinkmanship").scenario.parameters["q"].default
    notes = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    assert f"The triangle marks the scenario's own value, q = {float(q):g}." in picture.alt
    assert f"The triangle marks the scenario's own value, $q$ = {float(q):g}." in notes


def test_what_is_played_is_told_of_risk() -> None:
    study = cs.load("cuba-1962-cable")
    solution = study.solve(d=0.913)
    data = risk_data(solution, study.family({"d": 0.913}))  # type: ignore[arg-type]
    alt = risk_alt(data)
    assert "Turkey in secret, played: 0 (none)." in alt
    assert alt.count("played") == 1
    mixed = replace(data, rows=tuple(replace(row, played=0.25) for row in data.rows))
    assert risk_alt(mixed).count("played with probability 0.25") == len(data.rows)


@pytest.mark.parametrize("name", ["cuba-1962-cable", "brinkmanship", "cuba-1962-clock"])
def test_the_foot_of_assumptions_is_two_lines_at_most(name: str) -> None:
    study = cs.load(name)
    cases = compare(study, [(one,) for one in study.scenario.assumptions], {})
    data = cases_data(study.scenario, cases)
    picture = cases_picture(data, text_width, width=WIDTHS[0])
    assert len([one for one in picture.scene.labels if one.role == "note"]) <= 2
    for caution in data.cautions:
        assert caution in picture.alt
        assert caution in picture.notes


def test_what_the_foot_leaves_out_stands_in_the_caption() -> None:
    picture = cs.load("cuba-1962-cable").figure("assumptions", columns=1)
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    assert foot == "* Of several equilibria the first."
    assert "certain leak: leak = 1 lies outside its range, 0 to 0.3." in picture.caption
