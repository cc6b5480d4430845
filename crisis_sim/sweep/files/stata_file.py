"""Results as a Stata file, with labels on columns and on the values of codes."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.sweep.files.writer import sidecar_path, sidecar_text
from crisis_sim.sweep.sheet import Rows, Sheet

__all__ = ["StataWriter"]

MOST_NUMBERS = 40_000_000
LABEL = 80
"""The longest label of a column or file that Stata keeps."""
VALUE_LABEL = 32_000
STAMP = datetime.datetime(1960, 1, 1)
"""The beginning of Stata's calendar: the file says nothing of when it was written."""


class StataWriter:
    """Keeps all rows until the end, so that large sweeps are refused; the meanings of codes stand
    in full in a JSON file beside it.
    """

    def __init__(self, path: Path, sheet: Sheet) -> None:
        try:
            import pandas  # noqa: F401
        except ImportError:
            raise MissingExtra("data", "writing a Stata file") from None
        if sheet.points * len(sheet.columns) > MOST_NUMBERS:
            most = MOST_NUMBERS // len(sheet.columns)
            raise InputError(
                f"a Stata file is made in memory and takes at most {most:,} points of this "
                f"scenario, not {sheet.points:,}; .parquet, .nc and .csv have no such limit"
            )
        self.path = path
        self.held: dict[str, list[NDArray[Any]]] = {column.name: [] for column in sheet.columns}

    def add(self, rows: Rows, start: int) -> None:
        """Keep the rows."""
        del start
        for name, parts in self.held.items():
            parts.append(rows[name])

    def finish(self, sheet: Sheet) -> None:
        """Write everything."""
        import pandas as pd

        columns = {name: _stata(np.concatenate(parts)) for name, parts in self.held.items()}
        labels = {
            column.name: {number: word[:VALUE_LABEL] for number, word in column.meanings.items()}
            for column in sheet.columns
            if column.meanings
        }
        described = sheet.description
        label = f"{described['program']}: {described['scenario']}, {described['concept']}"
        pd.DataFrame(columns).to_stata(
            self.path,
            write_index=False,
            version=118,
            time_stamp=STAMP,
            data_label=label[:LABEL],
            variable_labels={column.name: _label(column) for column in sheet.columns},
            value_labels=labels,
        )
        sidecar_path(self.path).write_text(sidecar_text(sheet), encoding="utf-8", newline="")

    def abandon(self) -> None:
        """Forget the rows."""
        self.held.clear()


def _label(column: Any) -> str:
    unit = f" [{column.unit}]" if column.unit and column.unit != "1" else ""
    return str(column.label[: LABEL - len(unit)] + unit)


def _stata(values: NDArray[Any]) -> NDArray[Any]:
    """Integers of a width that Stata has."""
    return values.astype(np.int32) if values.dtype == np.int64 else values
