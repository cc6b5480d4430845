"""The conditions under which something holds: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.exact.data.line import Held
from crisis_sim.exact.data.reported import ExactAnswer
from crisis_sim.numbers.written import counted
from crisis_sim.shown import AsTable, Brief

__all__ = ["Conditions", "Inequality", "Way"]


@dataclass(frozen=True, slots=True)
class Inequality:
    """One weak inequality.

    ``text`` and ``latex`` are solved for a parameter where its coefficient has one sign on the
    whole box; ``polynomial`` is at least zero exactly where the inequality holds.
    """

    text: str
    latex: str
    polynomial: str


@dataclass(frozen=True, slots=True, repr=False)
class Way(Brief):
    """Inequalities that together suffice; none of them means that it holds on the whole box.

    ``plays`` is what is then played; where there are several, one in one part and another in the
    rest of where they hold. ``sample`` is a point at which they all hold.
    """

    inequalities: tuple[Inequality, ...]
    plays: tuple[Held, ...]
    sample: Mapping[str, Fraction] = field(hash=False)


@dataclass(frozen=True, slots=True, repr=False)
class Conditions(ExactAnswer):
    """When an equilibrium with an outcome exists: if all inequalities of one of the ways hold.

    ``complete`` says whether it exists nowhere else in the box (up to boundaries); otherwise the
    ways are those met at ``points`` points.
    """

    outcome: str
    free: tuple[str, ...]
    ranges: Mapping[str, tuple[Fraction, Fraction]] = field(hash=False)
    ways: tuple[Way, ...]
    complete: bool
    points: int

    @property
    def caption(self) -> str:
        """The outcome, the concept, and whether these are all the ways there are."""
        extent = "all ways" if self.complete else f"ways met at {counted(self.points, 'point')}"
        return f"'{self.outcome}', {self.concept}: {extent}"

    def table(self) -> AsTable:
        """Each way with its inequalities and what it may end in."""
        rows: list[tuple[str, ...]] = []
        for way in self.ways:
            asked = " and ".join(one.text for one in way.inequalities)
            rows.append((asked or "everywhere", "; ".join(one.name for one in way.plays)))
        return ("if", "ends in"), rows
