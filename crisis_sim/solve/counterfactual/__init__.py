"""Counterfactual regret minimisation, for trees too large for the other methods."""

from crisis_sim.solve.counterfactual.method import solve_counterfactual

__all__ = ["solve_counterfactual"]
