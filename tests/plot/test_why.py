"""Why something changes: the cause nearest to what is played, and how many more there are."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

import crisis_sim as cs
from crisis_sim.exact.data.planes import Boundary
from crisis_sim.plot.equations import equation_told
from crisis_sim.plot.picture import Picture
from crisis_sim.scenario.library import shipped
from crisis_sim.sentence import capital
from crisis_sim.study import Study

from .test_every_scenario import INTRICATE, WIDTHS, asked, made

CABLE = "cuba-1962-cable"


def written(picture: Picture, role: str) -> str:
    """The labels of a role, one after the other."""
    return " ".join(one.text for one in picture.scene.labels if one.role == role)


def assert_counted(study: Study, name: str) -> int:
    """The most causes of a threshold; a ladder has the first and counts the rest."""
    try:
        found = study.thresholds(name)
    except cs.CrisisSimError:
        return 0
    picture = study.figure("thresholds", name, columns=1)
    for one in found.thresholds:
        if not one.indifferences:
            continue
        more = len(one.indifferences) - 1
        told = capital(one.indifferences[0].words) + (
            f"; and {more} more of the kind" if more else ""
        )
        assert f": {told}." in picture.alt
        assert told in written(picture, "text")
    return max((len(one.indifferences) for one in found.thresholds), default=0)


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_a_ladder_counts_the_causes_that_it_leaves_out(name: str) -> None:
    study = cs.load(name)
    for parameter in [*study.scenario.parameters][:4]:
        assert_counted(study, parameter)


def test_some_causes_are_left_out() -> None:
    assert assert_counted(cs.load(CABLE), "mu") == 5


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_a_plane_counts_the_causes_that_it_leaves_out(name: str) -> None:
    study = cs.load(name)
    request = asked(study, "regions", WIDTHS[0])
    picture = made(request, "regions")
    if picture is None:
        return
    across, up = request.along
    boundaries = study.regions(across, up).boundaries
    counts = [len(one.words) - 1 for one in boundaries if len(one.words) > 1]
    told = re.findall(r"and (\d+) more of the kind", written(picture, "boundary"))
    assert [*map(int, told)] == counts


def test_numbers_are_said_to_be_enclosed_where_one_is() -> None:
    study = cs.load(CABLE)
    note = "A formula is irrational: a number that depends on it is told as a decimal"
    for name, enclosed in (("mu", False), ("pi", True)):
        kinds = {one.at.kind for one in study.thresholds(name).thresholds}
        assert ("enclosed" in kinds) == enclosed
        picture = study.figure("thresholds", name)
        assert (note in picture.alt) == (note in written(picture, "note")) == enclosed
    plane = study.figure("regions", "mu", "kappa")
    assert "irrational" not in plane.alt + written(plane, "note")


@pytest.mark.parametrize(
    ("equation", "told"),
    [
        ("pi = 1151/3496 - 75/874 * 0.98**4.5", "pi = 1151/3496 − 75/874 · 0.98^4.5 ≈ 0.2509"),
        ("mu = 17/70", "mu = 17/70 ≈ 0.2429"),
        ("p = 1/2", "p = 1/2 = 0.5"),
        ("p = 0.5", "p = 0.5"),
        ("p = -2", "p = −2"),
        ("q = 2**0.5 / p", "q = 2^0.5 / p, with 2^0.5 ≈ 1.414"),
        ("q = exp(2) * sqrt(4) / p", "q = exp(2) · sqrt(4) / p, with exp(2) ≈ 7.389"),
        ("p * 2**0.5 - 1 = 0", "p · 2^0.5 − 1 = 0, with 2^0.5 ≈ 1.414"),
        ("8 * p * q + 3 * p - 3 = 0", "8 · p · q + 3 · p − 3 = 0"),
        ("x = 123456789012 * y", "x = 123,456,789,012 · y"),
    ],
)
def test_constants_have_their_decimals_in_an_equation(equation: str, told: str) -> None:
    boundary = Boundary(equation=equation, latex="", solved="", words=(), lines=())
    assert equation_told(boundary, str) == told


@pytest.mark.parametrize("name", [*sorted(set(shipped()) - INTRICATE), CABLE])
def test_a_plane_tells_its_boundaries_its_counts_and_where_the_scenario_stands(name: str) -> None:
    study = cs.load(name)
    request = asked(study, "regions", WIDTHS[1])
    picture = made(request, "regions")
    if picture is None:
        return
    across, up = request.along
    found = study.regions(across, up)
    for number, one in enumerate(found.boundaries[:24], 1):
        told = ": ".join(filter(None, (equation_told(one, str), capital(one.why))))
        assert f"Boundary {number}, {told}." in picture.alt
    values = study.scenario.parameters
    stands = [f"{one.name} {sign_and_value(values[one.name].default)}" for one in (across, up)]
    assert f"The scenario stands at {', '.join(stands)}." in picture.alt
    counts = {len(one.standing.equilibria) for one in found.regions}
    notes = written(picture, "note")
    assert ("In brackets: how many equilibria there are" in notes) == (max(counts) > 1)


def sign_and_value(value: Fraction) -> str:
    """A value in four digits after the sign that it takes."""
    told = f"{float(value):.4g}"
    return f"{'=' if Fraction(told) == value else '≈'} {told}"
