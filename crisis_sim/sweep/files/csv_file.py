"""Results as comma-separated values; what the columns mean stands in a JSON file beside it."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.sweep.files.sidecar import sidecar_path, sidecar_text
from crisis_sim.sweep.results.sheet import Rows, Sheet, SheetColumn, in_words

__all__ = ["CsvWriter"]

ROWS = 8_192


class CsvWriter:
    """Numbers as the shortest decimals that write them, nothing where there is no number.

    Alternatives and statuses are written in words, equilibria as their codes.
    """

    def __init__(self, path: Path, sheet: Sheet) -> None:
        self.path = path
        self.columns = sheet.columns
        self.file = path.open("w", encoding="utf-8", newline="")
        self.file.write(",".join(column.name for column in self.columns) + "\n")

    def add(self, rows: Rows, start: int) -> None:
        """Append the rows."""
        del start
        points = len(rows[self.columns[0].name])
        for first in range(0, points, ROWS):
            part = slice(first, first + ROWS)
            texts = [_texts(column, rows[column.name][part]) for column in self.columns]
            self.file.write("\n".join(map(",".join, zip(*texts, strict=True))) + "\n")

    def finish(self, sheet: Sheet) -> None:
        """Write the file of meanings, and close."""
        self.file.close()
        sidecar_path(self.path).write_text(sidecar_text(sheet), encoding="utf-8", newline="")

    def abandon(self) -> None:
        """Close the file."""
        with suppress(OSError):  # what is left may not fit either
            self.file.close()


def _texts(column: SheetColumn, values: NDArray[Any]) -> list[str]:
    if in_words(column):
        words = {number: _quoted(word) for number, word in column.meanings.items()}
        return [words[value] for value in values.tolist()]
    if column.dtype != "float64":
        return list(map(str, values.tolist()))
    if len(values) and np.array_equal(values, np.broadcast_to(values[0], values.shape)):
        return [_number(float(values[0]))] * len(values)
    return [_number(value) for value in values.tolist()]


def _number(value: float) -> str:
    return "" if math.isnan(value) else repr(value)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"' if any(c in word for c in ',"\n\r') else word
