"""The files of the folder that ``run`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.plot.files import beside
from crisis_sim.whole_file import shown

__all__ = [
    "COLUMNS",
    "CONSTANTS",
    "LIST",
    "REPORT",
    "SOLUTION",
    "SUFFIXES",
    "about_tables",
    "no_folder",
    "places",
    "table_path",
]

REPORT, SOLUTION, LIST = "report.md", "solution.json", "files.sha256"
FIGURES = ("tree", "tree-full", "assumptions", "risk", "bargain", "matrix")
SUFFIXES = (".svg", ".pdf", ".png")
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "parameters": {
        "name": "a parameter",
        "value": "what it was solved with",
        "default": "the scenario's own value",
        "low": "the least of its range",
        "high": "the greatest of its range",
        "unit": "its unit",
        "status": "stated, inferred or assumed",
        "source": "where it comes from",
        "meaning": "what it stands for",
    },
    "equilibria": {
        "equilibrium": "counted from 1, as they are reported",
        "quantity": "a player's expected payoff, an outcome's probability, or max regret",
        "name": "the player or outcome, as the scenario's file has it",
        "value": "a probability, or in the payoff unit",
    },
    "strategy": {
        "equilibrium": "counted from 1, as they are reported",
        "player": "who moves",
        "information set": "where, and what is known there",
        "reach": "the probability that play comes there",
        "action": "what may be done",
        "probability": "with which it is done there",
        "exact": "the same as a quotient, where its decimals are rounded",
    },
    "beliefs": {
        "equilibrium": "counted from 1, as they are reported",
        "player": "who moves",
        "information set": "where, and what is known there",
        "history": "what may have come before",
        "belief": "the probability given to it there; empty where several support the play",
        "low": "the least that supports the play",
        "high": "the greatest that supports the play",
    },
    "assumptions": {
        "assuming": "the case: as it is, or the assumption made",
        "equilibria": "how many were found",
        "quantity": "a player's expected payoff, or the probability of an outcome's category",
        "name": "the player or category, as the scenario's file has it",
        "value": "a probability, or in the payoff unit, in the equilibrium reported first",
    },
}
"""The tables, their columns, and what stands in these."""
CONSTANTS: Mapping[str, str] = {
    "assumed": "the assumptions made, the same in every row",
    "given": "the values given, the same in every row",
}
"""The last columns of every table, where anything was assumed or given."""


def no_folder(folder: Path, error: OSError) -> InputError:
    """Why a folder cannot be made, in words."""
    return InputError(f"cannot make the folder {shown(folder)}: {error.strerror}")


def about_tables(folder: Path) -> Path:
    """Where it is told what the tables were made of, and what their columns are."""
    return folder / "tables" / "about.json"


def table_path(folder: Path, name: str) -> Path:
    """Where a table goes."""
    return folder / "tables" / f"{name}.csv"


def places(folder: Path) -> list[Path]:
    """Where files may be written."""
    figures = [folder / "figures" / f"{name}{kind}" for name in FIGURES for kind in SUFFIXES]
    return [
        *(folder / name for name in (REPORT, SOLUTION, LIST)),
        about_tables(folder),
        *(table_path(folder, name) for name in COLUMNS),
        *(path for figure in figures for path in (figure, beside(figure))),
    ]
