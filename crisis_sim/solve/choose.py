"""Choosing the solver for a concept."""

from __future__ import annotations

from crisis_sim.errors import InputError, nearest
from crisis_sim.game.game import Game
from crisis_sim.solve.solution import TOLERANCE, Solution

__all__ = ["CONCEPTS", "solve_game"]

CONCEPTS = {
    "auto": "spe with perfect information, else sequential",
    "spe": "subgame-perfect equilibria by backward induction",
    "sequential": "sequential equilibria, with beliefs and refinements",
    "nash": "Nash equilibria: all extreme ones where they can be enumerated, else one",
    "quantal": "the agent logit equilibrium at a precision, or the limit of its branch",
}
"""The concepts that can be asked for, and what each stands for."""


def solve_game(
    game: Game, concept: str = "auto", *, precision: float | None = None, tol: float = TOLERANCE
) -> Solution:
    """Solve a game by a concept; ``auto`` chooses by whether information is perfect.

    ``precision`` (in 1/payoff units) belongs to the concept ``quantal`` alone; without it the
    limit of the branch is found.

    Raises
    ------
    InputError
        An unknown concept, or a precision for a concept that has none.
    NotSolved
        The method does not apply to this game, or stopped short.
    """
    if concept not in CONCEPTS:
        raise InputError(f"unknown concept '{concept}'. {nearest(concept, CONCEPTS)}")
    if precision is not None and concept != "quantal":
        raise InputError(f"a precision belongs to the concept quantal, not to {concept}")
    if concept == "quantal":
        from crisis_sim.solve.quantal import solve_quantal

        return solve_quantal(game, precision, tol=tol)
    if concept == "nash":
        from crisis_sim.solve.nash import solve_nash

        return solve_nash(game, tol=tol)
    if concept == "auto":
        concept = "spe" if game.perfect_information else "sequential"
    if concept == "spe":
        from crisis_sim.solve.backward_induction import solve_backward_induction

        return solve_backward_induction(game, tol=tol)
    from crisis_sim.solve.sequential import solve_sequential

    return solve_sequential(game, tol=tol)
