"""Solving the game of a scenario at parameter values."""

from __future__ import annotations

from typing import Any

from crisis_sim.game.games import Games
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.scenario.scenario import Values
from crisis_sim.solve.choose import solve_game, with_unproved
from crisis_sim.solve.solution import Solution

__all__ = ["solve_games"]


def solve_games(
    games: Games,
    values: Values | None = None,
    *,
    logit: bool = False,
    **options: Any,
) -> Solution:
    """Solve the game at parameter values; see :meth:`crisis_sim.study.Study.solve`.

    ``options`` go to :func:`crisis_sim.solve.choose.solve_game`.

    Raises
    ------
    InputError
        Unknown names, or values at which the game is undefined.
    NotSolved
        The concept does not apply to this game.
    """
    with taken_for_zero() as compared:
        solution = solve_game(games.game(values), **options)
        if logit:
            from crisis_sim.solve.refine.limit_of_logit import with_limit_of_logit

            solution = with_limit_of_logit(solution)
    return with_unproved(solution, compared)
