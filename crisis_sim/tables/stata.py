"""Tables in Stata's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import numpy as np

from crisis_sim.errors import MissingExtra
from crisis_sim.tables.damage import damage_told
from crisis_sim.tables.names import refuse_repeated, refuse_summary, shown
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
        with (
            damage_told(file, "Stata"),
            pd.read_stata(held, iterator=True, convert_categoricals=False) as reader,
        ):
            self.frame: Any = reader.read()
            sets = reader.value_labels()
            names = [str(name) for name in self.frame.columns]
            labelled = dict(zip(names, getattr(reader, "_lbllist", names), strict=True))
        refuse_repeated(file, names)
        refuse_summary(file, [[as_cell(one)] for one in self.frame.iloc[:2, :1].to_numpy().ravel()])
        self.names = tuple(names)
        self.texts: dict[str, Mapping[float, str]] = {}
        with damage_told(file, "Stata"):
            self.said: Mapping[str, str] = {
                name: said
                for name, one in labelled.items()
                if one in sets and (said := self.read_labels(name, sets[one]))
            }

    def read_labels(self, name: str, labels: Mapping[float, str]) -> str:
        """Put labels in the place of a column's numbers; what is said of it, if anything."""
        called, column = f"the column '{shown(name)}'", self.frame[name]
        codes = column[column.notna()].unique().tolist()
        texts = {code: labels[code] for code in codes if code in labels}
        if len(set(texts.values())) < len(texts):
            return f"{called} has value labels, two of them the same; {_KEPT}"
        such = [f"'{shown(label, 40)}' for {code:g}" for code, label in texts.items()][:1]
        if texts and len(texts) == len(codes):
            self.texts[name] = texts
            return f"{called} is read by its value labels, such as {such[0]}"
        return f"{called} has value labels for some numbers, {such[0]}; {_KEPT}" if texts else ""

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
        at_once = max(1, AT_ONCE // max(1, len(names)))
        for first in range(0, len(self.frame), at_once):
            part = self.frame.iloc[first : first + at_once]
            places = range(first + 1, first + len(part) + 1)
            with damage_told(self.file, "Stata"):
                cells = [_cells(part[name], self.texts.get(name)) for name in names]
            yield places, cells


def _cells(column: Any, texts: Mapping[float, str] | None) -> Cells:
    """The cells of a column; ``texts`` has the labels of all its numbers, if they are read."""
    if texts is not None:
        return [texts.get(value, "") for value in column.tolist()]
    if column.dtype.kind in "iuf":
        return as_cells(np.asarray(column.to_numpy()))
    return [
        "" if missing else as_cell(value)
        for value, missing in zip(column, column.isna(), strict=True)
    ]
