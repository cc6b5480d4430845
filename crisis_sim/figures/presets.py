"""Widths and sizes of type that journals ask for.

Nature takes type of 5 to 7 points, Elsevier none below 7, PNAS none below 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

__all__ = ["DEFAULT", "POINTS", "PRESETS", "Preset"]

POINTS = 72.0
"""Points to the inch."""
MILLIMETRE = POINTS / 25.4


@dataclass(frozen=True, slots=True)
class Preset:
    """Widths of one and two columns and sizes of text, all in points.

    ``text`` is that of most of it, ``least`` and ``most`` are what is allowed, ``least`` that of
    indices and exponents too, ``most`` that of titles.
    """

    narrow: float
    wide: float
    text: float
    least: float
    most: float = inf

    @property
    def factor(self) -> float:
        """How much larger than in the package's own style everything is drawn."""
        return self.text / DEFAULT.text

    def layout_width(self, columns: int) -> float:
        """The width to lay a picture out in, so that it comes out as wide as wanted."""
        return (self.narrow if columns == 1 else self.wide) / self.factor


DEFAULT = Preset(3.5 * POINTS, 7.0 * POINTS, 8.0, least=7.0)
"""The package's own style."""
PRESETS = {
    "default": DEFAULT,
    "nature": Preset(89 * MILLIMETRE, 183 * MILLIMETRE, 6.2, least=5.0, most=7.0),
    "elsevier": Preset(90 * MILLIMETRE, 190 * MILLIMETRE, 8.0, least=7.0),
    "pnas": Preset(87 * MILLIMETRE, 178 * MILLIMETRE, 8.0, least=6.0),
    "slides": Preset(6.0 * POINTS, 12.0 * POINTS, 14.0, least=12.0),
}
"""Sets of measures by name; that of slides is for a projector."""
