"""Several logit equilibria at one precision, and precisions at which the branch bifurcates."""

from __future__ import annotations

import math

import pytest

from crisis_sim.solve.quantal import LogitEquilibrium, solve_quantal
from crisis_sim.solve.solution import Equilibrium
from crisis_sim.study_files import load

CHICKEN = load("brams-chicken").game()
"""The best reply is to do what the other does not; its advantage changes by 2 from one action of
the other to the other, so that play alike on both sides bifurcates at precision 2."""


def residual(one: Equilibrium) -> float:
    assert isinstance(one, LogitEquilibrium)
    return one.residual


@pytest.mark.parametrize("precision", [1.0, 2.0])
def test_up_to_the_bifurcation_there_is_one(precision: float) -> None:
    (one,) = solve_quantal(CHICKEN, precision).equilibria
    assert one.profile == pytest.approx([0.5] * 4, abs=1e-9)


@pytest.mark.parametrize("precision", [2.5, 3.0, 20.0])
def test_beyond_it_there_are_those_that_favour_either_side(precision: float) -> None:
    solution = solve_quantal(CHICKEN, precision)
    even, one, other = solution.equilibria
    assert even.profile.tolist() == [0.5] * 4
    bold = one.profile[0]
    assert bold == pytest.approx(1 / (1 + math.exp(-precision * (2 * bold - 1))), abs=1e-9)
    assert abs(bold - 0.5) > 0.1
    assert one.profile == pytest.approx([bold, 1 - bold, 1 - bold, bold], abs=1e-12)
    assert other.profile == pytest.approx(1 - one.profile, abs=1e-12)
    assert max(map(residual, solution.equilibria)) < 1e-13
    assert all("leaves the first at precision 2" in each.notes[-1] for each in (one, other))
    assert even.notes[-1].startswith("the logit equations hold")


def test_games_without_bifurcation_have_the_first_alone() -> None:
    solution = solve_quantal(load("cuba-1962-cable").game(), 1.0)
    assert len(solution.equilibria) == 1
    assert "other branches were not" in solution.extent
