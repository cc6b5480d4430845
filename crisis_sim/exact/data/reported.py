"""What exact answers say of the equilibrium that they report."""

from __future__ import annotations

from crisis_sim.concepts import CONCEPTS
from crisis_sim.shown import Shown

__all__ = ["Reported"]


class Reported(Shown):
    """An exact answer that speaks of one of several equilibria of its ``concept``."""

    __slots__ = ()
    concept: str

    @property
    def selection(self) -> str:
        """Which of several equilibria is called the reported one."""
        return CONCEPTS[self.concept].selection
