"""Counterfactual regret minimisation, for trees too large for the other methods."""

from crisis_sim.solve.counterfactual.minimise_regret import solve_counterfactual

__all__ = ["solve_counterfactual"]
