"""``__all__`` holds what a module gives to others, and nothing else."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "crisis_sim"
READERS = ("crisis_sim", "tests", "tools", "benchmarks", "figures")
Names = dict[str, set[str]]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def declared(path: Path) -> list[str] | None:
    for node in tree_of(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            value = ast.literal_eval(node.value)
            assert isinstance(value, list)
            return value
    return None


@cache
def defined(path: Path) -> set[str]:
    """The names that a module defines itself."""
    names = set()
    for node in nodes_of(path):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {one.id for target in targets for one in ast.walk(target) if _is_name(one)}
    return names


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


@cache
def taken(path: Path) -> tuple[tuple[str, str], ...]:
    """What a file takes from modules of the package: each module with a name."""
    return tuple(_taken(path))


def _taken(path: Path) -> Iterator[tuple[str, str]]:
    aliases: dict[str, str] = {}
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for one in node.names:
                inner = f"{node.module}.{one.name}"
                if inner in MODULES:
                    aliases[one.asname or one.name] = inner
                else:
                    yield node.module, one.name
        elif isinstance(node, ast.Import):
            aliases |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((m, n) for m, n in re.findall(r"(crisis_sim[.\w]+):(\w+)", node.value))
    for node in nodes_of(path):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            module = aliases.get(owner, owner)
            if module in MODULES:
                yield module, node.attr


@cache
def taken_by(*folders: str) -> Names:
    """By module, what files of some folders take from it."""
    found: Names = defaultdict(set)
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for module, name in taken(path):
                if MODULES.get(module) != path:
                    found[module].add(name)
    return found


@cache
def mentioned() -> set[str]:
    """The full names that stand in docstrings and in the documentation."""
    paths = [*MODULES.values(), *sorted((ROOT / "docs").rglob("*.md")), *ROOT.glob("*.md")]
    found: set[str] = set()
    for path in paths:
        found |= set(re.findall(r"crisis_sim(?:\.\w+)+", path.read_text(encoding="utf-8")))
    return found


def told_of(path: Path, names: list[str]) -> set[str]:
    """The names that stand in what a module gives away: in annotations, bases and fields."""
    found: set[str] = set()
    for node in tree_of(path).body:
        held = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
        if getattr(node, "name", held) not in names:
            continue
        for inner in ast.walk(node):
            parts = [getattr(inner, key, None) for key in ("annotation", "returns")]
            parts += inner.bases if isinstance(inner, ast.ClassDef) else []
            parts += [inner.value] if isinstance(inner, ast.Assign) and inner is node else []
            for part in parts:
                text = ast.unparse(part) if isinstance(part, ast.AST) else ""
                found |= set(re.findall(r"\w+", text))
    return found


@pytest.mark.parametrize("module", MODULES)
def test_all_is_exact(module: str) -> None:
    path = MODULES[module]
    names, given = declared(path), taken_by("crisis_sim").get(module, set())
    given = {name for name in given if not name.startswith("__") and name in defined(path)}
    if names is None:
        assert given == set()
        return
    assert len(names) == len(set(names))
    assert given <= set(names), "others take it"
    if path.name == "__init__.py":
        return
    assert set(names) <= defined(path), "it is not defined here"
    used = taken_by(*READERS).get(module, set()) | told_of(path, names)
    unused = {name for name in names if name not in used and f"{module}.{name}" not in mentioned()}
    assert unused == set(), "nobody takes it"
