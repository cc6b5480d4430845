"""Why something changes: the cause nearest to what is played, and how many more there are."""

from __future__ import annotations

import re

import pytest

import crisis_sim as cs
from crisis_sim.plot.picture import Picture
from crisis_sim.scenario.library import shipped
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
        told = one.indifferences[0].words + (f"; and {more} more of the kind" if more else "")
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
