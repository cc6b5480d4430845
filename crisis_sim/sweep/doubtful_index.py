"""Whether a sample is too small for what is read from it: the rule, and what breaks it most."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["WIDEST", "DoubtfulIndex", "most_doubtful"]

WIDEST = 0.2
"""Share of the greatest index that half an interval may be wide, so that others can be ranked."""
MOST_TIMES = 10_000
"""The most that is told of how many times as many samples may do."""

Widths = Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]]
"""By parameter its measures, and half the widths of their intervals."""


@dataclass(frozen=True, slots=True)
class DoubtfulIndex:
    """The measure with the widest 95 % interval, where half of it is too wide.

    ``greatest`` is the greatest measure of all that have an interval; ``times`` how many times as
    many samples would make the interval narrow enough, if it shrinks as their square root grows.
    """

    parameter: str
    measure: str
    half_width: float
    greatest: float
    times: int

    @property
    def words(self) -> str:
        """The warning, with the rule."""
        return (
            f"Too few samples: half the 95 % interval of '{self.measure}' of {self.parameter} is "
            f"{self.half_width:.2g}, above a fifth of the greatest index, {self.greatest:.2g}; "
            f"some {self.times:,} times as many may do"
        )

    @property
    def in_short(self) -> str:
        """How wide the intervals are, and what would serve, as a sentence."""
        return (
            f"Half of the widest interval is {self.half_width:.2g}; some {self.times:,} times as "
            "many samples would make it a fifth of the greatest index."
        )


def most_doubtful(found: Widths) -> DoubtfulIndex | None:
    """The index whose interval is the widest, if half of it exceeds ``WIDEST`` of the greatest.

    Intervals are those of the bootstrap; measures without one are left out. None where all are
    narrow enough. That intervals should be compared with the indices before these are ranked is
    argued by Sarrazin, Pianosi and Wagener, Global sensitivity analysis of environmental models:
    convergence and validation (Environmental Modelling and Software 79, 2016), for a share of 0.05.
    """
    every = list(_intervals(found))
    if not every:
        return None
    greatest = max(value for value, *_ in every)
    _, half, parameter, measure = max(every, key=lambda one: one[1])
    if half <= WIDEST * greatest:
        return None
    share = half / (WIDEST * greatest) if greatest > 0.0 else math.inf
    times = math.ceil(share**2) if share < MOST_TIMES**0.5 else MOST_TIMES
    return DoubtfulIndex(parameter, measure, half, greatest, times)


def _intervals(found: Widths) -> Iterator[tuple[float, float, str, str]]:
    for parameter, (measures, halves) in found.items():
        for measure, value in measures.items():
            if not math.isnan(halves[measure]):
                yield value, halves[measure], parameter, measure
