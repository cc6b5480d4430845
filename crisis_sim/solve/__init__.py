"""Solvers, one a file, each returning a :class:`~crisis_sim.solve.solution.Solution`."""
