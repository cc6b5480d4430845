"""Nash equilibria: all of them where they can be enumerated, one where they cannot."""

from crisis_sim.solve.nash.answers import NashSolution
from crisis_sim.solve.nash.components import Component, MaximalSubset
from crisis_sim.solve.nash.extreme import ExtremeEquilibria, extreme_equilibria, extreme_plans
from crisis_sim.solve.nash.pure import pure_equilibria
from crisis_sim.solve.nash.solve_nash import solve_nash

__all__ = [
    "Component",
    "ExtremeEquilibria",
    "MaximalSubset",
    "NashSolution",
    "extreme_equilibria",
    "extreme_plans",
    "pure_equilibria",
    "solve_nash",
]
