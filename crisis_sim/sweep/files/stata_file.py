"""Results as a Stata file, with labels on columns and on the values of codes.

Written in the format 118 of Stata 14 and later, part by part: what stands before the rows has a
fixed length and is written again at the end, when the codes are known; their labels come after the
rows. All numbers have their low byte first.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.sweep.files.sidecar import sidecar_path, sidecar_text
from crisis_sim.sweep.results.sheet import Rows, Sheet, SheetColumn

__all__ = ["StataWriter"]

MOST_POINTS = 2_147_483_620
"""The largest whole number that Stata keeps in four bytes, as the number of a draw is."""
LABEL, VALUE_LABEL = 80, 32_000
"""The longest label of a column or file, and of a value, that Stata keeps."""
NAME_BYTES, LABEL_BYTES, FORMAT_BYTES = 129, 321, 57
STAMP = b"\x1101 Jan 1960 00:00"
"""The beginning of Stata's calendar: the file says nothing of when it was written."""
MISSING = float.fromhex("0x1.0p1023")
"""Stata's ``.``, in the place of nan."""

_KINDS = {
    "int8": (65530, "%8.0g"),
    "int32": (65528, "%12.0g"),
    "float64": (65526, "%10.0g"),
}
"""By type of number: Stata's name for it, and how it is shown."""


class StataWriter:
    """Writes rows as they come; the meanings of codes stand in full in a JSON file beside it."""

    def __init__(self, path: Path, sheet: Sheet) -> None:
        if sheet.points > MOST_POINTS:
            raise InputError(
                f"a Stata file takes at most {MOST_POINTS:,} points, not {sheet.points:,}; "
                ".parquet, .nc and .csv have no such limit"
            )
        self.path = path
        self.types = np.dtype([(column.name, _type(column)) for column in sheet.columns])
        self.file = path.open("wb")
        self.file.write(b"".join(_sections(sheet, [0] * 14)))

    def add(self, rows: Rows, start: int) -> None:
        """Write the rows."""
        del start
        table = np.empty(len(next(iter(rows.values()))), self.types)
        for name in self.types.names or ():
            values = rows[name]
            missing = np.isnan(values) if values.dtype.kind == "f" else False
            table[name] = np.where(missing, MISSING, values)
        self.file.write(table.tobytes())

    def finish(self, sheet: Sheet) -> None:
        """Write the labels of codes, and where in the file everything stands."""
        before = [len(section) for section in _sections(sheet, [0] * 14)]
        after = [b"</data>", b"<strls></strls>", _value_labels(sheet), b"</stata_dta>"]
        rows = self.file.tell() - sum(before)
        self.file.write(b"".join(after))
        sizes = [*before[:-1], before[-1] + rows + len(after[0]), *map(len, after[1:])]
        self.file.seek(0)
        self.file.write(b"".join(_sections(sheet, [0, *itertools.accumulate(sizes)])))
        self.file.close()
        sidecar_path(self.path).write_text(sidecar_text(sheet), encoding="utf-8", newline="")

    def abandon(self) -> None:
        """Close the file."""
        with suppress(OSError):  # what is left may not fit either
            self.file.close()


def _sections(sheet: Sheet, places: Sequence[int]) -> Iterator[bytes]:
    """What stands before the rows: ``places`` are the bytes at which the 14 sections begin."""
    columns = sheet.columns
    kinds = [_KINDS[_type(column).name] for column in columns]
    described = sheet.description
    label = f"{described['program']}: {described['scenario']}, {described['concept']}"
    text = label[:LABEL].encode()
    yield b"<stata_dta>" + _tagged(
        "header",
        _tagged("release", b"118"),
        _tagged("byteorder", b"LSF"),
        _tagged("K", struct.pack("<H", len(columns))),
        _tagged("N", struct.pack("<Q", sheet.points)),
        _tagged("label", struct.pack("<H", len(text)), text),
        _tagged("timestamp", STAMP),
    )
    yield _tagged("map", struct.pack("<14Q", *places))
    yield _tagged("variable_types", *(struct.pack("<H", number) for number, _ in kinds))
    yield _tagged("varnames", *(_padded(column.name, NAME_BYTES) for column in columns))
    yield _tagged("sortlist", bytes(2 * len(columns) + 2))
    yield _tagged("formats", *(_padded(shown, FORMAT_BYTES) for _, shown in kinds))
    named = [column.name if column.meanings else "" for column in columns]
    yield _tagged("value_label_names", *(_padded(name, NAME_BYTES) for name in named))
    yield _tagged("variable_labels", *(_padded(_label(one), LABEL_BYTES) for one in columns))
    yield _tagged("characteristics")
    yield b"<data>"


def _value_labels(sheet: Sheet) -> bytes:
    tables = [
        _tagged("lbl", _value_label(column.name, column.meanings))
        for column in sheet.columns
        if column.meanings
    ]
    return _tagged("value_labels", *tables)


def _value_label(name: str, meanings: Mapping[int, str]) -> bytes:
    """Numbers of texts, then where each text begins, the values, and the texts."""
    order = sorted(meanings)
    texts = [meanings[value][:VALUE_LABEL].encode() + b"\0" for value in order]
    starts = np.cumsum([0, *(len(text) for text in texts)])
    table = struct.pack("<ii", len(order), starts[-1])
    table += np.array([*starts[:-1], *order], dtype="<i4").tobytes() + b"".join(texts)
    return struct.pack("<i", len(table)) + _padded(name, NAME_BYTES) + bytes(3) + table


def _tagged(tag: str, *contents: bytes) -> bytes:
    return f"<{tag}>".encode() + b"".join(contents) + f"</{tag}>".encode()


def _padded(text: str, size: int) -> bytes:
    return text.encode().ljust(size, b"\0")


def _label(column: SheetColumn) -> str:
    unit = f" [{column.unit}]" if column.unit and column.unit != "1" else ""
    return str(column.label[: LABEL - len(unit)] + unit)


def _type(column: SheetColumn) -> np.dtype[np.generic]:
    """The type of the numbers, of those that Stata has."""
    given = np.dtype(column.dtype)
    return np.dtype("<i4") if given == np.int64 else given.newbyteorder("<")
