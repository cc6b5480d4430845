"""Nash equilibria of three sides that come in continua, or that no search over supports finds."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from crisis_sim.errors import NotSolved
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.solve.nash import solve_nash
from crisis_sim.solve.refine.limit_of_logit import FOUND_BY_LOGIT
from crisis_sim.strategy.certificate import certify

CONTINUUM = "one of a continuum, which counts as one; its ends are not known"


def form(*rows: tuple[int, int, int]) -> NormalForm:
    """Two actions each; a row of payoffs for each profile, the first player's changing fastest."""
    table = np.array(rows, dtype=float).reshape(2, 2, 2, 3)
    payoffs = np.moveaxis(table, (2, 1, 0, 3), (1, 2, 3, 0))
    return NormalForm("x", ("A", "B", "C"), (("1", "2"),) * 3, payoffs)


# A and C each have one best action, whatever B does within an interval, and B is indifferent.
MIXER = form(
    (0, 1, 1),
    (1, 0, 1),
    (2, 1, 2),
    (0, 1, 2),
    (0, 2, 1),
    (2, 2, 0),
    (2, 1, 1),
    (1, 2, 0),
)


def test_one_equilibrium_of_a_continuum_is_listed() -> None:
    solution = solve_nash(MIXER)
    listed = [one for one in solution.equilibria if CONTINUUM in one.notes]
    assert len(listed) == 1
    assert listed[0].exact is not None
    assert certify(solution.game, listed[0].exact.profile).player_regret == 0.0
    assert not listed[0].pure
    assert "of 1 of which one equilibrium is listed" in solution.extent


def test_where_supports_are_too_many_the_limit_of_logit_play_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules[solve_nash.__module__], "MOST_SUPPORTS", 1)
    pennies = form(
        *[
            (1 if a == b else -1, 1 if b == c else -1, 1 if c != a else -1)
            for c in (0, 1)
            for b in (0, 1)
            for a in (0, 1)
        ]
    )
    (one,) = solve_nash(pennies).equilibria
    assert one.profile.tolist() == [0.5] * 6
    assert one.certificate.max_regret == 0.0
    assert one.notes == ("found as the limit of logit play",)


def test_where_strategies_are_too_many_to_list_there_is_the_limit_of_logit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_many(*_: object) -> None:
        raise NotSolved("9 profiles (at most 8); another way serves")

    monkeypatch.setattr(sys.modules[solve_nash.__module__], "reduced_normal_form", too_many)
    solution = solve_nash(MIXER)
    (found,) = solution.equilibria
    assert found.notes == (FOUND_BY_LOGIT,)
    assert certify(solution.game, found.profile).holds(1e-9)
    assert solution.searched[0].about == "one equilibrium (9 profiles (at most 8))"
    with pytest.raises(NotSolved, match="another way serves"):
        solve_nash(MIXER, method="pure")
