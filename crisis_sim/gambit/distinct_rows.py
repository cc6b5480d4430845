"""A compiled search for equal rows of a table. Importing this module imports numba."""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import njit

__all__ = ["distinct_rows"]


@njit(cache=True)
def distinct_rows(table: Any, first: Any, which: Any) -> int:
    """The number of distinct rows; fills the first of each, and for every row which it equals."""
    bits = table.view(np.uint64)
    size, shift = 16, np.uint64(60)
    while size < 2 * len(table):
        size, shift = 2 * size, shift - np.uint64(1)
    slots = np.zeros(size, dtype=np.int32)
    known = 0
    for row in range(len(table)):
        code = np.uint64(0)
        for column in range(table.shape[1]):
            code ^= bits[row, column] ^ (bits[row, column] >> np.uint64(32))
            code *= np.uint64(0x9E3779B97F4A7C15)
        slot = np.int64(code >> shift)
        while slots[slot] and not _equal(bits[first[slots[slot] - 1]], bits[row]):
            slot = (slot + 1) & (size - 1)
        if slots[slot] == 0:
            first[known] = row
            known += 1
            slots[slot] = known
        which[row] = slots[slot] - 1
    return known


@njit(cache=True)
def _equal(first: Any, second: Any) -> bool:
    """Whether two rows are the same bit by bit."""
    for column in range(len(first)):  # noqa: SIM110
        if first[column] != second[column]:
            return False
    return True
