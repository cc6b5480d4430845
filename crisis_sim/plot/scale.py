"""Scales of a chart: from values to points, with round numbers along them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from crisis_sim.plot.numbers import decimals, written
from crisis_sim.plot.symbols import SMALL, short_number

__all__ = ["Scale", "Tick", "scale_over", "ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A value to mark on an axis, and how it is written."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Values ``low`` to ``high`` over points ``start`` to ``end``, evenly or by powers of ten."""

    low: float
    high: float
    start: float
    end: float
    by_powers: bool = False

    def __call__(self, value: float) -> float:
        """Where a value stands, in points; values beyond the ends stand at the ends."""
        held = min(max(value, self.low), self.high)
        if self.by_powers:
            share = log10(held / self.low) / log10(self.high / self.low)
        else:
            share = (held - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, most: int = 6) -> list[Tick]:
        """Round values between its ends."""
        if self.by_powers:
            powers = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
            each = max(1, ceil(len(powers) / most))
            return [
                Tick(10.0**power, f"{10.0**power:,.12g}") for power in powers if power % each == 0
            ]
        return ticks(self.low, self.high, most)


def ticks(low: float, high: float, most: int = 6) -> list[Tick]:
    """At most ``most`` round values from ``low`` to ``high``, all with the same decimals."""
    if not (isfinite(low) and isfinite(high)) or high <= low or most < 2:
        return []
    step = _step((high - low) / (most - 1))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    values = [round(number * step, 12 - floor(log10(step))) for number in range(first, last + 1)]
    if step < SMALL:
        return [Tick(value, short_number(value, digits=6)) for value in values]
    places = decimals(values, most=8)
    return [Tick(value, written(value, places)) for value in values]


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(power * step for step in _STEPS if power * step >= least * (1 - 1e-9))


def scale_over(low: float, high: float, ends: tuple[float, float], *, room: float = 0.06) -> Scale:
    """A scale over values with some room at both ends; one value alone stands in the middle."""
    span = high - low
    apart = span > 1e-12 * max(abs(low), abs(high))
    pad = room * span if apart else (abs(low) or 1.0) / 2
    return Scale(low - pad, high + pad, *ends)
