"""Results as Parquet, a row group for each part of the sweep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from crisis_sim.errors import MissingExtra
from crisis_sim.sweep.files.sidecar import sheet_object
from crisis_sim.sweep.files.sink import Sink
from crisis_sim.sweep.results.sheet import Rows, Sheet, SheetColumn, in_words

__all__ = ["ParquetWriter"]

_SAID = ("label", "unit", "of", "kind", "source", "category")


class ParquetWriter:
    """Labels, units and sources stand with each column, the rest under the key ``crisis_sim``.

    What has words in tables is kept as categories.
    """

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
        said = {key: getattr(column, key) for key in _SAID}
        metadata = {key: value for key, value in said.items() if value}
        if in_words(column):
            words = self.pa.dictionary(self.pa.int32(), self.pa.string())
            return self.pa.field(column.name, words, metadata=metadata)
        return self.pa.field(column.name, self.pa.from_numpy_dtype(column.dtype), metadata=metadata)

    def add(self, rows: Rows, start: int) -> None:
        """Write a row group."""
        del start
        arrays = []
        for column in self.columns:
            values = rows[column.name]
            arrays.append(self.words(column, values) if in_words(column) else self.pa.array(values))
        table = self.pa.Table.from_arrays(arrays, schema=self.schema)
        self.writer.write_table(table, row_group_size=max(len(table), 1))
        self.sink.check()

    def words(self, column: SheetColumn, values: NDArray[Any]) -> Any:
        """Codes as the words that they stand for."""
        places = {code: place for place, code in enumerate(column.meanings)}
        indices = self.pa.array([places[value] for value in values.tolist()], self.pa.int32())
        words = self.pa.array(list(column.meanings.values()), self.pa.string())
        return self.pa.DictionaryArray.from_arrays(indices, words)

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
