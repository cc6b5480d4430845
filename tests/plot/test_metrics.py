"""The table of widths is that of the fonts, and formulas are as wide as matplotlib sets them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from crisis_sim.plot import style, widths
from crisis_sim.plot.draw_scene import _properties, scene_figure
from crisis_sim.plot.mathematics import runs
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Anchor, Font, Label, Scene, scaled
from crisis_sim.plot.style import TINY
from crisis_sim.plot.write_svg import svg
from tools.widths import FACES, digits

TEXTS = ("Turkey in secret (0.45)", "−100.50", "AVATAR, Te Wo", "Größe ñ é", "Мария", "μ∈[0, 1]")
FORMULAS = (
    r"$-g$  ;  $e + q - f_F$",
    r"$-g - \kappa - \eta \, n$",
    r"$W_{\mathrm{low}}^{2} \cdot 3$",
    r"$\left(1 - h\right) \, \pi$",
    r"$\mathit{leak} = 0.3$",
)


PLACE, SIZES = 100.0, (7.0, 8.0, 12.0)


def written(text: str, font: Font, anchor: Anchor = "start") -> list[Bbox]:
    """The boxes of what is drawn of a label, in points."""
    scene = Scene(400.0, 50.0, (), (), (Label(PLACE, 25.0, text, font, anchor=anchor),))
    figure = scene_figure(scene)
    with style.applied():
        boxes = [one.get_window_extent() for one in figure.axes[0].texts]
    return [TransformedBbox(one, Affine2D().scale(72.0 / figure.dpi)) for one in boxes]


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


@pytest.mark.parametrize("size", [7.0, 9.0, 14.0])
def test_formulas_are_as_wide_as_they_are_drawn(size: float) -> None:
    font = Font(size, math=True)
    for text in FORMULAS:
        drawn = written(text, font)
        measured = text_width(text, font)
        left, right = min(one.x0 for one in drawn), max(one.x1 for one in drawn)
        assert 0.93 * measured <= right - left <= measured * 1.04, text


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_a_formula_stands_where_its_label_does(anchor: Anchor) -> None:
    font = Font(9.0, math=True)
    drawn = written(FORMULAS[0], font, anchor)
    left, right = min(one.x0 for one in drawn), max(one.x1 for one in drawn)
    at = {"start": left, "middle": (left + right) / 2, "end": right}[anchor]
    assert at == pytest.approx(PLACE, abs=1.0)


@pytest.mark.parametrize("factor", [0.775, 1.0, 1.75])
def test_no_index_or_exponent_is_smaller_than_the_least_type(factor: float) -> None:
    labels = [Label(0.0, 0.0, r"$W_{\mathrm{low}}^{2}$", Font(size, math=True)) for size in SIZES]
    scene = scaled(Scene(200.0, 50.0, (), (), tuple(labels)), factor)
    sizes = [one.get_fontsize() for one in scene_figure(scene).axes[0].texts]
    assert sorted(sizes) == pytest.approx(
        sorted(
            factor * max(part, TINY) for size in SIZES for part in (size, 0.7 * size, 0.7 * size)
        )
    )
    own = [float(one) for one in re.findall(r'font-size="([\d.]+)"', svg(scene))]
    assert min(own) >= TINY * factor - 0.01


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
