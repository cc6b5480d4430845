"""Choosing how results are written by the suffix of their file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from crisis_sim.errors import InputError
from crisis_sim.sweep.files.sidecar import files_of
from crisis_sim.sweep.results.sheet import Rows, Sheet
from crisis_sim.whole_file import check_file, named_by, shown

__all__ = [
    "SUFFIXES",
    "Writer",
    "check_suffix",
    "open_writer",
    "results_path",
]

SUFFIXES = {
    ".csv": "text, with a .csv.json beside it that says what the columns mean",
    ".parquet": "Parquet",
    ".nc": "netCDF 4",
    ".dta": "Stata",
}
"""The kinds of files, by suffix."""
EXCEL = (".xlsx", ".xls", ".xlsm", ".xlsb")


class Writer(Protocol):
    """Writes the rows of a sweep, in order, to a file that is complete once it is finished."""

    def add(self, rows: Rows, start: int) -> None:
        """Write the points from number ``start`` on."""

    def finish(self, sheet: Sheet) -> None:
        """Write what is known at the end, the meanings of the codes above all, and close."""

    def abandon(self) -> None:
        """Close what is open; the file is of no use."""


def check_suffix(path: Path) -> str:
    """The suffix of a results file; InputError for one that is not known."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = ". Write .csv, which Excel opens" if suffix in EXCEL else ""
        raise InputError(
            f"cannot write '{shown(path.name)}': results go to {', '.join(SUFFIXES)}{hint}"
        )
    return suffix


def results_path(path: Path) -> Path:
    """Where results go: the file itself, or what a link names.

    Raises InputError for a file of no known kind, or of another than the link, and where no file
    can be put.
    """
    suffix, named = check_suffix(path), named_by(path)
    for one in (path, *files_of(named)):
        check_file(one)
    if named.suffix.lower() != suffix:
        raise InputError(f"{shown(path)} is a link to {shown(named)}, another kind of file")
    return named


def open_writer(suffix: str, path: Path, sheet: Sheet) -> Writer:
    """Begin a results file at ``path``, of the kind of ``suffix``.

    ``sheet`` has its codes as yet unknown.

    Raises
    ------
    MissingExtra
        The packages that write such a file are not installed.
    InputError
        More points than the kind of file can take.
    """
    if suffix == ".csv":
        from crisis_sim.sweep.files.csv_file import CsvWriter

        return CsvWriter(path, sheet)
    if suffix == ".parquet":
        from crisis_sim.sweep.files.parquet_file import ParquetWriter

        return ParquetWriter(path, sheet)
    if suffix == ".nc":
        from crisis_sim.sweep.files.netcdf_file import NetcdfWriter

        return NetcdfWriter(path, sheet)
    from crisis_sim.sweep.files.stata_file import StataWriter

    return StataWriter(path, sheet)
