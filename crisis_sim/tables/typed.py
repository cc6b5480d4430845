"""Values of typed columns as cells: floats where they say all, and otherwise texts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.numbers.told import WHOLE
from crisis_sim.tables.source import Cells

__all__ = ["Unsaved", "as_cell", "as_cells"]


class Unsaved(str):
    """A formula whose value the file does not hold."""


def as_cells(values: NDArray[Any]) -> Cells:
    """(rows,) numbers as floats; as texts those that floats do not tell, and all other values.

    Floats of four bytes stand for their shortest decimals, as those of eight do.
    """
    kind = values.dtype.kind
    if kind == "f" and values.dtype.itemsize == 8:
        return values
    if kind in "iu" and not np.any(np.abs(values.astype(np.float64)) >= WHOLE):
        return values.astype(np.float64)
    if kind == "f":
        return np.asarray(values.astype(str).astype(np.float64))
    return [as_cell(value) for value in values.tolist()]


def as_cell(value: Any) -> str:
    """A value as one would write it; nothing for what is none."""
    if value is None or value is NotImplemented:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
