"""What a picture has is told in its words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.bargain.view import bargaining_view
from crisis_sim.comparison import compare
from crisis_sim.plot.along import Along, along
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.payoff_space import payoff_space_picture
from crisis_sim.plot.risk import risk_alt
from crisis_sim.plot.risk_data import risk_data
from crisis_sim.plot.side_by_side import cases_data, cases_picture
from crisis_sim.plot.statics import statics_picture
from crisis_sim.plot.statics_words import MOST_TOLD, statics_alt
from crisis_sim.scenario.library import shipped
from crisis_sim.sentence import capital

from .test_every_scenario import INTRICATE, WIDTHS


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
    study = cs.load("cuba-1962-cable")
    picture = study.figure("statics", "pi")
    first, _, others = picture.alt.partition("Thin lines, other equilibria.")
    assert len(re.findall(r"From [^:]*: [^;]*; payoffs", first)) == 6
    told = re.findall(r"From [^:]*: [^;]*; payoffs US [^,]*, USSR [^.]*\.", others)
    data = along(study, "pi")
    runs = [run for run in data.runs() if not run.first and len(run.xs) > 1]
    assert len(told) == min(len(runs), MOST_TOLD)
    more = re.search(r"And (\d+) stretch(?:es)? more\.", others)
    assert (int(more[1]) if more else 0) == max(0, len(runs) - MOST_TOLD)
    assert picture.alt.endswith("The triangle marks the scenario's own value, pi = 0.3.")
    single = cs.load("brinkmanship").figure("statics", "p").alt
    assert "Thin lines" not in single
    assert single.endswith("The triangle marks the scenario's own value, p = 0.3.")


def test_what_is_beyond_a_limit_is_counted() -> None:
    data = along(cs.load("cuba-1962-cable"), "pi")
    jumps = tuple(0.001 * (number + 1) for number in range(MOST_TOLD + 3))
    longer = tuple(replace(one, x=one.x + by) for by in range(5) for one in data.samples)
    alt = statics_alt(replace(data, breaks=jumps, samples=longer))
    assert len(re.findall("What is played changes at", alt)) == MOST_TOLD
    assert "And 3 jumps more." in alt
    thick, _, thin = alt.partition("Thin lines, other equilibria.")
    for told in (thick, thin):
        assert len(re.findall(r"From [^:]*: [^;]*; payoffs", told)) == MOST_TOLD
        assert re.search(r"And \d+ stretches more\.", told)


def with_others(data: Along, place: int, count: int) -> Along:
    """Beside one play of each sample so many others that bring the same."""
    samples = [
        replace(
            sample,
            plays=(
                *sample.plays,
                *(replace(play, key=(*play.key, ("again", str(n)))) for n in range(count)),
            ),
        )
        for sample in data.samples
        for play in sample.plays[place : place + 1]
    ]
    return replace(data, samples=tuple(samples))


def test_other_equilibria_that_bring_the_same_are_told_once() -> None:
    single = along(cs.load("brinkmanship"), "p")
    alt, plain = statics_alt(with_others(single, 0, 3)), statics_alt(single)
    assert "Thin lines" not in alt
    assert alt.count("; 3 other equilibria bring the same.") == len(re.findall("From ", plain)) == 2
    picture = statics_picture(with_others(single, 0, 1), text_width, width=WIDTHS[1])
    assert "; 1 other equilibrium brings the same." in picture.alt
    notes = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    assert "Thin lines" not in notes
    assert "There are other equilibria, of the same outcomes and payoffs." in notes
    several = along(cs.load("cuba-1962-cable"), "mu")
    thick, _, thin = statics_alt(with_others(several, 1, 2)).partition("Thin lines")
    assert "the same" not in thick
    assert thin.count("; 2 other equilibria bring the same.") == 2


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_no_sentence_of_statics_is_said_twice(name: str) -> None:
    study = cs.load(name)
    for parameter in [*study.scenario.parameters][:3]:
        told = re.findall(r"From [^:]*:.*?\.(?= |$)", study.figure("statics", parameter).alt)
        assert told
        assert len({*told}) == len(told)


def test_statics_tell_a_threshold_as_the_ladder_does() -> None:
    study = cs.load("cuba-1962-cable")
    ladder = study.figure("thresholds", "pi").alt
    told = re.findall(r"What is played changes at (.*?)\. ", study.figure("statics", "pi").alt)
    assert told == re.findall(r"At (.*?): \S+ is indifferent", ladder)
    single = cs.load("brinkmanship").figure("statics", "p")
    assert [one.text for one in single.scene.labels if one.role == "threshold"] == [
        "15/43 ≈ 0.3488"
    ]


@pytest.mark.parametrize("given", [{}, {"p": 0.7}])
def test_the_triangle_of_a_ladder_is_told(given: dict[str, float]) -> None:
    picture = cs.load("brinkmanship").figure("thresholds", "q", values=given)
    q = cs.load("brinkmanship").scenario.parameters["q"].default
    heads = " ".join(one.text for one in picture.scene.labels if one.role == "title")
    assert f"The triangle marks the scenario's own value, q = {float(q):g}." in picture.alt
    assert f"The triangle marks the scenario's own value, $q$ = {float(q):g}." in heads


def test_what_is_played_is_told_of_risk() -> None:
    study = cs.load("cuba-1962-cable")
    solution = study.solve(d=0.913)
    data = risk_data(solution)
    alt = risk_alt(data)
    assert "Turkey in secret, played: 0 (none)." in alt
    assert alt.count("played") == 1
    (place,) = data.places
    mixed = replace(place, rows=tuple(replace(row, played=0.25) for row in place.rows))
    told = risk_alt(replace(data, places=(mixed,)))
    assert told.count("played with probability 0.25") == len(place.rows)


@pytest.mark.parametrize("name", ["cuba-1962-cable", "brinkmanship", "cuba-1962-clock"])
def test_the_foot_of_assumptions_is_two_lines_at_most(name: str) -> None:
    study = cs.load(name)
    cases = compare(study, [(one,) for one in study.scenario.assumptions], {})
    data = cases_data(study.scenario, cases)
    picture = cases_picture(data, text_width, width=WIDTHS[0])
    assert len([one for one in picture.scene.labels if one.role == "note"]) <= 2
    for caution in data.cautions:
        assert capital(caution) in picture.alt
        assert capital(caution) in picture.notes


def test_what_the_foot_leaves_out_stands_in_the_caption() -> None:
    picture = cs.load("cuba-1962-cable").figure("assumptions", columns=1)
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    assert foot == (
        "(n): of n equilibria the one reported. "
        "* What the first row plays is an equilibrium too. "
        "† A value beyond its range."
    )
    written = [one.text for one in picture.scene.labels if one.role == "name"]
    signed = " ".join(written).replace("\u00a0", " ")
    assert picture.alt.count("what the first row plays is an equilibrium too") == signed.count("*")
    for row in ("generals under control (4)*", "overflights stopped (3)*†", "fire held (3)*"):
        assert row in signed
    assert "Certain leak: leak = 1 lies outside its range, 0 to 0.3." in picture.caption


IMPOSSIBLE = """
title: Two ways
players: {A: {label: Ann}}
parameters:
  k: {default: 2, range: [0, 4], unit: payoff, meaning: what is shared}
  p: {default: 0.5, range: [0, 1], unit: probability, meaning: luck}
definitions:
  lucky: p
start: first
situations:
  first: {player: A, actions: {left: end, right: luck}}
  luck:
    chance:
      good: {probability: lucky, to: gain}
      bad: {probability: 1 - lucky, to: end}
outcomes:
  end: {payoffs: {A: 1 / k}}
  gain: {payoffs: {A: 3 / k}}
assumptions:
  nothing left: {question: What if there were nothing?, set: {k: 0}}
  more than sure: {question: What if it were more than sure?, set: {lucky: p + 1}}
  sure: {question: What if it were sure?, set: {p: 1}}
"""


def test_assumptions_that_leave_no_game_are_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(IMPOSSIBLE)
    study = cs.load(tmp_path / "two.yaml")
    picture = study.figure("assumptions")
    assert [one.x for one in picture.scene.marks if one.role == "payoff"]
    rows = {one.text for one in picture.scene.labels if one.role == "name"}
    assert {"as it is", "sure"} <= rows
    assert not {"nothing left", "more than sure"} & rows
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    assert foot == "Without a row: nothing left, more than sure."
    for words in (picture.alt, picture.caption):
        assert "nothing left: under 'nothing left' the payoffs of 'end' are not finite" in words
        assert "more than sure: under 'more than sure' the probability of 'good'" in words
    compared = study.compare()
    assert [bool(one.failure) for one in compared.cases] == [False, True, True, False]
    with pytest.raises(cs.InputError, match="not finite"):
        study.compare(values={"k": 0})
