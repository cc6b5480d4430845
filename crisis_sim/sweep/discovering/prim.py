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

from collections.abc import Collection, Iterator

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.sweep.discovering.box import Flags, Peeled, balanced, present
from crisis_sim.sweep.discovering.box_search import BoxSearch
from crisis_sim.sweep.discovering.slices import ranked

__all__ = ["LEAST_COVERAGE", "find_boxes"]

LEAST_COVERAGE = 0.05


def find_boxes(
    inputs: Floats,
    cases: Flags,
    *,
    categories: Collection[int] = (),
    most: int,
    alpha: float = 0.05,
    least_mass: float = 0.02,
    least_density: float | None = None,
) -> Iterator[Peeled]:
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
    values = {
        column: ranked(inputs[:, column], cases)
        for column in range(inputs.shape[1])
        if column not in codes
    }
    least = max(2.0, least_mass * len(cases))
    for number in range(most):
        if not cases[left].any() or cases[left].all():
            break
        search = BoxSearch(inputs, cases, left, total, codes, values)
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
        if number and least_density is not None and best.density < least_density:
            break
        yield best
        left = left & ~best.inside


def _choose(path: list[Peeled], least_density: float | None) -> Peeled:
    if least_density is None:
        return max(path, key=balanced)
    path = [box for box in path if box.coverage >= LEAST_COVERAGE] or path
    dense = [box for box in path if box.density >= least_density]
    if dense:
        return max(dense, key=lambda box: (box.coverage, box.density))
    return max(path, key=lambda box: (box.density, box.coverage))
