"""The nearest change of assumptions that changes the outcome: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.exact.results import SELECTION, ExactNumber

__all__ = ["Joint", "Nearest", "Single"]


@dataclass(frozen=True, slots=True)
class Single:
    """What one parameter alone must become.

    ``at`` is the exact boundary, on which or just beyond which the outcome is ``after``;
    ``distance`` is the change as a share of the parameter's range.
    """

    parameter: str
    base: Fraction
    at: ExactNumber
    distance: float
    after: str


@dataclass(frozen=True, slots=True)
class Joint:
    """A change of several parameters at once, none by more than ``distance`` of its range.

    ``distance`` is exact on the line along which all move at the same pace; ``moves`` gives each
    parameter's value at the base and at the boundary.
    """

    distance: ExactNumber
    moves: Mapping[str, tuple[float, float]]
    after: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The soonest changes of the reported equilibrium's outcome.

    Attributes
    ----------
    outcome : the outcome asked after; empty for any change of what is reached.
    before : the outcomes of the reported equilibrium at the base.
    singles : one parameter at a time, soonest first; those that change nothing are left out.
    joint : the least change of all together that was found, if it is less than the first single.
    proved : no change of the parameters by up to this share of their ranges changes the outcome.
    """

    outcome: str
    before: str
    base: Mapping[str, Fraction]
    singles: tuple[Single, ...]
    joint: Joint | None
    proved: float
    concept: str
    fixed: Mapping[str, Fraction] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def selection(self) -> str:
        """Which of several equilibria is called the reported one."""
        return SELECTION[self.concept]
