"""What is found in a plane of two parameters: plain frozen data for reports and figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crisis_sim.exact.data.line import Standing, first_of_kind
from crisis_sim.exact.data.reported import Reported
from crisis_sim.shown import AsTable, Brief

__all__ = ["Boundary", "Piece", "Points", "Region", "Regions"]

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Boundary(Brief):
    """A curve across which what is played changes.

    Attributes
    ----------
    equation : the polynomial that vanishes on it, such as ``8 * p * q + 3 * p - 3 = 0``.
    latex : the same as LaTeX.
    solved : the second parameter as a formula of the first where that is a quotient of polynomials,
        else empty.
    words : who is indifferent between what on it.
    lines : (points, 2) each a piece of the curve inside the box, drawn to double precision; only
        the pieces on which something changes.
    """

    equation: str
    latex: str
    solved: str
    words: tuple[str, ...]
    lines: tuple[Points, ...]

    @property
    def why(self) -> str:
        """Who is indifferent on it, in a line; empty where that is not told."""
        return first_of_kind(self.words)


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Piece(Brief):
    """A cell of a region: over an interval of the first parameter, between two curves.

    Attributes
    ----------
    sample : a rational point inside.
    signs : the sign there of the polynomial of each boundary.
    outline : (points, 2) a closed polygon, drawn to double precision, anticlockwise.
    """

    sample: tuple[Fraction, Fraction]
    signs: tuple[int, ...]
    outline: Points


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Region(Brief):
    """All points with the same equilibria and the same one reported.

    ``standing`` holds the equilibria, several where they overlap; ``share`` is the part of the box
    that the region covers, measured on the outlines.
    """

    standing: Standing
    pieces: tuple[Piece, ...]
    share: float


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Regions(Reported):
    """A box in the plane of two parameters, cut by exact curves into regions.

    Attributes
    ----------
    parameters : names of the first (across) and second (up) parameter.
    across, up : their ranges.
    regions : largest first; together with the boundaries they make up the whole box.
    boundaries : the curves; the signs of a piece are in their order.
    """

    parameters: tuple[str, str]
    across: tuple[Fraction, Fraction]
    up: tuple[Fraction, Fraction]
    regions: tuple[Region, ...]
    boundaries: tuple[Boundary, ...]

    @property
    def caption(self) -> str:
        """The two parameters, the concept, and the boundaries."""
        lines = ", ".join(one.solved or one.equation for one in self.boundaries)
        return f"{' and '.join(self.parameters)}: {self.concept}; boundaries {lines or 'none'}"

    def table(self) -> AsTable:
        """Each region with its equilibria and its share of the box."""
        rows: list[tuple[str, ...]] = []
        for region in self.regions:
            others = "; ".join(one.name for one in region.standing.equilibria[1:])
            rows.append((region.standing.name, others or "-", f"{region.share:.4f}"))
        return ("reported", "also an equilibrium", "share"), rows
