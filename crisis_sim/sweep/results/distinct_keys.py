"""Where keys occur first, compiled. Importing this module imports numba."""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import inner, njit

__all__ = ["distinct_keys"]


@njit(cache=True, error_model="numpy")
def distinct_keys(keys: Any, chosen: Any) -> Any:
    """Where each distinct key occurs first among the points chosen."""
    size, filled = 1024, 0
    at, held, found = (
        np.full(size, -1, np.int64),
        np.zeros(size, np.uint64),
        np.empty(512, np.int64),
    )
    for i in range(len(keys)):
        place = np.int64(keys[i] >> np.uint64(32)) & (size - 1)
        if not chosen[i] or (held[place] == keys[i] and at[place] >= 0):
            continue
        place = _place(keys[i], at, held)
        if at[place] >= 0:
            continue
        if 2 * filled == size:
            size *= 4
            at, held, longer = np.full(size, -1, np.int64), np.zeros(size, np.uint64), found
            found = np.empty(size // 2, np.int64)
            found[:filled] = longer
            for one in longer:
                place = _place(keys[one], at, held)
                at[place], held[place] = one, keys[one]
            place = _place(keys[i], at, held)
        at[place], held[place] = i, keys[i]
        found[filled] = i
        filled += 1
    return found[:filled].copy()


@inner()
def _place(key: Any, at: Any, held: Any) -> Any:
    """Where a key is held in a table of a power of two of places, or else is to be put."""
    last = len(at) - 1
    place: Any = np.int64(key >> np.uint64(32)) & last
    while at[place] >= 0 and held[place] != key:
        place = (place + 1) & last
    return place
