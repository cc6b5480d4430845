"""Which sequential equilibrium the limit of the logit branch selects."""

from __future__ import annotations

from dataclasses import replace

import pytest

import crisis_sim.solve.quantal as quantal
from crisis_sim.errors import NotSolved
from crisis_sim.solve.refine.limit_of_logit import (
    LIMIT_OF_LOGIT,
    follow_logit,
    with_limit_of_logit,
)
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.study_files import load

TWO_TYPES = load("cuba-1962-two-types")
QUICHE = load("beer-and-quiche")


def test_the_branch_leads_to_the_public_trade_and_undefeated_to_the_secret_one() -> None:
    solution = TWO_TYPES.solve(d=0.913, logit=True)
    selected = [one for one in solution.equilibria if one.refinements[LIMIT_OF_LOGIT]]
    assert len(selected) == 1
    assert selected[0].payoffs[0] == pytest.approx(-15)
    assert selected[0].refinements["undefeated"] is False
    undefeated = [one for one in solution.equilibria if one.refinements["undefeated"]]
    assert any(one.payoffs[0] == pytest.approx(-3.6) for one in undefeated)


def test_it_is_not_tested_unless_asked_for() -> None:
    assert all(LIMIT_OF_LOGIT not in one.refinements for one in QUICHE.solve().equilibria)


def test_an_equilibrium_that_is_not_listed_is_warned_of() -> None:
    solution = solve_sequential(QUICHE.game())
    limit = follow_logit(solution.game)
    tested = with_limit_of_logit(solution, limit)
    others = [one for one in tested.equilibria if not one.refinements[LIMIT_OF_LOGIT]]
    assert 0 < len(others) < len(tested.equilibria)
    lacking = with_limit_of_logit(replace(solution, equilibria=tuple(others)), limit)
    assert any("is not among those listed" in warning for warning in lacking.warnings)
    assert tested.warnings == solution.warnings


def test_a_branch_that_breaks_off_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(game: object) -> None:
        del game
        raise NotSolved("too large")

    monkeypatch.setattr(quantal, "solve_quantal", refuse)
    solution = QUICHE.solve()
    tested = with_limit_of_logit(solution, follow_logit(solution.game))
    assert all(one.refinements[LIMIT_OF_LOGIT] is None for one in tested.equilibria)
    assert all(
        one.notes[-1] == "limit of logit not decided: too large" for one in tested.equilibria
    )
