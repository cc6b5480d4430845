"""Which players' payoffs can be read along one axis, and which need one of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["by_scale", "scales_note"]

FLAT = 1 / 250
"""Share of an axis that is no more than the width of a line."""
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class _Extent:
    """The least and the greatest payoff of a player, or of several."""

    low: float
    high: float

    def with_(self, other: _Extent) -> _Extent:
        return _Extent(min(self.low, other.low), max(self.high, other.high))

    def lost_beside(self, whole: _Extent) -> bool:
        """Whether what the player gets would be drawn flat, or at 0, though it is neither."""
        least = FLAT * (whole.high - whole.low)
        span, size = self.high - self.low, max(abs(self.low), abs(self.high))
        return ROUNDING * size < span < least or 0.0 < size < least


def by_scale(payoffs: Sequence[Sequence[float]]) -> list[tuple[int, ...]]:
    """Players in groups that share an axis, so that no line is flat beside another's.

    ``payoffs`` are by player. There is one group where one axis serves all; a player joins the
    first group in which it loses nothing, and nobody there loses anything.
    """
    extents = [_Extent(min(paid), max(paid)) for paid in payoffs]
    groups: list[list[int]] = []
    for player, own in enumerate(extents):
        for held in groups:
            whole = own
            for other in held:
                whole = whole.with_(extents[other])
            if not any(extents[other].lost_beside(whole) for other in (*held, player)):
                held.append(player)
                break
        else:
            groups.append([player])
    return [tuple(held) for held in groups]


def scales_note(groups: Sequence[Sequence[int]]) -> str:
    """What is said under a chart with more than one axis for payoffs; else nothing."""
    if len(groups) < 2:
        return ""
    return "Payoffs of very different size have axes of their own."
