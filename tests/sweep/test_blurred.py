"""Payoffs that floats do not tell, beside plays that they do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crisis_sim.study_files import load
from crisis_sim.sweep.induction.kernel import InductionKernel
from crisis_sim.sweep.sequential.kernel import SequentialKernel

SCENARIO = """title: A small difference of large numbers
players: {{N: {{label: N}}, S: {{label: S}}}}
parameters:
  x: {{default: 1, range: [0.1, 2]}}
start: s
situations:
  s:
    player: N
    actions: {{one: {{to: oa}}, two: {{to: ob}}}}
outcomes:
  oa: {{payoffs: {{N: {formula}, S: 0}}}}
  ob: {{payoffs: {{N: {other}, S: 1}}}}
"""
FORMULAS = {
    "1e17 + x - 1e17": lambda x: x,
    "(1 + x * 1e-17 - 1) * 1e17": lambda x: x,
    "(1 + x * 1e-30) ** 1e30": np.exp,
    "(1e8 + x) ** 3 - 1e24 - 3e16 * x - 3e8 * x ** 2": lambda x: x**3,
    "exp(x * 1e-20) - 1": lambda x: x * 1e-20,
}


@pytest.mark.parametrize("kernel", [InductionKernel, SequentialKernel])
@pytest.mark.parametrize("points", [3, 9_000])
@pytest.mark.parametrize("other", ["-1", "-1e30"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_payoffs_are_those_of_the_formula(
    tmp_path: Path, formula: str, other: str, points: int, kernel: type[InductionKernel]
) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SCENARIO.format(formula=formula, other=other), encoding="utf-8")
    study = load(str(path))
    x = np.resize([1.0, 0.3, 1.7], points)
    family = study.family()
    if kernel is SequentialKernel or points > 3:
        x = x[:60]
    least = min(points, 50)
    own = {"least_points": least} if kernel is InductionKernel else {}
    block = kernel(family, {}, ["x"], **own).solve({"x": x}, len(x))
    assert block.payoffs[:, 0] == pytest.approx(FORMULAS[formula](x), rel=1e-12)
