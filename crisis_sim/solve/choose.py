"""Choosing the solver for a concept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crisis_sim.errors import InputError, nearest
from crisis_sim.game.game import Game
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.numbers.unproved import equal_unproved, least_bits
from crisis_sim.solve.solution import Solution

__all__ = ["CONCEPTS", "solve_game", "with_unproved"]

CONCEPTS = {
    "auto": "spe with perfect information, else sequential",
    "spe": "subgame-perfect equilibria by backward induction",
    "sequential": "sequential equilibria, with beliefs and refinements",
    "nash": "Nash equilibria: all extreme ones where they can be enumerated, else one",
    "quantal": "the agent logit equilibrium at a precision, or the limit of its branch",
    "cfr": "one approximate Nash equilibrium by counterfactual regret, for the largest games",
}
"""The concepts that can be asked for, and what each stands for."""


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
    (:func:`crisis_sim.solve.counterfactual.method.solve_counterfactual`).

    Raises
    ------
    InputError
        An unknown concept, or an option that belongs to another one.
    NotSolved
        The method does not apply to this game, or stopped short.
    """
    with taken_for_zero() as compared:
        solution = _solve(
            game, concept, precision=precision, tol=tol, iterations=iterations, report=report
        )
    return with_unproved(solution, compared)


def with_unproved(solution: Solution, compared: Sequence[int]) -> Solution:
    """The solution with a warning of numbers that were compared to so many bits without proof."""
    if not compared or solution.unproved:
        return solution
    bits = least_bits(compared)
    return replace(solution, unproved=bits, warnings=(*solution.warnings, equal_unproved(bits)))


def _solve(
    game: Game,
    concept: str,
    *,
    precision: float | None,
    tol: float | None,
    iterations: int | None,
    report: Callable[[int, float], None] | None,
) -> Solution:
    if concept not in CONCEPTS:
        raise InputError(f"unknown concept '{concept}'. {nearest(concept, CONCEPTS)}")
    if precision is not None and concept != "quantal":
        raise InputError(f"a precision belongs to the concept quantal, not to {concept}")
    if (tol is not None or iterations is not None) and concept != "cfr":
        raise InputError(
            f"a tolerance and a number of iterations belong to the concept cfr, not to {concept}"
        )
    if concept == "cfr":
        from crisis_sim.solve.counterfactual import MOST_ITERATIONS, solve_counterfactual

        most = MOST_ITERATIONS if iterations is None else iterations
        return solve_counterfactual(game, tol=tol, iterations=most, report=report)
    if concept == "quantal":
        from crisis_sim.solve.quantal import solve_quantal

        return solve_quantal(game, precision)
    if concept == "nash":
        from crisis_sim.solve.nash import solve_nash

        return solve_nash(game)
    if concept == "auto":
        concept = "spe" if game.perfect_information else "sequential"
    if concept == "spe":
        from crisis_sim.solve.backward_induction import solve_backward_induction

        return solve_backward_induction(game)
    from crisis_sim.solve.sequential import solve_sequential

    return solve_sequential(game)
