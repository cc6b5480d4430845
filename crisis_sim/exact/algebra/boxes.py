"""Bounds of polynomials over many boxes at once, proved by rounding outwards.

Intervals are pairs of float arrays. Every operation is followed by a step to the next float
outside, so that the true range is always held. Irrational variables are enclosed by ball
arithmetic, box by box.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.exact.algebra.enclosure import variables_at
from crisis_sim.exact.algebra.points import ball
from crisis_sim.exact.algebra.ring import Factor, Ring
from crisis_sim.game.game import Floats
from crisis_sim.time_limits import check_time

__all__ = [
    "MOST_BOXES",
    "Boxes",
    "Enclosed",
    "Interval",
    "bisected",
    "centred_bounds",
    "enclosed",
    "prove_empty",
    "whole_box",
]

Interval = tuple[Floats, Floats]
MOST_BOXES = 1_500
ROUNDED = 16 * float(np.finfo(float).eps)
"""What a few operations in floats may be off by, as a share of their terms."""
OFTEN = 16
"""Terms of a polynomial after which the time is looked at."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """(boxes, parameters) lower and upper corners; what is irrational is enclosed once."""

    ring: Ring
    low: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.low)

    def taken(self, which: NDArray[Any]) -> Boxes:
        """Some of the boxes."""
        return Boxes(self.ring, self.low[which], self.high[which])

    def with_others(self, others: Boxes) -> Boxes:
        """These boxes and then others of the same ring."""
        corners = ((self.low, others.low), (self.high, others.high))
        return Boxes(self.ring, *(np.concatenate(both) for both in corners))

    def variables(self) -> list[Interval]:
        """Intervals of all variables of the ring."""
        known = [(self.low[:, i], self.high[:, i]) for i in range(self.low.shape[1])]
        count = len(self.ring.irrationals)
        if not count or not len(self):
            return known + [(self.low[:, 0], self.high[:, 0])] * count
        rows = range(1 if self.ring.irrationals_are_constant else len(self))
        ends = np.empty((2, count, len(self)))
        for box in rows:
            sides = zip(self.low[box].tolist(), self.high[box].tolist(), strict=True)
            balls = variables_at(self.ring, [ball(Fraction(a), Fraction(b)) for a, b in sides])
            for i, one in enumerate(balls[len(known) :]):
                finite = one.is_finite()
                ends[0, i, box:] = float(one.lower()) if finite else -np.inf
                ends[1, i, box:] = float(one.upper()) if finite else np.inf
        return known + [outward(ends[0, i], ends[1, i]) for i in range(count)]


def outward(low: Floats, high: Floats) -> Interval:
    """The next floats outside."""
    return np.nextafter(low, -np.inf), np.nextafter(high, np.inf)


def _times(a: Interval, b: Interval) -> Interval:
    with np.errstate(invalid="ignore"):
        products = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]]
    low = np.minimum.reduce(products)
    high = np.maximum.reduce(products)
    return outward(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high))


def _power(base: Interval, exponent: int) -> Interval:
    result = base
    for _ in range(exponent - 1):
        result = _times(result, base)
    if exponent % 2 == 0:
        result = np.maximum(result[0], 0.0), result[1]
    return result


def bounds(polynomial: Any, variables: Sequence[Interval], count: int) -> Interval:
    """Bounds of a polynomial over each of ``count`` boxes, given those of its variables."""
    low, high = np.zeros(count), np.zeros(count)
    known: dict[tuple[int, int], Interval] = {}
    for number, (powers, value) in enumerate(polynomial.to_dict().items()):
        if number % OFTEN == 0:
            check_time()
        exact = Fraction(int(value.p), int(value.q))
        near = np.full(count, float(exact))
        term = (near, near) if Fraction(float(exact)) == exact else outward(near, near)
        for key in ((place, int(power)) for place, power in enumerate(powers) if power):
            if key not in known:
                known[key] = _power(variables[key[0]], key[1])
            term = _times(term, known[key])
        low, high = outward(low + term[0], high + term[1])
    return low, high


@dataclass(frozen=True, eq=False, slots=True)
class Enclosed:
    """A factor over boxes, by its bounds and between two planes.

    With each box as a cube of sides [-1, 1] it is within ``spread`` of ``middle`` plus what its
    ``slopes``, (boxes, parameters), come to. Where no slopes are known the spread is infinite.
    """

    low: Floats
    high: Floats
    middle: Floats
    slopes: Floats
    spread: Floats


def centred_bounds(factor: Factor, boxes: Boxes) -> Interval:
    """Bounds by the mean value theorem, met with the plain ones; narrower on small boxes."""
    found = enclosed(factor, boxes)
    return found.low, found.high


def enclosed(factor: Factor, boxes: Boxes) -> Enclosed:
    """A factor by its plain bounds, and by those of its slopes over the box."""
    variables = boxes.variables()
    count, size = boxes.low.shape
    plain = bounds(factor.polynomial, variables, count)
    if any(place >= size and not boxes.ring.is_constant(place) for place in factor.variables):
        return Enclosed(*plain, np.zeros(count), np.zeros((count, size)), np.full(count, np.inf))
    middle = 0.5 * (boxes.low + boxes.high)
    centre = [(middle[:, i], middle[:, i]) for i in range(size)] + list(variables[size:])
    at_centre = bounds(factor.polynomial, centre, count)
    low, high = at_centre
    slopes, spread = np.zeros((count, size)), np.zeros(count)
    for place in (one for one in factor.variables if one < size):
        slope = bounds(factor.polynomial.derivative(f"v{place}"), variables, count)
        reach = np.maximum(
            boxes.high[:, place] - middle[:, place], middle[:, place] - boxes.low[:, place]
        )
        reach = np.nextafter(reach, np.inf)
        change = _times(slope, (-reach, reach))
        low, high = outward(low + change[0], high + change[1])
        mean = _mean(slope)
        slopes[:, place] = mean * reach
        off = np.abs(boxes.low[:, place]) + np.abs(boxes.high[:, place])
        spread += _half(slope) * reach + ROUNDED * np.abs(mean) * off
    spread = (spread + _half(at_centre)) * (1.0 + ROUNDED)
    return Enclosed(
        np.maximum(low, plain[0]), np.minimum(high, plain[1]), _mean(at_centre), slopes, spread
    )


def _mean(interval: Interval) -> Floats:
    return 0.5 * interval[0] + 0.5 * interval[1]


def _half(interval: Interval) -> Floats:
    """How far the ends of an interval are from what is taken for its mean, or a little more."""
    mean = _mean(interval)
    return np.nextafter(np.maximum(interval[1] - mean, mean - interval[0]), np.inf)


def whole_box(ring: Ring, ranges: Sequence[tuple[Fraction, Fraction]]) -> Boxes:
    """One box that holds the given ranges."""
    low = np.array([[_rounded(a, -1) for a, _ in ranges]]).reshape(1, len(ranges))
    high = np.array([[_rounded(b, 1) for _, b in ranges]]).reshape(1, len(ranges))
    return Boxes(ring, low, high)


def _rounded(value: Fraction, side: int) -> float:
    near = float(value)
    return near if Fraction(near) == value else float(np.nextafter(near, side * np.inf))


def bisected(boxes: Boxes, places: NDArray[np.int64]) -> Boxes:
    """Each box cut in two, along the parameter given for it."""
    rows = np.arange(len(boxes))
    middle = 0.5 * (boxes.low[rows, places] + boxes.high[rows, places])
    below, above = boxes.high.copy(), boxes.low.copy()
    below[rows, places] = middle
    above[rows, places] = middle
    return Boxes(
        boxes.ring,
        np.concatenate([boxes.low, above]),
        np.concatenate([below, boxes.high]),
    )


def prove_empty(
    boxes: Boxes, impossible: Callable[[Boxes], NDArray[np.bool_]], *, most: int = MOST_BOXES
) -> bool:
    """Whether no point of the boxes is left, as far as halving them shows.

    ``impossible`` says of which boxes that is proved. The longest sides are halved first.
    """
    widths = np.maximum(boxes.high[0] - boxes.low[0], 1e-300)
    seen = 0
    while len(boxes):
        seen += len(boxes)
        if seen > most:
            return False
        boxes = boxes.taken(~impossible(boxes))
        if len(boxes):
            boxes = bisected(boxes, np.argmax((boxes.high - boxes.low) / widths, axis=1))
    return True
