"""What was assumed and what was given stands in the picture, in its words and in its caption."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import crisis_sim as cs
from crisis_sim.concepts import CONCEPTS
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.along import along, selection_told
from crisis_sim.scenario.library import shipped
from crisis_sim.study import Study

from .boxes import assert_tidy_scene
from .test_every_scenario import INTRICATE, LONG, QUICK, WIDTHS, asked, made

CABLE = "cuba-1962-cable"


def under(name: str) -> Study:
    """A shipped scenario under its first assumption."""
    study = cs.load(name)
    return study.assuming(next(iter(study.scenario.assumptions)))


def assert_told(study: Study, kind: str) -> bool:
    """Whether there was a picture, of which all is asserted; one free is given its own value."""
    scenario = study.scenario
    request = asked(study, kind, WIDTHS[1])
    kept = {*scenario.overrides, *(axis.name for axis in request.along)}
    free = [(one, value) for one, value in scenario.bind({}).items() if one not in kept]
    given = dict(free[-1:])
    picture = made(replace(request, values=given), kind)
    if picture is None:
        return False
    gone = bool(scenario.overrides) and {axis.name for axis in request.along} >= {
        *scenario.overrides
    }
    told = f"{'Nothing is left of' if gone else 'Assuming'} {scenario.assumed[0]}"
    drawn = " ".join(one.text for one in picture.scene.labels if one.role == "supposed")
    for words, math in ((drawn, True), (picture.alt, False)):
        assert words.startswith(told)
        assert all(f"; with {'$' if math else one}" in words for one in given)
    assert told in picture.caption
    assert all(f"; with {one} = " in picture.caption for one in given)
    assert scenario.title in picture.caption
    assert_tidy_scene(picture.scene, marks=False)
    return True


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_assumptions_and_values_are_named(name: str) -> None:
    study = under(name)
    assert {kind for kind in QUICK if assert_told(study, kind)} >= {"tree", "quantal", "timelines"}


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped())
def test_assumptions_and_values_are_named_in_every_kind(name: str) -> None:
    study = under(name)
    kinds = (*QUICK, *LONG) if name in INTRICATE else LONG
    assert {kind for kind in kinds if assert_told(study, kind)} >= {"statics"}


@pytest.mark.parametrize("title", [None, "A title that is long enough to be broken " * 3])
@pytest.mark.parametrize("width", WIDTHS)
def test_many_assumptions_are_broken_under_any_title(title: str | None, width: float) -> None:
    study = cs.load(CABLE).assuming("no talk of Turkey", "generals under control", "NATO cheap")
    values = {"mu": "1/3", "W": 90, "chi": 0.25}
    for kind in ("tree", "risk"):
        plain = cs.load(CABLE).figure(kind, width=width, title=title).scene
        scene = study.figure(kind, values=values, width=width, title=title).scene
        lines = [one for one in scene.labels if one.role == "supposed"]
        assert len(lines) > (scene.width == WIDTHS[0])
        said = " ".join(one.text for one in lines)
        assert said == (
            "Assuming no talk of Turkey, generals under control, NATO cheap; "
            "with $\\mu$ = 1/3, $W$ = 90, $\\chi$ = 0.25"
        )
        below = [one.y for one in scene.labels if one.role != "supposed" and not one.font.bold]
        assert max(one.y for one in lines) < min(below)
        assert not any(one.role == "supposed" for one in plain.labels)
        assert_tidy_scene(scene, marks=False)


def test_a_figure_of_the_scenario_as_it_is_has_nothing_under_its_title() -> None:
    picture = cs.load(CABLE).figure("risk")
    assert not any(one.role == "supposed" for one in picture.scene.labels)
    assert picture.alt.startswith("Risk of war")
    assert "Assuming" not in picture.caption


def test_a_caption_names_what_is_drawn_the_concept_the_selection_the_unit_and_the_source() -> None:
    caption = cs.load(CABLE).figure("tree", equilibrium=1).caption
    start, _, rest = caption.partition(". ")
    assert start.startswith("Game tree of The back channel, 27 October 1962: 225 nodes")
    assert rest.startswith("Sequential equilibrium 2 of 2 ('settled on the pledge alone'). ")
    ladder = cs.load(CABLE).figure("thresholds", "pi").caption
    assert CONCEPTS["sequential"].selection in ladder
    assert "Payoff unit: 1/W of the cost of general war (W = 100)." in ladder
    source = "Anatoly F. Dobrynin, Cable to the Soviet Foreign Ministry, 27 October 1962"
    assert f"Source: {source}." in ladder
    assert "Payoffs and outcomes" in cs.load("brinkmanship").figure("statics", "p").caption


@pytest.mark.parametrize(
    "kind", [name for name, one in KINDS.items() if "equilibrium" in one.takes]
)
def test_why_an_equilibrium_comes_first_is_told_of_the_first_alone(kind: str) -> None:
    study, order = cs.load(CABLE), CONCEPTS["sequential"].order
    assert order in study.figure(kind).caption
    assert order not in study.figure(kind, equilibrium=1).caption
    assert order not in cs.load("brinkmanship").figure(kind).caption


def test_assumptions_side_by_side_begin_from_what_is_assumed() -> None:
    study = cs.load("brinkmanship").assuming("a softer Moscow")
    picture = study.figure("assumptions")
    names = [one.text for one in picture.scene.labels if one.role == "name"]
    assert names[0] == "as assumed"
    assert "a softer Moscow" not in names
    notes = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    assert notes == "Without a row: a hard Moscow."
    assert "Contradicting what is assumed: a hard Moscow." in picture.caption


def test_a_caption_says_what_assumptions_set_and_what_values_mean() -> None:
    study = cs.load(CABLE).assuming("generals under control")
    picture = study.figure("tree", values={"W": 80})
    assert (
        "Assuming generals under control (pi = 0.1, probability per day: a day of crisis ends in a "
        "strike that the president did not choose); with W = 80 (payoff: cost of general war to "
        "each side; it sets the scale of all payoffs); all else as in the scenario."
    ) in picture.caption
    assert picture.alt.startswith("Assuming generals under control; with W = 80. Game tree")
    drawn = [one.text for one in picture.scene.labels if one.role == "supposed"]
    assert drawn == ["Assuming generals under control; with $W$ = 80"]


def test_of_many_values_a_caption_has_the_labels_and_of_moves_what_is_changed() -> None:
    study = cs.load(CABLE).assuming("an ultimatum", "no talk of Turkey")
    caption = study.figure("tree", values={"mu": "1/3"}).caption
    assert "fF = 16, payoff: yielding (flexible); fD = 46" in caption
    assert (
        "no talk of Turkey (Turkey in secret, Turkey in public and strike ruled out at the offer); "
        "with mu = 1/3 (probability: Moscow defiant)"
    ) in caption


@pytest.mark.parametrize("name", shipped())
def test_what_is_assumed_fits_a_caption(name: str) -> None:
    study = cs.load(name)
    for assumed in study.scenario.assumptions:
        caption = study.assuming(assumed).figure("tree").caption
        (told,) = re.findall(r"Assuming .*?; all else", caption)
        assert f"{assumed} (" in told
        assert len(told) <= 400


def taken(study: Study, name: str) -> str:
    """By which rule a sequential or subgame-perfect equilibrium is reported along a parameter."""
    concept = CONCEPTS[along(study, name).concept]
    whole = name in study.family({}).structural
    return concept.order if whole else concept.selection


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_a_caption_tells_the_selection_that_was_taken(name: str) -> None:
    study = cs.load(name)
    first = next(iter(study.scenario.parameters))
    assert taken(study, first) in study.figure("statics", first).caption
    for kind in ("thresholds", "regions"):
        picture = made(asked(study, kind, WIDTHS[1]), kind)
        if picture is not None:
            assert taken(study, first) in picture.caption


def test_a_caption_says_where_the_equilibrium_is_not_that_of_solve() -> None:
    study = cs.load(CABLE)
    picture = study.figure("statics", "mu")
    drawn = next(one for one in along(study, "mu").samples if one.x > 0.1).plays[0]
    solved = study.solve(mu=0.1).equilibria[0]
    assert drawn.payoffs[0] == -2.0
    assert solved.payoffs[0] == pytest.approx(-3.6)
    assert CONCEPTS["sequential"].order not in picture.caption
    assert "solve applies refinements such as D1 too" in picture.caption


def test_where_none_is_pure_a_caption_tells_how_the_mixed_one_is_chosen() -> None:
    concept = CONCEPTS["sequential"]
    told = selection_told(concept, mixed=True)
    assert told == f"{concept.selection} Where none of them is pure: {concept.order}"
    assert selection_told(CONCEPTS["spe"], mixed=True) == CONCEPTS["spe"].order
