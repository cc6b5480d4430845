"""Sequential equilibria (Kreps and Wilson 1982)."""

from crisis_sim.solve.sequential.solve_sequential import solve_sequential

__all__ = ["solve_sequential"]
