"""A scenario with every analysis of its games: at given values, and over ranges of them."""

from crisis_sim.study.study import Study

__all__ = ["Study"]
