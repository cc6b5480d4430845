"""The conditions under which something holds: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.exact.results import Held

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


@dataclass(frozen=True, slots=True)
class Way:
    """Inequalities that together suffice; none of them means that it holds on the whole box.

    ``plays`` is what is then played; where there are several, one in one part and another in the
    rest of where they hold. ``sample`` is a point at which they all hold.
    """

    inequalities: tuple[Inequality, ...]
    plays: tuple[Held, ...]
    sample: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Conditions:
    """When an equilibrium with an outcome exists: if all inequalities of one of the ways hold.

    ``complete`` says whether it exists nowhere else in the box (up to boundaries); otherwise the
    ways are those met at ``points`` points.
    """

    outcome: str
    free: tuple[str, ...]
    ranges: Mapping[str, tuple[Fraction, Fraction]]
    ways: tuple[Way, ...]
    complete: bool
    points: int
    concept: str
    fixed: Mapping[str, Fraction] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
