"""What every kind of table gives: names, and cells a batch of rows at a time."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.input_file import open_input, piped
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.time_limits import check_time
from crisis_sim.whole_file import shown

__all__ = [
    "AT_ONCE",
    "MOST_CELLS",
    "MOST_COLUMNS",
    "Batch",
    "Cells",
    "Floats",
    "OpenTable",
    "checked",
    "kept",
    "opened",
]

MOST_BYTES = 1_000_000_000
MOST_PIPED = 64_000_000
"""Bytes taken from a pipe or a device, whose size nobody knows."""
MOST_CELLS = 50_000_000
"""Of the columns that are read: some 800 MB with the places of their rows."""
MOST_COLUMNS = 20_000
AT_ONCE = 100_000
"""Cells that are looked at together, or so."""

Floats = NDArray[np.float64]
Cells = Sequence[str] | Floats
"""A column's cells in some rows: as written, or numbers with nan where there is none."""
Batch = tuple[Sequence[int], list[Cells]]
"""Where some rows stand, counted from 1, and the cells of the columns asked for."""


class OpenTable(Protocol):
    """A table that is open.

    Attributes
    ----------
    file : its name, for messages.
    names : of the columns that are read, none twice.
    notes : what was left out, a sentence each.
    said : by name of a column how it is read, where that has to be told.
    unit : what the places of rows count, lines or rows.
    separator : what messages put between the cells of a row.
    commas_group : whether 612,000 means 612000, as where commas separate the cells.
    """

    file: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    said: Mapping[str, str]
    unit: str
    separator: str
    commas_group: bool

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows, from the first each time.

        Raises InputError for what is damaged.
        """


def opened(path: Path) -> BinaryIO:
    """A file that can be read again and again; what a pipe or a device gives is kept first.

    Raises InputError for what cannot be read, or is too large.
    """
    file = open_input(path)
    held = os.fstat(file.fileno())
    if stat.S_ISREG(held.st_mode):
        if held.st_size > MOST_BYTES:
            file.close()
            raise InputError(f"{shown(path)} is larger than {MOST_BYTES:,} bytes")
        return file
    with file:
        data = piped(file, MOST_PIPED + 1, shown(path))
    if len(data) > MOST_PIPED:
        raise InputError(f"{shown(path)} gives more than {MOST_PIPED:,} bytes; save them in a file")
    return kept(data)


def kept(data: bytes) -> BinaryIO:
    """Bytes as a file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads the table closes it
    file.write(data)
    file.seek(0)
    return file


def checked(source: OpenTable, names: Sequence[str], report: Reporter = nobody) -> Iterator[Batch]:
    """The batches of a table, up to the most cells that are read.

    Raises InputError beyond them.
    """
    rows = 0
    for places, cells in source.batches(names):
        rows += len(places)
        if rows * max(1, len(names)) > MOST_CELLS:
            raise InputError(f"{source.file} has more than {MOST_CELLS:,} cells")
        report(rows)
        check_time()
        yield places, cells
