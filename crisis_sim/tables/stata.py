"""Tables in Stata's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import numpy as np

from crisis_sim.errors import MissingExtra
from crisis_sim.tables.damage import damage_told
from crisis_sim.tables.names import refuse_repeated, shown
from crisis_sim.tables.source import AT_ONCE, Batch, Cells
from crisis_sim.tables.typed import as_cell, as_cells

__all__ = ["StataTable"]

_KEPT = "its numbers are read, none of them as missing"


class StataTable:
    """A Stata file; see :class:`crisis_sim.tables.source.Source`.

    A column of which all numbers have labels is one of texts. Where only some have, as those that
    say why a value is missing, it is one of numbers. Stata's own missing values, . and .a to .z,
    are missing.
    """

    unit = "row"
    separator, commas_group = ",", True
    notes: tuple[str, ...] = ()

    def __init__(self, held: BinaryIO, file: str) -> None:
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtra("data", "reading a Stata file") from None
        self.file = file
        with damage_told(file, "Stata"):
            with pd.read_stata(held, iterator=True, convert_categoricals=False) as reader:
                self.frame: Any = reader.read()
                labels = any(reader.value_labels().values())
            names = [str(name) for name in self.frame.columns]
        refuse_repeated(file, names)
        self.names = tuple(names)
        self.said: Mapping[str, str] = {}
        if labels:
            with damage_told(file, "Stata"):
                self.said = dict(self.read_labels(held))

    def read_labels(self, held: BinaryIO) -> Iterator[tuple[str, str]]:
        """Put labels in the place of numbers; by column what is said of it."""
        for name, labelled in _labelled(held, self.names):
            called = f"the column '{shown(name)}'"
            if labelled is None:
                yield name, f"{called} has value labels, two of them the same; {_KEPT}"
                continue
            column = self.frame[name]
            first = ~column.duplicated() & column.notna()
            pairs = dict(zip(column[first], labelled[first], strict=True))
            texts = {code: label for code, label in pairs.items() if isinstance(label, str)}
            such = [f"'{shown(label, 40)}' for {code:g}" for code, label in texts.items()][:1]
            if texts and len(texts) == len(pairs):
                self.frame[name] = labelled
                yield name, f"{called} is read by its value labels, such as {such[0]}"
            elif texts:
                yield name, f"{called} has value labels for some numbers, {such[0]}; {_KEPT}"

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
        at_once = max(1, AT_ONCE // max(1, len(names)))
        for first in range(0, len(self.frame), at_once):
            part = self.frame.iloc[first : first + at_once]
            places = range(first + 1, first + len(part) + 1)
            with damage_told(self.file, "Stata"):
                cells = [_cells(part[name]) for name in names]
            yield places, cells


def _labelled(held: BinaryIO, names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The columns whose numbers have labels, read with them; None where two have the same label."""
    import pandas as pd

    held.seek(0)
    try:
        frame = pd.read_stata(held)
    except ValueError:
        frame = None
    for name in names:
        one = frame
        if one is None:
            held.seek(0)
            try:
                one = pd.read_stata(held, columns=[name])
            except ValueError:
                yield name, None
                continue
        if isinstance(one[name].dtype, pd.CategoricalDtype):
            yield name, one[name]


def _cells(column: Any) -> Cells:
    if column.dtype.kind in "iuf":
        return as_cells(np.asarray(column.to_numpy()))
    return [
        "" if missing else as_cell(value)
        for value, missing in zip(column, column.isna(), strict=True)
    ]
