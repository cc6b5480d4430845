"""How much of a box an outcome holds on: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.exact.data.reported import Reported
from crisis_sim.shown import AsTable

__all__ = ["CertifiedShare"]


@dataclass(frozen=True, slots=True, repr=False)
class CertifiedShare(Reported):
    """The share of a box on which the reported equilibrium reaches an outcome.

    Attributes
    ----------
    low, high : proved bounds of the share of the box's volume; what lies between is undecided.
    reached : whether ``high - low`` is within the tolerance.
    boxes, certificates : how many boxes were looked at, and how many sets of signs were tried
        on them, each of which settles the answer.
    estimate, standard_error : by ``draws`` random draws from the priors within the box, another
        measure: parameters without a prior are drawn evenly. nan without draws.
    """

    outcome: str
    parameters: tuple[str, ...]
    ranges: Mapping[str, tuple[Fraction, Fraction]] = field(hash=False)
    low: float
    high: float
    tolerance: float
    reached: bool
    boxes: int
    certificates: int
    estimate: float
    standard_error: float
    draws: int
    seed: int

    @property
    def caption(self) -> str:
        """The outcome, the box and the concept."""
        return f"'{self.outcome}' over {', '.join(self.parameters)}: {self.concept}, reported"

    def table(self) -> AsTable:
        """The proved bounds and the estimate beside them."""
        beside = f"{self.estimate:.4f} (s.e. {self.standard_error:.4f})" if self.draws else "-"
        row = (f"{self.low:.6f} to {self.high:.6f}", beside)
        return ("share, proved", "probability under the priors"), [row]
