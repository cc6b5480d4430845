"""Counterfactual regret minimisation, for trees too large for the other methods."""

from crisis_sim.solve.counterfactual.method import MOST_ITERATIONS, TOLERANCE, solve_counterfactual

__all__ = ["MOST_ITERATIONS", "TOLERANCE", "solve_counterfactual"]
