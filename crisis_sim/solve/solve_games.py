"""Solving the game of a scenario at parameter values."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from crisis_sim.game.games import Games
from crisis_sim.interruption import completing
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.scenario.doubts import forgotten_payoffs
from crisis_sim.scenario.given import Values, read_values
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.solve.choose import solve_game, with_unproved
from crisis_sim.solve.solution import Solution

__all__ = ["solve_games"]

MOST_TOLD = 10
"""Payoffs that are not given told at most."""


def solve_games(games: Games, values: Values | None = None, **options: Any) -> Solution:
    """Solve the game at parameter values; see :meth:`crisis_sim.study.Study.solve`.

    ``options`` go to :func:`crisis_sim.solve.choose.solve_game`.

    Raises
    ------
    InputError
        Unknown names, values at which the game is undefined, or options that cannot be.
    NotSolved
        The concept does not apply to this game.
    """
    with taken_for_zero() as compared:
        given = read_values(values)
        family = games.family(given)
        game = family.at(given)

        def completed(solution: Solution) -> Solution:
            warnings = (*_counted_as_zero(games.scenario), *solution.warnings)
            unfolded = family if solution.game is game else None
            return replace(solution, warnings=warnings, unfolded=unfolded)

        with completing(completed):
            solution = completed(solve_game(game, **options))
    return with_unproved(solution, compared)


@lru_cache(maxsize=16)
def _counted_as_zero(scenario: Scenario) -> tuple[str, ...]:
    """The payoffs that the scenario does not give, as warnings."""
    said = [one.removesuffix(".") for one in forgotten_payoffs(scenario)]
    more = len(said) - MOST_TOLD
    return tuple(said if more <= 0 else [*said[:MOST_TOLD], f"so it is at {more:,} more places"])
