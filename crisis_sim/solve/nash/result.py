"""What the Nash solvers return."""

from __future__ import annotations

from dataclasses import dataclass

from crisis_sim.solve.nash.components import Component
from crisis_sim.solve.nash.extreme import ExtremeEquilibria
from crisis_sim.solve.solution import Solution

__all__ = ["NashSolution"]


@dataclass(frozen=True, eq=False, repr=False)
class NashSolution(Solution):
    """A solution that knows how its equilibria hang together.

    Attributes
    ----------
    components : the connected components of the set of equilibria and their maximal Nash subsets,
        by the places of the equilibria in ``equilibria``; empty where not all were searched for.
    extreme : the extreme plans as exact numbers, where they were enumerated; its pairs are the
        ``equilibria`` in the same order.
    """

    components: tuple[Component, ...] = ()
    extreme: ExtremeEquilibria | None = None
