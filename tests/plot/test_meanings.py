"""A parameter that a figure calls by its symbol alone has its meaning beside it."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.plot.symbols import meanings_told, symbol
from crisis_sim.scenario.library import shipped
from crisis_sim.study import Study


def written(study: Study, kind: str, *axes: str) -> tuple[str, str]:
    """What stands at the foot of a figure, and what its caption adds to it."""
    picture = study.figure(kind, *axes)
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    return foot, picture.caption


@pytest.mark.parametrize(
    ("kind", "axes"),
    [
        ("tornado", ()),
        ("statics", ("leak",)),
        ("thresholds", ("leak",)),
        ("regions", ("leak", "mu")),
    ],
)
def test_a_bare_symbol_has_its_meaning_at_the_foot_and_in_words(
    kind: str, axes: tuple[str, ...]
) -> None:
    study = cs.load("cuba-1962-cable")
    foot, _ = written(study, kind, *axes)
    foot = foot.replace(r"\ ", " ")
    meaning = study.scenario.parameters["leak"].meaning
    assert f"Meaning of {symbol('leak')}: {meaning}." in foot
    assert f"Meaning of leak: {meaning}" in study.figure(kind, *axes).alt


def test_what_has_no_effect_has_its_meaning_in_the_caption_and_in_words() -> None:
    study = cs.load("cuba-1962-cable")
    foot, caption = written(study, "tornado")
    alt = study.figure("tornado").alt
    for name in ("pressed", "pi_pressed", "upset_calm"):
        told = f"of {name}: {study.scenario.parameters[name].meaning}"
        assert told in caption
        assert told in alt
        assert told not in foot


def test_sensitivity_tells_the_meanings_of_bare_symbols_too() -> None:
    study = cs.load("cuba-1962-cable")
    picture = study.figure("sensitivity", samples=16)
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    drawn = " ".join(one.text for one in picture.scene.labels if one.role == "name")
    told = f": {study.scenario.parameters['leak'].meaning}"
    assert f"of leak{told}" in picture.alt
    assert (f"of {symbol('leak')}{told}" in foot) == (symbol("leak") in drawn)
    assert (f"of leak{told}" in picture.caption) == (symbol("leak") not in drawn)


@pytest.mark.parametrize("name", shipped())
def test_every_parameter_has_a_label_or_its_meaning_told(name: str) -> None:
    for one in cs.load(name).scenario.parameters.values():
        told = meanings_told([one])
        assert bool(told) == (one.label == one.name)
        assert told in ("", f"Meaning of {one.name}: {one.meaning.removesuffix('.')}.")
