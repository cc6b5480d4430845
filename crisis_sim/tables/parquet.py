"""Tables in Parquet files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import numpy as np

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.tables.damage import damage_told, guarded
from crisis_sim.tables.header import Header
from crisis_sim.tables.names import refuse_summary, shown
from crisis_sim.tables.source import AT_ONCE, MOST_CELLS, MOST_COLUMNS, Batch, Cells
from crisis_sim.tables.typed import as_cell, as_cells

__all__ = ["ParquetTable"]

MOST_UNPACKED = 300_000_000
"""Bytes of the texts in a group of rows."""
_LONGEST_NUMBER = 16


class ParquetTable:
    """A Parquet file; see :class:`crisis_sim.tables.source.Source`."""

    unit = "row"
    separator, commas_group = ",", True

    def __init__(self, held: BinaryIO, file: str) -> None:
        try:
            import pyarrow.parquet as pq
        except ImportError:
            raise MissingExtra("data", "reading a Parquet file") from None
        self.file = file
        with damage_told(file, "Parquet"):
            with_texts = pq.ParquetFile(held)
            schema, self.metadata = with_texts.schema_arrow, with_texts.metadata
            columns = list(schema.names)
            rows = self.metadata.num_rows
            self.parquet = pq.ParquetFile(
                held, metadata=self.metadata, read_dictionary=list(_texts(schema))
            )
        if len(columns) > MOST_COLUMNS or rows > MOST_CELLS:
            raise InputError(
                f"{file} has more than {MOST_COLUMNS:,} columns or {MOST_CELLS:,} rows"
            )
        found = Header(file, columns)
        if found.nameless:
            said = f"column {found.nameless[0] + 1} has no name; give each its own name"
            raise InputError(f"{file}: {said}")
        with damage_told(file, "Parquet"):
            self.refuse_large()
            self.refuse_summary(
                [name for name in columns if name not in found.places] or columns[:1], schema
            )
            ranges = {name: one for name, one in _ranges(schema) if name not in columns}
            self.said: Mapping[str, str] = dict(_said(schema))
            own = dict(_no_cells(schema))
        # Rows that were left out or added since leave an index that counts other rows.
        self.ranges = {name: one for name, one in ranges.items() if len(one) == rows}
        self.names = (*self.ranges, *(name for name in found.places if name not in own))
        self.notes = (
            *found.notes,
            *(_left_out(name, "counts other rows") for name in ranges if name not in self.ranges),
            *(_left_out(name, f"is of the type {kind}") for name, kind in own.items()),
        )

    def refuse_summary(self, index: Sequence[str], schema: Any) -> None:
        """Refuse what pandas' describe() gives, by what names its rows."""
        if index and index[0] in set(_texts(schema)):
            for batch in itertools.islice(self.parquet.iter_batches(2, columns=index[:1]), 1):
                refuse_summary(self.file, [[as_cell(one)] for one in batch.column(0).to_pylist()])

    def refuse_large(self) -> None:
        """Refuse a file of which more would have to be held at once than there is room for.

        What the file says of its sizes is believed; a page of a file that lies is still bounded by
        the format, to 2 GB. Columns are not asked: of a damaged file that ends the process.
        """
        for number in range(self.metadata.num_row_groups):
            group = self.metadata.row_group(number)
            numbers = _LONGEST_NUMBER * group.num_rows * group.num_columns
            if group.total_byte_size - numbers > MOST_UNPACKED:
                raise InputError(
                    f"{self.file}: the texts of a group of rows unpack to more than "
                    f"{MOST_UNPACKED:,} bytes; write the file with smaller groups"
                )

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows."""
        at_once = max(1, AT_ONCE // max(1, len(names)))
        return guarded(self.read(at_once, names), self.file, "Parquet")

    def read(self, at_once: int, names: Sequence[str]) -> Iterator[Batch]:
        """Go through the rows, stumbling over damage."""
        first = 1
        stored = [name for name in names if name not in self.ranges]
        for batch in self.parquet.iter_batches(at_once, columns=stored):
            places = range(first, first + batch.num_rows)
            yield places, [self.cells(batch, name, first - 1) for name in names]
            first += batch.num_rows

    def cells(self, batch: Any, name: str, start: int) -> Cells:
        """The cells of a column; of an index that only counts, its numbers from row ``start``."""
        if name not in self.ranges:
            return _cells(batch.column(name))
        numbers = np.arange(start, start + batch.num_rows, dtype=np.float64)
        return self.ranges[name].start + numbers * self.ranges[name].step


def _ranges(schema: Any) -> Iterator[tuple[str, range]]:
    """The named indices of pandas that are not stored, because they only count."""
    described = schema.pandas_metadata or {}
    for one in described.get("index_columns", ()):
        if isinstance(one, dict) and one.get("kind") == "range" and one.get("name"):
            yield str(one["name"]), range(int(one["start"]), int(one["stop"]), int(one["step"]))


def _texts(schema: Any) -> Iterator[str]:
    """Columns of texts; those that stand there often are held once."""
    import pyarrow as pa

    for one in schema:
        kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary)
        if any(is_one(one.type) for is_one in kinds):
            yield one.name


def _no_cells(schema: Any) -> Iterator[tuple[str, str]]:
    """Columns of lists and records, and those whose stored numbers stand for something else, such
    as pandas' periods.
    """
    import pyarrow as pa

    for one in schema:
        named = (one.metadata or {}).get(b"ARROW:extension:name")
        if pa.types.is_nested(one.type):
            yield one.name, shown(str(one.type))
        elif isinstance(one.type, pa.BaseExtensionType):
            yield one.name, str(one.type.extension_name)
        elif named is not None:
            yield one.name, named.decode(errors="replace")


def _left_out(name: str, why: str) -> str:
    return f"the column '{shown(name)}' {why} and was left out"


def _said(schema: Any) -> Iterator[tuple[str, str]]:
    """What is said of columns that are stored as categories."""
    import pyarrow as pa

    described = (schema.pandas_metadata or {}).get("columns", ())
    categories = [one["name"] for one in described if one.get("pandas_type") == "categorical"]
    for one in schema:
        encoded = pa.types.is_dictionary(one.type)
        kind = one.type.value_type if encoded else one.type
        number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
        if number and one.name in categories:
            yield one.name, f"the categories in '{shown(one.name)}' are numbers, and read as such"
        elif encoded and one.type.ordered and not number:
            yield one.name, f"the order of the categories in '{shown(one.name)}' is not used"


def _cells(column: Any) -> Cells:
    """Arrow would turn whole numbers beside nothing into floats that do not tell them."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        words = [as_cell(value) for value in column.dictionary.to_pylist()]
        return ["" if code is None else words[code] for code in column.indices.to_pylist()]
    if pa.types.is_floating(column.type) or not column.null_count:
        values = np.asarray(column.to_numpy(zero_copy_only=False))
        if values.dtype.kind in "fiu":
            return as_cells(values)
    return [as_cell(value) for value in column.to_pylist()]
