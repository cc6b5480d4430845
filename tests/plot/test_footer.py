"""The foot of a figure is left out for its caption, which then tells what it said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.mathematics import runs
from crisis_sim.plot.scene import Label
from crisis_sim.scenario.library import shipped_path

from .boxes import assert_tidy_scene

SLOW = {"sensitivity"}
BARE = {"assumptions", "bargain"}
"""Kinds that have nothing to say at their foot, of these scenarios."""
KEPT = {"page"}
"""Kinds in which a legend stands between other things, and stays."""


def plain(label: Label) -> str:
    return "".join(run.text for run in runs(label.text)) if label.font.math else label.text


@pytest.mark.parametrize("kind", sorted({*KINDS} - SLOW))
def test_without_a_footer_the_caption_tells_what_it_says(kind: str) -> None:
    study = cs.load("cuba-1962-clock" if kind == "bargain" else "brinkmanship")
    along = ("p", "q")[: min(KINDS[kind].follows)]
    whole = study.figure(kind, *along)
    cut = study.figure(kind, *along, no_footer=True)
    feet = [one for one in whole.scene.labels if one.role in ("note", "legend")]
    assert bool(feet) == (cut.scene.height < whole.scene.height)
    assert feet or kind in BARE
    assert_tidy_scene(cut.scene, marks=False)
    left = {one.text for one in cut.scene.labels if one.role in ("note", "legend")}
    assert not left or kind in KEPT
    caption = cut.caption.replace("\u2009", " ")
    for label in feet:
        words = plain(label).replace("\u2009", " ").replace("\u00a0", " ")
        if label.text not in left and label.role == "note":
            assert words in caption
    if kind == "tree":
        for meaning in ("equilibrium path", "not chosen", "chance", "information set"):
            assert meaning in cut.caption
            assert meaning not in whole.caption
    rest = [one for one in whole.scene.labels if one not in feet]
    assert [one for one in cut.scene.labels if one.role not in ("note", "legend")] == rest


def test_a_picture_names_no_folder(tmp_path: Path) -> None:
    source = tmp_path / "my-crisis.yaml"
    shutil.copy(shipped_path("brinkmanship"), source)
    picture = cs.load(source).figure("page")
    words = [picture.alt, picture.caption, *(one.text for one in picture.scene.labels)]
    assert not any(str(tmp_path) in one for one in words)
    assert any("my-crisis" in one for one in words)
