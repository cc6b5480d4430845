"""What is given as LaTeX is LaTeX: conditions, thresholds and boundaries, set by pdflatex."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("flint")

from crisis_sim.report.conditions import conditions_latex
from crisis_sim.study_files import load

CONDITIONS = (
    ("brinkmanship", "retreat", ("q", "p")),
    ("cuba-1962-cable", "war", ("pi", "mu")),
    ("cuba-1962-cable", "settled in secret", ("delta",)),
    ("bargaining-range", "war", ()),
    ("bargaining-range", "settled for less", ("p",)),
    ("asymmetric-escalation", "status quo", ()),
)
THRESHOLDS = (("cuba-1962-cable", "pi"), ("cuba-1962-clock", "pi"), ("audience-costs", "wB"))
PAPER = r"""\documentclass{article}
\usepackage{amsmath}
\begin{document}
%s
\end{document}
"""


def formulas() -> list[str]:
    found = [
        conditions_latex(load(name).conditions(outcome, free)) for name, outcome, free in CONDITIONS
    ]
    for name, parameter in THRESHOLDS:
        study = load(name)
        for one in study.thresholds(f"{parameter}=0:0.6").thresholds:
            found += [cause.latex for cause in one.indifferences if cause.latex]
    found += [one.latex for one in load("brinkmanship").regions("p", "q").boundaries]
    return found


def test_no_way_at_all_is_false() -> None:
    assert conditions_latex(load("bargaining-range").conditions("settled for less", ["p"])) == (
        r"\bot"
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_every_formula_can_be_set(tmp_path: Path) -> None:
    told = formulas()
    assert len(told) > 12
    paper = tmp_path / "paper.tex"
    paper.write_text(PAPER % "\n".join(rf"\[ {one} \]" for one in told), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", paper.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
