"""The search for one box: peeled, pasted, and rid of conditions that may hold by chance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.sweep.discovering.box import Flags, Limit, Limits, Peeled, stricter, within
from crisis_sim.sweep.discovering.slices import (
    Ranked,
    SliceCut,
    limit_at,
    midway,
    slice_ends,
    without_one,
)
from crisis_sim.time_limits import check_time

__all__ = ["BoxSearch"]

CHANCE = 0.05
"""A condition is dropped if without it the box would be as dense by chance more often than this,
shared among the two ends of all inputs, each of which was tried."""
_GAIN = attrgetter("gain")


@dataclass(frozen=True, slots=True, eq=False)
class BoxSearch:
    """The search for one box among the points that are ``left``; ``total`` counts all cases.

    ``codes`` are all those of each column of categories, ``ranked`` the values of each other.
    """

    inputs: Floats
    cases: Flags
    left: Flags
    total: int
    codes: Mapping[int, frozenset[float]]
    ranked: Mapping[int, Ranked]

    def box(self, limits: Limits) -> Peeled:
        """The box with these limits."""
        inside = self.left.copy()
        for column, limit in limits.items():
            inside &= within(self.inputs[:, column], limit)
        hits, count = int(self.cases[inside].sum()), int(inside.sum())
        return Peeled(limits, inside, hits / count if count else 0.0, hits / self.total)

    def each_alone(self) -> Iterator[BoxSearch]:
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
        while box.density < 1.0 and (cut := self._best_cut(box, alpha, least)):
            check_time()
            limit = stricter(box.limits.get(cut.column), cut.limit)
            box = self.box({**box.limits, cut.column: limit})
            yield box

    def _best_cut(self, box: Peeled, alpha: float, least: float) -> SliceCut | None:
        """The next cut; None where too few points would be left."""
        thin = [*self._off(box, least), *self._slices(box, alpha, least)]
        best = max(thin, key=_GAIN, default=None)
        if best is None or best.gain > 0.0:
            return best
        thick = max(self._slices(box, alpha, least, thick=True), key=_GAIN, default=best)
        return thick if thick.gain > 0.0 else best

    def _off(self, box: Peeled, least: float) -> Iterator[SliceCut]:
        """For each category, taking it off."""
        points, cases = int(box.inside.sum()), self.cases[box.inside]
        for column, codes in self.codes.items():
            allowed = frozenset(box.limits.get(column, codes))
            for limit, kept in without_one(self.inputs[box.inside, column], allowed):
                if (count := int(kept.sum())) >= least:
                    gain = float(cases[kept].mean()) - box.density
                    yield SliceCut(gain / (points - count), column, limit)

    def _slices(
        self, box: Peeled, alpha: float, least: float, *, thick: bool = False
    ) -> Iterator[SliceCut]:
        """For each end of each column, cutting off the thin slice, or the best as thick or more."""
        points = int(box.inside.sum())
        for column, ranked in self.ranked.items():
            members = box.inside[ranked.order]
            values, cases = ranked.values[members], ranked.cases[members]
            for sign in (1, -1):
                own, hits = sign * values[::sign], np.cumsum(cases[::-sign])[::-1]
                places = slice_ends(own, alpha, least, thick=thick)
                if len(places):
                    kept = len(own) - places
                    gains = hits[places] / kept - box.density
                    gains = gains * kept if thick else gains / (points - kept)
                    best = int(np.argmax(gains))
                    limit = limit_at(own, int(places[best]), sign)
                    yield SliceCut(float(gains[best]), column, limit)

    def paste(self, box: Peeled, alpha: float) -> Peeled:
        """Widen the box, a slice at a time, while it grows no less dense; then by thinner ones."""
        count = max(1, int(alpha * int(box.inside.sum())))
        while True:
            check_time()
            wider = [
                one
                for column, limit in box.limits.items()
                for one in self._wider(box, column, limit, count)
                if one.density >= box.density and one.inside.sum() > box.inside.sum()
            ]
            if wider:
                box = max(wider, key=lambda one: (one.density, one.coverage))
            elif count == 1:
                return box
            else:
                count = max(1, count // 4)

    def _wider(self, box: Peeled, column: int, limit: Limit, count: int) -> Iterator[Peeled]:
        """The boxes with one condition less strict: a bound moved out, a category more."""
        if isinstance(limit, frozenset):
            for code in sorted(self.codes[column] - limit):
                more = limit | {code}
                if more == self.codes[column]:
                    yield self._without(box, column)
                else:
                    yield self.box({**box.limits, column: more})
            return
        for side in (0, 1):
            if math.isfinite(limit[side]):
                yield self._widen(box, column, limit, side, count)

    def _widen(
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
            bounds[side] = sign * midway(last, float(more[0]), otherwise=last)
        if not np.isfinite(bounds).any():
            return self._without(box, column)
        return self.box({**box.limits, column: (bounds[0], bounds[1])})

    def drop_idle(self, box: Peeled) -> Peeled:
        """The box without the conditions that may hold by chance, the idlest first."""
        while box.limits:
            check_time()
            chances = {column: self._chance(box, column) for column in box.limits}
            column = max(chances, key=lambda key: chances[key])
            if chances[column] <= CHANCE / (2 * self.inputs.shape[1]):
                break
            box = self._without(box, column)
        return box

    def _without(self, box: Peeled, column: int) -> Peeled:
        """The box without its condition on a column."""
        return self.box({key: limit for key, limit in box.limits.items() if key != column})

    def _chance(self, box: Peeled, column: int) -> float:
        """The chance that the box were as dense without its condition on a column.

        One-sided binomial: at least as many cases among as many points, were each a case with the
        density of the box without that condition.
        """
        from scipy.special import betainc

        points, hits = int(box.inside.sum()), int(self.cases[box.inside].sum())
        rate = self._without(box, column).density
        return float(betainc(hits, points - hits + 1, rate)) if hits else 1.0
