"""Results as Parquet, a row group for each part of the sweep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crisis_sim.errors import MissingExtra
from crisis_sim.sweep.files.sidecar import sheet_object
from crisis_sim.sweep.files.sink import Sink
from crisis_sim.sweep.results.sheet import Rows, Sheet, SheetColumn

__all__ = ["ParquetWriter"]

_UNNAMED = ("case",)


class ParquetWriter:
    """Labels and units stand with each column, and under the key ``crisis_sim`` the whole story."""

    def __init__(self, path: Path, sheet: Sheet) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise MissingExtra("data", "writing a Parquet file") from None
        self.pa = pa
        self.columns = sheet.columns
        self.schema = pa.schema([self.field(column) for column in self.columns])
        self.sink = Sink(path)
        self.writer = pq.ParquetWriter(self.sink, self.schema, compression="zstd")

    def field(self, column: SheetColumn) -> Any:
        """The Parquet field of a column."""
        said = {"label": column.label, "unit": column.unit, "of": column.of, "kind": column.kind}
        metadata = {key: value for key, value in said.items() if value}
        if column.kind in _UNNAMED:
            return self.pa.field(column.name, self.pa.string(), metadata=metadata)
        return self.pa.field(column.name, self.pa.from_numpy_dtype(column.dtype), metadata=metadata)

    def add(self, rows: Rows, start: int) -> None:
        """Write a row group."""
        del start
        arrays = []
        for column in self.columns:
            values = rows[column.name]
            if column.kind in _UNNAMED:
                words = [column.meanings[value] for value in values.tolist()]
                arrays.append(self.pa.array(words, self.pa.string()))
            else:
                arrays.append(self.pa.array(values))
        table = self.pa.Table.from_arrays(arrays, schema=self.schema)
        self.writer.write_table(table, row_group_size=max(len(table), 1))
        self.sink.check()

    def finish(self, sheet: Sheet) -> None:
        """Write the meanings of the codes, and close."""
        text = json.dumps(sheet_object(sheet), ensure_ascii=False)
        self.writer.add_key_value_metadata({"crisis_sim": text})
        self.abandon()
        self.sink.check()

    def abandon(self) -> None:
        """Close the file."""
        self.writer.close()
        self.sink.close()
