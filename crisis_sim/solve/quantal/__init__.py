"""Quantal response: agent logit equilibria, their branch, and precision fitted to play."""

from crisis_sim.solve.quantal.branch import Branch
from crisis_sim.solve.quantal.likelihood import PrecisionFit, fit_precision
from crisis_sim.solve.quantal.points import QuantalPoints, solve_quantal_points
from crisis_sim.solve.quantal.solve_quantal import LogitEquilibrium, solve_quantal, trace_branch

__all__ = [
    "Branch",
    "LogitEquilibrium",
    "PrecisionFit",
    "QuantalPoints",
    "fit_precision",
    "solve_quantal",
    "solve_quantal_points",
    "trace_branch",
]
