"""Refinements of sequential equilibrium: which beliefs off the path are reasonable.

A solver calls :func:`crisis_sim.solve.refine.refinements.refine` with all the equilibria it found.
A refinement that needs more than the equilibria themselves is added to
:attr:`~crisis_sim.solve.solution.Equilibrium.refinements` afterwards, and
:func:`crisis_sim.solve.refine.refinements.in_order` puts them in order again.
"""
