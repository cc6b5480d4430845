"""The files of the folder that ``run`` writes, and the signs by which it knows them again."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.own_file import is_foreign, refuse_foreign
from crisis_sim.plot import files as figure_files
from crisis_sim.whole_file import shown

__all__ = [
    "COLUMNS",
    "FIGURES",
    "REPORT",
    "SOLUTION",
    "SUFFIXES",
    "check_folder",
    "no_folder",
    "table_path",
]

REPORT, SOLUTION = "report.md", "solution.json"
FIGURES = ("tree", "tree-full", "assumptions", "risk", "bargain", "matrix")
SUFFIXES = (".svg", ".pdf", ".png")
COLUMNS = {
    "parameters": (
        *("name", "value", "default", "low", "high", "unit", "status", "source", "meaning"),
    ),
    "equilibria": ("equilibrium", "quantity", "name", "value"),
    "strategy": (
        *("equilibrium", "player", "information set", "reach", "action", "probability", "exact"),
    ),
    "beliefs": ("equilibrium", "player", "information set", "history", "belief", "low", "high"),
    "assumptions": ("assuming", "equilibria", "quantity", "name", "value"),
}
"""The tables and their columns, by which a table is known."""

_OWN_REPORT = re.compile(rb"\nScenario .*, SHA-256 [0-9a-f]{64}\.\n\Z")
_OWN_SOLUTION = re.compile(rb'\A\{\s+"version": \d+,\s+"program": "crisis-sim ')


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse, before any work, a folder that could not be written.

    Raises
    ------
    InputError
        A folder that cannot be made, or files that cannot be read;
        files in it that were not written here, without ``force``.
    """
    try:
        if not os.path.isdir(folder):
            os.stat(folder)
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except FileNotFoundError:
        return
    except OSError as error:
        raise no_folder(folder, error) from None
    if not force:
        refuse_foreign(_foreign(folder))


def no_folder(folder: Path, error: OSError) -> InputError:
    """Why a folder cannot be made, in words."""
    return InputError(f"cannot make the folder {shown(folder)}: {error.strerror}")


def _foreign(folder: Path) -> list[Path]:
    """The files in the place of those that may be written that were not written as such."""
    own = [path for path, sign in _signs(folder) if is_foreign(path, sign)]
    figures = [folder / "figures" / f"{name}{kind}" for name in FIGURES for kind in SUFFIXES]
    return own + [path for figure in figures for path in figure_files.foreign(figure)]


def table_path(folder: Path, name: str) -> Path:
    """Where a table goes."""
    return folder / "tables" / f"{name}.csv"


def _signs(folder: Path) -> Iterator[tuple[Path, re.Pattern[bytes]]]:
    yield folder / REPORT, _OWN_REPORT
    yield folder / SOLUTION, _OWN_SOLUTION
    for name, columns in COLUMNS.items():
        head = re.escape(",".join(columns)).encode()
        yield table_path(folder, name), re.compile(rb"\A" + head + rb"\n")
