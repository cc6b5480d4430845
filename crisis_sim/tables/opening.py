"""Which kind of table a file holds: told by its first bytes, and by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crisis_sim.errors import InputError
from crisis_sim.remedy import Remedy
from crisis_sim.tables.names import shown
from crisis_sim.tables.source import OpenTable, kept, opened
from crisis_sim.tables.text import TextTable

__all__ = ["BINARY", "is_binary", "open_bytes", "open_source"]

_SIGNS = (
    (b"PAR1", ".parquet", "Parquet"),
    (b"PK\x03\x04", ".xlsx", "Excel"),
    (b"<stata_dta>", ".dta", "Stata"),
    (b"\x89HDF\r\n\x1a\n", ".nc", "netCDF"),
)
BINARY = frozenset(suffix for _, suffix, _ in _SIGNS)
"""The suffixes of tables that are no text."""
_OLD_STATA = (0x69, 0x6C, 0x6E, 0x6F, 0x71, 0x72, 0x73)
"""The first bytes of what Stata wrote before version 13."""
_OTHERS = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel or Office document, or protected with a password",
        "save it as .xlsx without one, or as .csv",
    ),
    (b"\x1f\x8b", "compressed with gzip", "decompress it"),
    (b"BZh91AY", "compressed with bzip2", "decompress it"),
    (b"\xfd7zXZ", "compressed with xz", "decompress it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"ARROW1\x00", "a Feather file", "save the table as .parquet"),
    (b"SQLite format", "a database", "save the table as .csv"),
    (b"\x80\x04", "a pickle of Python", "save the table as .csv or .parquet"),
    (b"\x80\x05", "a pickle of Python", "save the table as .csv or .parquet"),
    (b"<!doctype", "a web page", "save the table as .csv"),
    (b"<html", "a web page", "save the table as .csv"),
    (b"<table", "a web page", "save the table as .csv"),
    (b"<?xml", "XML", "save the table as .csv or .xlsx"),
    (b'{"', "JSON", "save the table as .csv"),
    (b'[{"', "JSON", "save the table as .csv"),
    (b"%PDF", "a PDF", "save the table as .csv"),
    (b"$FL2", "an SPSS file", "save the table as .csv or .dta"),
    (b"{\\rtf", "rich text (RTF)", "save the table as .csv"),
)
_TYPE, _OPEN_DOCUMENT = 30, b"mimetypeapplication/vnd.oasis.opendocument"
"""Where a zip archive names its first part, and the beginning of an OpenDocument's."""
_LONGEST_SIGN = _TYPE + len(_OPEN_DOCUMENT)


@contextmanager
def open_source(path: Path) -> Iterator[OpenTable]:
    """The table in a file.

    Raises
    ------
    InputError
        A file that cannot be read, is damaged, or holds no table.
    MissingExtra
        The packages that read such a file are not installed.
    """
    name = shown(str(path), 200)
    with opened(path) as held:
        yield _not_empty(_source(held, name, path.suffix.lower()))


@contextmanager
def open_bytes(data: bytes | str, name: str) -> Iterator[OpenTable]:
    """The table in the bytes of a file, or in a text.

    Raises as :func:`open_source` does.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogateescape")
    with kept(data) as held:
        yield _not_empty(_source(held, name, ""))


def is_binary(data: bytes) -> bool:
    """Whether a file that begins so is a table of another kind than text."""
    return any(data.startswith(sign) for sign, *_ in _SIGNS)


def _not_empty(source: OpenTable) -> OpenTable:
    if not source.names:
        raise InputError(f"{source.file} is empty; expected names of columns, and rows below")
    return source


def _source(held: BinaryIO, name: str, suffix: str) -> OpenTable:
    start = held.read(_LONGEST_SIGN)
    held.seek(0)
    kind = next((kind for sign, kind, _ in _SIGNS if start.startswith(sign)), ".csv")
    claimed = {kind: called for _, kind, called in _SIGNS}.get(suffix)
    old = suffix == ".dta" and start[:1] and start[0] in _OLD_STATA
    if suffix == ".ods" or start[_TYPE:].startswith(_OPEN_DOCUMENT):
        raise InputError(f"{name} is an OpenDocument file; save the table as .xlsx or .csv")
    if suffix in (".rds", ".rda", ".rdata"):
        raise InputError(f"{name} is a file of R; in R, save the table as .csv with write.csv")
    for sign, what, remedy in _OTHERS:
        if start.lower().startswith(sign.lower()):
            raise InputError(f"{name} is {what}, not a table that is read here; {remedy}")
    if claimed and kind != suffix and not old:
        raise InputError(f"{name} is no {claimed} file, or damaged at its beginning")
    if kind == ".parquet":
        from crisis_sim.tables.parquet import ParquetTable

        return ParquetTable(held, name)
    if kind == ".xlsx":
        from crisis_sim.tables.workbook import Workbook

        return Workbook(held, name)
    if kind == ".dta" or old:
        from crisis_sim.tables.stata import StataTable

        return StataTable(held, name)
    if kind == ".nc":
        raise InputError(f"{name} is a netCDF file; only ", Remedy("discover()"), " reads one")
    return TextTable(held, name)
