"""Sequential equilibria (Kreps and Wilson 1982)."""

from crisis_sim.solve.sequential.method import solve_sequential

__all__ = ["solve_sequential"]
