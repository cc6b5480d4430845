"""The nearest change of assumptions that changes the outcome: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.exact.data.line import ExactNumber
from crisis_sim.exact.data.reported import Reported
from crisis_sim.shown import AsTable, Brief

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


@dataclass(frozen=True, slots=True, repr=False)
class Joint(Brief):
    """A change of several parameters at once, none by more than ``distance`` of its range.

    ``distance`` is exact on the line along which all move at the same pace; ``moves`` gives each
    parameter's value at the base and at the boundary.
    """

    distance: ExactNumber
    moves: Mapping[str, tuple[float, float]] = field(hash=False)
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class Nearest(Reported):
    """The soonest changes of the reported equilibrium's outcome.

    Attributes
    ----------
    outcome : the outcome asked after; empty for any change of what is reached.
    before : the outcomes of the reported equilibrium at the base.
    ranges : how far each parameter may move; changes are told as shares of it.
    singles : one parameter at a time, soonest first; those that change nothing are left out.
    joint : the least change of all together that was found, if it is less than the first single.
    proved : no change of the parameters by up to this share of their ranges changes the outcome.
    """

    outcome: str
    before: str
    base: Mapping[str, Fraction] = field(hash=False)
    ranges: Mapping[str, tuple[Fraction, Fraction]] = field(hash=False)
    singles: tuple[Single, ...]
    joint: Joint | None
    proved: float

    @property
    def caption(self) -> str:
        """What holds at the base, the concept, and what is proved."""
        proved = f"; nothing changes within {self.proved:.4f} of each range" if self.proved else ""
        return f"from {self.before}, {self.concept}{proved}"

    def table(self) -> AsTable:
        """Each parameter that changes it alone, and all of them together."""
        rows: list[tuple[str, ...]] = [
            (one.parameter, f"{one.base} to {one.at}", f"{one.distance:.4f}", one.after)
            for one in self.singles
        ]
        if self.joint is not None:
            moved = ", ".join(self.joint.moves)
            rows.append((moved, "together", f"{self.joint.distance.value:.4f}", self.joint.after))
        return ("parameter", "change", "share of range", "then"), rows
