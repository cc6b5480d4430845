"""Patient rule induction: boxes of inputs in which the cases of interest are dense.

Friedman and Fisher, Bump hunting in high-dimensional data, Statistics and Computing 9, 1999: a box
is peeled a thin slice at a time until few points are left, through slices without gain too, then
pasted where that does not thin it out; covered points are taken away and the next box is sought
among the rest. Each input is peeled alone as well. Of the boxes on the way the one with the best
balance of density and coverage is taken, and conditions that do no more than chance are dropped, as
Bryant and Lempert do for scenario discovery (Technological Forecasting and Social Change 77, 2010).
Of a column of categories one category is taken off, or put back, at a time.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats

__all__ = ["LEAST_COVERAGE", "Limit", "Limits", "Peeled", "balanced", "find_boxes", "present"]

Flags = NDArray[np.bool_]
Limit = tuple[float, float] | frozenset[float]
Limits = dict[int, Limit]
"""For each restricted column its least and greatest value, infinite where one side is free; of a
column of categories the codes allowed."""

LEAST_COVERAGE = 0.05
CHANCE = 0.05
"""A condition is dropped if without it the box would be as dense by chance more often than this,
shared among the two ends of all inputs, each of which was tried."""


@dataclass(frozen=True, eq=False)
class Peeled:
    """A box: its limits, which of all points lie in it, its density and its coverage.

    ``density`` is the share of its points that are cases of interest, ``coverage`` the share of all
    cases of interest that lie in it; both count the points that no earlier box covers.
    """

    limits: Limits
    inside: Flags
    density: float
    coverage: float


def find_boxes(
    inputs: Floats,
    cases: Flags,
    *,
    categories: Collection[int] = (),
    most: int = 3,
    alpha: float = 0.05,
    least_mass: float = 0.02,
    least_density: float | None = None,
) -> list[Peeled]:
    """Up to ``most`` boxes, each among the points that those before it leave.

    Parameters
    ----------
    inputs : (points, columns); nan lies in no box that restricts its column.
    categories : the columns whose values are codes without an order.
    cases : (points,) which points are of interest.
    alpha : the share of a box's points in one slice.
    least_mass : the smallest share of all points that a box may hold.
    least_density : take the box of greatest coverage that is at least so dense, or where there is
        none the densest, alone; without it, the box with the greatest harmonic mean of density and
        coverage.

    Stops when the box found is no denser than all points are, or covers less than one in twenty
    cases. That there is no other is not shown by it: the peeling is greedy.
    """
    left = np.ones(len(cases), dtype=np.bool_)
    total, base = int(cases.sum()), float(cases.mean())
    codes = {one: frozenset(np.unique(present(inputs[:, one])).tolist()) for one in categories}
    ranked = {
        column: _ranked(inputs[:, column], cases)
        for column in range(inputs.shape[1])
        if column not in codes
    }
    least = max(2.0, least_mass * len(cases))
    found: list[Peeled] = []
    while len(found) < most and cases[left].any() and not cases[left].all():
        search = _Search(inputs, cases, left, total, codes, ranked)
        ways = [search, *search.each_alone()]
        ends = [_choose(list(one.peel(alpha, least)), least_density) for one in ways]
        boxes = [search.drop_idle(search.paste(one, alpha)) for one in ends]
        boxes = [
            one
            for one in boxes
            if one.limits and one.density > base and one.coverage >= LEAST_COVERAGE
        ]
        if not boxes:
            break
        best = _choose(boxes, least_density)
        if found and least_density is not None and best.density < least_density:
            break
        found.append(best)
        left = left & ~best.inside
    return found


def balanced(box: Peeled) -> float:
    """The harmonic mean of density and coverage."""
    total = box.density + box.coverage
    return 2.0 * box.density * box.coverage / total if total else 0.0


def _choose(path: list[Peeled], least_density: float | None) -> Peeled:
    if least_density is None:
        return max(path, key=balanced)
    path = [box for box in path if box.coverage >= LEAST_COVERAGE] or path
    dense = [box for box in path if box.density >= least_density]
    if dense:
        return max(dense, key=lambda box: (box.coverage, box.density))
    return max(path, key=lambda box: (box.density, box.coverage))


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is left of a column when a slice is cut off, and what is gained by it.

    That is the density gained for each point taken; of a thick slice, for all the points left.
    """

    gain: float
    column: int
    limit: Limit


def _gain(cut: _Cut) -> float:
    return cut.gain


@dataclass(frozen=True, slots=True, eq=False)
class _Ranked:
    """The values of a column, the least first: their points, and which of them are cases."""

    order: NDArray[np.intp]
    values: Floats
    cases: Flags


def _ranked(values: Floats, cases: Flags) -> _Ranked:
    order = np.argsort(values, kind="stable")
    order = order[np.isfinite(values[order])]
    return _Ranked(order, values[order], cases[order])


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """The search for one box among the points that are ``left``; ``total`` counts all cases.

    ``codes`` are all those of each column of categories, ``ranked`` the values of each other.
    """

    inputs: Floats
    cases: Flags
    left: Flags
    total: int
    codes: Mapping[int, frozenset[float]]
    ranked: Mapping[int, _Ranked]

    def box(self, limits: Limits) -> Peeled:
        """The box with these limits."""
        inside = self.left.copy()
        for column, limit in limits.items():
            inside &= _within(self.inputs[:, column], limit)
        hits, count = int(self.cases[inside].sum()), int(inside.sum())
        return Peeled(limits, inside, hits / count if count else 0.0, hits / self.total)

    def each_alone(self) -> Iterator[_Search]:
        """The search of each column alone: an input more takes no box of one input away."""
        columns = [*self.codes, *self.ranked]
        for own in columns if len(columns) > 1 else ():
            codes = {column: one for column, one in self.codes.items() if column == own}
            ranked = {column: one for column, one in self.ranked.items() if column == own}
            yield replace(self, codes=codes, ranked=ranked)

    def peel(self, alpha: float, least: float) -> Iterator[Peeled]:
        """The boxes on the way from all points to the smallest box allowed.

        Each slice is the one whose removal gains most density for each point that it takes. Where
        no thin one gains, the thicker one is cut off that leaves most cases above the share they
        had; where there is none either, the thin one that loses least.
        """
        box = self.box({})
        yield box
        while box.density < 1.0 and (cut := self.best_cut(box, alpha, least)):
            limit = _both(box.limits.get(cut.column), cut.limit)
            box = self.box({**box.limits, cut.column: limit})
            yield box

    def best_cut(self, box: Peeled, alpha: float, least: float) -> _Cut | None:
        """The next cut; None where too few points would be left."""
        thin = [*self.off(box, least), *self.slices(box, alpha, least)]
        best = max(thin, key=_gain, default=None)
        if best is None or best.gain > 0.0:
            return best
        thick = max(self.slices(box, alpha, least, thick=True), key=_gain, default=best)
        return thick if thick.gain > 0.0 else best

    def off(self, box: Peeled, least: float) -> Iterator[_Cut]:
        """For each category, taking it off."""
        points, cases = int(box.inside.sum()), self.cases[box.inside]
        for column, codes in self.codes.items():
            allowed = frozenset(box.limits.get(column, codes))
            for limit, kept in _without_one(self.inputs[box.inside, column], allowed):
                if (count := int(kept.sum())) >= least:
                    gain = float(cases[kept].mean()) - box.density
                    yield _Cut(gain / (points - count), column, limit)

    def slices(
        self, box: Peeled, alpha: float, least: float, *, thick: bool = False
    ) -> Iterator[_Cut]:
        """For each end of each column, cutting off the thin slice, or the best as thick or more."""
        points = int(box.inside.sum())
        for column, ranked in self.ranked.items():
            members = box.inside[ranked.order]
            values, cases = ranked.values[members], ranked.cases[members]
            for sign in (1, -1):
                own, hits = sign * values[::sign], np.cumsum(cases[::-sign])[::-1]
                places = _places(own, alpha, least, thick=thick)
                if len(places):
                    kept = len(own) - places
                    gains = hits[places] / kept - box.density
                    gains = gains * kept if thick else gains / (points - kept)
                    best = int(np.argmax(gains))
                    limit = _from(own, int(places[best]), sign)
                    yield _Cut(float(gains[best]), column, limit)

    def paste(self, box: Peeled, alpha: float) -> Peeled:
        """Widen the box, a slice at a time, while it grows no less dense; then by thinner ones."""
        count = max(1, int(alpha * int(box.inside.sum())))
        while True:
            wider = [
                one
                for column, limit in box.limits.items()
                for one in self.wider(box, column, limit, count)
                if one.density >= box.density and one.inside.sum() > box.inside.sum()
            ]
            if wider:
                box = max(wider, key=lambda one: (one.density, one.coverage))
            elif count == 1:
                return box
            else:
                count = max(1, count // 4)

    def wider(self, box: Peeled, column: int, limit: Limit, count: int) -> Iterator[Peeled]:
        """The boxes with one condition less strict: a bound moved out, a category more."""
        if isinstance(limit, frozenset):
            for code in sorted(self.codes[column] - limit):
                more = limit | {code}
                if more == self.codes[column]:
                    yield self.without(box, column)
                else:
                    yield self.box({**box.limits, column: more})
            return
        for side in (0, 1):
            if math.isfinite(limit[side]):
                yield self.widen(box, column, limit, side, count)

    def widen(
        self, box: Peeled, column: int, limit: tuple[float, float], side: int, count: int
    ) -> Peeled:
        """The box with one bound moved out over ``count`` points, and all equal to the last."""
        bounds = list(limit)
        bounds[side] = math.inf if side else -math.inf
        sign = 1.0 if side else -1.0
        free = self.box({**box.limits, column: (bounds[0], bounds[1])})
        beyond = np.sort(sign * self.inputs[free.inside & ~box.inside, column])
        more = beyond[beyond > beyond[count - 1]] if len(beyond) > count else beyond[:0]
        if len(more):
            last = float(beyond[count - 1])
            bounds[side] = sign * _midway(last, float(more[0]), otherwise=last)
        if not np.isfinite(bounds).any():
            return self.without(box, column)
        return self.box({**box.limits, column: (bounds[0], bounds[1])})

    def drop_idle(self, box: Peeled) -> Peeled:
        """The box without the conditions that may hold by chance, the idlest first."""
        while box.limits:
            chances = {column: self.chance(box, column) for column in box.limits}
            column = max(chances, key=lambda key: chances[key])
            if chances[column] <= CHANCE / (2 * self.inputs.shape[1]):
                break
            box = self.without(box, column)
        return box

    def without(self, box: Peeled, column: int) -> Peeled:
        """The box without its condition on a column."""
        return self.box({key: limit for key, limit in box.limits.items() if key != column})

    def chance(self, box: Peeled, column: int) -> float:
        """The chance that the box were as dense without its condition on a column.

        One-sided binomial: at least as many cases among as many points, were each a case with the
        density of the box without that condition.
        """
        from scipy.special import betainc

        points, hits = int(box.inside.sum()), int(self.cases[box.inside].sum())
        rate = self.without(box, column).density
        return float(betainc(hits, points - hits + 1, rate)) if hits else 1.0


def present(values: Floats) -> Floats:
    """The values that are there."""
    return values[np.isfinite(values)]


def _midway(low: float, high: float, *, otherwise: float) -> float:
    """A number between two; ``otherwise`` where no float lies between them."""
    middle = 0.5 * low + 0.5 * high
    return middle if low < middle < high else otherwise


def _within(values: Floats, limit: Limit) -> Flags:
    if isinstance(limit, frozenset):
        return np.isin(values, sorted(limit))
    return (values >= limit[0]) & (values <= limit[1])


def _both(old: Limit | None, new: Limit) -> Limit:
    """The stricter of two limits on one column, of which the newer categories are fewer."""
    if isinstance(new, frozenset) or old is None or isinstance(old, frozenset):
        return new
    return max(old[0], new[0]), min(old[1], new[1])


def _without_one(values: Floats, allowed: frozenset[float]) -> Iterator[tuple[Limit, Flags]]:
    """What is kept, and which categories, when one of them is taken off."""
    for code in sorted(allowed.intersection(values.tolist())):
        yield allowed - {code}, np.isin(values, sorted(allowed - {code}))


def _places(values: Floats, alpha: float, least: float, *, thick: bool) -> NDArray[np.intp]:
    """Before which of some values, the least first, a slice can end that takes them from below.

    A slice holds about the share ``alpha`` of them, or more if ``thick``, and all that equal one.
    """
    count = max(1, int(alpha * len(values)))
    if count >= len(values):
        return np.array([], dtype=np.intp)
    first = np.searchsorted(values, values[count]) or np.searchsorted(values, values[0], "right")
    places = np.array([first])
    if thick:
        places = first + np.flatnonzero(values[first:] > values[first - 1 : -1])
    return places[len(values) - places >= max(least, 1.0)]


def _from(values: Floats, place: int, sign: int) -> Limit:
    """The limit below the value at a place; above it where the values' sign is turned."""
    beyond, first = float(values[place - 1]), float(values[place])
    cut = sign * _midway(beyond, first, otherwise=first)
    return (cut, math.inf) if sign > 0 else (-math.inf, cut)
