"""TikZ holds everything the scene says, escaped, and compiles in plain LaTeX where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from crisis_sim.plot.files import save_scene
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Area, Font, Label, Mark, Scene, Stroke
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.plot.write_tikz import PREAMBLE, latex_text, tikz

from .games import solved_cable

NASTY = r"a\b {c} $d & #e_f ^g ~h %i <j> |k| \"l\" — “m” μ∈[0, −1] é"
SHAPES = "os^v<>Dp*"


def nasty_scene() -> Scene:
    ring = ((10.0, 10.0), (60.0, 10.0), (60.0, 40.0))
    return Scene(
        400.0,
        60.0,
        (Stroke(((0.0, 0.0), (50.0, 50.0)), "#123456", 0.5, dash=(3.0, 2.0, 1.0), opacity=0.4),),
        tuple(Mark(9.0 * i, 5.0, s, 4.0, "white", "#111111") for i, s in enumerate(SHAPES)),
        (
            Label(9.0, 20.0, NASTY, Font(7.3, bold=True, italic=True)),
            Label(9.0, 40.0, r"$f_F$ of \$5_0", Font(math=True), anchor="end"),
        ),
        (Area((ring, ring), "#ABCDEF", "#111111", 0.5, 0.5),),
    )


def test_braces_and_environments_are_balanced_and_all_is_there() -> None:
    scene = tree_scene(tree_data(solved_cable()), text_width, width=504.0)
    text = tikz(scene, "a tree")
    assert text.count(r"\path[") == len(scene.strokes) + len(scene.marks) + len(scene.areas)
    assert text.count(r"\node[") == len([one for one in scene.labels if one.text])
    assert text.count(r"\begin{tikzpicture}") == text.count(r"\end{tikzpicture}") == 1
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_what_latex_reads_as_a_command_is_escaped() -> None:
    written = latex_text(NASTY)
    left = re.sub(r"\\[a-z]+\{\}|\\[{}$&#%_]|\$\\?[a-z]+\$|\$-\$", "", written)
    assert not set(left) & set("\\{}$&#%_^~<>|")
    full = r"$f_{\textstyle F}$ of \$5\_0"
    assert latex_text(r"$f_F$ of \$5_0", math=True) == full


def test_a_picture_for_latex_is_written_by_its_suffix(tmp_path: Path) -> None:
    path = save_scene(nasty_scene(), tmp_path / "one.tex", alt="two\nlines")
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[:2] == ["% In the preamble:", "%   " + PREAMBLE[0]]
    assert "% two\n% lines\n% Written by crisis-sim, " in text
    assert (tmp_path / "one.tex.txt").read_text().startswith("two\nlines\nWritten by crisis-sim, ")


@pytest.mark.slow
def test_pictures_compile_in_plain_latex(tmp_path: Path) -> None:
    program = shutil.which("pdflatex")
    if program is None:
        pytest.importorskip("pdflatex", reason="needs texlive-latex-base and texlive-pictures")
    tree = tree_scene(tree_data(solved_cable()), text_width, width=504.0)
    for number, scene in enumerate([tree, nasty_scene()]):
        save_scene(scene, tmp_path / f"picture{number}.tex", alt="a & b % {")
    lines = [r"\documentclass{article}", *PREAMBLE, r"\begin{document}"]
    lines += [r"\input{picture0.tex}", r"\newpage", r"\input{picture1.tex}", r"\end{document}"]
    (tmp_path / "page.tex").write_text("\n".join(lines), encoding="utf-8")
    command = [str(program), "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert b"Missing character" not in (tmp_path / "page.log").read_bytes()
