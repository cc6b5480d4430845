"""Every module imports only from stations at or before its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "crisis_sim"

# Each station with the stations that it may import from.
MAY_IMPORT = {
    "errors": set(),
    "text_file": {"errors"},
    "whole_file": {"errors"},
    "input_file": {"errors", "whole_file"},
    "interruption": set(),
    "time_limit": {"errors"},
    "compiled": {"interruption", "time_limit"},
    "numbers": set(),
    "formula": {"errors", "numbers"},
    "tables": {"errors", "text_file", "input_file", "whole_file", "numbers"},
    "scenario": {"errors", "text_file", "input_file", "numbers", "formula"},
    "game": {"errors", "numbers", "formula", "scenario"},
    "gambit": {"errors", "compiled", "numbers", "formula", "game"},
    "strategy": {"errors", "compiled", "numbers", "game"},
    "solve": {"errors", "compiled", "time_limit", "numbers", "game", "strategy"},
    "profiles": {
        *("errors", "text_file", "input_file", "numbers", "scenario", "game", "strategy"),
        *("solve", "tables"),
    },
    "study": {
        *("errors", "numbers", "formula", "scenario", "game", "gambit", "strategy", "solve"),
        "profiles",
    },
}
MAY_IMPORT["exact"] = {*MAY_IMPORT["study"], "study", "sweep"} - {"gambit", "profiles"}
MAY_IMPORT["exact"] |= {"time_limit"}
MAY_IMPORT["study_files"] = {*MAY_IMPORT["study"], "study", "text_file", "input_file"}
MAY_IMPORT["study"] |= {"exact"}  # imported when asked for
MAY_IMPORT["findings"] = MAY_IMPORT["account"] = MAY_IMPORT["comparison"] = {
    *MAY_IMPORT["study"],
    "study",
    "account",
}
MAY_IMPORT["sweep"] = {*MAY_IMPORT["study"], "study", "compiled", "interruption", "whole_file"}
MAY_IMPORT["sweep"] |= {"__init__"}
MAY_IMPORT["sweep"] |= {"tables"}
MAY_IMPORT["study"] |= {"sweep"}  # imported when asked for
MAY_IMPORT["bargain"] = {*MAY_IMPORT["study"], "study"} - {"gambit", "profiles", "exact", "sweep"}
MAY_IMPORT["simulate"] = {"errors", "numbers", "scenario", "game", "strategy", "solve"}
MAY_IMPORT["provenance"] = {"errors", "scenario"}
MAY_IMPORT["plot"] = {*MAY_IMPORT["study"], "study", "account", "bargain", "comparison", "exact"}
MAY_IMPORT["plot"] |= {"__init__", "simulate", "sweep", "whole_file"}
MAY_IMPORT["study"] |= {"plot"}  # imported when asked for
MAY_IMPORT["report"] = {*MAY_IMPORT["plot"], "plot", "findings", "comparison", "provenance"}
MAY_IMPORT["report"] |= {"__init__", "exact", "sweep", "bargain", "simulate"}
MAY_IMPORT["cli"] = {*MAY_IMPORT["report"], "report", "study_files"}
MAY_IMPORT["cli"] |= {"input_file", "whole_file", "time_limit"}
MAY_IMPORT["__main__"] = {"cli"}
MAY_IMPORT["__init__"] = {"errors", "scenario", "study", "study_files"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def station(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The stations that a module imports, other than its own."""
    stations = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "crisis_sim":
                stations.add(parts[1] if len(parts) > 1 else "__init__")
    return stations - {station(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_earlier_stations(path: Path) -> None:
    assert imported(path) <= MAY_IMPORT[station(path)]


def test_every_station_is_known() -> None:
    assert {station(path) for path in MODULES} == set(MAY_IMPORT)


def test_certificates_import_no_solver() -> None:
    strategy = [path for path in MODULES if station(path) == "strategy"]
    assert strategy
    assert all("solve" not in imported(path) for path in strategy)
