"""Labels in any script: a font of the machine where the figures' own lack letters, or a refusal."""

from __future__ import annotations

import warnings
from pathlib import Path

import matplotlib
import pytest

from crisis_sim.errors import InputError
from crisis_sim.plot import style
from crisis_sim.plot.files import save_scene
from crisis_sim.plot.scene import Font, Label, Scene
from crisis_sim.plot.scripts import families_for, font_with, missing_letters

GEORGIAN, CHINESE = "\u10d0\u10d1", "\u5371\u673a"
FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def scene(text: str) -> Scene:
    return Scene(120.0, 20.0, (), (), (Label(5.0, 14.0, text, Font()),))


def test_the_figures_own_fonts_have_latin_greek_and_cyrillic() -> None:
    for text in ("Krise für heute", "μ ∈ [0, 1] −3 ≈ ½", "выстрел", GEORGIAN):
        assert missing_letters(scene(text)) == ""
        assert families_for(scene(text)) == style.FAMILIES
    assert missing_letters(scene(f"war {CHINESE} war")) == CHINESE


def test_the_first_font_with_all_the_letters_is_taken() -> None:
    paths = [str(FOLDER / name) for name in ("STIXGeneral.ttf", "DejaVuSansMono.ttf")]
    assert font_with("a" + GEORGIAN, paths) == "DejaVu Sans Mono"
    assert font_with("a" + GEORGIAN, paths[:1]) is None
    assert font_with("a", [str(FOLDER / "none.ttf"), *paths[:1]]) == "STIXGeneral"


def test_letters_of_no_font_are_refused_rather_than_drawn_as_boxes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", list)
    for suffix in (".pdf", ".png"):
        target = tmp_path / f"one{suffix}"
        with pytest.raises(InputError, match=f"no font on this machine .*{CHINESE}.*Noto Sans CJK"):
            save_scene(scene(CHINESE), target, alt="")
        assert not target.exists()


def test_an_svg_leaves_them_to_the_readers_fonts(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = save_scene(scene(CHINESE), tmp_path / "one.svg", alt="")
    assert CHINESE in made.read_text(encoding="utf-8")
