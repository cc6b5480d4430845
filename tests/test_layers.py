"""Every module imports only from stations at or before its own.

Records of concepts and of kinds of figures name modules above them, as texts: who reads such a
record learns what there is, and imports nothing. What a text names is imported by the module that
loads it, and counts as its import here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from crisis_sim.call_form import KINDS as ARGUMENT_KINDS
from crisis_sim.concepts import CONCEPTS, SWEPT
from crisis_sim.figures.kinds import KINDS
from tests.test_call_form import READ_LATER

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "crisis_sim"

# From the ground up: a station imports from those below its floor alone, lazily or not.
FLOORS = (
    {
        "extra",
        "interruption",
        "numbers",
        "remedy",
        "reporter",
        "sentence",
        "shown",
        "stopwatch",
        "version",
    },
    {"problem"},
    {"errors"},
    {"near_names"},
    {"option"},
    {"arguments", "concept"},
    {"compilation", "concepts", "formula", "text_file", "time_limits", "whole_file"},
    {"compiled", "input_file", "other_concepts", "own_file"},
    {"scenario", "tables"},
    {"call_form", "figures"},
    {"keywords"},
    {"game"},
    {"gambit", "strategy"},
    {"solve"},
    {"account", "bargain", "findings", "profiles", "provenance", "simulate", "sweep"},
    {"exact", "persistence", "review"},
    {"comparison"},
    {"plot"},
    {"report"},
    {"study"},
    {"study_files"},
    {"__init__", "cli"},
    {"__main__"},
)
MAY_IMPORT = {
    station: set[str]().union(*FLOORS[:number])
    for number, floor in enumerate(FLOORS)
    for station in floor
}

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
    stations |= {one.split(".")[1] for one in loaded_by(path)}
    return stations - {station(path)}


def loaded_by(path: Path) -> list[str]:
    """The modules that a module loads because a record names them."""
    return LOADED.get(str(path.relative_to(PACKAGE)), [])


LOADED = {
    "solve/choose.py": [one.solver.split(":")[0] for one in CONCEPTS.values()],
    "sweep/choose_kernel.py": [one.kernel.split(":")[0] for one in SWEPT.values()],
    "plot/make_picture.py": [f"crisis_sim.plot.{one.module}" for one in KINDS.values()],
}
"""By the module that loads them, the modules that records name."""
FACES = {"__init__.py", "cli/main.py"}
"""Whose own texts name what they load."""


@cache
def graph() -> nx.DiGraph[str]:
    """The modules, with an edge to each that one imports; imports for types alone are left out.

    What is imported from another package runs its ``__init__`` too.
    """
    names = {name_of(path): path for path in MODULES}
    found: nx.DiGraph[str] = nx.DiGraph()
    for name, path in names.items():
        for node in at_run_time(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in names:
                inner = [f"{node.module}.{alias.name}" for alias in node.names]
                for one in (one if one in names else node.module for one in inner):
                    around = (package for package in packages(one) if not inside(name, package))
                    found.add_edges_from((name, run) for run in (one, *around))
        found.add_edges_from((name, one) for one in loaded_by(path))
    return found


def packages(name: str) -> Iterator[str]:
    """The packages, but the outermost, that hold a module."""
    while (name := name.rpartition(".")[0]) not in ("", PACKAGE.name):
        yield name


def inside(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


def at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """What a module runs, at once or later."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)):
            yield child
            yield from at_run_time(child)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_earlier_stations(path: Path) -> None:
    assert imported(path) <= MAY_IMPORT[station(path)]


def test_whoever_loads_what_a_text_names_is_known() -> None:
    loading = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if re.search(r"\bimport_module\(|__import__\(", path.read_text(encoding="utf-8"))
    }
    assert loading == {*LOADED, *FACES} - {"sweep/choose_kernel.py"}


def test_every_module_that_a_record_names_is_there() -> None:
    known = {name_of(path) for path in MODULES}
    assert {one for named in LOADED.values() for one in named} <= known


def test_every_station_is_known() -> None:
    assert {station(path) for path in MODULES} == set(MAY_IMPORT)


def test_no_circle_of_more_than_two_modules() -> None:
    found = graph()
    assert found.number_of_edges() > 1_000
    circles = [sorted(one) for one in nx.strongly_connected_components(found) if len(one) > 2]
    assert circles == []


WRITTEN = PACKAGE / "scenario" / "model.py"
"""The fields of a file, called as what they become."""


def test_a_word_means_one_thing() -> None:
    """No two classes have the same name."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in () if path == WRITTEN else ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name_of(path))
    assert len(places) > 300
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def names_given(body: list[ast.stmt]) -> Iterator[str]:
    """What a module calls its own types: classes, and other names for types."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name))


def test_what_arguments_are_annotated_with_means_one_thing() -> None:
    """So that the kinds of arguments, which go by the words, are those that are meant."""
    trusted = set(re.findall(r"\w+", " ".join([*ARGUMENT_KINDS, *READ_LATER]))) | {"MessageParts"}
    found: dict[str, list[str]] = {}
    for path in MODULES:
        for name in names_given(
            [] if path == WRITTEN else ast.parse(path.read_text(encoding="utf-8")).body
        ):
            if name in trusted:
                found.setdefault(name, []).append(name_of(path))
    assert {"ToFollow", "GivenProfile", "Span", "MessageParts"} <= set(found)
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


BELOW = MAY_IMPORT["report"] - MAY_IMPORT["game"]
"""What answers questions, which the command line puts to a study alone."""


def test_commands_ask_a_study() -> None:
    asked = {edge for edge in graph().edges() if edge[0].startswith("crisis_sim.cli.")}
    assert len(asked) > 100
    assert {(face, one) for face, one in asked if one.split(".")[1] in BELOW} == set()


def python() -> Iterator[str]:
    """The scripts of the gallery, and the Python of the documentation."""
    yield from (path.read_text("utf-8") for path in (ROOT / "figures").glob("*.py"))
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        yield from re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)


def test_the_gallery_and_the_documentation_import_the_package_alone() -> None:
    found = re.findall(r"^\s*(?:import|from) (crisis_sim\S*)", "\n".join(python()), re.M)
    assert len(found) > 14
    assert set(found) == {"crisis_sim"}


def test_certificates_import_no_solver() -> None:
    strategy = [path for path in MODULES if station(path) == "strategy"]
    assert strategy
    assert all("solve" not in imported(path) for path in strategy)
