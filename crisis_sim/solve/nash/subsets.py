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

LONG = 20_000_000
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
        # Large sets first, so that most searches end early.
        order = np.argsort(-np.bitwise_count(sets).sum(axis=1, dtype=np.int64), kind="stable")
        return np.asarray(_kernel()(most, parts, sets[order]))
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


@cache
def _kernel() -> Callable[[int, Words, Words], NDArray[np.bool_]]:
    import numba

    @numba.njit(cache=True, nogil=True)
    def few_supersets(most: int, parts: Words, sets: Words) -> NDArray[np.bool_]:
        few = np.ones(len(parts), dtype=np.bool_)
        words = parts.shape[1]
        for i in range(len(parts)):
            count = 0
            for k in range(len(sets)):
                held = True
                for word in range(words):
                    if parts[i, word] & ~sets[k, word]:
                        held = False
                        break
                if held:
                    count += 1
                    if count > most:
                        few[i] = False
                        break
        return few

    return few_supersets
