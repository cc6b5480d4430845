"""Beliefs off the path: limits of Bayes' rule, and beliefs that support an action."""

from __future__ import annotations

import numpy as np
import pytest

from crisis_sim.solve.sequential.consistency import FreeSet, _Mistakes
from crisis_sim.solve.sequential.support import belief_range, supporting_belief
from crisis_sim.solve.sequential.trembles import BeliefClass

TOL = 1e-9


def free_set(passive: list[float]) -> FreeSet:
    classes = [BeliefClass(frozenset({i}), (i,), (1.0,)) for i in range(len(passive))]
    weights = np.array(passive)
    return FreeSet(classes, np.zeros((0, len(passive))), weights, weights)


@pytest.mark.parametrize("shift", [0.0, 5_000.0, -5_000.0])
def test_a_belief_depends_on_ratios_alone(shift: float) -> None:
    """Mistakes whose constants no float can hold give the belief that their ratios give."""
    logs = np.array([shift, shift + np.log(3.0), shift + 5_000.0])
    mistakes = _Mistakes({0: 0, 1: 1, 2: 2}, np.array([1.0, 1.0, 2.0]), logs)
    assert mistakes.belief(free_set([0.5, 0.5, 0.5])) == pytest.approx([0.25, 0.75, 0.0])


def test_a_supporting_belief_uses_the_tolerance_only_where_it_must() -> None:
    gains = np.array([[1.0, -1.0, -2.0], [-1.0, 1.0, -2.0]])
    belief = supporting_belief(gains, np.array([0.0, 0.0, 1.0]), TOL)
    assert belief is not None
    assert np.all(gains @ belief >= -1e-15)
    assert belief == pytest.approx([0.5, 0.5, 0.0], abs=1e-12)
    short = gains - TOL / 2
    belief = supporting_belief(short, np.array([0.0, 0.0, 1.0]), TOL)
    assert belief is not None
    assert np.all(short @ belief >= -TOL)
    assert supporting_belief(gains - 1e-3, np.array([0.0, 0.0, 1.0]), TOL) is None


def test_the_range_of_beliefs_is_that_of_a_fine_grid() -> None:
    gains = np.array([[1.0, -1.0, -2.0], [-1.0, 1.0, 0.25]])
    steps = 180
    grid = [(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)]
    beliefs = np.array(grid) / steps
    kept = beliefs[np.all(beliefs @ gains.T >= -1e-12, axis=1)]
    expected = np.column_stack([kept.min(axis=0), kept.max(axis=0)])
    assert belief_range(gains, TOL) == pytest.approx(expected, abs=1e-12)
