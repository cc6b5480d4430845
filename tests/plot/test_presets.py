"""Every kind of figure in every style: type within what the style allows, and its width."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.figures.kinds import KINDS
from crisis_sim.figures.presets import PRESETS

NAMES = {"bargain": "cuba-1962-clock", "tornado": "cuba-1962-clock", "quantal": "selten-horse"}
AXES = {"page": ("p", "q"), "regions": ("p", "q"), "statics": ("p",), "thresholds": ("p",)}
FEW: dict[str, dict[str, Any]] = {"tornado": {"samples": 16}, "sensitivity": {"samples": 16}}


@pytest.mark.parametrize("kind", KINDS)
def test_type_is_within_what_a_style_allows(kind: str) -> None:
    study = cs.load(NAMES.get(kind, "brinkmanship"))
    options = {name: one for name, one in FEW.get(kind, {}).items() if name in KINDS[kind].takes}
    for style, columns in product(PRESETS, (1, 2)):
        picture = study.figure(kind, *AXES.get(kind, ()), style=style, columns=columns, **options)
        preset = PRESETS[style]
        sizes = {
            run.scale * one.font.size
            for one in picture.scene.labels
            for run in one.font.runs(one.text)
        }
        assert min(sizes) >= preset.least - 1e-9, (style, columns)
        assert max(sizes) <= preset.most + 1e-9, (style, columns)
        wide = preset.narrow if columns == 1 else preset.wide
        assert picture.scene.width == pytest.approx(wide), (style, columns)
        assert not picture.remark
