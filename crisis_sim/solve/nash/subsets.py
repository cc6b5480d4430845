"""Which sets of labels hold which others: the inner loop of the double description.

Sets are rows of 64-bit words. The unit of cost is one comparison of two sets, some 2 ns in
numpy; long jobs go to a compiled loop that stops as soon as an answer is known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from crisis_sim.solve.nash.cones import Words

__all__ = ["BLOCK", "distinct", "held_by_at_most", "within"]

BLOCK = 100_000
"""Comparisons done at a time, so that their results stay in the processor's cache."""

LONG = 100_000_000
"""From this many comparisons on the compiled loop is worth loading."""


def within(one: Words, two: Words) -> NDArray[np.bool_]:
    """(sets of ``one``, sets of ``two``) whether the first is a subset of the second."""
    subset = np.ones((len(one), len(two)), dtype=bool)
    outside = ~two
    for word in range(one.shape[1]):
        subset &= (one[:, None, word] & outside[None, :, word]) == 0
    return subset


def held_by_at_most(most: int, parts: Words, sets: Words) -> NDArray[np.bool_]:
    """(parts,) whether a set is a subset of no more than ``most`` of ``sets``."""
    if len(parts) * len(sets) >= LONG:
        return _look_up(most, parts, sets)
    step = max(1, BLOCK // max(1, len(sets)))
    few = np.empty(len(parts), dtype=bool)
    for start in range(0, len(parts), step):
        held = within(parts[start : start + step], sets)
        few[start : start + step] = np.count_nonzero(held, axis=1) <= most
    return few


def distinct(sets: Words) -> tuple[Words, NDArray[np.intp]]:
    """The sets without repetition, and which of them each one was."""
    if sets.shape[1] == 1:
        found, which = np.unique(sets[:, 0], return_inverse=True)
        return found[:, None], which
    found, which = np.unique(sets, axis=0, return_inverse=True)
    return found, which.reshape(-1)


def _look_up(most: int, parts: Words, sets: Words) -> NDArray[np.bool_]:
    """The same, looking only at the sets that hold the rarest label of each part."""
    # Large sets first, so that most searches end early.
    sets = sets[np.argsort(-np.bitwise_count(sets).sum(axis=1, dtype=np.int64), kind="stable")]
    labels, holders = np.nonzero(_unpack(sets).T)
    frequency = np.bincount(labels, minlength=64 * sets.shape[1])
    start = np.concatenate([[0], np.cumsum(frequency)])
    few = np.empty(len(parts), dtype=bool)
    for first in range(0, len(parts), BLOCK):
        some = parts[first : first + BLOCK]
        rarity = np.where(_unpack(some), frequency, len(sets) + 1)
        rarest = rarity.argmin(axis=1)
        empty = rarity[np.arange(len(some)), rarest] > len(sets)
        few[first : first + BLOCK] = _kernel()(most, some, sets, holders, start, rarest, empty)
    return few


def _unpack(sets: Words) -> NDArray[np.bool_]:
    return np.unpackbits(sets.view(np.uint8), axis=1, bitorder="little").astype(bool)


@cache
def _kernel() -> Callable[..., NDArray[np.bool_]]:
    from crisis_sim.compiled import njit

    @njit(cache=True, nogil=True)
    def few_supersets(
        most: int,
        parts: Words,
        sets: Words,
        holders: NDArray[np.int64],
        start: NDArray[np.int64],
        rarest: NDArray[np.int64],
        empty: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        few = np.ones(len(parts), dtype=np.bool_)
        for i in range(len(parts)):
            first, last = start[rarest[i]], start[rarest[i] + 1]
            if empty[i]:
                first, last = 0, len(sets)
            found = 0
            for j in range(first, last):
                k = j if empty[i] else holders[j]
                held = True
                for word in range(parts.shape[1]):
                    if parts[i, word] & ~sets[k, word]:
                        held = False
                        break
                if held:
                    found += 1
                    if found > most:
                        few[i] = False
                        break
        return few

    return few_supersets
