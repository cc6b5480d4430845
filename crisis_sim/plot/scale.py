"""Scales of a chart: from values to points, with round numbers along them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isfinite, log10

from crisis_sim.numbers.digits import exponent, fewest_places, power_of_ten
from crisis_sim.plot.numbers import short_number, written

__all__ = ["Numbering", "Scale", "Tick", "numbering", "scale_over", "ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
LEAST_POWER, GREATEST_POWER = -3, 4
"""First digits of ticks that are written out; others are counts of a power of ten."""
MOST_DIGITS = 6
"""Digits of a tick beyond which ticks are told from a round number between them."""
_LAST_UNIT = re.compile(r"^(.*) \(([^()]*)\)$")


@dataclass(frozen=True, slots=True)
class Tick:
    """A value to mark on an axis, and how it is written."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """The ticks of an axis: what is written is their value less ``base``, in ``10**power``."""

    ticks: tuple[Tick, ...]
    power: int = 0
    base: Fraction = Fraction(0)

    def titled(self, title: str) -> str:
        """The title of the axis with what has been taken from its numbers.

        >>> numbering(0.0, 2e9).titled("cost (dollar)")
        'cost (10⁹ dollar)'
        """
        if not title:
            return ""
        found = _LAST_UNIT.match(title)
        name, unit = (found[1], found[2]) if found else (title, "")
        if self.base:
            name += f", less {short_number(float(self.base), digits=15)}"
        factor = power_of_ten(self.power) if self.power else ""
        units = " ".join(part for part in (factor, unit) if part)
        return f"{name} ({units})" if units else name


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

    def ticks(self, most: int = 6) -> tuple[Tick, ...]:
        """Round values between its ends."""
        return self.numbering(most).ticks

    def numbering(self, most: int = 6) -> Numbering:
        """Round values between its ends, and what is taken from them to write them shortly."""
        return (
            _powers(self.low, self.high, most)
            if self.by_powers
            else numbering(self.low, self.high, most)
        )


def ticks(low: float, high: float, most: int = 6) -> tuple[Tick, ...]:
    """At most ``most`` round values from ``low`` to ``high``, all with the same decimals."""
    return numbering(low, high, most).ticks


def numbering(low: float, high: float, most: int = 6) -> Numbering:
    """Round values from ``low`` to ``high``, written so that each can be told from the next.

    Large and small ones are counts of a power of ten, by threes; those that differ in late digits
    alone are told from a round number that stands in the title of the axis.
    """
    if not (isfinite(low) and isfinite(high)) or high <= low or most < 2:
        return Numbering(())
    step = _step((high - low) / (most - 1))
    first, last = ceil(Fraction(low) / step - _SLACK), floor(Fraction(high) / step + _SLACK)
    values = [number * step for number in range(first, last + 1)]
    base = _base(values, step)
    shown = [value - base for value in values]
    power = _power(max((abs(float(value)) for value in shown), default=0.0))
    counts = [float(value / Fraction(10) ** power) for value in shown]
    places = fewest_places(counts, 8)
    texts = [written(count, places) for count in counts]
    pairs = zip(values, texts, strict=True)
    return Numbering(tuple(Tick(float(value), text) for value, text in pairs), power, base)


_SLACK = Fraction(1, 10**9)


def _base(values: list[Fraction], step: Fraction) -> Fraction:
    """The roundest number near ticks that share most of their digits; 0 if they do not."""
    top = max((abs(value) for value in values), default=Fraction(0))
    if not top or exponent(float(top)) - exponent(float(step)) < MOST_DIGITS:
        return Fraction(0)
    span, middle = values[-1] - values[0] or step, (values[0] + values[-1]) / 2
    first = exponent(float(top)) + 1
    for power in range(first, exponent(float(span)) - 1, -1):
        base = round(middle / Fraction(10) ** power) * Fraction(10) ** power
        if abs(base - middle) <= 2 * span:
            return base
    return middle


def _power(top: float) -> int:
    first = exponent(top)
    return 0 if LEAST_POWER <= first <= GREATEST_POWER else 3 * (first // 3)


def _powers(low: float, high: float, most: int) -> Numbering:
    """Powers of ten; none is written out where one would be long."""
    held = range(ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9) + 1)
    each = max(1, ceil(len(held) / most))
    shown = [power for power in held if power % each == 0]
    short = all(LEAST_POWER <= power <= GREATEST_POWER for power in shown)
    return Numbering(
        tuple(
            Tick(
                10.0**power, written(10.0**power, max(0, -power)) if short else power_of_ten(power)
            )
            for power in shown
        )
    )


def _step(least: float) -> Fraction:
    power = Fraction(10) ** floor(log10(least))
    wanted = Fraction(least) * (1 - _SLACK)
    return next(power * Fraction(step) for step in _STEPS if power * Fraction(step) >= wanted)


def scale_over(low: float, high: float, ends: tuple[float, float], *, room: float = 0.06) -> Scale:
    """A scale over values with some room at both ends; one value alone stands in the middle."""
    span = high - low
    apart = span > 1e-12 * max(abs(low), abs(high))
    pad = room * span if apart else (abs(low) or 1.0) / 2
    return Scale(low - pad, high + pad, *ends)
