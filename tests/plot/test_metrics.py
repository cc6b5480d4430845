"""The table of widths is that of the fonts, and formulas are as wide as matplotlib sets them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from matplotlib.textpath import TextToPath

from crisis_sim.plot import style, widths
from crisis_sim.plot.draw_scene import _properties
from crisis_sim.plot.mathematics import runs
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Font
from tools.widths import FACES, digits

TEXTS = ("Turkey in secret (0.45)", "−100.50", "AVATAR, Te Wo", "Größe ñ é", "Мария", "μ∈[0, 1]")
FORMULAS = (
    r"$-g$  ;  $e + q - f_F$",
    r"$-g - \kappa - \eta \, n$",
    r"$W_{\mathrm{low}}^{2} \cdot 3$",
    r"$\left(1 - h\right) \, \pi$",
    r"$\mathit{leak} = 0.3$",
)


def drawn(text: str, font: Font) -> float:
    with style.applied():
        return float(
            TextToPath().get_text_width_height_descent(text, _properties(font), font.math)[0]
        )


@pytest.mark.parametrize("face", sorted(FACES))
def test_the_table_is_that_of_the_fonts(face: str) -> None:
    assert getattr(widths, face) == digits(FACES[face])


@pytest.mark.parametrize("font", [Font(), Font(7.0, bold=True), Font(6.5, italic=True)], ids=str)
def test_texts_are_at_most_as_wide_as_measured_and_little_less(font: Font) -> None:
    for text in TEXTS:
        measured = text_width(text, font)
        assert 0.93 * measured <= drawn(text, font) <= measured * 1.002, text


def test_formulas_are_as_wide_as_they_are_drawn() -> None:
    font = Font(6.5, math=True)
    for text in FORMULAS:
        measured = text_width(text, font)  # matplotlib before 3.11 sets all a little narrower
        assert 0.9 * measured <= drawn(text, font) <= 1.05 * measured, text


def test_a_formula_is_read_into_runs() -> None:
    found = runs(r"worth $-f_F^{2}$")
    assert [run.text for run in found] == ["worth −", "f", "F", "2"]
    assert [run.italic for run in found] == [False, True, True, False]
    assert found[2].down > 0 > found[3].down
    assert "".join(run.text for run in runs(r"$\frac{a + b}{2}$ of \$5")) == (
        "(a\u2005+\u2005b)/2 of $5"
    )


def test_measuring_loads_no_drawing_program() -> None:
    code = (
        "import sys, crisis_sim.plot.write_svg, crisis_sim.plot.tree.scene\n"
        "assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
