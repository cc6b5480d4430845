"""The files of the folder that ``run`` writes."""

from __future__ import annotations

from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.plot.files import beside
from crisis_sim.whole_file import shown

__all__ = ["COLUMNS", "LIST", "REPORT", "SOLUTION", "SUFFIXES", "no_folder", "places", "table_path"]

REPORT, SOLUTION, LIST = "report.md", "solution.json", "files.sha256"
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
"""The tables and their columns."""


def no_folder(folder: Path, error: OSError) -> InputError:
    """Why a folder cannot be made, in words."""
    return InputError(f"cannot make the folder {shown(folder)}: {error.strerror}")


def table_path(folder: Path, name: str) -> Path:
    """Where a table goes."""
    return folder / "tables" / f"{name}.csv"


def places(folder: Path) -> list[Path]:
    """Where files may be written."""
    figures = [folder / "figures" / f"{name}{kind}" for name in FIGURES for kind in SUFFIXES]
    return [
        *(folder / name for name in (REPORT, SOLUTION, LIST)),
        *(table_path(folder, name) for name in COLUMNS),
        *(path for figure in figures for path in (figure, beside(figure))),
    ]
