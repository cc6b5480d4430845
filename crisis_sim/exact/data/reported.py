"""What exact answers say of themselves, and of the equilibrium that they report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.concepts import CONCEPTS
from crisis_sim.shown import Shown

__all__ = ["ExactAnswer", "Reported"]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True, repr=False)
class ExactAnswer(Shown):
    """An exact answer: by which concept, at which values of what is not followed, in which time.

    ``left`` says what was not done, being interrupted or for want of time; empty if nothing.
    """

    concept: str
    fixed: Mapping[str, Fraction] = field(hash=False, default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    left: str = ""


class Reported(ExactAnswer):
    """An exact answer that speaks of one of several equilibria of its ``concept``."""

    __slots__ = ()

    @property
    def selection(self) -> str:
        """Which of several equilibria is called the reported one."""
        return CONCEPTS[self.concept].selection
