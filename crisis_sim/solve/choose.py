"""Choosing the solver for a concept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crisis_sim.concepts import check_options, concept_for
from crisis_sim.game.game import Game
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.numbers.unproved import equal_unproved, least_bits
from crisis_sim.solve.solution import Solution

__all__ = ["solve_game", "with_unproved"]


def solve_game(
    game: Game,
    concept: str = "auto",
    *,
    precision: float | None = None,
    tol: float | None = None,
    iterations: int | None = None,
    report: Callable[[int, float], None] | None = None,
) -> Solution:
    """Solve a game by a concept; ``auto`` chooses by whether information is perfect.

    ``precision`` (in 1/payoff units) belongs to the concept ``quantal`` alone; without it the
    limit of the branch is found. ``tol`` (in payoff units) and ``iterations`` belong to ``cfr``,
    which calls ``report`` as it goes
    (:func:`crisis_sim.solve.counterfactual.minimise_regret.solve_counterfactual`).

    Raises
    ------
    InputError
        An unknown concept, or an option that belongs to another one.
    NotSolved
        The method does not apply to this game, or stopped short.
    """
    given = {"precision": precision, "tol": tol, "iterations": iterations}
    options = {name: value for name, value in given.items() if value is not None}
    chosen = concept_for(concept, perfect=game.perfect_information)
    check_options(chosen, options)
    told = {"report": report} if chosen.reports else {}
    with taken_for_zero() as compared:
        solution: Solution = chosen.solve(game, **options, **told)
    return with_unproved(replace(solution, options=options), compared)


def with_unproved(solution: Solution, compared: Sequence[int]) -> Solution:
    """The solution with a warning of numbers that were compared to so many bits without proof."""
    if not compared or solution.unproved:
        return solution
    bits = least_bits(compared)
    return replace(solution, unproved=bits, warnings=(*solution.warnings, equal_unproved(bits)))
