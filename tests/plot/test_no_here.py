"""The mark of the scenario's own values, and leaving it out of picture and words."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.picture import Picture

AXES = {"statics": ("p",), "thresholds": ("p",), "regions": ("p", "q"), "page": ("p", "q")}
WORDS = ("you are here", "triangle", "stands at", "own value")


def words(picture: Picture) -> str:
    drawn = " ".join(label.text for label in picture.scene.labels)
    return f"{drawn} {picture.alt} {picture.caption}"


@pytest.mark.parametrize(("kind", "axes"), [*AXES.items(), ("page", ("p",))])
def test_the_mark_and_its_words_are_left_out(kind: str, axes: tuple[str, ...]) -> None:
    study = cs.load("brinkmanship")
    marked, plain = study.figure(kind, *axes), study.figure(kind, *axes, no_here=True)
    assert [one for one in marked.scene.marks if one.role == "here"]
    assert any(one in words(marked) for one in WORDS)
    assert not [one for one in plain.scene.marks if one.role == "here"]
    assert not [one for one in WORDS if one in words(plain)]
    dotted = [one for one in plain.scene.strokes if one.dash == (1.0, 2.0)]
    assert not dotted
    assert plain.scene.width == marked.scene.width


def test_it_is_an_option_of_the_kinds_that_have_the_mark() -> None:
    assert {one.name for one in KINDS.values() if "no_here" in one.takes} == set(AXES)
    with pytest.raises(InputError, match="no_here is for page, statics, thresholds, regions"):
        cs.load("brinkmanship").figure("tree", no_here=True)
