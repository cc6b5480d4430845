"""Tables in Stata's files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np

from crisis_sim.errors import MissingExtra
from crisis_sim.tables.damage import damage_told
from crisis_sim.tables.names import refuse_repeated
from crisis_sim.tables.source import AT_ONCE, Batch, Cells
from crisis_sim.tables.typed import as_cell, as_cells

__all__ = ["StataTable"]


class StataTable:
    """A Stata file, whose numbers with labels stay numbers; see :class:`.source.Source`."""

    unit = "row"
    commas_group = True
    notes: tuple[str, ...] = ()

    def __init__(self, held: BinaryIO, file: str) -> None:
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtra("data", "reading a Stata file") from None
        self.file = file
        with damage_told(file, "Stata"):
            self.frame: Any = pd.read_stata(held, convert_categoricals=False)
            names = [str(name) for name in self.frame.columns]
        refuse_repeated(file, names)
        self.names = tuple(names)

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
        at_once = max(1, AT_ONCE // max(1, len(names)))
        for first in range(0, len(self.frame), at_once):
            part = self.frame.iloc[first : first + at_once]
            places = range(first + 1, first + len(part) + 1)
            with damage_told(self.file, "Stata"):
                cells = [_cells(part[name]) for name in names]
            yield places, cells


def _cells(column: Any) -> Cells:
    if column.dtype.kind in "iuf":
        return as_cells(np.asarray(column.to_numpy()))
    return [
        "" if missing else as_cell(value)
        for value, missing in zip(column, column.isna(), strict=True)
    ]
